import type { Individual } from '../agents/individual.js';
import { dominanceFronts } from '../measure/dominance.js';

/** All designs, or the better half of `count` by fronts and, of the others, the last; in the order in which they came. */
export function selectedDesigns(seen: readonly Individual[], count: number): readonly Individual[] {
  if (seen.length <= count) return seen;
  const kept = new Set(dominanceFronts(seen).flat().slice(0, Math.floor(count / 2)));
  for (let i = seen.length - 1; kept.size < count; i--) kept.add(i);
  return [...kept].sort((a, b) => a - b).map((i) => seen[i]!);
}
