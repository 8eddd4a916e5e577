import { valuesOf, type Cascade, type Operator, type TensorUse } from './cascade.js';
import type { FusedLoop } from './mapping.js';

/**
 * How an operator sees the loop of the group that runs before it: the rank along which it takes the tensors that the group makes, tile by tile. Null where it cannot run under that
 * loop: two tensors are cut along different ranks, or one is needed whole. An operator that takes nothing from the group goes along its rank of the same name.
 */
export function loopOf(operator: Operator, earlier: readonly { readonly operator: Operator; readonly loop: FusedLoop }[]): FusedLoop | null {
  let found: FusedLoop | null = null;
  for (const { operator: maker, loop } of earlier) {
    const use = operator.inputs.find(({ tensor }) => tensor === maker.output.tensor);
    if (use === undefined) continue;
    const dimension = maker.output.ranks.indexOf(loop.rank);
    const rank = dimension < 0 ? undefined : use.ranks[dimension];
    if (rank === undefined || (found !== null && found.rank !== rank)) return null;
    found = { rank, tile: loop.tile };
  }
  if (found === null) {
    const like = earlier.find(({ operator: other, loop }) => operator.ranks[loop.rank] === other.ranks[loop.rank]);
    if (like === undefined) return null;
    found = like.loop;
  }
  return found;
}

/** Bits of one tile of a tensor under a loop; of all of it where it lacks the rank. */
export function tileBits(cascade: Cascade, operator: Operator, use: TensorUse, loop: FusedLoop): number {
  const bits = valuesOf(operator, use) * cascade.bitsPerValue[use.tensor]!;
  return use.ranks.includes(loop.rank) ? (bits / operator.ranks[loop.rank]!) * loop.tile : bits;
}
