/** Sizes of a matrix product. */
export interface SmallShape {
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

/** All shapes of some sizes of m, n and k, each size once: fewest products first, then the shortest reductions. */
export function smallShapes(sizes: Readonly<Record<keyof SmallShape, readonly number[]>>): readonly SmallShape[] {
  const [ms, ns, ks] = [sizes.m, sizes.n, sizes.k].map((list) => [...new Set(list)]) as [number[], number[], number[]];
  const shapes = ms.flatMap((m) => ns.flatMap((n) => ks.map((k) => ({ m, n, k }))));
  return shapes.sort((a, b) => a.m * a.n * a.k - b.m * b.n * b.k || a.k - b.k || a.n - b.n);
}
