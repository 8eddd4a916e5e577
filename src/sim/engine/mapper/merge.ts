import { usesOf, type Operator, type TensorUse } from './cascade.js';

/** An operator whose ranks of equal use are one rank, and under which name a rank of the original is found. */
export interface MergedOperator {
  readonly operator: Operator;
  /** Rank of the merged operator that a rank of the original went into. */
  readonly rankOf: Readonly<Record<string, string>>;
  /** Product of the other ranks that the rank was merged with: one step of the rank, where it goes outermost, is so many of the merged rank. */
  readonly stepOf: Readonly<Record<string, number>>;
}

/**
 * Ranks that the same tensors have are walked as one, flattened, `outermost` first: heads and their dimensions in a projection, say. Their loops can be exchanged
 * freely and tiles of them differ in nothing that a memory sees but their product. Ranks of size one are dropped.
 */
export function mergeRanks(operator: Operator, outermost: string | null = null): MergedOperator {
  const uses = usesOf(operator);
  const groups = new Map<string, string[]>();
  for (const [rank, size] of Object.entries(operator.ranks)) {
    if (size === 1 && rank !== outermost) continue;
    const key = uses.map((use) => (use.ranks.includes(rank) ? '1' : '0')).join('');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [rank]);
    else if (rank === outermost) group.unshift(rank);
    else group.push(rank);
  }
  const rankOf: Record<string, string> = {};
  const stepOf: Record<string, number> = {};
  const ranks: Record<string, number> = {};
  for (const group of groups.values()) {
    const name = group.join('*');
    const size = group.reduce((product, rank) => product * operator.ranks[rank]!, 1);
    ranks[name] = size;
    for (const rank of group) {
      rankOf[rank] = name;
      stepOf[rank] = size / operator.ranks[rank]!;
    }
  }
  const merged = (use: TensorUse): TensorUse => ({ ...use, ranks: [...new Set(use.ranks.flatMap((rank) => rankOf[rank] ?? []))] });
  return { operator: { ...operator, ranks, inputs: operator.inputs.map(merged), output: merged(operator.output) }, rankOf, stepOf };
}
