import type { WeightStream } from './weight-stream.js';

/** Slots that pieces are loaded into: one is worked on, the other one is filled. */
export const slots = 2;

/**
 * The largest share r of every piece that can be resident where `roomBytes` are left for weights: 1 where all W fit, else from
 *
 *   r W + 2 (1 - r) b <= room,   b the largest piece
 *
 * or null where not even the two slots fit.
 */
export function residentShare({ streamableBytes, largestBytes }: WeightStream, roomBytes: number): number | null {
  if (streamableBytes <= roomBytes) return 1;
  const buffers = slots * largestBytes;
  // Of no more than two pieces nothing is gained by slots: what is streamed through them is all of it.
  if (buffers > roomBytes || buffers >= streamableBytes) return buffers <= roomBytes ? 0 : null;
  // Two bytes less, since both sides are rounded to whole ones.
  return Math.max(0, (roomBytes - 2 - buffers) / (streamableBytes - buffers));
}

/** Whole bytes that come over the link in a pass that asks for everything that is not resident. */
export function bytesAway({ streamableBytes }: WeightStream, share: number): number {
  return Math.ceil((1 - share) * streamableBytes);
}

/** Whole bytes of both slots where a share of every piece is resident. */
export function slotBytes({ largestBytes }: WeightStream, share: number): number {
  return share === 1 ? 0 : Math.ceil(slots * (1 - share) * largestBytes);
}
