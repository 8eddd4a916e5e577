import type { TiledMachine } from '../model/architecture.js';
import type { Op } from '../model/op-graph.js';
import { bitsPerWeight } from '../model/quantization.js';
import type { Pass } from '../model/scenario.js';
import type { Cost } from './cost.js';
import { engineEdges, fedBody, feedTimes, loadedAhead, memorySeconds, slowerBus } from './fed-pipeline.js';
import type { CostContext, Task } from './task.js';
import { tilingOn, type Tiling } from './tiling.js';
import { tracePipeline, traceSerial, traceVector, type CostTrace } from './trace.js';
import { activationBytesOf } from './traffic.js';
import { biasBytesOf, emptyWork, workOf, type Work } from './work.js';

const work: Work = emptyWork();

/**
 * Closed form of the tiled, double-buffered pipeline for one task in `times` equal passes over `context` tokens, on mode `mode` of the array.
 * It is added to `costs`: to `costs[0]` for the op, to `costs[i + 1]` for its i-th epilogue. Returns what binds the body of the pipeline.
 */
export function addAnalyticCost(at: CostContext, task: Task, mode: number, context: number, times: number, costs: readonly Cost[], trace?: CostTrace): Binding {
  const { op, epilogues } = task;
  const main = costs[0]!;
  addWorkOf(at, task, op, context, times, main);
  if (op.kind === 'linear' || op.kind === 'scores' || op.kind === 'values') {
    return addPipeline(at, task, tilingOn(at, op, task, mode, context, work), context, times, costs, trace);
  }
  addSerial(at, op, context, times, main, trace);
  const elements = work.vectorElements;
  for (let i = 0; i < epilogues.length; i++) {
    addWorkOf(at, task, epilogues[i]!, context, times, costs[i + 1]!);
    addVector(at.tiled, epilogues[i]!, elements, 1, at.tiled.rowLanes, 1, times, costs[i + 1]!, i + 1, trace);
  }
  return 'memory';
}

type Part = 'compute' | 'memory' | 'vector';

/** What the body of a pipeline waits for; where the buses of an engine are slower than that, the slowest of them behind it. */
export type Binding = Part | `${Part} behind ${'activations' | 'results'}`;

/** Fills `work` and adds the counts that do not depend on the machine. */
function addWorkOf(at: CostContext, task: Task, op: Op, context: number, times: number, cost: Cost): void {
  workOf(op, task.group, task.format, at.scheme, at.pass, context, work);
  cost.macs += times * work.macs;
  cost.vectorElements += times * work.vectorElements;
  cost.weightBytes += times * work.weightBytes;
  cost.activationBytes += times * activationBytesOf(work);
  cost.kvCacheBytes += times * (work.kvReadBytes + work.kvWriteBytes);
  cost.m = work.m; cost.n = work.n; cost.k = work.k;
}

/**
 * T = preload + first piece + max(array, streamed - first piece, vector - last tile) + fill + barrier + store, and the epilogues' last tile.
 *
 * preload: left operands and biases, which nothing hides; streamed: weights or cache with the epilogues' second operands;
 * array: cycles of all tiles and the waits between them; fill: from the first operand to the first result, once; vector: elementwise work
 * on all tiles.
 *
 * Behind the buses of an engine (`fed-pipeline.ts`) the array begins with the first operands of a piece, and what comes and leaves from round to round overlaps:
 *
 *   T = max(preload, first activations) + max(steady, rounds of the buses) + fill + edges of the engine + barrier + max(store, last results)
 *
 * with steady = max(array, streamed - what came with the first activations, vector - last tile).
 */
