import { createRng } from '../../../sim/core/rng.js';
import { matrix } from '../../../sim/numerics/arithmetic/matrix.js';
import type { CoreParameters } from './parameters.js';
import type { CoreProblem, ProductShape } from './problem.js';

/** A small matrix product that a core is checked with, and what is special about it. */
export interface CheckProblem {
  readonly what: string;
  readonly problem: CoreProblem;
}

/** A number by its row and column. */
type Choice = (line: number, column: number) => number;

/**
 * Products of a few tiles that reach what a core can do: every combination of weights in every table; sizes that fill no tile; the largest and the
 * smallest numbers, one of which has no negative in its width; weights and sums of zero; reductions of one tile, whose results leave in every cycle.
 * The same parameters give the same problems.
 */
export function checkProblems({ group, tables, reads, activationBits }: CoreParameters): readonly CheckProblem[] {
  const rng = createRng(1);
  const [lowest, highest] = [-(2 ** (activationBits - 1)), 2 ** (activationBits - 1) - 1];
  const activation: Choice = () => rng.integer(lowest, highest);
  const weight: Choice = () => rng.integer(-1, 1);
  const inputs = group * tables;
  const combinations = 3 ** group;
  return [
    {
      what: 'every combination of weights in every table',
      problem: problemOf({ m: 1, n: Math.ceil(combinations / reads) * reads, k: inputs }, activation, (output, input) => (
        (Math.floor((output + Math.floor(input / group)) / 3 ** (input % group)) % 3) - 1)),
    },
    { what: 'sizes that fill no tile', problem: problemOf({ m: 2, n: reads + Math.ceil(reads / 2), k: 2 * inputs + 1 }, activation, weight) },
    { what: 'one product', problem: problemOf({ m: 1, n: 1, k: 1 }, () => lowest, () => -1) },
    {
      what: 'the lowest and the highest numbers',
      problem: problemOf({ m: 2, n: 2 * reads, k: 3 * inputs }, (token, input) => (token === 0 && input < inputs ? lowest : rng.pick([lowest, highest])), (output, input) => (
        input < 2 * inputs ? (output % 2 === 0 ? -1 : 1) : rng.pick([-1, 1]))),
    },
    {
      what: 'zeros, and tables that cancel',
      problem: problemOf({ m: 2, n: reads, k: 3 * inputs }, (token, input) => (token === 0 ? 0 : input % 2 === 0 ? highest : -highest), (_, input) => (input < inputs ? 0 : weight(0, 0))),
    },
    { what: 'reductions of one tile', problem: problemOf({ m: 3, n: 3 * reads, k: inputs }, activation, weight) },
    { what: 'a long reduction', problem: problemOf({ m: 1, n: reads, k: 9 * inputs - 1 }, activation, weight) },
  ];
}

/** A product of numbers that functions give for each place. */
export function problemOf({ m, n, k }: ProductShape, activation: Choice, weight: Choice): CoreProblem {
  const table = (rows: number, number: Choice) => matrix(rows, k, Float64Array.from({ length: rows * k }, (_, i) => number(Math.floor(i / k), i % k)));
  return { activations: table(m, activation), weights: table(n, weight) };
}
