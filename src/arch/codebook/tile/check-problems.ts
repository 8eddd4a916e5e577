import { createRng } from '../../../sim/core/rng.js';
import { matrix, type Matrix } from '../../../sim/numerics/arithmetic/matrix.js';
import type { TileParameters } from './parameters.js';
import type { TileProblem, TileShape } from './problem.js';

/** A small product that a tile is checked with, and what is special about it. */
export interface CheckProblem {
  readonly what: string;
  readonly problem: TileProblem;
}

/** What a product is made of: numbers by their row and column, indices by their number. */
export interface Choices {
  readonly activation: (token: number, input: number) => number;
  readonly element: (entry: number, place: number) => number;
  readonly index: (n: number) => number;
  readonly residualElement: (entry: number, place: number) => number;
  readonly residualIndex: (n: number) => number;
}

/** Entries of the main and of the residual codebook that a run loads. */
export interface LoadedEntries {
  readonly main: number;
  readonly rest: number;
}

/**
 * Products of a few vectors that reach what a tile can do: codebooks that are full, up to 64 entries, with every entry looked up; one entry alone; tokens
 * that fill no tile; the largest and the smallest numbers; reductions of one input. The same parameters give the same problems.
 */
export function checkProblems(p: TileParameters): readonly CheckProblem[] {
  const rng = createRng(1);
  const [lowest, highest] = [-(2 ** (p.activationBits - 1)), 2 ** (p.activationBits - 1) - 1];
  const [least, most] = [-(2 ** (p.entryBits - 1)), 2 ** (p.entryBits - 1) - 1];
  const full: LoadedEntries = { main: Math.min(p.main, 64), rest: Math.min(p.rest, 64) };
  const few: LoadedEntries = { main: Math.min(p.main, 5), rest: Math.min(p.rest, 3) };
  const any = ({ main, rest }: LoadedEntries): Choices => ({
    activation: () => rng.integer(lowest, highest), element: () => rng.integer(least, most), index: () => rng.integer(0, main - 1),
    residualElement: () => rng.integer(least, most), residualIndex: () => rng.integer(0, rest - 1),
  });
  const { tokens, vectorLength: v } = p;
  const one: LoadedEntries = { main: 1, rest: Math.min(p.rest, 1) };
  return [
    {
      what: 'every entry',
      problem: problemOf(p, { m: tokens, n: v, k: Math.max(full.main, full.rest) }, full, { ...any(full), index: (n) => n % full.main, residualIndex: (n) => (n * 5 + 1) % full.rest }),
    },
    { what: 'tokens that fill no tile', problem: problemOf(p, { m: tokens + 1, n: 2 * v, k: 7 }, few, any(few)) },
    {
      what: 'the lowest and the highest numbers',
      problem: problemOf(p, { m: tokens, n: 2 * v, k: 9 }, few, {
        ...any(few), activation: (_, input) => (input < 4 ? lowest : rng.pick([lowest, highest])), element: (entry) => (entry % 2 === 0 ? least : most), residualElement: (entry) => (entry % 2 === 0 ? least : most),
      }),
    },
    { what: 'one entry alone', problem: problemOf(p, { m: tokens, n: v, k: 3 }, one, any(one)) },
    { what: 'reductions of one input', problem: problemOf(p, { m: 2 * tokens, n: 3 * v, k: 1 }, few, any(few)) },
  ];
}

/** A product of numbers that functions give for each place. */
export function problemOf(p: TileParameters, { m, n, k }: TileShape, { main, rest }: LoadedEntries, choices: Choices): TileProblem {
  const v = p.vectorLength;
  const table = (rows: number, columns: number, number: (row: number, column: number) => number): Matrix => (
    matrix(rows, columns, Float64Array.from({ length: rows * columns }, (_, i) => number(Math.floor(i / columns), i % columns))));
  const indices = (number: (i: number) => number): Uint32Array => Uint32Array.from({ length: (k * n) / v }, (_, i) => number(i));
  const weights = {
    inputs: k, outputs: n, centroids: table(main, v, choices.element), indices: indices(choices.index), scale: new Float64Array(k).fill(1), bias: new Float64Array(k),
    ...(p.rest === 0 ? {} : { residual: { centroids: table(rest, v, choices.residualElement), indices: indices(choices.residualIndex) } }),
  };
  return { activations: table(m, k, choices.activation), weights };
}
