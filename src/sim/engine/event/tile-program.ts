import type { ArrayMode } from '../../model/architecture.js';
import type { AttentionOp, LinearOp, Op } from '../../model/op-graph.js';
import { loop, ticksOf, type Channel, type Instruction, type Program, type StallCause, type Step, type Unit } from '../../model/program.js';
import { piecesOn } from '../pieces.js';
import type { CostContext, Task } from '../task.js';
import { seconds, vectorCycles, vectorRows } from '../analytic.js';
import { emptyWork, workOf, type Work } from '../work.js';
import { tileShapes, type RowTiles, type TileShapes } from './tile-shapes.js';

const units: readonly Unit[] = [
  { name: 'load', role: 'load' }, { name: 'array', role: 'array' }, { name: 'vector', role: 'vector' }, { name: 'store', role: 'store' }, { name: 'control', role: 'control' },
];
const [load, array, vector, store, control] = [0, 1, 2, 3, 4];

const [slot, piece, leftFree, left, outputFree, product, operandFree, operand, result, arrayDone, vectorDone, storeDone] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];

/** Buffers as tokens: `slots` of streamed operands; one of left operands, which are loaded between row tiles; two halves of outputs and of second operands. */
function channelsOf({ slots, fillCycles }: ArrayMode): readonly Channel[] {
  const channel = (name: string, initial: number, stall: StallCause, latency = 0): Channel => ({ name, initial, latency, stall });
  const fill = ticksOf(fillCycles);
  return [
    channel('free slot', slots, 'buffer'), channel('piece', 0, 'memory'), channel('free left operand', 1, 'compute'), channel('left operand', 0, 'memory'),
    channel('free output', 2, 'vector'), channel('product', 0, 'compute', fill), channel('free second operand', 2, 'buffer'), channel('second operand', 0, 'memory'),
    channel('result', 0, 'vector'), channel('array done', 0, 'compute', fill), channel('vector unit done', 0, 'vector'), channel('stores done', 0, 'memory'),
  ];
}

const work: Work = emptyWork();
const epilogueWork: Work = emptyWork();

/** Elementwise and row-wise work behind the array. */
interface Behind {
  /** Ticks of the vector unit on one output: a tile, or a row tile where a softmax needs whole rows. */
  readonly ticks: (rows: RowTiles, columns: number) => number;
  /** Bytes of second operands of one tile in ticks of their stream. */
  readonly operandTicks: (rows: RowTiles, columns: number) => number;
  readonly byRow: boolean;
}

/**
 * The tile pipeline of a matrix product as a program: pieces of the right operand through slots, products, elementwise work behind them, stores.
 * The tiles, cycles, bytes and streams are those of the closed form in `analytic.ts`; what waits for what is found by running it.
 */
export function tileProgram(at: CostContext, task: Task, op: LinearOp | AttentionOp, mode: number, context: number): Program {
  const { tiled } = at;
  const chosen = tiled.modes[mode]!;
  workOf(op, task.group, task.format, at.scheme, at.pass, context, work);
  const shapes = tileShapes(at, task, op, mode, context, work);
  const behind = behindOf(at, task, chosen, shapes, context);
  const steps: Step[] = [];
  const parameters = parameterTicks(at, task, context);
  if (parameters > 0) steps.push(instruction('load parameters', load, parameters, [], [], memory));
  const bias = ticksOf((tiled.coreCyclesPerSecond * shapes.biasBytes) / tiled.parameterStream);
  if (bias > 0) steps.push(instruction('load bias', load, bias, [], [left], memory), instruction('take bias', array, 0, [left], []));
  const rowTiles = shapes.rowTiles.reduce((sum, { count }) => sum + count, 0);
  if (chosen.order === 'columns-outer' && op.kind === 'linear' && rowTiles > 1) steps.push(...columnTiles(at, op, task, chosen, shapes, behind));
  else steps.push(loop(shapes.operands, shapes.rowTiles.map((tiles) => loop(tiles.count, rowTile(at, op, task, chosen, shapes, tiles, behind)))));
  steps.push(instruction('drain', array, 0, [], [arrayDone]), instruction('drain', vector, 0, [], [vectorDone]), instruction('drain', store, 0, [], [storeDone]));
  steps.push(instruction('barrier', control, ticksOf(tiled.barrierCycles), [arrayDone, vectorDone, storeDone], []));
  return { units: units.map((unit) => (unit.role === 'array' ? { ...unit, name: chosen.unit } : unit)), channels: channelsOf(chosen), ports: ['memory'], steps };
}

