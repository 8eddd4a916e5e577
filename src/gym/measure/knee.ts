/**
 * The index of the knee of a front: where giving up a little of one cost no longer saves much of another. The costs are scaled to [0, 1]; the knee is
 * furthest below the plane through the ends, sum of the scaled costs = 1 (after Das, Structural Optimization 18, 1999): the point with the least such sum.
 * Of equal ones the first. A cost that is the same everywhere counts nothing. Null for an empty front.
 */
export function kneeOf(front: readonly (readonly number[])[]): number | null {
  const [first] = front;
  if (first === undefined) return null;
  const ranges = first.map((_, d) => {
    const costs = front.map((point) => point[d]!);
    return { low: Math.min(...costs), width: Math.max(...costs) - Math.min(...costs) };
  });
  const sums = front.map((point) => point.reduce((sum, cost, d) => sum + (ranges[d]!.width > 0 ? (cost - ranges[d]!.low) / ranges[d]!.width : 0), 0));
  return sums.indexOf(Math.min(...sums));
}
