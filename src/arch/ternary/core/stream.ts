import { packBeat, type RtlStream } from '../../../rtl-export/kit/design.js';
import { upTo } from '../../../sim/core/up-to.js';
import type { Matrix } from '../../../sim/numerics/arithmetic/matrix.js';
import type { CoreParameters, StoredFormat } from './parameters.js';
import { checkProblem, coreProduct, type CoreProblem } from './problem.js';
import { codesOf, storedCodes } from './stored-weights.js';

/** Ports of the core. */
export interface CoreStreams {
  readonly act: RtlStream;
  readonly wgt: RtlStream;
  readonly out: RtlStream;
}

const meanings: Readonly<Record<StoredFormat, string>> = {
  keys: 'key of each table, its sign highest, for each output; the first output\'s first',
  tl1: 'TL1 codes of two weights each, for each output; the first output\'s first',
  tl2: 'TL2 codes of three weights each, their sign highest, for each output; the first output\'s first',
  pack5: 'bytes of five weights in base 3, for each output; the first output\'s first',
};

export function coreStreams(p: CoreParameters): CoreStreams {
  const codes = codesOf(p);
  return {
    act: {
      name: 'act', direction: 'in',
      fields: [{ name: 'activation', bits: p.activationBits, count: p.tables * p.group, meaning: `two's complement; the ${p.group} of a table, the first table's first` }],
    },
    wgt: {
      name: 'wgt', direction: 'in',
      fields: [
        { name: 'code', bits: codes.bits, count: codes.count * p.reads, meaning: meanings[p.format] },
        { name: 'ends', bits: 1, count: 1, meaning: 'the tile is the last of its reduction' },
      ],
    },
    out: {
      name: 'out', direction: 'out',
      fields: [{ name: 'sum', bits: p.sumBits, count: p.reads, meaning: 'two\'s complement; the first output first' }],
    },
  };
}

/** Beats of one run by the names of the streams. */
export type CoreBeats = Readonly<Record<keyof CoreStreams, readonly bigint[]>>;

/**
 * A matrix product as beats: for each token, for each block of outputs, the tiles of the reduction. What a tile has beyond the problem is filled with
 * zeros. Throws a RangeError for a problem that does not fit the core.
 */
export function coreBeats(p: CoreParameters, problem: CoreProblem): CoreBeats {
  checkProblem(p, problem);
  const { activations, weights } = problem;
  const inputs = p.tables * p.group;
  const sums = coreProduct(p, problem);
  const streams = coreStreams(p);
  const beats = { act: [] as bigint[], wgt: [] as bigint[], out: [] as bigint[] };
  for (let token = 0; token < activations.rows; token++) {
    for (let output = 0; output < weights.rows; output += p.reads) {
      for (let first = 0; first < activations.columns; first += inputs) {
        const slice = (from: Matrix, row: number): number[] => upTo(inputs).map((i) => elementOrZero(from, row, first + i));
        const codes = upTo(p.reads).flatMap((r) => storedCodes(p, slice(weights, output + r)));
        beats.act.push(packBeat(streams.act, slice(activations, token)));
        beats.wgt.push(packBeat(streams.wgt, [...codes, first + inputs >= activations.columns ? 1 : 0]));
      }
      beats.out.push(packBeat(streams.out, upTo(p.reads).map((r) => elementOrZero(sums, token, output + r))));
    }
  }
  return beats;
}

function elementOrZero({ rows, columns, values }: Matrix, row: number, column: number): number {
  return row < rows && column < columns ? values[row * columns + column]! : 0;
}
