import type { Architecture, ArrayMode, TiledMachine } from '../model/architecture.js';
import type { DataType } from '../model/datatype.js';
import type { AttentionOp, LinearOp } from '../model/op-graph.js';
import { bitsPerWeight, type QuantizationScheme } from '../model/quantization.js';
import type { Pass } from '../model/scenario.js';
import { touchedColumns } from './mask.js';
import { piecesOn } from './pieces.js';
import type { CostContext, Task } from './task.js';
import type { Work } from './work.js';

/** Matrix work of one task on one mode of the array: array cycles, and the bytes that its tiles load. A scratch record. */
export interface Tiling {
  /** Index of the mode. */
  mode: number;
  tiles: number;
  /** Times that left operands are taken and results leave: row tiles, with columns outside all tiles. */
  rounds: number;
  /** Array cycles of all tiles. */
  cycles: number;
  /** Cycles that the array waits between tiles for a buffer that is too small, and those that the loader waits for a free slot of it. */
  waitCycles: number;
  loadWaitCycles: number;
  /** Bytes from the weight stream and from the cache stream, tile padding and reloading included. */
  weightBytes: number;
  cacheBytes: number;
  /** The first piece of them, which nothing hides. */
  firstPieceBytes: number;
  /** Left operands, loaded before the first tile. */
  inputBytes: number;
  /** Output elements of all tiles, padding included: what elementwise epilogues go over. */
  outputElements: number;
}

export function emptyTiling(): Tiling {
  return { mode: 0, tiles: 0, rounds: 0, cycles: 0, waitCycles: 0, loadWaitCycles: 0, weightBytes: 0, cacheBytes: 0, firstPieceBytes: 0, inputBytes: 0, outputElements: 0 };
}

const scratch = emptyTiling();

/** Of the modes that take its right operand, the one that takes least for this op, its array (waits included) and its streams at work side by side; of equals the first. An O(1) rule. */
export function chooseMode(at: CostContext, op: LinearOp | AttentionOp, task: Task, context: number, work: Work): number {
  let best = 0;
  let least = Infinity;
  const operand = op.kind === 'linear' ? 'weights' : 'cache';
  for (let i = 0; i < at.tiled.modes.length; i++) {
    const { takes } = at.tiled.modes[i]!;
    if (takes !== undefined && takes !== operand) continue;
    const { cycles, waitCycles, weightBytes, cacheBytes } = tilingOn(at, op, task, i, context, work);
    const { weights, kvCache } = at.tiled.modes[i]!.streams;
    const taken = Math.max(cycles + waitCycles, (weightBytes / weights + cacheBytes / kvCache) * at.tiled.coreCyclesPerSecond);
    if (taken >= least) continue;
    least = taken;
    best = i;
  }
  return best;
}

/** The tiling of matrix work on a mode. The record is reused by the next call. */
export function tilingOn(at: CostContext, op: LinearOp | AttentionOp, task: Task, mode: number, context: number, work: Work): Tiling {
  scratch.mode = mode;
  if (op.kind === 'linear') tileLinear(at.machine, at.tiled, at.tiled.modes[mode]!, op, task, at.scheme, work, scratch);
  else if (op.kind === 'scores') tileScores(at.tiled, at.tiled.modes[mode]!, op, at.scheme, at.pass, context, work, scratch);
  else tileValues(at.machine, at.tiled, at.tiled.modes[mode]!, op, at.scheme, at.pass, context, work, scratch);
  return scratch;
}

