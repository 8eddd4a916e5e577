import { block } from '../../../sim/engine/pieces.js';
import type { AttentionOp } from '../../../sim/model/op-graph.js';
import type { ProgramTask, Step } from '../../../sim/model/program.js';
import { activationBytes, blocksOf, loads, pieceLengths, slotsFor, stores, type Core, type Side } from './core.js';
import { headCycles } from './attention-vector.js';
import { headMasks, keyBlocks, type HeadMask, type KeyBlocks } from './keys.js';
import { chain, repeated, slotUse, timesWithLast, type SlotUse } from './repeat.js';
import { issue, load, special, store, system } from './units.js';

/** What all row tiles of a head have in common. */
interface Heads {
  readonly core: Core;
  readonly task: ProgramTask;
  readonly op: AttentionOp;
  readonly side: Side;
  readonly mask: HeadMask['mask'];
  readonly tiles: number;
  /** P V goes over all keys, masked probabilities being zeros. */
  readonly whole: boolean;
}

/**
 * Attention in matrix mode. For each KV head and row tile: block rows of Q (or of probabilities, with zeros where the mask is) of all query heads that share it;
 * 16 keys (or 16 columns of V) after the other, a product for each of these heads; then for each block row of 16 its softmax, row by row, and its store.
 */
export function matrixAttention(core: Core, task: ProgramTask, op: AttentionOp, side: Side): Step[] {
  const { pass, context } = task;
  const layouts = headMasks(op.mask, op.kvHeads, context);
  const tiles = Math.ceil(pass.queryTokens / side.mode.tileRows);
  const whole = core.tiled.valuesIgnoreMask && op.kind === 'values';
  return timesWithLast(pass.batch, (lastSequence) => layouts.flatMap(({ mask, heads }, i) => {
    const ofHeads: Heads = { core, task, op, side, mask, tiles, whole };
    return timesWithLast(heads, (lastHead) => oneHead(ofHeads, lastSequence && i === layouts.length - 1 && lastHead));
  }));
}

/** One row tile: which rows, what they see together and by block row, and what tells it from its neighbours. */
interface RowTile {
  readonly rows: readonly number[];
  readonly seen: readonly KeyBlocks[];
  readonly columns: number;
  readonly reduction: number;
  readonly output: SlotUse;
  readonly last: boolean;
}

function oneHead(heads: Heads, last: boolean): Step[] {
  const plan = (tile: number): RowTile => rowTileOf(heads, tile, last && tile === heads.tiles - 1);
  return repeated(heads.tiles, (tile) => JSON.stringify(plan(tile)), (tile) => rowTile(heads, plan(tile)));
}

function rowTileOf({ core, task, op, side, mask, tiles, whole }: Heads, tile: number, last: boolean): RowTile {
  const { context, pass } = task;
  const before = context - pass.queryTokens;
  const first = before + tile * side.mode.tileRows;
  const end = Math.min(first + side.mode.tileRows, context);
  const rows: number[] = [];
  const seen: KeyBlocks[] = [];
  for (let row = first; row < end; row += block) {
    const rowEnd = Math.min(row + block, end);
    rows.push(rowEnd - row);
    seen.push(keyBlocks(mask, row, rowEnd, context));
  }
  const touched = keyBlocks(mask, first, end, context).blocks;
  const keys = whole ? context : Math.min(touched * block, context);
  const [columns, reduction] = op.kind === 'values' ? [op.headDim, keys] : [keys, op.headDim];
  // The global buffer holds a word for each block of columns: whole row tiles wait for space in it.
  const outputBlocks = blocksOf(op.kind === 'values' ? op.headDim : context) * (op.heads / op.kvHeads);
  return { rows, seen, columns, reduction, last, output: slotUse(tile, tiles, Math.max(1, Math.floor(core.parameters.buffers.global.words / outputBlocks))) };
}

