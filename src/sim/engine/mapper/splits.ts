import type { Path } from './path.js';
import type { Problem } from './problem.js';

/** Copies that each fan-out axis (first index) gives to each rank (second index). */
export type Splits = readonly (readonly number[])[];

const known = new WeakMap<Path, Map<string, readonly Splits[]>>();

/** Every way of splitting ranks over the fan-out axes, outermost axis first. Ranks of tensors that an axis must share are not split over it. */
export function splitsOf(problem: Problem): readonly Splits[] {
  const { path, axes, rules, tensors } = problem;
  const extents = extentsUnderLoop(problem);
  const kept = axes.map((axis) => tensors.reduce((mask, tensor) => (axis.mustShare.includes(tensor.role) ? mask | tensor.ranks : mask), 0));
  let ofPath = known.get(path);
  if (ofPath === undefined) known.set(path, ofPath = new Map<string, readonly Splits[]>());
  const key = `${extents.join()} ${kept.join()} ${rules.fanOutUse} ${rules.fanOutParts}`;
  let splits = ofPath.get(key);
  if (splits !== undefined) return splits;
  if (ofPath.size > 4096) ofPath.clear();
  splits = [];
  addSplits(problem, kept, extents, [], splits as Splits[]);
  ofPath.set(key, splits);
  return splits;
}

/** Sizes of the ranks below the fused loop. */
export function extentsUnderLoop({ sizes, loop }: Problem): readonly number[] {
  return loop === null ? sizes : sizes.map((size, r) => (loop.rank === r ? Math.min(size, loop.tile) : size));
}

function addSplits(problem: Problem, kept: readonly number[], extents: readonly number[], outer: Splits, all: Splits[]): void {
  const axis = problem.axes[outer.length];
  if (axis === undefined) {
    all.push(outer);
    return;
  }
  const ways: number[][] = [];
  addWays(extents, kept[outer.length]!, axis.size, problem.rules.fanOutParts === 'dividing', [], ways);
  const most = problem.rules.fanOutUse === 'any' ? 1 : ways.reduce((so, way) => Math.max(so, copies(way)), 1);
  for (const way of ways) if (copies(way) >= most) addSplits(problem, kept, extents.map((x, r) => Math.ceil(x / way[r]!)), [...outer, way], all);
}

function copies(way: readonly number[]): number {
  let product = 1;
  for (const f of way) product *= f;
  return product;
}

/** Tuples of copies whose product fits an axis. */
function addWays(extents: readonly number[], kept: number, left: number, dividing: boolean, way: readonly number[], all: number[][]): void {
  const r = way.length;
  if (r === extents.length) {
    all.push([...way]);
    return;
  }
  for (const f of (kept >> r) & 1 || left === 1 ? one : copiesOf(extents[r]!, left, dividing)) addWays(extents, kept, Math.floor(left / f), dividing, [...way, f], all);
}

const one: readonly number[] = [1];

/** Numbers of copies that a rank can use, at most `left`: divisors, or those that an even split can use: ceil(x / ceil(x / f)) = f. */
function copiesOf(x: number, left: number, dividing: boolean): readonly number[] {
  const some: number[] = [];
  const most = Math.min(left, x);
  for (let f = 1; f <= most; f++) if (dividing ? x % f === 0 : f === most || Math.ceil(x / Math.ceil(x / f)) === f) some.push(f);
  return some;
}
