import type { Mask } from '../model/op-graph.js';

/** Keys that a query sees which stands last of `context` tokens. Block-sparse masks thin out prefill only: decode sees the whole context. */
export function visibleKeys(mask: Mask, context: number): number {
  switch (mask.kind) {
    case 'causal': case 'full': case 'prefix': case 'block-sparse': return context;
    case 'sliding-window': return Math.min(context, mask.window);
    case 'lambda': return Math.min(context, mask.sinks + mask.window);
    case 'band': return Math.min(context, mask.before + 1);
  }
}

/** The context from which `visibleKeys` stays constant; Infinity when it always grows. */
export function visibleLimit(mask: Mask): number {
  switch (mask.kind) {
    case 'causal': case 'full': case 'prefix': case 'block-sparse': return Infinity;
    case 'sliding-window': return mask.window;
    case 'lambda': return mask.sinks + mask.window;
    case 'band': return mask.before + 1;
  }
}

/** 1 + 2 + ... + n. */
const triangle = (n: number): number => (n * (n + 1)) / 2;

/** Sum of min(i, limit) for i = first .. last. */
function cappedSum(first: number, last: number, limit: number): number {
  const split = Math.min(Math.max(limit, first - 1), last);
  return triangle(split) - triangle(first - 1) + (last - split) * Math.min(limit, last);
}

/** Unmasked (query, key) pairs of one head: `queries` queries, the last of which stands last of `context` tokens. */
export function maskedPairs(mask: Mask, queries: number, context: number): number {
  const first = context - queries + 1;
  switch (mask.kind) {
    case 'full': return queries * context;
    case 'causal': return cappedSum(first, context, Infinity);
    case 'prefix': {
      const inside = Math.max(0, Math.min(mask.prefix, context) - first + 1);
      return inside * Math.min(mask.prefix, context) + (queries > inside ? cappedSum(first + inside, context, Infinity) : 0);
    }
    case 'sliding-window': return cappedSum(first, context, mask.window);
    case 'lambda': return cappedSum(first, context, mask.sinks + mask.window);
    // Of query i, counted from 1: min(context, i + after) less the max(0, i - 1 - before) keys too far before it.
    case 'band': return cappedSum(first + mask.after, context + mask.after, context) - triangle(Math.max(0, context - 1 - mask.before)) + triangle(Math.max(0, first - 2 - mask.before));
    case 'block-sparse': return queries === 1 ? context : filledBlocks(mask, context) * mask.block * mask.block;
  }
}

/** Filled blocks of the causal triangle; blocks are computed whole. */
function filledBlocks(mask: Mask & { kind: 'block-sparse' }, context: number): number {
  return triangle(Math.ceil(context / mask.block)) * filledShare(mask.filled, context);
}

/** The share at `tokens`, linear in log(tokens) between the given points, constant outside them. */
export function filledShare(points: readonly (readonly [number, number])[], tokens: number): number {
  const first = points[0];
  const last = points[points.length - 1];
  if (first === undefined || last === undefined) return 1;
  if (tokens <= first[0]) return first[1];
  if (tokens >= last[0]) return last[1];
  const upper = points.findIndex(([t]) => t >= tokens);
  const [t0, s0] = points[upper - 1]!;
  const [t1, s1] = points[upper]!;
  return s0 + ((s1 - s0) * Math.log(tokens / t0)) / Math.log(t1 / t0);
}

/**
 * Key columns that the row tiles of one head touch, summed over its tiles of `tileRows` queries: what a tiled array computes and loads.
 * A column counts for a tile when any of the tile's rows sees it. Of a block-sparse mask, diagonal blocks are always filled and the
 * others independently with the share q that gives the mask its filling; a tile of r block rows touches a column block with 1 - (1 - q)^r.
 */
export function touchedColumns(mask: Mask, queries: number, context: number, tileRows: number): number {
  const tiles = Math.ceil(queries / tileRows);
  const before = context - queries;
  // All tiles but the last are whole; the last ends with the context.
  const last = tileColumnCount(mask, before + (tiles - 1) * tileRows, context, context);
  if (mask.kind === 'full') return tiles * context;
  if (mask.kind === 'prefix' || mask.kind === 'band' || mask.kind === 'block-sparse') {
    let columns = last;
    for (let tile = 0; tile < tiles - 1; tile++) columns += tileColumnCount(mask, before + tile * tileRows, before + (tile + 1) * tileRows, context);
    return columns;
  }
  const span = mask.kind === 'causal' ? Infinity : (mask.kind === 'lambda' ? mask.sinks : 0) + mask.window + tileRows - 1;
  return last + cappedSteps(before, tileRows, tiles - 1, span);
}

/** The same of one row tile, the first being 0. */
export function touchedByTile(mask: Mask, queries: number, context: number, tileRows: number, tile: number): number {
  const before = context - queries;
  return tileColumnCount(mask, before + tile * tileRows, Math.min(before + (tile + 1) * tileRows, context), context);
}

/** Sum over i = 1 .. count of min(start + i * step, limit). */
function cappedSteps(start: number, step: number, count: number, limit: number): number {
  const below = Math.min(count, Math.max(0, Math.floor((limit - start) / step)));
  return below * start + step * triangle(below) + (below < count ? (count - below) * limit : 0);
}

/** Columns seen by the rows firstRow .. lastRow - 1 (0-based positions). */
function tileColumnCount(mask: Mask, firstRow: number, lastRow: number, context: number): number {
  switch (mask.kind) {
    case 'full': return context;
    case 'causal': return lastRow;
    case 'prefix': return Math.max(lastRow, Math.min(mask.prefix, context));
    case 'sliding-window': return Math.min(lastRow, mask.window + (lastRow - firstRow) - 1);
    case 'lambda': return Math.min(lastRow, mask.sinks + mask.window + (lastRow - firstRow) - 1);
    case 'band': return Math.min(context, lastRow + mask.after) - Math.max(0, firstRow - mask.before);
    case 'block-sparse': {
      if (lastRow - firstRow === 1) return lastRow;
      const size = Math.ceil(context / mask.block);
      const offDiagonal = triangle(size) - size;
      const q = offDiagonal === 0 ? 0 : Math.max(0, filledBlocks(mask, context) - size) / offDiagonal;
      const firstBlock = Math.floor(firstRow / mask.block);
      const blockRows = Math.ceil(lastRow / mask.block) - firstBlock;
      const blocks = firstBlock * (1 - (1 - q) ** blockRows) + blockRows;
      return Math.min(lastRow, blocks * mask.block);
    }
  }
}
