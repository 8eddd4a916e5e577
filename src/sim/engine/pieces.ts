/** How a reduction is cut to fit a buffer slot: `count` equal pieces of `size` and a remainder that is its own piece. */
export interface Pieces {
  count: number;
  size: number;
  remainder: number;
}

const shared: Pieces = { count: 1, size: 0, remainder: 0 };

/**
 * The fewest equal pieces that fit: the smallest s with floor(reduction / s) <= limit, and what is left over.
 * Both are in whole blocks of 16 elements, the depth that the array consumes a cycle. The record returned is reused by the next call.
 */
export function tilePieces(reduction: number, limit: number): Pieces {
  const blocks = Math.ceil(reduction / block);
  const most = Math.max(1, Math.floor(limit / block));
  let s = Math.max(1, Math.floor(blocks / (most + 1)));
  while (Math.floor(blocks / s) > most) s++;
  const size = Math.floor(blocks / s);
  shared.size = Math.min(size * block, reduction);
  shared.remainder = (blocks - s * size) * block;
  shared.count = s + (shared.remainder > 0 ? 1 : 0);
  return shared;
}

/** Elements of the blocks that reductions are cut in. */
export const block = 16;
