import { packBeat, type RtlStream } from '../../../rtl-export/kit/design.js';
import { upTo } from '../../../sim/core/up-to.js';
import type { Matrix } from '../../../sim/model/matrix.js';
import { systolicProduct } from '../functional.js';
import type { MeshParameters } from './parameters.js';
import { meshFolds, type MeshFold, type MeshProblem } from './problem.js';

/** Ports of the tile. */
export interface MeshStreams {
  readonly act: RtlStream;
  readonly wgt: RtlStream;
  readonly out: RtlStream;
}

export function meshStreams({ dataflow, rows, columns, activationBits, weightBits, sumBits }: MeshParameters): MeshStreams {
  const sumsStay = dataflow === 'output-stationary';
  const endsFold = { name: 'ends_fold', bits: 1, count: 1, meaning: 'the beat is the last of its fold' };
  return {
    act: {
      name: 'act', direction: 'in',
      fields: [
        {
          name: 'activation', bits: activationBits, count: rows,
          meaning: sumsStay ? 'signed; one element of the reduction for each token of the fold, which are the first r' : 'signed; the elements of the fold for one token, which are the last r',
        },
        endsFold,
      ],
    },
    wgt: {
      name: 'wgt', direction: 'in',
      fields: [
        {
          name: 'weight', bits: weightBits, count: columns,
          meaning: `signed; ${sumsStay ? 'the same element' : 'one element'} of the reduction for each feature of the fold, which are the first c`,
        },
        { name: 'rows', bits: 16, count: 1, meaning: 'r: rows of the array that the fold uses; the same in all beats of a fold' },
        { name: 'columns', bits: 16, count: 1, meaning: 'c: columns that it uses; the same in all beats of a fold' },
        endsFold,
      ],
    },
    out: {
      name: 'out', direction: 'out',
      fields: [{ name: 'sum', bits: sumBits, count: columns, meaning: 'two\'s complement; one token for each feature of the fold, zeros for features that it has not; the first token first' }],
    },
  };
}

/** Beats of one run by the names of the streams. */
export type MeshBeats = Readonly<Record<keyof MeshStreams, readonly bigint[]>>;

/**
 * A product as beats, fold after fold, with the sums that the functional model gives. Operands of rows and columns that a fold does not use are
 * `filler`, which no sum depends on. Throws a RangeError where the operands do not fit the tile.
 */
export function meshBeats(p: MeshParameters, problem: MeshProblem, filler = 0): MeshBeats {
  const streams = meshStreams(p);
  const beats = { act: [] as bigint[], wgt: [] as bigint[], out: [] as bigint[] };
  const widths = { activations: p.activationBits, weights: p.weightBits, accumulator: p.sumBits };
  for (const fold of meshFolds(p, problem)) {
    const { r, c } = fold;
    const { activations, weights } = beatsOf(p, fold, filler);
    activations.forEach((numbers, i) => { beats.act.push(packBeat(streams.act, [...numbers, i + 1 === activations.length ? 1 : 0])); });
    weights.forEach((numbers, i) => { beats.wgt.push(packBeat(streams.wgt, [...numbers, r, c, i + 1 === weights.length ? 1 : 0])); });
    const sums = systolicProduct(fold.activations, fold.weights, 'bit-parallel', widths);
    for (let token = 0; token < sums.rows; token++) {
      beats.out.push(packBeat(streams.out, upTo(p.columns).map((column) => (column < c ? sums.values[token * c + column]! : 0))));
    }
  }
  return beats;
}

/** Operands of each beat of a fold, in the lanes of the tile. */
function beatsOf(p: MeshParameters, { r, c, activations, weights }: MeshFold, filler: number): { readonly activations: readonly number[][]; readonly weights: readonly number[][] } {
  const k = activations.columns;
  const features = (element: number): number[] => upTo(p.columns).map((column) => (column < c ? at(weights, column, element) : filler));
  if (p.dataflow === 'output-stationary') {
    return {
      activations: upTo(k).map((element) => upTo(p.rows).map((row) => (row < r ? at(activations, row, element) : filler))),
      weights: upTo(k).map(features),
    };
  }
  const first = p.rows - r;
  return {
    activations: upTo(activations.rows).map((token) => upTo(p.rows).map((row) => (row < first ? filler : at(activations, token, row - first)))),
    weights: upTo(r).map(features),
  };
}

function at({ columns, values }: Matrix, row: number, column: number): number {
  return values[row * columns + column]!;
}