const memory = { port: 0 };

function instruction(label: string, unit: number, ticks: number, waits: readonly number[], releases: readonly number[], more: { readonly port?: number } = {}): Instruction {
  return { kind: 'instruction', label, unit, ticks, waits, releases, ...more };
}

/** One row tile: its left operand, then all columns. */
function rowTile(at: CostContext, op: LinearOp | AttentionOp, task: Task, mode: ArrayMode, shapes: TileShapes, tiles: RowTiles, behind: Behind | null): Step[] {
  const core = at.tiled.coreCyclesPerSecond;
  const columnTiles = Math.ceil(tiles.columns / mode.tileColumns);
  const lastColumns = tiles.columns - (columnTiles - 1) * mode.tileColumns;
  const lastLoaded = tiles.loadedColumns - (columnTiles - 1) * mode.tileColumns;
  const leftTicks = ticksOf(core * seconds(tiles.inputBytes, mode.streams.input));
  const storeTicks = (columns: number): number => ticksOf((core * seconds(tiles.outputBytes, mode.streams.output) * columns) / tiles.columns);
  const byRow = behind?.byRow === true;
  const steps: Step[] = [];
  if (leftTicks > 0) steps.push(instruction('load left operand', load, leftTicks, [leftFree], [left], memory), instruction('take left operand', array, 0, [left], []));
  // Scores of a row tile lie in one output until the softmax has all of them.
  if (byRow) steps.push(instruction('take output', array, 0, [outputFree], []));
  const column = (columns: number, loaded: number, last: boolean): Step[] => {
    const takesOutput = byRow ? false : behind !== null || storeTicks(columns) > 0;
    const body = tileSteps(at, op, task, mode, shapes, tiles, columns, loaded, takesOutput);
    if (!byRow) body.push(...outputSteps(tiles, behind, columns, storeTicks(columns), shapes.sharers));
    else if (last) body.push(instruction('scores', array, 0, [], [product]), ...outputSteps(tiles, behind, tiles.columns, storeTicks(tiles.columns), shapes.sharers));
    return body;
  };
  steps.push(loop(columnTiles - 1, column(mode.tileColumns, mode.tileColumns, false)), ...column(lastColumns, lastLoaded, true));
  if (leftTicks > 0) steps.push(instruction('free left operand', array, 0, [], [leftFree]));
  return steps;
}

/** A piece of a tile: ticks to load it and to multiply it. */
interface Piece {
  readonly load: number;
  readonly multiply: number;
}

/** The pieces of a tile: `equal` of one length, and the last. */
interface TilePieces {
  readonly equal: number;
  readonly one: Piece;
  readonly last: Piece;
}

function piecesOf(at: CostContext, op: LinearOp | AttentionOp, task: Task, mode: ArrayMode, shapes: TileShapes, tiles: RowTiles, columns: number, loaded: number): TilePieces {
  const { tiled, machine, scheme } = at;
  const core = tiled.coreCyclesPerSecond;
  const linear = op.kind === 'linear';
  const density = linear ? machine.executedDensity(task.format) : 1;
  const operandType = linear ? task.format.type : scheme.kvCache;
  const [atRows, atColumns] = tiled.padTiles ? [mode.tileRows, mode.tileColumns] : [tiles.rows, columns];
  const cycles = mode.tileCycles(atRows, atColumns, tiles.reduction, density, operandType);
  const bytesPerColumn = tiles.reduction * shapes.operandByte;
  const { size, remainder, count } = piecesOn(tiled, Math.ceil(tiles.reduction), mode.pieceReduction);
  const equal = remainder > 0 ? count - 1 : count;
  const share = Math.min(1, size / tiles.reduction);
  const rest = Math.max(0, 1 - equal * share);
  const ticks = (part: number): Piece => ({ load: ticksOf((core * loaded * bytesPerColumn * part) / mode.streams[shapes.stream]), multiply: ticksOf(cycles * part) });
  return { equal: equal - (rest > 0 ? 0 : 1), one: ticks(share), last: ticks(rest > 0 ? rest : share) };
}

