import type { Step } from '../../../sim/model/program.js';
import { activationBytes, blocksOf, stores } from './core.js';
import { epilogueSteps } from './epilogues.js';
import { leftOperand, weightLoads, type Linear } from './linear-operands.js';
import { repeated, slotUse, type SlotUse } from './repeat.js';
import { issue, load, special, store, system } from './units.js';

/** What tells one column tile from another. */
interface ColumnPlan {
  readonly columns: number;
  readonly first: boolean;
  readonly last: boolean;
  /** By piece: whether its load waits for a slot, and whether its last product frees one that is wanted. */
  readonly pieces: readonly SlotUse[];
  /** By row tile: space in the global buffer. */
  readonly outputs: readonly SlotUse[];
}

/**
 * A linear op with columns outside: the pieces of a column tile are loaded once and multiplied with every row tile, the last of which frees their slots. A left
 * operand that comes from the memory comes once for each column tile, behind the pieces of its first row tile; the product that is first with it waits for both.
 */
export function columnTiles(linear: Linear): Step[] {
  const { core, task, op, side, pieces, slots, columnTiles: count } = linear;
  const { tileRows, tileColumns } = side.mode;
  const rowTiles = Math.ceil(task.rows / tileRows);
  const loadsInput = side.input !== null;
  const ahead = Math.min(slots, 2 * pieces.length) - pieces.length;
  const words = side.inBlockRows ? core.parameters.buffers.global.words : Infinity;
  // Tokens of the array are taken in the order in which they come: those of slots, then that of the left operand.
  const pieceUse = (column: number, piece: number): SlotUse => (loadsInput
    ? { waits: column > 0 && piece >= ahead, releases: column < count - 1 && piece + ahead < pieces.length }
    : withFirst(slotUse(column * pieces.length + piece, count * pieces.length, slots), column === 0 && piece === 0));
  const plan = (column: number): ColumnPlan => ({
    first: column === 0, last: column === count - 1,
    columns: column === count - 1 && !core.tiled.padTiles ? op.outFeatures - column * tileColumns : tileColumns,
    pieces: pieces.map((_, piece) => pieceUse(column, piece)),
    outputs: Array.from({ length: rowTiles }, (_, row) => slotUse(column * rowTiles + row, count * rowTiles, words)),
  });
  return repeated(count, (column) => JSON.stringify(plan(column)), (column) => oneColumn(linear, plan(column), rowTiles, ahead));
}

/** The first load of an op takes the token that is there from the beginning. */
function withFirst(use: SlotUse, isFirst: boolean): SlotUse {
  return isFirst ? { ...use, waits: true } : use;
}

function oneColumn(linear: Linear, plan: ColumnPlan, rowTiles: number, ahead: number): Step[] {
  const { core, task, side, pieces } = linear;
  const { array } = side;
  const loadsInput = side.input !== null;
  const steps: Step[] = pieces.flatMap((length, i) => {
    const channels = Math.min(side.weights.channels, blocksOf(side.inBlockRows ? length : plan.columns));
    return weightLoads(core, task.format, side, length * plan.columns, channels, plan.pieces[i]!.waits ? [array] : [], loadsInput ? [] : [array]);
  });
  const rowsAt = (row: number): number => Math.min(side.mode.tileRows, task.rows - row * side.mode.tileRows);
  const key = (row: number): string => JSON.stringify([rowsAt(row), row === 0, row === rowTiles - 1, plan.outputs[row]]);
  return [...steps, ...repeated(rowTiles, key, (row) => {
    const isLastRow = row === rowTiles - 1;
    // Where no piece is loaded ahead, the load of the last one has waited for the last product already.
    const leftWaits = ahead > 0 || row > 0 || plan.first;
    return [
      ...leftOperand(linear, rowsAt(row), leftWaits ? [array] : [], [array]),
      ...oneTile(linear, plan, rowsAt(row), row === 0, isLastRow, loadsInput && !(isLastRow && ahead === 0), plan.outputs[row]!),
    ];
  })];
}

/** The products of a row tile with the pieces of a column tile, and what follows on its outputs. `freesLeft`: the last one frees the left operand. */
function oneTile({ core, task, op, side, pieces, output }: Linear, plan: ColumnPlan, rows: number, isFirstRow: boolean, isLastRow: boolean, freesLeft: boolean, use: SlotUse): Step[] {
  const { mode, array } = side;
  const { tiled } = core;
  const behind = task.epilogues.length > 0;
  const storesHere = side.inBlockRows && output !== null;
  const storesVector = !side.inBlockRows && output !== null && plan.last;
  const storesNext = storesHere || storesVector;
  const consumer = behind ? special : storesHere ? store : null;
  const ends = plan.last && isLastRow;
  const end = ends && output === null ? [system] : [];
  const [atRows, atColumns] = tiled.padTiles ? [mode.tileRows, mode.tileColumns] : [rows, plan.columns];
  const steps: Step[] = pieces.map((length, i) => {
    const complete = i === pieces.length - 1;
    const loaded = side.input === null ? isFirstRow : i === 0;
    const frees = (isLastRow && plan.pieces[i]!.releases) || (complete && freesLeft);
    return issue(array, '', mode.tileCycles(atRows, atColumns, length, core.executedDensity(task.format), task.format.type),
      [...(loaded ? [load] : []), ...(complete && use.waits && consumer !== null ? [consumer] : [])],
      [...(frees ? [load] : []), ...(complete ? (behind ? [special] : storesNext ? [store] : end) : [])]);
  });
  if (behind) steps.push(...epilogueSteps(core, task, side, { rows, columns: plan.columns }, [...(storesNext ? [store] : end), ...(use.releases ? [array] : [])]));
  const act = activationBytes(task);
  const from = [behind ? special : array];
  if (storesHere) {
    const bytes = rows * Math.min(plan.columns, op.outFeatures) * act;
    steps.push(...stores(core, bytes, blocksOf(rows), output.rate, from, [...(ends ? [system] : []), ...(!behind && use.releases ? [array] : [])]));
  } else if (storesVector) {
    steps.push(...stores(core, rows * op.outFeatures * act, Math.min(output.channels, blocksOf(op.outFeatures)), output.rate, from, ends ? [system] : []));
  }
  return steps;
}
