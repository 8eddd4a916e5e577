const evenCache = new Map<number, readonly number[]>();
const divisorCache = new Map<number, readonly number[]>();

/** The sizes of the pieces when x units are split evenly: ceil(x / q) for every number of trips q, largest first, each size once. */
export function evenPieces(x: number): readonly number[] {
  return cached(evenCache, x, () => {
    const pieces: number[] = [];
    for (let q = 1; q <= x;) {
      const piece = Math.ceil(x / q);
      pieces.push(piece);
      if (piece === 1) break;
      q = Math.ceil(x / (piece - 1));
    }
    return pieces;
  });
}

/** The divisors of x, largest first. */
export function divisorsOf(x: number): readonly number[] {
  return cached(divisorCache, x, () => {
    const low: number[] = [];
    const high: number[] = [];
    for (let d = 1; d * d <= x; d++) {
      if (x % d !== 0) continue;
      high.push(x / d);
      if (d * d !== x) low.push(d);
    }
    return [...high, ...low.reverse()];
  });
}

function cached(cache: Map<number, readonly number[]>, key: number, make: () => readonly number[]): readonly number[] {
  const known = cache.get(key);
  if (known !== undefined) return known;
  const made = make();
  if (cache.size > 4096) cache.clear();
  cache.set(key, made);
  return made;
}