/** One tile: the pieces of its right operand, each used by every sharer. */
function tileSteps(at: CostContext, op: LinearOp | AttentionOp, task: Task, mode: ArrayMode, shapes: TileShapes, tiles: RowTiles, columns: number, loaded: number, takesOutput: boolean): Step[] {
  const pieces = piecesOf(at, op, task, mode, shapes, tiles, columns, loaded);
  const pieceSteps = (ticks: Piece, last: boolean): Step[] => {
    const use = (waits: readonly number[], releases: readonly number[]): Instruction => instruction('multiply', array, ticks.multiply, waits, releases);
    const [taken, given] = last && takesOutput ? [[piece, outputFree], [slot, product]] : [[piece], [slot]];
    const loading = loadPiece(ticks.load, sharesMemory(mode, tiles));
    if (shapes.sharers === 1) return [...loading, use(taken, given)];
    return [...loading, use(taken, []), loop(shapes.sharers - 2, [use([], [])]), use([], given)];
  };
  return [loop(pieces.equal, pieceSteps(pieces.one, false)), ...pieceSteps(pieces.last, true)];
}

/** True where outputs are stored while pieces are loaded. */
function sharesMemory(mode: ArrayMode, tiles: RowTiles): boolean {
  return tiles.outputBytes > 0 && mode.streams.output !== null;
}

/**
 * Columns outside: the pieces of a column tile are loaded before its first row tile and multiplied with every row tile; the last one frees their slots. Left
 * operands come once for each column tile; the pieces of the next one are loaded behind the last row tile, or earlier where left operands stay on the chip.
 */
function columnTiles(at: CostContext, op: LinearOp, task: Task, mode: ArrayMode, shapes: TileShapes, behind: Behind | null): Step[] {
  const core = at.tiled.coreCyclesPerSecond;
  const { columns, loadedColumns } = shapes.rowTiles[0]!;
  const count = Math.ceil(columns / mode.tileColumns);
  const whole = (count - 1) * mode.tileColumns;
  const storeTicks = (tiles: RowTiles, of: number): number => ticksOf((core * seconds(tiles.outputBytes, mode.streams.output) * of) / tiles.columns);
  const column = (of: number, loaded: number): Step[] => {
    const pieces = (tiles: RowTiles): TilePieces => piecesOf(at, op, task, mode, shapes, tiles, of, loaded);
    const rowSteps = (tiles: RowTiles, first: boolean, last: boolean): Step[] => {
      const { equal, one, last: end } = pieces(tiles);
      const stored = storeTicks(tiles, of);
      const takesOutput = behind !== null || stored > 0;
      const leftTicks = ticksOf(core * seconds(tiles.inputBytes, mode.streams.input));
      const use = (ticks: Piece, final: boolean): Instruction => instruction('multiply', array, ticks.multiply,
        [...(first ? [piece] : []), ...(final && takesOutput ? [outputFree] : [])], [...(last ? [slot] : []), ...(final && takesOutput ? [product] : [])]);
      return [
        ...(leftTicks > 0 ? [instruction('load left operand', load, leftTicks, [leftFree], [left], memory), instruction('take left operand', array, 0, [left], [])] : []),
        loop(equal, [use(one, false)]), use(end, true),
        ...outputSteps(tiles, behind, of, stored, 1),
        ...(leftTicks > 0 ? [instruction('free left operand', array, 0, [], [leftFree])] : []),
      ];
    };
    const first = shapes.rowTiles[0]!;
    const last = shapes.rowTiles[shapes.rowTiles.length - 1]!;
    const { equal, one, last: end } = pieces(first);
    const shared = sharesMemory(mode, first);
    const between = shapes.rowTiles.map((tiles) => ({ tiles, count: tiles.count - (tiles === first ? 1 : 0) - (tiles === last ? 1 : 0) }));
    return [
      loop(equal, loadPiece(one.load, shared)), ...loadPiece(end.load, shared),
      ...rowSteps(first, true, false),
      ...between.map((run) => loop(run.count, rowSteps(run.tiles, false, false))),
      ...rowSteps(last, false, true),
    ];
  };
  return [loop(count - 1, column(mode.tileColumns, mode.tileColumns)), ...column(columns - whole, loadedColumns - whole)];
}

/** A memory serves bursts, not pieces: where stores share it, a piece is loaded in so many parts, between which they get their turn. */
const turns = 16;

