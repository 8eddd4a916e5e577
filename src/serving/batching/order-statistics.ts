/** The arithmetic mean, as the first value and the mean distance from it: that of equal values is the very value. Null of none. */
export function meanOf(values: ArrayLike<number>): number | null {
  if (values.length === 0) return null;
  const first = values[0]!;
  let sum = 0;
  for (let i = 1; i < values.length; i++) sum += values[i]! - first;
  return first + sum / values.length;
}

/** Values of which some were seen several times. */
export interface Weighted {
  readonly values: readonly number[];
  readonly weights: readonly number[];
}

/** The nearest-rank percentiles: of each share p the least value that at least p of all values do not exceed. Nulls where there are none. */
export function percentilesOf(values: readonly number[], shares: readonly number[]): readonly (number | null)[] {
  const sorted = Float64Array.from(values).sort();
  return shares.map((share) => (sorted.length === 0 ? null : sorted[Math.min(sorted.length, Math.max(1, Math.ceil(share * sorted.length - 1e-9))) - 1]!));
}

/** The same of values that count several times each. */
export function weightedPercentilesOf({ values, weights }: Weighted, shares: readonly number[]): readonly (number | null)[] {
  const counts = new Map<number, number>();
  let all = 0;
  for (let i = 0; i < values.length; i++) {
    counts.set(values[i]!, (counts.get(values[i]!) ?? 0) + weights[i]!);
    all += weights[i]!;
  }
  const sorted = Float64Array.from(counts.keys()).sort();
  return shares.map((share) => {
    if (all === 0) return null;
    const rank = Math.max(1, share * all - 1e-9);
    let seen = 0;
    for (const value of sorted) {
      seen += counts.get(value)!;
      if (seen >= rank) return value;
    }
    return sorted[sorted.length - 1]!;
  });
}
