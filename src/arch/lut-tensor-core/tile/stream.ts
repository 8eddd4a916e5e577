import { packBeat, type RtlStream } from '../../../rtl-export/kit/design.js';
import { upTo } from '../../../sim/core/up-to.js';
import { storedCodes } from '../../../sim/numerics/arithmetic/lut-mpgemm.js';
import { matrix, type Matrix } from '../../../sim/numerics/arithmetic/matrix.js';
import type { TileParameters } from './parameters.js';
import { checkProblem, tileProduct, type TileProblem } from './problem.js';

/** Ports of the tile. */
export interface TileStreams {
  readonly act: RtlStream;
  readonly wgt: RtlStream;
  readonly out: RtlStream;
}

export function tileStreams({ m, n, k, activationBits, sumBits, sign }: TileParameters): TileStreams {
  return {
    act: {
      name: 'act', direction: 'in',
      fields: [{ name: 'activation', bits: activationBits, count: m * k, meaning: `two's complement; the ${k} of a group for each row, the first row's first` }],
    },
    wgt: {
      name: 'wgt', direction: 'in',
      fields: [
        { name: 'code', bits: k, count: n, meaning: `stored code of each feature for one plane of a group: the sign is the ${sign === 'first' ? 'lowest' : 'highest'} bit` },
        { name: 'ends_group', bits: 1, count: 1, meaning: 'the plane is the last of its group' },
        { name: 'ends_reduction', bits: 1, count: 1, meaning: 'the plane is the last of its reduction' },
      ],
    },
    out: {
      name: 'out', direction: 'out',
      fields: [{ name: 'sum', bits: sumBits, count: m, meaning: 'two\'s complement; one feature for each row, the first feature in the first beat' }],
    },
  };
}

/** Beats of one run by the names of the streams. */
export type TileBeats = Readonly<Record<keyof TileStreams, readonly bigint[]>>;

/**
 * A matrix product as beats: for each tile of rows, for each tile of features, all groups of the reduction: its activations once, its codes plane by
 * plane, the lowest first. What a tile has beyond the problem is filled with zeros. Throws a RangeError for a problem that does not fit the tile.
 */
export function tileBeats(p: TileParameters, problem: TileProblem): TileBeats {
  checkProblem(p, problem);
  const { weightBits } = problem;
  const activations = filled(problem.activations, p.m, p.k);
  const weights = filled(problem.weights, p.n, p.k);
  const sums = tileProduct(p, { activations, weights, weightBits });
  const patterns = matrix(weights.rows, weights.columns, weights.values.map((w) => w + 2 ** (weightBits - 1)));
  const codes = storedCodes(patterns, weightBits, { group: p.k, sign: p.sign });
  const streams = tileStreams(p);
  const beats = { act: [] as bigint[], wgt: [] as bigint[], out: [] as bigint[] };
  for (let row = 0; row < activations.rows; row += p.m) {
    for (let feature = 0; feature < weights.rows; feature += p.n) {
      for (let g = 0; g < codes.groups; g++) {
        beats.act.push(packBeat(streams.act, upTo(p.m * p.k).map((i) => activations.values[(row + Math.floor(i / p.k)) * activations.columns + g * p.k + (i % p.k)]!)));
        for (let plane = 0; plane < weightBits; plane++) {
          const endsGroup = plane === weightBits - 1;
          beats.wgt.push(packBeat(streams.wgt, [
            ...upTo(p.n).map((i) => codes.values[(plane * codes.rows + feature + i) * codes.groups + g]!),
            endsGroup ? 1 : 0, endsGroup && g === codes.groups - 1 ? 1 : 0,
          ]));
        }
      }
      for (const i of upTo(p.n)) beats.out.push(packBeat(streams.out, upTo(p.m).map((j) => sums.values[(row + j) * sums.columns + feature + i]!)));
    }
  }
  return beats;
}

/** A matrix with zeros around it, up to whole tiles. */
function filled(values: Matrix, rows: number, columns: number): Matrix<Float64Array> {
  const [height, width] = [Math.ceil(values.rows / rows) * rows, Math.ceil(values.columns / columns) * columns];
  return matrix(height, width, Float64Array.from({ length: height * width }, (_, i) => {
    const [row, column] = [Math.floor(i / width), i % width];
    return row < values.rows && column < values.columns ? values.values[row * values.columns + column]! : 0;
  }));
}
