import { upTo } from '../../../sim/core/up-to.js';
import { packBeat, type RtlStream } from '../../../rtl-export/kit/design.js';
import { indexBits, type TileParameters } from './parameters.js';
import { checkProblem, tileProduct, type TileProblem } from './problem.js';

/** Ports of the tile. */
export interface TileStreams {
  readonly ent: RtlStream;
  readonly idx: RtlStream;
  readonly act: RtlStream;
  readonly out: RtlStream;
}

export function tileStreams(p: TileParameters): TileStreams {
  return {
    ent: {
      name: 'ent', direction: 'in',
      fields: [
        { name: 'element', bits: p.entryBits, count: p.vectorLength, meaning: 'two\'s complement; an entry of the main codebook, and after them of the residual one' },
        { name: 'ends_book', bits: 1, count: 1, meaning: 'the entry is the last that is loaded of its codebook' },
      ],
    },
    idx: {
      name: 'idx', direction: 'in',
      fields: [
        { name: 'index', bits: indexBits(p.main), count: 1, meaning: 'entry of the main codebook, the first that was loaded is 0' },
        ...(p.rest === 0 ? [] : [{ name: 'residual_index', bits: indexBits(p.rest), count: 1, meaning: 'entry of the residual codebook' }]),
        { name: 'ends_reduction', bits: 1, count: 1, meaning: 'the index is that of the last input' },
      ],
    },
    act: { name: 'act', direction: 'in', fields: [{ name: 'activation', bits: p.activationBits, count: p.tokens, meaning: 'two\'s complement; of the input of the index, for each token' }] },
    out: {
      name: 'out', direction: 'out',
      fields: [{ name: 'sum', bits: p.sumBits, count: p.tokens * p.vectorLength, meaning: 'two\'s complement; the outputs of a vector for each token' }],
    },
  };
}

/** Beats of one run by the names of the streams. */
export type TileBeats = Readonly<Record<keyof TileStreams, readonly bigint[]>>;

/**
 * A product as beats: the codebooks; then for each tile of tokens, for each vector of outputs, an index and activations for each input. Tokens beyond the
 * problem are zeros. Throws a RangeError for a problem that does not fit the tile.
 */
export function tileBeats(p: TileParameters, problem: TileProblem): TileBeats {
  checkProblem(p, problem);
  const { activations, weights } = problem;
  const sums = tileProduct(p, problem);
  const streams = tileStreams(p);
  const v = p.vectorLength;
  const beats = { ent: [] as bigint[], idx: [] as bigint[], act: [] as bigint[], out: [] as bigint[] };
  for (const { rows, values } of [weights.centroids, ...(weights.residual === undefined ? [] : [weights.residual.centroids])]) {
    for (let entry = 0; entry < rows; entry++) beats.ent.push(packBeat(streams.ent, [...upTo(v).map((i) => values[entry * v + i]!), entry === rows - 1 ? 1 : 0]));
  }
  const k = weights.inputs;
  for (let token = 0; token < activations.rows; token += p.tokens) {
    const ofToken = (t: number, value: (row: number) => number): number => (token + t < activations.rows ? value(token + t) : 0);
    for (let output = 0; output < weights.outputs; output += v) {
      for (let input = 0; input < k; input++) {
        const n = (output / v) * k + input;
        const residual = weights.residual === undefined ? [] : [weights.residual.indices[n]!];
        beats.idx.push(packBeat(streams.idx, [weights.indices[n]!, ...residual, input === k - 1 ? 1 : 0]));
        beats.act.push(packBeat(streams.act, upTo(p.tokens).map((t) => ofToken(t, (row) => activations.values[row * k + input]!))));
      }
      beats.out.push(packBeat(streams.out, upTo(p.tokens).flatMap((t) => upTo(v).map((i) => ofToken(t, (row) => sums.values[row * sums.columns + output + i]!)))));
    }
  }
  return beats;
}
