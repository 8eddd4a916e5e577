import { createRng } from '../../../sim/core/rng.js';
import { matrix } from '../../../sim/numerics/arithmetic/matrix.js';
import type { TileParameters } from './parameters.js';
import type { TileProblem, TileShape } from './problem.js';

/** A small matrix product that a tile is checked with, and what is special about it. */
export interface CheckProblem {
  readonly what: string;
  readonly problem: TileProblem;
}

/** A number by its row and column. */
type Choice = (line: number, column: number) => number;

/**
 * Products of a few tiles that reach what a tile can do: every entry with either sign in every plane; sizes that fill no tile; the largest and the
 * smallest numbers; activations that cancel, and zeros; weights of fewer planes than the tile has; reductions that end faster than results leave.
 * The same parameters give the same problems.
 */
export function checkProblems({ m, n, k, activationBits, planes }: TileParameters): readonly CheckProblem[] {
  const rng = createRng(1);
  const [lowest, highest] = [-(2 ** (activationBits - 1)), 2 ** (activationBits - 1) - 1];
  const activation: Choice = () => rng.integer(lowest, highest);
  const weight = (bits: number): Choice => () => rng.integer(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1);
  const codes = 2 ** k;
  return [
    {
      what: 'every code in every plane',
      problem: problemOf({ m, n, k: k * Math.max(3, Math.ceil(codes / n)) }, planes, activation, (line, column) => {
        // Element e of group g of feature f has the bit e of f + n g in all planes, turned in every other one.
        const bit = ((line + n * Math.floor(column / k)) >> (column % k)) & 1;
        return patternValue(bit === 1 ? 0b01010101 : 0b10101010, planes);
      }),
    },
    { what: 'sizes that fill no tile', problem: problemOf({ m: m + 1, n: Math.max(1, n - 1), k: 3 * k - 1 }, planes, activation, weight(planes)) },
    {
      what: 'the lowest and the highest numbers',
      problem: problemOf({ m, n, k: 4 * k }, planes, (_, column) => (column < 2 * k ? lowest : rng.pick([lowest, highest])), (line, column) => (
        column < k || (line + column) % 3 > 0 ? -(2 ** (planes - 1)) : 2 ** (planes - 1) - 1)),
    },
    {
      what: 'zeros, and groups that cancel',
      problem: problemOf({ m, n, k: 4 * k }, planes, (_, column) => (column < 2 * k ? 0 : column % 2 === 0 ? highest : -highest), weight(planes)),
    },
    ...Array.from({ length: planes }, (_, i) => i + 1).map((bits): CheckProblem => ({
      what: `reductions of a group, weights of ${bits} bits`,
      problem: problemOf({ m, n: 3 * n, k }, bits, activation, weight(bits)),
    })),
    { what: 'longer sums of one plane', problem: problemOf({ m, n, k: (n + 3) * k }, 1, activation, weight(1)) },
  ];
}

function problemOf({ m, n, k }: TileShape, weightBits: number, activation: Choice, weight: Choice): TileProblem {
  const table = (rows: number, number: Choice) => matrix(rows, k, Float64Array.from({ length: rows * k }, (_, i) => number(Math.floor(i / k), i % k)));
  return { activations: table(m, activation), weights: table(n, weight), weightBits };
}

/** The weight of which the lowest bits of a number are the pattern, as tables see it: weight + 2^(bits - 1). */
function patternValue(number: number, bits: number): number {
  return (number % 2 ** bits) - 2 ** (bits - 1);
}
