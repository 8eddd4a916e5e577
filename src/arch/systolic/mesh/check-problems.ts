import { createRng, type Rng } from '../../../sim/core/rng.js';
import { matrix } from '../../../sim/numerics/arithmetic/matrix.js';
import type { Product } from '../fold.js';
import type { MeshParameters } from './parameters.js';
import type { MeshProblem } from './problem.js';

/** A small product that a tile is checked with, what is special about it, and what stands in lanes that a fold does not use. */
export interface CheckProblem {
  readonly what: string;
  readonly problem: MeshProblem;
  readonly filler?: number;
}

/**
 * Products of a few folds that reach what a tile can do: folds that fill the array and folds of one element, the ends of the operands, sums that
 * wrap where they are narrow, streams of one operand, and lanes that are not used and not zero. The same parameters give the same problems.
 */
export function checkProblems(p: MeshParameters): readonly CheckProblem[] {
  const rng = createRng(1);
  const { rows: R, columns: C } = p;
  // Sizes along the rows, along the columns, and of the stream.
  const of = (alongRows: number, alongColumns: number, stream: number): Product => (
    p.dataflow === 'output-stationary' ? { m: alongRows, n: alongColumns, k: stream } : { k: alongRows, n: alongColumns, m: stream });
  return [
    { what: 'folds that fill the array', problem: problemOf(of(R, 2 * C, R + C + 3), (bits) => anyNumber(rng, bits), p) },
    { what: 'ragged folds, any number beside them', problem: problemOf(of(R + Math.ceil(R / 2), C + Math.ceil(C / 3), 5), (bits) => anyNumber(rng, bits), p), filler: -1 },
    { what: 'one product', problem: problemOf(of(1, 1, 1), (bits) => anyNumber(rng, bits), p), filler: 1 },
    { what: 'streams of one operand, folds of one row or column', problem: problemOf(of(R + 1, C + 1, 1), (bits) => anyNumber(rng, bits), p), filler: -1 },
    { what: 'largest and smallest numbers', problem: problemOf(of(R, C, 9), (bits) => rng.pick([-(2 ** (bits - 1)), 2 ** (bits - 1) - 1, -1, 0, 1]), p) },
    { what: 'the smallest number alone', problem: problemOf(of(Math.max(1, R - 1), C, 4), (bits) => -(2 ** (bits - 1)), p), filler: -1 },
  ];
}

/** A product of these sizes whose operands, of so many bits, are chosen one by one. */
export function problemOf({ m, n, k }: Product, number: (bits: number) => number, { activationBits, weightBits }: Pick<MeshParameters, 'activationBits' | 'weightBits'>): MeshProblem {
  return {
    activations: matrix(m, k, Float64Array.from({ length: m * k }, () => number(activationBits))),
    weights: matrix(n, k, Float64Array.from({ length: n * k }, () => number(weightBits))),
  };
}

export function anyNumber(rng: Rng, bits: number): number {
  return rng.integer(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1);
}
