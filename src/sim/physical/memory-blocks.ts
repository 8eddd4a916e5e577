/** Shapes of a RAMB36 in simple dual port mode: bits wide, words deep (AMD UG573). */
const ramb36Shapes: readonly (readonly [bits: number, words: number])[] = [[72, 512], [36, 1024], [18, 2048], [9, 4096], [4, 8192], [2, 16384], [1, 32768]];

/** RAMB36 blocks of a memory: the best single shape, ceil(width / bits) * ceil(depth / words). */
export function bram36Blocks(widthBits: number, depth: number): number {
  let best = Infinity;
  for (const [bits, words] of ramb36Shapes) best = Math.min(best, Math.ceil(widthBits / bits) * Math.ceil(depth / words));
  return best;
}

/** URAM288 blocks of a memory: ceil(width / 72) * ceil(depth / 4096); the shape is fixed. */
export function uramBlocks(widthBits: number, depth: number): number {
  return Math.ceil(widthBits / 72) * Math.ceil(depth / 4096);
}
