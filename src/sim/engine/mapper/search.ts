/** A tree of partial candidates: where it starts, how it grows, and what the best candidate below a node could be worth at most. Nothing here knows what is searched. */
export interface SearchSpace<N> {
  readonly starts: readonly N[];
  /** What a node grows into. Every whole candidate must be reachable. */
  next(node: N): Iterable<N>;
  /** Never above the value of any whole candidate below the node; of a whole candidate its value. */
  bound(node: N): number;
  isWhole(node: N): boolean;
  /** Asked when a node's turn comes: false drops it, because one that came before is as good in every way. */
  admits?(node: N): boolean;
}

export interface SearchAnswer<N> {
  /** The best whole candidate that was found, or null. */
  readonly best: N | null;
  /** Its value; Infinity where there is none. */
  readonly value: number;
  /** No candidate of the space is below this. */
  readonly lowerBound: number;
  /** value / lowerBound - 1: 0 proves the optimum. */
  readonly gap: number;
  /** Nodes that had their turn. */
  readonly visited: number;
}

/** Bounds that differ by less than this part of the first one are equal; of equals the youngest goes first, so that the search dives. */
const resolution = 1e-12;

/**
 * Best-first branch and bound for the least value. The first whole candidate whose turn comes is an optimum (to `resolution`): every other node has a bound that is not below it.
 * After `limit` nodes it stops with the best whole candidate that it met and the bound that holds then.
 */
export function searchBestFirst<N>(space: SearchSpace<N>, { limit = Infinity }: { readonly limit?: number } = {}): SearchAnswer<N> {
  const heap = new Queue<N>();
  let best: N | null = null;
  let value = Infinity;
  let unit = 0;
  let age = 0;
  const add = (node: N): void => {
    const bound = space.bound(node);
    if (unit === 0 && bound > 0 && Number.isFinite(bound)) unit = bound * resolution;
    if (space.isWhole(node) && bound < value) {
      best = node;
      value = bound;
    }
    heap.push({ node, bound, key: unit === 0 ? bound : Math.round(bound / unit), age: age++ });
  };
  for (const start of space.starts) add(start);
  let visited = 0;
  for (;;) {
    const item = heap.pop();
    if (item === undefined) return { best, value, lowerBound: value, gap: 0, visited };
    if (space.isWhole(item.node)) return { best: item.node, value: item.bound, lowerBound: item.bound, gap: 0, visited };
    if (visited >= limit) return { best, value, lowerBound: item.bound, gap: value === item.bound ? 0 : value / item.bound - 1, visited };
    visited++;
    if (space.admits?.(item.node) === false) continue;
    for (const node of space.next(item.node)) add(node);
  }
}

interface Item<N> {
  readonly node: N;
  readonly bound: number;
  readonly key: number;
  readonly age: number;
}

/** A binary heap: least key first, of equals the youngest. */
class Queue<N> {
  readonly #items: Item<N>[] = [];

  push(item: Item<N>): void {
    const items = this.#items;
    let i = items.length;
    items.push(item);
    while (i > 0) {
      const up = (i - 1) >> 1;
      if (!before(item, items[up]!)) break;
      items[i] = items[up]!;
      i = up;
    }
    items[i] = item;
  }

  pop(): Item<N> | undefined {
    const items = this.#items;
    const top = items[0];
    const last = items.pop();
    if (top === undefined || last === undefined || items.length === 0) return top;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && before(items[child + 1]!, items[child]!)) child++;
      if (!before(items[child]!, last)) break;
      items[i] = items[child]!;
      i = child;
    }
    items[i] = last;
    return top;
  }
}

function before<N>(a: Item<N>, b: Item<N>): boolean {
  return a.key < b.key || (a.key === b.key && a.age > b.age);
}
