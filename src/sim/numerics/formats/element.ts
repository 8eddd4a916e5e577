/** A scalar number format small enough to list: the value that each bit pattern stands for. */
export interface ElementFormat {
  readonly name: string;
  /** Bits of one pattern, at most 16. */
  readonly bits: number;
  /** Value of each pattern, by the pattern as an unsigned integer. NaN where a pattern is never written. */
  readonly values: Float64Array;
}

/** The finite values of a format in ascending order, each with the pattern that is written for it. */
export interface Grid {
  readonly values: Float64Array;
  /** The least pattern where several stand for the same value (0 and -0). */
  readonly patterns: Uint16Array;
  /** Largest magnitude. */
  readonly largest: number;
}

/** The grid of a format. */
export function gridOf(format: ElementFormat): Grid {
  const lowest = new Map<number, number>();
  format.values.forEach((value, pattern) => {
    // Adding 0 turns -0 into 0, so that both are one point.
    if (Number.isFinite(value) && !lowest.has(value + 0)) lowest.set(value + 0, pattern);
  });
  const points = [...lowest].sort(([a], [b]) => a - b);
  const values = Float64Array.from(points, ([value]) => value);
  return { values, patterns: Uint16Array.from(points, ([, pattern]) => pattern), largest: Math.max(...values.map(Math.abs)) };
}

/** A format from the values of its patterns. */
export function elementFormat(name: string, bits: number, values: ArrayLike<number>): ElementFormat {
  if (values.length !== 2 ** bits) throw new Error(`${name} has ${values.length} patterns, and ${bits} bits have ${2 ** bits}`);
  return { name, bits, values: Float64Array.from(values) };
}