function addPipeline(at: CostContext, task: Task, tiling: Tiling, context: number, times: number, costs: readonly Cost[], trace?: CostTrace): Binding {
  const { tiled, pass } = at;
  const { op, epilogues } = task;
  const main = costs[0]!;
  const mode = tiled.modes[tiling.mode]!;
  const { streams, copies = 1 } = mode;
  const biasBytes = op.kind === 'linear' ? biasBytesOf(op) : 0;
  const outputBytes = op.kind === 'scores' ? (at.machine.fusesAttention ? 0 : work.scoreBytes) : work.outputBytes;
  const preload = seconds(tiling.inputBytes, streams.input) + biasBytes / tiled.parameterStream;
  const firstPiece = tiling.firstPieceBytes / (op.kind === 'linear' ? streams.weights : streams.kvCache);
  const ownStream = tiling.weightBytes / streams.weights + tiling.cacheBytes / streams.kvCache;
  const store = seconds(outputBytes, streams.output);

  let operands = 0;
  let vector = 0;
  let lastVector = 0;
  for (let i = 0; i < epilogues.length; i++) {
    const epilogue = epilogues[i]!;
    const cost = costs[i + 1]!;
    addWorkOf(at, task, epilogue, context, times, cost);
    const rowWise = epilogue.kind === 'softmax' || epilogue.kind === 'norm';
    const rows = rowWise ? vectorRows(epilogue, pass, work) : 1;
    const parts = epilogue.kind === 'softmax' ? pass.batch * epilogue.heads * Math.ceil(pass.queryTokens / mode.tileRows) : tiling.tiles;
    const busy = addVector(tiled, epilogue, rowWise ? work.vectorElements : tiling.outputElements, rows, rowWise ? tiled.rowLanes : mode.epilogueLanes, parts, times, cost, i + 1, trace);
    operands += addOperands(at, epilogue, tiling, streams.operands, times, cost);
    vector += busy;
    lastVector += busy / parts;
  }

  const fed = tiled.feed === undefined ? null : feedTimes(tiled.feed, tiling, outputBytes);
  const array = (tiling.cycles + tiling.waitCycles) / tiled.coreCyclesPerSecond;
  const hiddenLoad = ownStream + operands + tiling.loadWaitCycles / tiled.coreCyclesPerSecond - (fed === null ? firstPiece : loadedAhead(fed, firstPiece, mode));
  const steady = Math.max(array, hiddenLoad, vector - lastVector);
  const body = fed === null ? steady : fedBody(steady, tiling.rounds, fed);
  const overhead = (mode.fillCycles + tiled.barrierCycles + (fed === null ? 0 : engineEdges)) / tiled.coreCyclesPerSecond;
  const memory = fed === null ? preload + firstPiece + store : Math.max(preload, fed.first) + Math.max(store, fed.last);
  const latency = memory + body + overhead;
  const part: Part = steady === array ? 'compute' : steady === hiddenLoad ? 'memory' : 'vector';
  const binding: Binding = fed === null || body === steady ? part : `${part} behind ${slowerBus(fed)}`;
  main.latency += times * latency;
  main.overhead += times * overhead;
  main.memory += times * memory;
  main[binding === part ? part : 'memory'] += times * body;
  if (tiling.mode === 0) main.busyArray0 += (times * tiling.cycles) / tiled.coreCyclesPerSecond;
  else main.busyArray1 += (times * tiling.cycles) / tiled.coreCyclesPerSecond;
  main.busyLoad += times * (preload + (tiled.feed === undefined ? ownStream : memorySeconds(tiled.feed, mode, tiling)));
  main.busyStore += times * store;
  main.dramBytes += times * ((tiling.weightBytes + tiling.cacheBytes) * copies + biasBytes + (streams.input === null ? 0 : tiling.inputBytes) + (streams.output === null ? 0 : outputBytes));
  if (fed !== null) {
    const unfed = preload + firstPiece + Math.max(array, hiddenLoad + loadedAhead(fed, firstPiece, mode) - firstPiece, vector - lastVector) + overhead - engineEdges / tiled.coreCyclesPerSecond + store;
    main.busyFeed += times * Math.max(fed.weights, fed.activations, fed.results);
    main.addedByFeed += times * (latency - unfed);
  }
  if (trace !== undefined) trace(0, tracePipeline({ tiled, mode, tiling, fed, bitsPerWeight: op.kind === 'linear' ? bitsPerWeight(task.format) : null, schemeSource: `${at.scheme.name}, ${at.scheme.source}`, biasBytes, outputBytes, operandSeconds: operands, vector, lastVector, latency }));
  return binding;
}

/** Rows of row-wise work: tokens, and for softmax each head of them. */
export function vectorRows(op: Op, pass: Pass, of: Work): number {
  return op.kind === 'softmax' ? pass.batch * op.heads * pass.queryTokens : of.m;
}

