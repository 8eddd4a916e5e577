/** Points of two costs that do not dominate each other, the first rising and the second falling, with the area that they dominate. */
export class Staircase {
  area = 0;
  private readonly xs: number[] = [];
  private readonly ys: number[] = [];
  private readonly referenceX: number;
  private readonly referenceY: number;

  constructor(referenceX: number, referenceY: number) {
    this.referenceX = referenceX;
    this.referenceY = referenceY;
  }

  /** True where a step is nowhere worse than the point. */
  covers(x: number, y: number): boolean {
    const at = firstAtLeast(this.xs, x);
    return (at > 0 && this.ys[at - 1]! <= y) || (this.xs[at] === x && this.ys[at]! <= y);
  }

  /** Adds a point; what it dominates goes. Returns the area that it adds, 0 for one that is dominated. */
  add(x: number, y: number): number {
    const { xs, ys } = this;
    if (x >= this.referenceX || y >= this.referenceY) return 0;
    if (this.covers(x, y)) return 0;
    const at = firstAtLeast(xs, x);
    // The last step with a smaller x reaches down to where the point begins.
    const ceiling = at === 0 ? this.referenceY : ys[at - 1]!;
    let end = at;
    let gained = 0;
    let [left, top] = [x, ceiling];
    for (; end < xs.length && ys[end]! >= y; end++) {
      gained += (xs[end]! - left) * (top - y);
      [left, top] = [xs[end]!, ys[end]!];
    }
    gained += ((xs[end] ?? this.referenceX) - left) * (top - y);
    xs.splice(at, end - at, x);
    ys.splice(at, end - at, y);
    this.area += gained;
    return gained;
  }
}

function firstAtLeast(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
