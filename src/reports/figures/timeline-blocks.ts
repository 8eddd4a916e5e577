/** A stretch of time of one kind (a phase, or a cause of waiting) on a lane. */
export interface Stretch<Item> {
  readonly start: number;
  readonly end: number;
  readonly kind: string;
  readonly item: Item;
}

/** What is drawn as one mark: one stretch, or several that are each too narrow. */
export interface Block<Item> {
  readonly start: number;
  readonly end: number;
  readonly kind: string;
  /** The stretch that it is; null for several. */
  readonly item: Item | null;
  readonly count: number;
  /** Share of the block that its stretches fill, at most 1. */
  readonly filled: number;
}

interface Bin {
  count: number;
  seconds: number;
}

/** Steps of fill that are told apart. */
const levels = 4;

/**
 * The stretches as marks: those of at least `narrowest` alone; of the others, bins of that width, adjacent ones of about the same fill joined.
 * Stretches are taken as lying inside [from, to].
 */
export function blocksOf<Item>(stretches: readonly Stretch<Item>[], from: number, narrowest: number): Block<Item>[] {
  const blocks: Block<Item>[] = [];
  const binned = new Map<string, Map<number, Bin>>();
  for (const { start, end, kind, item } of stretches) {
    if (end - start >= narrowest) {
      blocks.push({ start, end, kind, item, count: 1, filled: 1 });
      continue;
    }
    let bins = binned.get(kind);
    if (bins === undefined) binned.set(kind, bins = new Map<number, Bin>());
    const first = Math.floor((start - from) / narrowest);
    const edge = from + (first + 1) * narrowest;
    addTo(bins, first, 1, Math.min(end, edge) - start);
    if (end > edge) addTo(bins, first + 1, 0, end - edge);
  }
  for (const [kind, bins] of binned) for (const block of joined<Item>(kind, bins, from, narrowest)) blocks.push(block);
  return blocks;
}

function addTo(bins: Map<number, Bin>, index: number, count: number, seconds: number): void {
  const bin = bins.get(index);
  if (bin === undefined) bins.set(index, { count, seconds });
  else {
    bin.count += count;
    bin.seconds += seconds;
  }
}

function joined<Item>(kind: string, bins: ReadonlyMap<number, Bin>, from: number, width: number): Block<Item>[] {
  const blocks: Block<Item>[] = [];
  const level = (bin: Bin): number => Math.max(1, Math.ceil(levels * Math.min(1, bin.seconds / width) - 1e-9));
  const indices = [...bins.keys()].sort((a, b) => a - b);
  for (let i = 0; i < indices.length;) {
    const first = indices[i]!;
    let [next, count, seconds] = [i, 0, 0];
    while (next < indices.length && indices[next] === first + next - i && level(bins.get(indices[next]!)!) === level(bins.get(first)!)) {
      const bin = bins.get(indices[next]!)!;
      count += bin.count;
      seconds += bin.seconds;
      next++;
    }
    const length = (next - i) * width;
    if (count > 0 || seconds > 0) blocks.push({ start: from + first * width, end: from + first * width + length, kind, item: null, count, filled: Math.min(1, seconds / length) });
    i = next;
  }
  return blocks;
}

/** For each stretch of one track how many others contain it, at most `deepest`: nested ones stand on lanes below one another. */
export function nesting(stretches: readonly { readonly start: number; readonly end: number }[], slack: number, deepest: number): number[] {
  const depths = new Array<number>(stretches.length).fill(0);
  const open: number[] = [];
  const order = stretches.map((_, index) => index).sort((a, b) => stretches[a]!.start - stretches[b]!.start || stretches[b]!.end - stretches[a]!.end);
  for (const index of order) {
    const { start, end } = stretches[index]!;
    while (open.length > 0 && open.at(-1)! <= start + slack) open.pop();
    depths[index] = Math.min(open.length, deepest);
    // Those that only overlap are not nested: they take the place of the one that ends first.
    if (open.length <= deepest) open.push(end);
  }
  return depths;
}
