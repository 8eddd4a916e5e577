type Point = readonly number[];

/**
 * How much area of two costs a point would add to a front, up to a reference point: for thousands of predicted points. `front` has points that do not dominate each other, in any order; those beyond the reference
 * add nothing. A point takes time in proportion to the steps of the front that it passes.
 */
export function frontGain(front: readonly Point[], reference: Point): (x: number, y: number) => number {
  const [right, top] = [reference[0]!, reference[1]!];
  const sorted = front.filter(([x, y]) => x! < right && y! < top).sort((a, b) => a[0]! - b[0]!);
  // The level above each step, and where it ends.
  const xs = Float64Array.from([...sorted.map(([x]) => x!), right]);
  const ys = Float64Array.from([top, ...sorted.map(([, y]) => y!)]);
  return (x, y) => {
    if (x >= right || y >= top) return 0;
    let [low, high] = [0, xs.length - 1];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (xs[middle]! > x) high = middle;
      else low = middle + 1;
    }
    let gained = 0;
    let from = x;
    for (let k = low; k < xs.length && ys[k]! > y; k++) {
      gained += (xs[k]! - from) * (ys[k]! - y);
      from = xs[k]!;
    }
    return gained;
  };
}