/** Weights stream through once for every row tile: bytes = row tiles x columns x bits a column. With columns outside they stream once, and left operands once for every column tile. */
function tileLinear(machine: Architecture, tiled: TiledMachine, mode: ArrayMode, op: LinearOp, task: Task, scheme: QuantizationScheme, work: Work, out: Tiling): void {
  const rows = work.m;
  const k = op.inFeatures;
  const density = machine.executedDensity(task.format);
  const rowTiles = Math.ceil(rows / mode.tileRows);
  const columnTiles = Math.ceil(op.outFeatures / mode.tileColumns);
  const columns = tiled.padTiles ? columnTiles * mode.tileColumns : op.outFeatures;
  const paddedRows = tiled.padTiles ? rowTiles * mode.tileRows : rows;
  const bytesPerColumn = (k * bitsPerWeight(task.format)) / 8;
  const pieces = piecesOn(tiled, k, mode.pieceReduction);
  const keepsWeights = mode.order === 'columns-outer' && rowTiles > 1;
  out.tiles = rowTiles * columnTiles;
  out.rounds = keepsWeights ? out.tiles : rowTiles;
  out.firstPieceBytes = Math.min(mode.tileColumns, columns) * bytesPerColumn * (pieces.size / k);
  out.cycles = gridCycles(tiled, mode, rows, op.outFeatures, k, density, task.format.type);
  const pieceLoadCycles = (out.firstPieceBytes / mode.streams.weights) * tiled.coreCyclesPerSecond;
  if (keepsWeights) {
    const columnBytes = Math.min(mode.tileColumns, columns) * bytesPerColumn;
    setColumnWaits(mode, pieces.count, columnTiles, pieceLoadCycles, (columnBytes / mode.streams.weights) * tiled.coreCyclesPerSecond, out);
    // Left operands from the memory come behind all pieces of the column tile.
    if (mode.streams.input !== null) out.firstPieceBytes = columnBytes;
  } else setWaits(tiled, mode, k, pieceLoadCycles, out);
  out.weightBytes = (keepsWeights ? 1 : rowTiles) * columns * bytesPerColumn;
  out.cacheBytes = 0;
  out.inputBytes = (keepsWeights ? columnTiles : 1) * paddedRows * k * (scheme.activations.bits / 8);
  out.outputElements = paddedRows * columns;
}

/** Q K^T: for every query head and row tile, the columns are the keys that the tile touches. */
function tileScores(tiled: TiledMachine, mode: ArrayMode, op: AttentionOp, scheme: QuantizationScheme, pass: Pass, context: number, work: Work, out: Tiling): void {
  const rowTiles = Math.ceil(pass.queryTokens / mode.tileRows);
  const keys = keysPerTile(false, mode, op, pass, context, work, rowTiles);
  const columnTiles = Math.ceil(keys / mode.tileColumns);
  const loaded = tiled.padTiles && columnTiles > 1 ? columnTiles * mode.tileColumns : keys;
  const keyBytes = op.headDim * (scheme.kvCache.bits / 8);
  const heads = pass.batch * op.heads * rowTiles;
  out.tiles = heads * columnTiles;
  out.rounds = heads;
  out.cycles = heads * gridCycles(tiled, mode, Math.min(pass.queryTokens, mode.tileRows), keys, op.headDim, 1, scheme.kvCache);
  out.waitCycles = 0;
  out.loadWaitCycles = 0;
  out.weightBytes = 0;
  out.cacheBytes = pass.batch * op.kvHeads * rowTiles * loaded * keyBytes;
  out.firstPieceBytes = Math.min(mode.tileColumns, loaded) * keyBytes;
  out.inputBytes = work.inputBytes;
  out.outputElements = work.scoreBytes / (scheme.activations.bits / 8);
}

/** P V: the touched keys are the reduction, one head's dimensions the columns. */
function tileValues({ fusesAttention }: Architecture, tiled: TiledMachine, mode: ArrayMode, op: AttentionOp, scheme: QuantizationScheme, pass: Pass, context: number, work: Work, out: Tiling): void {
  const rowTiles = Math.ceil(pass.queryTokens / mode.tileRows);
  const keys = keysPerTile(tiled.valuesIgnoreMask, mode, op, pass, context, work, rowTiles);
  const cacheByte = scheme.kvCache.bits / 8;
  const heads = pass.batch * op.heads * rowTiles;
  out.tiles = heads * Math.ceil(op.headDim / mode.tileColumns);
  out.rounds = heads;
  out.cycles = heads * gridCycles(tiled, mode, Math.min(pass.queryTokens, mode.tileRows), op.headDim, keys, 1, scheme.kvCache);
  out.waitCycles = 0;
  out.loadWaitCycles = 0;
  out.weightBytes = 0;
  out.cacheBytes = pass.batch * op.kvHeads * rowTiles * keys * op.headDim * cacheByte;
  out.firstPieceBytes = Math.min(keys, piecesOn(tiled, Math.ceil(keys), mode.pieceReduction).size) * Math.min(op.headDim, mode.tileColumns) * cacheByte;
  out.inputBytes = fusesAttention ? 0 : work.scoreBytes;
  out.outputElements = work.outputBytes / (scheme.activations.bits / 8);
}

