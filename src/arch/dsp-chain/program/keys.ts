import { block } from '../../../sim/engine/pieces.js';
import { filledShare } from '../../../sim/engine/mask.js';
import type { Mask } from '../../../sim/model/op-graph.js';
import { blocksOf } from './core.js';

/**
 * A mask as the compiler lays it out, for a part of the heads. A block-sparse mask is given by its filled share alone: a head then sees the first block and the
 * last ones, `seen` blocks in all, so that the filled blocks of all heads reach that share; the block of the query is always one of them.
 */
export interface HeadMask {
  readonly mask: Exclude<Mask, { kind: 'block-sparse' }> | { readonly kind: 'blocks'; readonly block: number; readonly seen: number };
  /** Heads of this layout. */
  readonly heads: number;
}

/** The layouts of `heads` heads over a context: one, but for a block-sparse mask, whose share may lie between two numbers of blocks. */
export function headMasks(mask: Mask, heads: number, context: number): readonly HeadMask[] {
  if (mask.kind !== 'block-sparse') return [{ mask, heads }];
  const size = Math.ceil(context / mask.block);
  const wanted = ((size * (size + 1)) / 2) * filledShare(mask.filled, context);
  let seen = 1;
  while (seen < size && blocksSeen(size, seen + 1) <= wanted) seen++;
  const wider = seen === size ? 0 : Math.max(0, Math.ceil((heads * (wanted - blocksSeen(size, seen))) / (blocksSeen(size, seen + 1) - blocksSeen(size, seen)) - 1e-9));
  const layout = (count: number, of: number): readonly HeadMask[] => (of > 0 ? [{ mask: { kind: 'blocks', block: mask.block, seen: count }, heads: of }] : []);
  return [...layout(seen, heads - wider), ...layout(seen + 1, wider)];
}

/** Filled blocks of a triangle of `size` block rows that see at most `seen` each. */
function blocksSeen(size: number, seen: number): number {
  return (seen * (seen + 1)) / 2 + (size - seen) * seen;
}

/** Keys that any of the rows first .. end - 1 (positions from 0) sees: those before `sinks`, and from .. to - 1. */
interface Seen {
  readonly sinks: number;
  readonly from: number;
  readonly to: number;
}

function seenBy(mask: HeadMask['mask'], first: number, end: number, context: number): Seen {
  switch (mask.kind) {
    case 'full': return { sinks: 0, from: 0, to: context };
    case 'causal': return { sinks: 0, from: 0, to: end };
    case 'prefix': return { sinks: 0, from: 0, to: Math.max(end, Math.min(mask.prefix, context)) };
    case 'sliding-window': return { sinks: 0, from: Math.max(0, first - mask.window + 1), to: end };
    case 'lambda': return { sinks: Math.min(mask.sinks, end), from: Math.max(0, first - mask.window + 1), to: end };
    case 'band': return { sinks: 0, from: Math.max(0, first - mask.before), to: Math.min(context, end + mask.after) };
    case 'blocks': {
      const sinks = mask.seen > 1 ? Math.min(context, mask.block) : 0;
      const last = Math.max(1, mask.seen - 1);
      return { sinks, from: Math.max(0, (Math.floor(first / mask.block) - last + 1) * mask.block), to: Math.min(context, Math.ceil(end / mask.block) * mask.block) };
    }
  }
}

/** Blocks of 16 keys that rows see: how many, in how many runs. */
export interface KeyBlocks {
  readonly blocks: number;
  readonly runs: number;
}

/** Of the rows first .. end - 1. */
export function keyBlocks(mask: HeadMask['mask'], first: number, end: number, context: number): KeyBlocks {
  const { sinks, from, to } = seenBy(mask, first, end, context);
  const before = blocksOf(sinks);
  const start = Math.floor(from / block);
  return start <= before ? { blocks: blocksOf(Math.max(to, sinks)), runs: 1 } : { blocks: before + blocksOf(to) - start, runs: before > 0 ? 2 : 1 };
}

/** Keys that one row sees. */
export function keysOfRow(mask: HeadMask['mask'], row: number, context: number): number {
  const { sinks, from, to } = seenBy(mask, row, row + 1, context);
  return from <= sinks ? Math.max(to, sinks) : sinks + to - from;
}
