/** Numbers drawn from a seed as the reference vectors are. */
export interface Draws {
  /** A whole number in [low, high]. */
  whole(low: number, high: number): number;
  /** That many of them, in order. */
  list(count: number, low: number, high: number): number[];
}

/** The generator of the table: state = (1664525 * state + 1013904223) mod 2^32, and a draw is low + (state >>> 8) mod (high - low + 1) after stepping. */
export function drawsFrom(seed: number): Draws {
  let state = seed >>> 0;
  const whole = (low: number, high: number): number => {
    // 32-bit wrap is the modulus that is meant.
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return low + ((state >>> 8) % (high - low + 1));
  };
  return { whole, list: (count, low, high) => Array.from({ length: count }, () => whole(low, high)) };
}
