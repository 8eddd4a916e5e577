/** y at x on the straight line in logarithms through two points. */
export function onLine(x: number, x0: number, x1: number, y0: number, y1: number): number {
  if (x === x0) return y0;
  if (x === x1) return y1;
  return y0 * (y1 / y0) ** (Math.log(x / x0) / Math.log(x1 / x0));
}

/** y at x on straight lines in logarithms through points of rising x, at least two; null more than `reach` times beyond the first or the last. */
export function onCurve(xs: readonly number[], ys: readonly number[], x: number, reach: number): number | null {
  const last = xs.length - 1;
  if (x < xs[0]! / reach || x > xs[last]! * reach) return null;
  let high = 1;
  while (high < last && xs[high]! < x) high++;
  return onLine(x, xs[high - 1]!, xs[high]!, ys[high - 1]!, ys[high]!);
}
