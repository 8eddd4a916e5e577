import { createRng } from '../../../sim/core/rng.js';

/** A vector of whole numbers that a vector unit is checked with, and what is special about it. */
export interface CheckVector {
  readonly what: string;
  readonly values: readonly number[];
}

/** Longest vector that is simulated, where a unit allows more; and most numbers that a vector of several is made of. */
const longest = 40;

/**
 * Vectors of signed numbers of `bits` bits that reach what a unit can do: random ones, all equal, one large among the smallest, all smallest, all largest,
 * zeros, a single number, as many as the unit takes, and, where those are few, more: the unit cuts them into vectors. The same arguments give the same.
 */
export function checkVectors(bits: number, mostNumbers: number): readonly CheckVector[] {
  const rng = createRng(1);
  const [low, high] = [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1];
  const length = Math.min(longest, mostNumbers);
  const few = Math.min(9, mostNumbers);
  const repeat = (count: number, value: (i: number) => number): number[] => Array.from({ length: count }, (_, i) => value(i));
  const near = rng.integer(low + 1, high - 1);
  return [
    { what: 'random numbers', values: repeat(length, () => rng.integer(low, high)) },
    { what: 'a single number', values: [rng.integer(low, high)] },
    { what: 'one large among the smallest', values: repeat(few, (i) => (i === few - 2 ? high : low)) },
    { what: 'all smallest', values: repeat(few, () => low) },
    { what: 'all largest', values: repeat(Math.min(7, mostNumbers), () => high) },
    { what: 'numbers close to each other', values: repeat(few, () => Math.max(low, Math.min(high, near + rng.integer(-2, 2)))) },
    { what: 'zeros', values: repeat(Math.min(3, mostNumbers), () => 0) },
    { what: 'rising numbers', values: repeat(length, (i) => Math.round(low + ((high - low) * i) / Math.max(1, length - 1))) },
    { what: 'the smallest single number', values: [low] },
    ...(2 * mostNumbers + 1 > longest ? [] : [{ what: 'two vectors and one number of a third', values: repeat(2 * mostNumbers + 1, () => rng.integer(low, high)) }]),
  ];
}

/** The vectors that a unit makes of numbers without an end between them. */
export function cutInto(values: readonly number[], mostNumbers: number): readonly (readonly number[])[] {
  return Array.from({ length: Math.ceil(values.length / mostNumbers) }, (_, i) => values.slice(i * mostNumbers, (i + 1) * mostNumbers));
}
