import type { TiledMachine } from '../model/architecture.js';

/** How a reduction is cut to fit a buffer slot: `count` equal pieces of `size` and a remainder that is its own piece. */
export interface Pieces {
  count: number;
  size: number;
  remainder: number;
}

const shared: Pieces = { count: 1, size: 0, remainder: 0 };

/**
 * The fewest pieces that fit, as equal as whole blocks of 16 elements allow; the last may be smaller. The record returned is reused by the next call.
 */
export function evenPieces(reduction: number, limit: number): Pieces {
  const blocks = Math.ceil(reduction / block);
  const most = Math.max(1, Math.floor(limit / block));
  return cut(reduction, blocks, Math.ceil(blocks / Math.ceil(blocks / most)));
}

/**
 * The same as the compiler of FlightLLM does it: pieces of floor(blocks / s) blocks for the smallest s that fits, and what is left over as a piece of its own,
 * however small. The record returned is reused by the next call.
 */
export function floorPieces(reduction: number, limit: number): Pieces {
  const blocks = Math.ceil(reduction / block);
  const most = Math.max(1, Math.floor(limit / block));
  let s = Math.max(1, Math.floor(blocks / (most + 1)));
  while (Math.floor(blocks / s) > most) s++;
  return cut(reduction, blocks, Math.floor(blocks / s));
}

/** The pieces that a machine cuts a reduction into for a slot of `limit` elements. */
export function piecesOn(machine: Pick<TiledMachine, 'floorPieces'>, reduction: number, limit: number): Pieces {
  return (machine.floorPieces === true ? floorPieces : evenPieces)(reduction, limit);
}

function cut(reduction: number, blocks: number, size: number): Pieces {
  const whole = Math.floor(blocks / size);
  shared.size = Math.min(size * block, reduction);
  shared.remainder = (blocks - whole * size) * block;
  shared.count = whole + (shared.remainder > 0 ? 1 : 0);
  return shared;
}

/** Elements of the blocks that reductions are cut in. */
export const block = 16;