/** Cycles of the vector unit, row by row. */
export function vectorCycles(passes: number, elements: number, rows: number, lanes: number): number {
  return passes * rows * Math.ceil(elements / rows / lanes);
}

/** Adds vector work in `parts` equal parts behind the array, of which the last is exposed. Returns its busy seconds in one pass. */
function addVector(tiled: TiledMachine, op: Op, elements: number, rows: number, lanes: number, parts: number, times: number, cost: Cost, index: number, trace?: CostTrace): number {
  const passes = tiled.vectorPasses(op.kind);
  const busy = vectorCycles(passes, elements, rows, lanes) / tiled.coreCyclesPerSecond;
  const exposed = busy / parts;
  cost.busyVector += times * busy;
  cost.vector += times * exposed;
  cost.latency += times * exposed;
  if (trace !== undefined) trace(index, traceVector(tiled, passes, elements, rows, lanes, parts, exposed));
  return busy;
}

/**
 * Adds the second operands of an epilogue: one table (residual, gate) or two (sine and cosine), at least `leastOperandBytes` a tile, and its
 * own parameters. Returns their seconds in one pass.
 */
function addOperands(at: CostContext, op: Op, tiling: Tiling, stream: number | null, times: number, cost: Cost): number {
  const { tiled } = at;
  let bytes = work.weightBytes;
  let time = bytes / tiled.parameterStream;
  const tables = op.kind === 'rope' ? 2 : op.kind === 'add' || op.kind === 'multiply' ? 1 : 0;
  if (tables > 0 && stream !== null) {
    const tileBytes = (tiling.outputElements / tiling.tiles) * (at.scheme.activations.bits / 8);
    const operandBytes = tables * tiling.tiles * Math.max(tiled.leastOperandBytes, tileBytes);
    bytes += operandBytes;
    time += operandBytes / stream;
  }
  cost.dramBytes += times * bytes;
  cost.busyLoad += times * time;
  return time;
}

/** Ops outside the array (norms, look-ups, cache appends): load, vector work, store and barrier, one after the other. */
function addSerial(at: CostContext, op: Op, context: number, times: number, cost: Cost, trace?: CostTrace): void {
  const { tiled, pass } = at;
  const parameters = op.kind === 'embedding' ? work.inputBytes : work.weightBytes;
  let load = parameters / tiled.parameterStream;
  let store = seconds(work.outputBytes, tiled.vectorStream);
  let bytes = parameters + (tiled.vectorStream === null ? 0 : work.outputBytes);
  if (op.kind === 'cache-append') {
    const copied = tiled.concatenatesCache && op.recurrent !== true ? (pass.batch * op.width * (context - pass.queryTokens) * at.scheme.kvCache.bits) / 8 : 0;
    load += (copied + work.kvReadBytes) / tiled.appendStream;
    store += work.kvWriteBytes / tiled.appendStream;
    bytes += copied + work.kvReadBytes + work.kvWriteBytes;
  } else if (op.kind !== 'embedding' && tiled.vectorStream !== null) {
    load += (work.inputBytes + work.operandBytes) / tiled.vectorStream;
    bytes += work.inputBytes + work.operandBytes;
  }
  const passes = tiled.vectorPasses(op.kind);
  const rows = op.kind === 'norm' || op.kind === 'softmax' ? vectorRows(op, pass, work) : 1;
  const vector = vectorCycles(passes, work.vectorElements, rows, tiled.rowLanes) / tiled.coreCyclesPerSecond;
  const overhead = tiled.barrierCycles / tiled.coreCyclesPerSecond;
  const latency = load + store + vector + overhead;
  cost.latency += times * latency;
  cost.memory += times * (load + store);
  cost.vector += times * vector;
  cost.overhead += times * overhead;
  cost.busyLoad += times * load;
  cost.busyStore += times * store;
  cost.busyVector += times * vector;
  cost.dramBytes += times * bytes;
  if (trace !== undefined) trace(0, traceSerial(tiled, load, store, passes, work.vectorElements, rows, latency));
}

/** Seconds for the bytes on a stream; on the chip they take none. */
export function seconds(bytes: number, stream: number | null): number {
  return stream === null ? 0 : bytes / stream;
}