function loadPiece(ticks: number, sharesMemory: boolean): Step[] {
  if (!sharesMemory) return [instruction('load piece', load, ticks, [slot], [piece])];
  const part = Math.floor(ticks / turns);
  return [
    instruction('load piece', load, ticks - (turns - 1) * part, [slot], [], memory), loop(turns - 2, [instruction('load piece', load, part, [], [], memory)]),
    instruction('load piece', load, part, [], [piece], memory),
  ];
}

/** What happens to an output: elementwise work with its second operand, and the store; `sharers` left operands have one each. */
function outputSteps(tiles: RowTiles, behind: Behind | null, columns: number, storeTicks: number, sharers: number): Step[] {
  if (behind === null && storeTicks === 0) return [];
  const operandTicks = behind?.operandTicks(tiles, columns) ?? 0;
  const steps: Step[] = operandTicks > 0 ? [instruction('load second operand', load, operandTicks, [operandFree], [operand], memory)] : [];
  const stored = storeTicks > 0;
  if (behind !== null) {
    const ticks = behind.ticks(tiles, columns);
    const waits = operandTicks > 0 ? [product, operand] : [product];
    const freed = operandTicks > 0 ? [operandFree] : [];
    const releases = stored ? [...freed, result] : [...freed, outputFree];
    if (sharers === 1) steps.push(instruction('elementwise', vector, ticks, waits, releases));
    else steps.push(instruction('elementwise', vector, ticks, waits, []), loop(sharers - 2, [instruction('elementwise', vector, ticks, [], [])]), instruction('elementwise', vector, ticks, [], releases));
  }
  if (stored) steps.push(instruction('store', store, storeTicks, [behind === null ? product : result], [outputFree], memory));
  return steps;
}

function behindOf(at: CostContext, task: Task, mode: ArrayMode, shapes: TileShapes, context: number): Behind | null {
  const { tiled, pass, scheme } = at;
  const { epilogues } = task;
  if (epilogues.length === 0) return null;
  const rowWise = (op: Op): boolean => op.kind === 'softmax' || op.kind === 'norm';
  const softmax = epilogues.find((op) => op.kind === 'softmax');
  const keyTiles = shapes.rowTiles.reduce((sum, tiles) => sum + tiles.count * tiles.columns, 0);
  const outputElements = (tiles: RowTiles, columns: number): number => (tiled.padTiles && softmax === undefined ? mode.tileRows * mode.tileColumns : tiles.rows * columns);
  const cyclesOf = (op: Op, tiles: RowTiles, columns: number): number => {
    const passes = tiled.vectorPasses(op.kind);
    if (!rowWise(op)) return passes * Math.ceil(outputElements(tiles, columns) / mode.epilogueLanes);
    workOf(op, task.group, task.format, scheme, pass, context, epilogueWork);
    const all = vectorCycles(passes, epilogueWork.vectorElements, vectorRows(op, pass, epilogueWork), tiled.rowLanes);
    return (all * (op.kind === 'softmax' ? columns : (columns * tiles.rows) / epilogueWork.m)) / (op.kind === 'softmax' ? keyTiles * shapes.operands * shapes.sharers : tiles.columns);
  };
  const tables = epilogues.reduce((sum, op) => sum + (op.kind === 'rope' ? 2 : op.kind === 'add' || op.kind === 'multiply' ? 1 : 0), 0);
  return {
    byRow: softmax !== undefined,
    ticks: (tiles, columns) => ticksOf(epilogues.reduce((sum, op) => sum + cyclesOf(op, tiles, columns), 0)),
    operandTicks: (tiles, columns) => ticksOf(tiled.coreCyclesPerSecond * seconds(tables * Math.max(tiled.leastOperandBytes, outputElements(tiles, columns) * (scheme.activations.bits / 8)), mode.streams.operands)),
  };
}

/** Ticks of the parameters of epilogues: gains of a fused norm. */
function parameterTicks(at: CostContext, task: Task, context: number): number {
  let bytes = 0;
  for (const op of task.epilogues) {
    workOf(op, task.group, task.format, at.scheme, at.pass, context, epilogueWork);
    bytes += epilogueWork.weightBytes;
  }
  return ticksOf((at.tiled.coreCyclesPerSecond * bytes) / at.tiled.parameterStream);
}