function rowTile({ core, task, op, side }: Heads, tile: RowTile): Step[] {
  const { tiled } = core;
  const { mode, array, kvCache, output } = side;
  const { kvCache: type } = task.scheme;
  const sharers = op.heads / op.kvHeads;
  const behind = task.epilogues.length > 0;
  const consumer = behind ? special : output !== null ? store : null;
  const pieces = pieceLengths(mode, tile.reduction);
  const columnTiles = Math.ceil(tile.columns / mode.tileColumns);
  const slots = slotsFor(side, pieces[0]!);
  const groups = columnTiles * pieces.length;
  const rows = tile.rows.reduce((sum, n) => sum + n, 0);
  const steps = leftOperand(core, task, op, side, tile, sharers);
  const inputIsLoaded = steps.length > 0;
  const lastColumns = tile.columns - (columnTiles - 1) * mode.tileColumns;
  const end = tile.last && consumer === null ? [system] : [];
  const plan = (column: number): { readonly own: number; readonly uses: readonly SlotUse[]; readonly first: boolean; readonly last: boolean } => ({
    own: column === columnTiles - 1 ? lastColumns : mode.tileColumns, first: column === 0, last: column === columnTiles - 1,
    uses: pieces.map((_, i) => {
      const at = column * pieces.length + i;
      const { waits, releases } = slotUse(at, groups, slots);
      return { waits: waits || (at === 0 && !inputIsLoaded), releases: releases || at === groups - 1 };
    }),
  });
  const columnSteps = ({ own, uses, first, last }: ReturnType<typeof plan>): Step[] => pieces.flatMap((length, i) => {
    const { waits, releases } = uses[i]!;
    const bytes = ((tiled.padTiles ? mode.tileColumns : own) * length * type.bits) / 8;
    const cycles = tiled.padTiles ? mode.tileCycles(mode.tileRows, mode.tileColumns, length, 1, type) : mode.tileCycles(rows, own, length, 1, type);
    const complete = last && i === pieces.length - 1;
    const loading = loads(core, op.kind === 'values' ? 'values' : 'keys', bytes, Math.min(kvCache.channels, blocksOf(length)), kvCache.rate, waits ? [array] : [], [array]);
    return [...loading, ...repeated(sharers, (head) => `${head === 0} ${head === sharers - 1}`, (head) => [issue(array, '', cycles,
      head > 0 ? [] : [load, ...(first && i === 0 && tile.output.waits && consumer !== null ? [consumer] : [])],
      [...(complete && consumer !== null ? [consumer] : []), ...(head === sharers - 1 ? [...(releases ? [load] : []), ...(complete ? end : [])] : [])])])];
  });
  steps.push(...repeated(columnTiles, (column) => JSON.stringify(plan(column)), (column) => columnSteps(plan(column))));
  for (let head = 0; head < sharers; head++) steps.push(...outputSteps(core, task, op, side, tile, head === sharers - 1));
  return steps;
}

/** Left operands of all heads that share the keys: Q by block rows; probabilities by runs of keys that a block row sees, after zeros for the others. */
function leftOperand(core: Core, task: ProgramTask, op: AttentionOp, side: Side, tile: RowTile, sharers: number): Step[] {
  const { input, mode, array } = side;
  if (input === null) return [];
  const act = activationBytes(task);
  const cyclesOf = (bytes: number): number => (bytes / input.rate) * core.tiled.coreCyclesPerSecond;
  const keyBlockCount = blocksOf(tile.reduction);
  const blockRow = ({ blocks, runs }: KeyBlocks, waits: readonly number[]): Step[] => {
    if (op.kind === 'scores') return [issue(load, 'queries', cyclesOf(block * op.headDim * act), waits, [])];
    const zeros = Math.max(0, keyBlockCount - blocks);
    // Zeros are made on the chip, a word of each row's bank a cycle.
    const fill = zeros > 0 ? [issue(load, 'zeros', (zeros * block) / mode.tileRows, waits, [])] : [];
    return [...fill, ...chain(runs, zeros > 0 ? [] : waits, [], (from, to) => issue(load, 'probabilities', cyclesOf((block * blocks * block * act) / runs), from, to))];
  };
  const count = sharers * tile.seen.length;
  return repeated(count, (i) => `${JSON.stringify(tile.seen[i % tile.seen.length])} ${i === 0}`, (i) => blockRow(tile.seen[i % tile.seen.length]!, i === 0 ? [array] : []));
}

/** Of one query head: the softmax of each row, and the store of each block row. */
function outputSteps(core: Core, task: ProgramTask, op: AttentionOp, side: Side, tile: RowTile, lastHead: boolean): Step[] {
  const { array, output } = side;
  const { epilogues } = task;
  const behind = epilogues.length > 0;
  const act = activationBytes(task);
  const freed = lastHead && tile.output.releases;
  return repeated(tile.rows.length, (i) => JSON.stringify([tile.rows[i], tile.seen[i], i === 0, i === tile.rows.length - 1]), (i) => {
    const final = i === tile.rows.length - 1;
    const end = final && lastHead && tile.last ? [system] : [];
    const width = op.kind === 'values' ? op.headDim : tile.seen[i]!.blocks * block;
    const steps: Step[] = epilogues.flatMap((epilogue, e) => chain(tile.rows[i]!, i === 0 && e === 0 ? [array] : [],
      e < epilogues.length - 1 ? [] : [...(output !== null ? [store] : end), ...(final && freed ? [array] : [])],
      (waits, releases) => issue(special, epilogue.kind, headCycles(core, side, epilogue.kind, width), waits, releases)));
    if (output !== null) {
      const waits = behind ? [special] : i === 0 ? [array] : [];
      steps.push(...stores(core, tile.rows[i]! * width * act, 1, output.rate, waits, [...end, ...(!behind && final && freed ? [array] : [])]));
    }
    return steps;
  });
}
