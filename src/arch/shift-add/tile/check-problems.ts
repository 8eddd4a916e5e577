import { createRng } from '../../../sim/core/rng.js';
import { matrix, type Matrix } from '../../../sim/numerics/arithmetic/matrix.js';
import type { TileParameters } from './parameters.js';
import type { TileProblem, TileShape } from './problem.js';

/** A small matrix product that a tile is checked with, and what is special about it. */
export interface CheckProblem {
  readonly what: string;
  readonly problem: TileProblem;
}

/** A number by its row and column. */
export type Choice = (line: number, column: number) => number;

/** What a product is made of. Zero points are left out with Booth digits. */
export interface Choices {
  readonly activation: Choice;
  readonly weight: Choice;
  readonly scale: Choice;
  readonly zeroPoint: Choice;
}

/**
 * Products of a few tiles that reach what a tile can do: every weight beside every other; sizes that fill no tile; the largest and the smallest numbers;
 * scales of 1 and the zero point in the middle, as the functional model has them; weights of every width; groups that the PEs are done with before the
 * scalers are. The same parameters give the same problems.
 */
export function checkProblems(p: TileParameters): readonly CheckProblem[] {
  const rng = createRng(1);
  const { tokens, columns, depth, group, weightBits } = p;
  const [lowest, highest] = [-(2 ** (p.activationBits - 1)), 2 ** (p.activationBits - 1) - 1];
  const { least, most } = weightRange(p, weightBits);
  const any: Choices = {
    activation: () => rng.integer(lowest, highest),
    weight: () => rng.integer(least, most),
    scale: () => rng.integer(0, 2 ** p.scaleBits - 1),
    zeroPoint: () => rng.integer(0, 2 ** weightBits - 1),
  };
  const short = Math.min(group, 3 * depth);
  return [
    {
      what: 'every weight',
      problem: problemOf(p, { m: tokens, n: columns, k: depth * Math.ceil((most - least + 1) / (columns * depth)) + 1 }, weightBits, {
        ...any, weight: (line, column) => least + ((line + columns * column) % (most - least + 1)),
      }),
    },
    { what: 'sizes that fill no tile', problem: problemOf(p, { m: tokens + 1, n: Math.max(1, columns - 1), k: short + depth + 1 }, weightBits, any) },
    {
      what: 'the lowest and the highest numbers',
      problem: problemOf(p, { m: tokens, n: 2 * columns, k: short + 1 }, weightBits, {
        activation: (_, column) => (column < depth ? lowest : rng.pick([lowest, highest])), weight: (line, column) => ((line + column) % 3 === 0 ? least : most),
        scale: () => 2 ** p.scaleBits - 1, zeroPoint: (line) => (line % 2 === 0 ? 0 : 2 ** weightBits - 1),
      }),
    },
    { what: 'scales of 1 and the zero point in the middle', problem: problemOf(p, { m: tokens, n: columns, k: short + 2 }, weightBits, { ...any, scale: () => 1, zeroPoint: () => 2 ** (weightBits - 1) }) },
    ...Array.from({ length: weightBits - 1 }, (_, i) => i + 2).map((bits): CheckProblem => {
      const range = weightRange(p, bits);
      return { what: `reductions of a step, weights of ${bits} bits`, problem: problemOf(p, { m: 2 * tokens, n: 2 * columns, k: depth }, bits, { ...any, weight: () => rng.integer(range.least, range.most) }) };
    }),
  ];
}

/** Weights of so many bits: unsigned codes, or two's complement with Booth digits. */
export function weightRange({ encoding }: TileParameters, bits: number): { readonly least: number; readonly most: number } {
  return encoding === 'booth' ? { least: -(2 ** (bits - 1)), most: 2 ** (bits - 1) - 1 } : { least: 0, most: 2 ** bits - 1 };
}

/** A product of numbers that functions give for each place. */
export function problemOf(p: TileParameters, { m, n, k }: TileShape, weightBits: number, { activation, weight, scale, zeroPoint }: Choices): TileProblem {
  const table = (rows: number, columns: number, number: Choice): Matrix => (
    matrix(rows, columns, Float64Array.from({ length: rows * columns }, (_, i) => number(Math.floor(i / columns), i % columns))));
  const groups = Math.ceil(k / p.group);
  return {
    activations: table(m, k, activation), weights: table(n, k, weight), weightBits,
    scales: table(n, groups, scale), zeroPoints: table(n, groups, p.encoding === 'booth' ? () => 0 : zeroPoint),
  };
}
