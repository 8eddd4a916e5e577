import { Type, type Static } from 'typebox';
import { byKind, closed, type Checked } from '../../experiment/schema/shapes.js';
import { problem, type Problem } from '../../sim/core/diagnostics.js';
import type { Rng } from '../../sim/core/rng.js';
import { normal } from './draws.js';

/** Tokens that a prompt or an answer may have. */
export const mostTokens = 1_048_576;
const tokens = (description: string): ReturnType<typeof Type.Integer> => Type.Integer({ description, minimum: 1, maximum: mostTokens, examples: [256] });

const distribution = byKind([
  closed({ kind: Type.Literal('uniform', { description: 'Every whole number of a range is as likely' }), low: tokens('Least tokens'), high: tokens('Most tokens') }),
  closed({
    kind: Type.Literal('normal', { description: 'A normal distribution, rounded, of which only the part inside a range counts' }),
    mean: Type.Number({ description: 'Mean before it is cut', minimum: 0, maximum: mostTokens, examples: [512] }),
    deviation: Type.Number({ description: 'Standard deviation before it is cut', minimum: 0, maximum: mostTokens, examples: [128] }),
    low: tokens('Least tokens'), high: tokens('Most tokens'),
  }),
  closed({
    kind: Type.Literal('lognormal', { description: 'Tokens whose logarithm has a normal distribution, rounded, of which only the part inside a range counts' }),
    median: Type.Number({ description: 'Median before it is cut', exclusiveMinimum: 0, maximum: mostTokens, examples: [300] }),
    sigma: Type.Number({ description: 'Standard deviation of the natural logarithm', minimum: 0, maximum: 10, examples: [0.8] }),
    low: tokens('Least tokens'), high: tokens('Most tokens'),
  }),
  closed({
    kind: Type.Literal('listed', { description: 'One of a list, each as likely: the lengths of a recorded load' }),
    values: Type.Array(tokens('Tokens'), { description: 'Lengths that were seen', minItems: 1, maxItems: 100_000 }),
  }),
], { title: 'Lengths', description: 'How long they are' });

/** Tokens of prompts or answers: a number, or a distribution. */
export function lengthsSchema(description: string): ReturnType<typeof Type.Union<[ReturnType<typeof tokens>, typeof distribution]>> {
  return Type.Union([tokens(`${description}: all of one length`), distribution], { description });
}

export type Lengths = Checked<number | Static<typeof distribution>>;

/** Draws before a length is taken from the nearer end of its range. */
const mostDraws = 1000;

/**
 * A length. Of a range of a normal distribution that is hardly ever met (1000 draws in vain) its nearer end.
 * A distribution uses as many random numbers as it needs, so lengths of prompts and of answers have sources of their own.
 */
export function drawnLength(lengths: Lengths, rng: Rng): number {
  if (typeof lengths === 'number') return lengths;
  switch (lengths.kind) {
    case 'uniform': return rng.integer(lengths.low, lengths.high);
    case 'listed': return rng.pick(lengths.values);
    case 'normal': return inRange(lengths, () => lengths.mean + lengths.deviation * normal(rng));
    case 'lognormal': return inRange(lengths, () => lengths.median * Math.exp(lengths.sigma * normal(rng)));
  }
}

function inRange({ low, high }: { readonly low: number; readonly high: number }, draw: () => number): number {
  let value = low;
  for (let i = 0; i < mostDraws; i++) {
    value = Math.round(draw());
    if (value >= low && value <= high) return value;
  }
  return value < low ? low : high;
}

/** What a schema cannot tell of lengths. */
export function lengthProblems(lengths: Lengths, pointer: string): readonly Problem[] {
  if (typeof lengths === 'number' || lengths.kind === 'listed' || lengths.low <= lengths.high) return [];
  return [problem('serving/empty-range', `the least length, ${lengths.low}, is above the most, ${lengths.high}`, { pointer: `${pointer}/low`, remedy: 'swap "low" and "high"' })];
}