/** Mean keys that a row tile of one head works on. */
function keysPerTile(wholeRectangle: boolean, mode: ArrayMode, op: AttentionOp, pass: Pass, context: number, work: Work, rowTiles: number): number {
  if (pass.queryTokens === 1) return op.kind === 'scores' ? work.n : work.k;
  return wholeRectangle ? context : touchedColumns(op.mask, pass.queryTokens, context, mode.tileRows) / rowTiles;
}

/** Array cycles of rows x columns x reduction cut into tiles; edge tiles are computed whole where the machine pads. */
function gridCycles(tiled: TiledMachine, mode: ArrayMode, rows: number, columns: number, reduction: number, density: number, operand: DataType): number {
  const rowTiles = Math.ceil(rows / mode.tileRows);
  const columnTiles = Math.ceil(columns / mode.tileColumns);
  const whole = mode.tileCycles(mode.tileRows, mode.tileColumns, reduction, density, operand);
  if (tiled.padTiles) return rowTiles * columnTiles * whole;
  const lastRows = rows - (rowTiles - 1) * mode.tileRows;
  const lastColumns = columns - (columnTiles - 1) * mode.tileColumns;
  return (rowTiles - 1) * (columnTiles - 1) * whole
    + (rowTiles - 1) * mode.tileCycles(mode.tileRows, lastColumns, reduction, density, operand)
    + (columnTiles - 1) * mode.tileCycles(lastRows, mode.tileColumns, reduction, density, operand)
    + mode.tileCycles(lastRows, lastColumns, reduction, density, operand);
}

/**
 * Waits at the end of each tile, where the last piece of a reduction is smaller than the others. Of a buffer with `slots` slots, the next tile's first piece
 * loads while the last slots - 1 pieces are computed: what it takes longer, the array waits. The slot that it loads into is free when the piece `slots` before
 * it is computed: what that takes longer than the pieces between take to load, the loader waits.
 */
function setWaits(tiled: TiledMachine, mode: ArrayMode, reduction: number, pieceLoadCycles: number, out: Tiling): void {
  const { count, size, remainder } = piecesOn(tiled, reduction, mode.pieceReduction);
  out.waitCycles = 0;
  out.loadWaitCycles = 0;
  if (count < mode.slots) return;
  const last = remainder > 0 ? remainder : size;
  const between = last + (mode.slots - 2) * size;
  const cyclesOf = (length: number): number => (out.cycles / out.tiles) * (length / reduction);
  out.waitCycles = out.tiles * Math.max(0, pieceLoadCycles - cyclesOf(between));
  out.loadWaitCycles = out.tiles * Math.max(0, cyclesOf(size) - (pieceLoadCycles * between) / size);
}

/**
 * Waits between column tiles whose weights are kept: a slot is free when the last row tile has used its piece. Of S slots and c pieces, which take L cycles each to
 * load (W in all, the last piece may be shorter) and C for a row tile, e = min(S - c, c) pieces of the next column tile are loaded ahead. The others follow the products
 * of the last row tile, and the array waits
 *
 *   max(0, L - (S - 1) C, W - e L - 2 (c - 1) C)                       none where S >= 2 c
 *
 * Where left operands stream too, their loads come in between, and weights are loaded behind the last row tile alone:
 *
 *   max(0, W - c C, C + W - e L - c C, (c - e) C + L - c C)            the last two where e < c
 */
function setColumnWaits({ slots, streams }: ArrayMode, pieces: number, columnTiles: number, load: number, wholeLoad: number, out: Tiling): void {
  const compute = out.cycles / out.tiles / pieces;
  const ahead = Math.min(slots - pieces, pieces);
  const behind = pieces - ahead;
  const rest = behind === 0 ? 0 : streams.input === null
    ? Math.max(load - (slots - 1) * compute, wholeLoad - ahead * load - 2 * (pieces - 1) * compute)
    : Math.max(compute + wholeLoad - ahead * load, behind * compute + load) - pieces * compute;
  const whole = streams.input === null ? 0 : wholeLoad - pieces * compute;
  out.waitCycles = (columnTiles - 1) * Math.max(0, whole, rest);
  out.loadWaitCycles = 0;
}

/** True where the weights of a column tile of that reduction can be kept: all its pieces lie in the buffer at once. */
export function keepsColumnTile(tiled: TiledMachine, { slots, pieceReduction }: ArrayMode, reduction: number): boolean {
  return piecesOn(tiled, reduction, pieceReduction).count <= slots;
}
