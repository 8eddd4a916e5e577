import type { Weights } from '../codec.js';

/** The weight of largest magnitude with its sign, the first of equals; 0 where all are 0. */
export function extremeOf(weights: Weights, from: number, to: number): number {
  let extreme = 0;
  for (let i = from; i < to; i++) {
    if (Math.abs(weights[i]!) > Math.abs(extreme)) extreme = weights[i]!;
  }
  return extreme;
}

/** The least and the largest weight. */
export function rangeOf(weights: Weights, from: number, to: number): { readonly least: number; readonly largest: number } {
  let least = weights[from]!;
  let largest = least;
  for (let i = from + 1; i < to; i++) {
    const weight = weights[i]!;
    if (weight < least) least = weight;
    if (weight > largest) largest = weight;
  }
  return { least, largest };
}

/** The nearest integer, halves away from zero (C's roundf). */
export function roundHalfAway(x: number): number {
  return x < 0 ? -Math.round(-x) : Math.round(x);
}

/** How much of its range a block may keep where an encoder searches for the range of least error: 1, 0.95 .. 0.6. */
export const shrinkings: readonly number[] = Array.from({ length: 9 }, (_, i) => (100 - 5 * i) / 100);
