import { createRng, type Rng } from '../../../sim/core/rng.js';
import { matrix } from '../../../sim/numerics/arithmetic/matrix.js';
import type { PlaneTileParameters } from './parameters.js';
import type { PlaneProblem } from './problem.js';

/** A small product that a unit is checked with, and what is special about it. */
export interface CheckProblem {
  readonly what: string;
  readonly problem: PlaneProblem;
}

/** Sizes of a product and the planes of its operands. */
export interface PlaneShape {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly activationBits: number;
  readonly weightBits: number;
}

/**
 * Products of a few output tiles that reach what a unit can do: several planes, ragged sizes, calls that end a tile by themselves, the largest
 * sums of either sign, and lengths of one element. The same parameters give the same problems.
 */
export function checkProblems(p: PlaneTileParameters): readonly CheckProblem[] {
  const rng = createRng(1);
  const tokens = p.rows / p.rowPlanes;
  // Planes in rows are as many as the unit has rows for; else there may be any number.
  const planes = (usual: number): number => (p.rowPlanes > 1 ? p.rowPlanes : usual);
  const { depth } = p;
  const problem = (what: string, shape: PlaneShape, number: (bits: number) => number): CheckProblem => ({ what, problem: problemOf(p, shape, number) });
  const any = (bits: number): number => anyPattern(rng, bits);
  return [
    problem('several planes of both', { m: tokens, n: p.columns, k: 2 * depth, activationBits: planes(3), weightBits: 2 }, any),
    problem('ragged sizes', { m: tokens + 1, n: p.columns + Math.ceil(p.columns / 2), k: depth + Math.ceil(depth / 3), activationBits: planes(2), weightBits: 3 }, any),
    problem('output tiles of one call', { m: 2 * tokens, n: 3 * p.columns, k: depth, activationBits: planes(1), weightBits: 1 }, any),
    problem('one element', { m: 1, n: 1, k: 1, activationBits: planes(1), weightBits: 2 }, any),
    problem('all bits one against all bits one or zero', { m: tokens, n: p.columns, k: depth, activationBits: planes(2), weightBits: 2 }, (bits) => 2 ** bits - 1 - (2 ** bits - 1) * rng.integer(0, 1)),
    problem('the highest planes alone', { m: tokens, n: p.columns, k: 3 * depth, activationBits: planes(4), weightBits: 3 }, (bits) => 2 ** (bits - 1)),
  ];
}

/** A product of these sizes whose operands have these patterns, which are two's complement where the unit's code is. */
export function problemOf({ code }: PlaneTileParameters, { m, n, k, activationBits, weightBits }: PlaneShape, pattern: (bits: number) => number): PlaneProblem {
  const value = (bits: number): number => {
    const drawn = pattern(bits);
    return code === 'twos-complement' && drawn >= 2 ** (bits - 1) ? drawn - 2 ** bits : drawn;
  };
  return {
    activationBits, weightBits,
    activations: matrix(m, k, Float64Array.from({ length: m * k }, () => value(activationBits))),
    weights: matrix(n, k, Float64Array.from({ length: n * k }, () => value(weightBits))),
  };
}

export function anyPattern(rng: Rng, bits: number): number {
  return rng.integer(0, 2 ** bits - 1);
}
