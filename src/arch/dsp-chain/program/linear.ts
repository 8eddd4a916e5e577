import { biasBytesOf } from '../../../sim/engine/work.js';
import type { LinearOp } from '../../../sim/model/op-graph.js';
import type { ProgramTask, Step } from '../../../sim/model/program.js';
import { activationBytes, barrier, blocksOf, lastUnit, loads, parameterRoute, pieceLengths, sideOf, slotsFor, stores, type Core, type Route, type Side } from './core.js';
import { epilogueSteps } from './epilogues.js';
import { columnTiles } from './linear-columns.js';
import { leftOperand, weightLoads, type Linear } from './linear-operands.js';
import { repeated, slotUse, timesWithLast } from './repeat.js';
import { issue, load, special, store, system } from './units.js';

/**
 * y = x W + b. For each row tile: its left operand; for each column tile: pieces of the weights, each multiplied when it is there, what follows on the outputs, and in
 * matrix mode the store. A vector is stored as a whole after its last column.
 */
export function linearSteps(core: Core, task: ProgramTask, op: LinearOp): Step[] {
  const side = sideOf(core, task);
  const pieces = pieceLengths(side.mode, op.inFeatures);
  const output = outputOf(core, side, op);
  const linear: Linear = { core, task, op, side, pieces, slots: slotsFor(side, pieces[0]!), output, columnTiles: Math.ceil(op.outFeatures / side.mode.tileColumns) };
  const steps: Step[] = [];
  if (op.bias) steps.push(...loads(core, 'bias', biasBytesOf(op), 1, parameterRoute(core).rate, [], []));
  const { tileRows } = side.mode;
  const lastRows = task.rows % tileRows;
  if (side.mode.order === 'columns-outer' && task.rows > tileRows) {
    steps.push(...columnTiles(linear), barrier(core, lastUnit(side, task.epilogues.length > 0, output !== null)));
    return steps;
  }
  const tiles = (count: number, rows: number, ends: boolean): Step[] => timesWithLast(count, (last) => rowTile(linear, rows, ends && last));
  steps.push(...tiles(Math.floor(task.rows / tileRows), tileRows, lastRows === 0));
  if (lastRows > 0) steps.push(...tiles(1, lastRows, true));
  steps.push(barrier(core, lastUnit(side, task.epilogues.length > 0, output !== null)));
  return steps;
}

/** Where the outputs go. New keys and values are written by the op that appends them, unless the machine stores them first and concatenates after. */
function outputOf({ tiled }: Core, side: Side, op: LinearOp): Route | null {
  if (op.output === 'activation') return side.output;
  return tiled.concatenatesCache ? side.output ?? { ...side.kvCache, rate: tiled.appendStream } : null;
}

function rowTile(linear: Linear, rows: number, last: boolean): Step[] {
  const { core, task, op, side, output, columnTiles } = linear;
  const steps: Step[] = leftOperand(linear, rows);
  const inputIsLoaded = steps.length > 0;
  const { tileColumns } = side.mode;
  const lastColumns = core.tiled.padTiles ? tileColumns : op.outFeatures - (columnTiles - 1) * tileColumns;
  const plan = (column: number): ColumnPlan => planOf(linear, column, inputIsLoaded, last && column === columnTiles - 1, column === columnTiles - 1 ? lastColumns : tileColumns);
  steps.push(...repeated(columnTiles, (column) => JSON.stringify(plan(column)), (column) => columnTile(linear, rows, plan(column))));
  if (!side.inBlockRows && output !== null) {
    const bytes = rows * op.outFeatures * activationBytes(task);
    steps.push(...stores(core, bytes, Math.min(output.channels, blocksOf(op.outFeatures)), output.rate, [task.epilogues.length > 0 ? special : side.array], last ? [system] : []));
  }
  return steps;
}

/** What tells one column tile of a row tile from another. */
interface ColumnPlan {
  readonly columns: number;
  /** By piece: whether its load waits for a slot, and whether its product frees one that is wanted. */
  readonly loadWaits: readonly boolean[];
  readonly frees: readonly boolean[];
  /** Outputs wait for space in the global buffer, and give it back where a later one wants it. */
  readonly outputWaits: boolean;
  readonly outputFrees: boolean;
  readonly lastOfTile: boolean;
  readonly lastOfOp: boolean;
}

function planOf({ core, side, pieces, slots, columnTiles }: Linear, column: number, inputIsLoaded: boolean, lastOfOp: boolean, columns: number): ColumnPlan {
  const uses = pieces.map((_, i) => slotUse(column * pieces.length + i, columnTiles * pieces.length, slots));
  const output = slotUse(column, columnTiles, side.inBlockRows ? core.parameters.buffers.global.words : Infinity);
  const lastOfTile = column === columnTiles - 1;
  return {
    columns, lastOfTile, lastOfOp,
    // The first load of a row tile waits for the tile before.
    loadWaits: uses.map(({ waits }, i) => waits || (!inputIsLoaded && column === 0 && i === 0)),
    frees: uses.map(({ releases }, i) => releases || (lastOfTile && i === uses.length - 1)),
    outputWaits: output.waits, outputFrees: output.releases,
  };
}

function columnTile({ core, task, op, side, pieces, output }: Linear, rows: number, plan: ColumnPlan): Step[] {
  const { tiled } = core;
  const { mode, array } = side;
  const behind = task.epilogues.length > 0;
  const storesHere = side.inBlockRows && output !== null;
  const storesNext = storesHere || (!side.inBlockRows && output !== null && plan.lastOfTile);
  const consumer = behind ? special : storesHere ? store : null;
  const end = plan.lastOfOp && output === null ? [system] : [];
  const [atRows, atColumns] = tiled.padTiles ? [mode.tileRows, mode.tileColumns] : [rows, plan.columns];
  const steps: Step[] = [];
  pieces.forEach((length, i) => {
    const complete = i === pieces.length - 1;
    const waits = [load, ...(complete && plan.outputWaits && consumer !== null ? [consumer] : [])];
    const releases: number[] = plan.frees[i]! ? [load] : [];
    if (complete) releases.push(...(behind ? [special] : storesNext ? [store] : end));
    steps.push(...weightLoads(core, task.format, side, length * plan.columns, Math.min(side.weights.channels, blocksOf(side.inBlockRows ? length : plan.columns)), plan.loadWaits[i]! ? [array] : [], [array]));
    steps.push(issue(array, '', mode.tileCycles(atRows, atColumns, length, core.executedDensity(task.format), task.format.type), waits, releases));
  });
  if (behind) {
    steps.push(...epilogueSteps(core, task, side, { rows, columns: plan.columns }, [...(storesNext ? [store] : end), ...(plan.outputFrees ? [array] : [])]));
  }
  if (storesHere) {
    const bytes = rows * Math.min(plan.columns, op.outFeatures) * activationBytes(task);
    steps.push(...stores(core, bytes, blocksOf(rows), output.rate, [behind ? special : array], [...(plan.lastOfOp ? [system] : []), ...(!behind && plan.outputFrees ? [array] : [])]));
  }
  return steps;
}
