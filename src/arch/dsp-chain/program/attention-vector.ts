import { visibleKeys } from '../../../sim/engine/mask.js';
import type { AttentionOp, OpKind } from '../../../sim/model/op-graph.js';
import type { ProgramTask, Step } from '../../../sim/model/program.js';
import { activationBytes, blocksOf, loads, pieceLengths, slotsFor, stores, type Core, type Side } from './core.js';
import { isRowWise } from './epilogues.js';
import { headMasks, keysOfRow } from './keys.js';
import { repeated, slotUse, timesWithLast, type SlotUse } from './repeat.js';
import { issue, load, special, store, system } from './units.js';

/**
 * Attention in matrix-vector mode, one query after the other: its vectors of all heads; for each KV head the keys (or values) in tiles and pieces, each used by all
 * query heads that share them, then the softmax of these heads; the store of all heads.
 */
export function vectorAttention(core: Core, task: ProgramTask, op: AttentionOp, side: Side): Step[] {
  const { pass, context } = task;
  const { queryTokens } = pass;
  const whole = core.tiled.valuesIgnoreMask && queryTokens > 1 && op.kind === 'values';
  const { mask } = headMasks(op.mask, op.kvHeads, context).at(-1)!;
  const keysOf = (query: number): number => (queryTokens === 1 ? visibleKeys(op.mask, context) : whole ? context : keysOfRow(mask, context - queryTokens + query, context));
  return timesWithLast(pass.batch, (lastSequence) => repeated(queryTokens, (query) => `${keysOf(query)} ${lastSequence && query === queryTokens - 1}`,
    (query) => oneQuery(core, task, op, side, keysOf(query), lastSequence && query === queryTokens - 1)));
}

function oneQuery(core: Core, task: ProgramTask, op: AttentionOp, side: Side, keys: number, last: boolean): Step[] {
  const { mode, array, input, output } = side;
  const [columns, reduction] = op.kind === 'values' ? [op.headDim, keys] : [keys, op.headDim];
  const pieces = pieceLengths(mode, reduction);
  const columnTiles = Math.ceil(columns / mode.tileColumns);
  const groups = columnTiles * pieces.length;
  const slots = slotsFor(side, pieces[0]!);
  const act = activationBytes(task);
  const behind = task.epilogues.length > 0;
  const end = output !== null ? [store] : last ? [system] : [];
  const steps: Step[] = [];
  if (input !== null) {
    const bytes = op.heads * reduction * act;
    steps.push(...loads(core, 'input', bytes, Math.min(input.channels, blocksOf(bytes)), input.rate, [array], []));
  }
  const uses = (head: number): readonly SlotUse[] => Array.from({ length: groups }, (_, i) => {
    const at = head * groups + i;
    const use = slotUse(at, op.kvHeads * groups, slots);
    return { waits: use.waits || (input === null && at === 0), releases: use.releases || at === op.kvHeads * groups - 1 };
  });
  const isLast = (head: number): boolean => head === op.kvHeads - 1;
  steps.push(...repeated(op.kvHeads, (head) => `${JSON.stringify(uses(head))} ${isLast(head)}`, (head) => oneHead(core, task, op, side, columns, pieces, uses(head), isLast(head) ? end : [])));
  if (output !== null) {
    const bytes = op.heads * columns * act;
    steps.push(...stores(core, bytes, Math.min(output.channels, blocksOf(bytes)), output.rate, [behind ? special : array], last ? [system] : []));
  }
  return steps;
}

/** One KV head and the query heads that share it. `end` is released by its last instruction. */
function oneHead(core: Core, task: ProgramTask, op: AttentionOp, side: Side, columns: number, pieces: readonly number[], uses: readonly SlotUse[], end: readonly number[]): Step[] {
  const { tiled } = core;
  const { mode, array, kvCache } = side;
  const { kvCache: type } = task.scheme;
  const sharers = op.heads / op.kvHeads;
  const behind = task.epilogues.length > 0;
  const columnTiles = Math.ceil(columns / mode.tileColumns);
  const steps: Step[] = [];
  for (let i = 0; i < uses.length; i++) {
    const length = pieces[i % pieces.length]!;
    const tile = Math.floor(i / pieces.length);
    const own = Math.min(mode.tileColumns, columns - tile * mode.tileColumns);
    // Q K^T of several tiles loads the last one whole where tiles are padded; a single tile, and P V, load what there is.
    const loaded = tiled.padTiles && columnTiles > 1 && op.kind === 'scores' ? mode.tileColumns : own;
    const complete = i % pieces.length === pieces.length - 1 && tile === columnTiles - 1;
    const { waits, releases } = uses[i]!;
    steps.push(...loads(core, op.kind === 'values' ? 'values' : 'keys', (loaded * length * type.bits) / 8, Math.min(kvCache.channels, blocksOf(loaded)), kvCache.rate, waits ? [array] : [], [array]));
    const cycles = mode.tileCycles(tiled.padTiles ? mode.tileRows : 1, tiled.padTiles ? mode.tileColumns : own, length, 1, type);
    const done = complete && behind ? [special] : [];
    // The first product waits for the load, the last frees its slot.
    steps.push(...repeated(sharers, (head) => `${head === 0} ${head === sharers - 1}`, (head) => [
      issue(array, '', cycles, head === 0 ? [load] : [], [...done, ...(head === sharers - 1 ? [...(releases ? [load] : []), ...(complete && !behind ? end : [])] : [])]),
    ]));
  }
  if (behind) steps.push(...repeated(sharers, (head) => String(head === sharers - 1), (head) => softmaxOf(core, task, side, columns, head === sharers - 1 ? end : [])));
  return steps;
}

/** What follows on one head's outputs: an instruction an op. */
function softmaxOf(core: Core, task: ProgramTask, side: Side, columns: number, releases: readonly number[]): Step[] {
  return task.epilogues.map((op, i) => issue(special, op.kind, headCycles(core, side, op.kind, columns), i === 0 ? [side.array] : [], i === task.epilogues.length - 1 ? releases : []));
}

/** Cycles of all passes of an op over one row of that many elements. */
export function headCycles({ tiled }: Core, side: Side, kind: OpKind, elements: number): number {
  return tiled.vectorPasses(kind) * Math.ceil(elements / (isRowWise(kind) ? tiled.rowLanes : side.mode.epilogueLanes));
}
