import type { Problem } from './problem.js';

/** Copies that each fan-out axis (first index) gives to each rank (second index). */
export type Splits = readonly (readonly number[])[];

/** Every way of splitting ranks over the fan-out axes, outermost axis first. Ranks of tensors that an axis must share are not split over it. */
export function splitsOf(problem: Problem): readonly Splits[] {
  const { axes, rules, tensors } = problem;
  const key = `${extentsUnderLoop(problem).join(' ')} ${axes.map(({ size, mustShare }) => `${size} ${mustShare.join(' ')}`).join()} ${rules.fanOutUse} ${rules.fanOutParts} ${tensors.map(({ role, ranks }) => `${role} ${ranks}`).join()}`;
  const known = splitsCache.get(key);
  if (known !== undefined) return known;
  if (splitsCache.size > 4096) splitsCache.clear();
  const made = everySplit(problem);
  splitsCache.set(key, made);
  return made;
}

const splitsCache = new Map<string, readonly Splits[]>();

function everySplit(problem: Problem): readonly Splits[] {
  let partial: { readonly splits: number[][]; readonly extents: readonly number[] }[] = [{ splits: [], extents: extentsUnderLoop(problem) }];
  for (const axis of problem.axes) {
    const kept = problem.tensors.reduce((mask, tensor) => (axis.mustShare.includes(tensor.role) ? mask | tensor.ranks : mask), 0);
    partial = partial.flatMap(({ splits, extents }) => {
      const ways = waysOf(extents.map((x, r) => ((kept >> r) & 1 ? 1 : x)), axis.size, problem.rules.fanOutParts === 'dividing');
      const most = Math.max(...ways.map(copies));
      return ways.filter((way) => problem.rules.fanOutUse === 'any' || copies(way) === most)
        .map((way) => ({ splits: [...splits, way], extents: extents.map((x, r) => Math.ceil(x / way[r]!)) }));
    });
  }
  return partial.map(({ splits }) => splits);
}

/** Sizes of the ranks below the fused loop. */
export function extentsUnderLoop(problem: Problem): readonly number[] {
  return problem.sizes.map((size, r) => (problem.loop?.rank === r ? Math.min(size, problem.loop.tile) : size));
}

function copies(way: readonly number[]): number {
  return way.reduce((product, f) => product * f, 1);
}

/** Tuples of copies whose product fits an axis; of a rank only numbers that an even split can use: ceil(x / ceil(x / f)) = f. */
function waysOf(extents: readonly number[], size: number, dividing: boolean): number[][] {
  let ways: { readonly way: number[]; readonly left: number }[] = [{ way: [], left: size }];
  for (const x of extents) {
    ways = ways.flatMap(({ way, left }) => {
      const more: { way: number[]; left: number }[] = [];
      for (let f = 1; f <= Math.min(left, x); f++) {
        if (dividing ? x % f === 0 : f === Math.min(left, x) || Math.ceil(x / Math.ceil(x / f)) === f) more.push({ way: [...way, f], left: Math.floor(left / f) });
      }
      return more;
    });
  }
  return ways.map(({ way }) => way);
}
