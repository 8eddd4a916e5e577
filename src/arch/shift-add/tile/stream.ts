import { packBeat, type RtlStream } from '../../../rtl-export/kit/design.js';
import { upTo } from '../../../sim/core/up-to.js';
import { matrix, type Matrix } from '../../../sim/numerics/arithmetic/matrix.js';
import { passesOf } from '../cycles.js';
import { batchesOf, tileWidths, type TileParameters } from './parameters.js';
import { checkProblem, tileProduct, type TileProblem } from './problem.js';

/** Ports of the tile. */
export interface TileStreams {
  readonly act: RtlStream;
  readonly wgt: RtlStream;
  readonly scl: RtlStream;
  readonly out: RtlStream;
}

export function tileStreams(p: TileParameters): TileStreams {
  const { slice, zero } = tileWidths(p);
  return {
    act: {
      name: 'act', direction: 'in',
      fields: [{ name: 'activation', bits: p.activationBits, count: p.tokens * p.depth, meaning: `two's complement; the ${p.depth} of a step for each token, the first token's first` }],
    },
    wgt: {
      name: 'wgt', direction: 'in',
      fields: [
        { name: 'slice', bits: slice, count: p.columns * p.depth, meaning: `bits of a weight for one pass, the lowest in the first; the ${p.depth} of a step for each column, the first column's first` },
        { name: 'ends_step', bits: 1, count: 1, meaning: 'the pass is the last of its step' },
        { name: 'ends_group', bits: 1, count: 1, meaning: 'the pass is the last of its group' },
        { name: 'ends_reduction', bits: 1, count: 1, meaning: 'the pass is the last of its reduction' },
      ],
    },
    scl: {
      name: 'scl', direction: 'in',
      fields: [
        { name: 'scale', bits: p.scaleBits, count: p.scalers, meaning: 'unsigned; the scale of a group for each column of a batch, the first columns in the first beat' },
        ...(zero === 0 ? [] : [{ name: 'zero_point', bits: zero, count: p.scalers, meaning: 'unsigned; the zero point of the same group and column' }]),
      ],
    },
    out: {
      name: 'out', direction: 'out',
      fields: [{ name: 'sum', bits: p.accumulatorBits, count: p.tokens * p.scalers, meaning: 'two\'s complement; a batch of columns for each token, the first columns in the first beat' }],
    },
  };
}

/** Beats of one run by the names of the streams. */
export type TileBeats = Readonly<Record<keyof TileStreams, readonly bigint[]>>;

/**
 * A matrix product as beats: for each tile of tokens, for each tile of columns, all groups of the reduction, step by step: activations once, weights pass
 * by pass, and after each group its scales. What a tile has beyond the problem is filled with zeros. Throws a RangeError for a problem that does not fit.
 */
export function tileBeats(p: TileParameters, problem: TileProblem): TileBeats {
  checkProblem(p, problem);
  const { slice, zero } = tileWidths(p);
  const { weightBits } = problem;
  const batches = batchesOf(p);
  const length = problem.weights.columns;
  const activations = filled(problem.activations, p.tokens, p.depth);
  const weights = filled(problem.weights, p.columns, p.depth);
  const [scales, zeroPoints] = [filled(problem.scales, p.columns, 1), filled(problem.zeroPoints, p.columns, 1)];
  const sums = filled(tileProduct(p, problem), p.tokens, p.columns);
  const streams = tileStreams(p);
  const passes = passesOf(p, weightBits);
  const beats = { act: [] as bigint[], wgt: [] as bigint[], scl: [] as bigint[], out: [] as bigint[] };
  const lanes = (batch: number): number[] => upTo(p.scalers).map((i) => batch * p.scalers + i);
  for (let token = 0; token < activations.rows; token += p.tokens) {
    for (let column = 0; column < weights.rows; column += p.columns) {
      // Lanes of the last batch beyond the columns of the tile have nothing.
      const ofLane = (values: Matrix, i: number, at: number): number => (i < p.columns ? values.values[(column + i) * values.columns + at]! : 0);
      for (let k = 0; k < length; k += p.depth) {
        const endsReduction = k + p.depth >= length;
        const endsGroup = endsReduction || (k + p.depth) % p.group === 0;
        beats.act.push(packBeat(streams.act, upTo(p.tokens * p.depth).map((i) => activations.values[(token + Math.floor(i / p.depth)) * activations.columns + k + (i % p.depth)]!)));
        for (let pass = 0; pass < passes; pass++) {
          const ends = [true, endsGroup, endsReduction].map((end) => (end && pass === passes - 1 ? 1 : 0));
          // A quotient that is rounded down repeats the sign.
          const sliceOf = (i: number): number => Math.floor(weights.values[(column + Math.floor(i / p.depth)) * weights.columns + k + (i % p.depth)]! / 2 ** (pass * slice));
          beats.wgt.push(packBeat(streams.wgt, [...upTo(p.columns * p.depth).map(sliceOf), ...ends]));
        }
        if (!endsGroup) continue;
        const group = Math.floor(k / p.group);
        for (const batch of upTo(batches)) {
          beats.scl.push(packBeat(streams.scl, [
            ...lanes(batch).map((i) => ofLane(scales, i, group)),
            ...(zero === 0 ? [] : lanes(batch).map((i) => ofLane(zeroPoints, i, group))),
          ]));
        }
      }
      for (const batch of upTo(batches)) {
        beats.out.push(packBeat(streams.out, upTo(p.tokens).flatMap((t) => lanes(batch).map((i) => (i < p.columns ? sums.values[(token + t) * sums.columns + column + i]! : 0)))));
      }
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
