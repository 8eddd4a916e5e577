import { computed, given, type Explained } from '../core/explained.js';
import type { ArrayMode, StreamName, TiledMachine } from '../model/architecture.js';
import { engineEdges, loadedAhead, type FeedTimes } from './fed-pipeline.js';
import type { Tiling } from './tiling.js';

/** Takes the explanation of one execution of a task: its op (index 0) or an epilogue. Absent in fast runs. */
export type CostTrace = (index: number, explained: Explained) => void;

/** The values that the pipeline formula of `analytic` was evaluated with. */
export interface PipelineValues {
  readonly tiled: TiledMachine;
  readonly mode: ArrayMode;
  readonly tiling: Tiling;
  /** On the buses of an engine; null where there are none. */
  readonly fed: FeedTimes | null;
  /** Of the op's weights; null where the cache is streamed. */
  readonly bitsPerWeight: number | null;
  /** Where the scheme is from. */
  readonly schemeSource: string;
  readonly biasBytes: number;
  readonly outputBytes: number;
  readonly operandSeconds: number;
  readonly vector: number;
  readonly lastVector: number;
  readonly latency: number;
}

const counted = 'counted from the op, its formats and the tile';
const tileRule = 'tile and buffer rule of the architecture';

/** Seconds of bytes on a stream; zero and a reason where it stays on the chip. */
function transfer(tiled: TiledMachine, mode: number, name: string, bytes: Explained, stream: StreamName, rate: number | null): Explained {
  if (rate === null) return given(name, 0, 's', 'stays on the chip');
  if (bytes.value === 0) return given(name, 0, 's', 'nothing to move');
  return computed(name, bytes.value / rate, 's', `${bytes.name} / bytes_per_second`, [bytes, tiled.explainRate(mode, stream, rate)]);
}

/** What the tiles of an op stream: weights at the bits of their format, or the cache. */
function streamedBytes(v: PipelineValues): Explained {
  const { tiling } = v;
  if (v.bitsPerWeight === null) return given('bytes', tiling.cacheBytes, 'B', 'KV cache, with reloads and tile padding');
  return computed('bytes', tiling.weightBytes, 'B', 'streamed_weights * bits_per_weight / 8', [
    given('streamed_weights', (tiling.weightBytes * 8) / v.bitsPerWeight, 'weights', v.mode.order === 'columns-outer' ? 'weights of the op, each loaded once, and tile padding' : 'weights of the op, with reloads for each row tile and tile padding'),
    given('bits_per_weight', v.bitsPerWeight, 'bit', `values, scales, zero points and indices of the scheme: ${v.schemeSource}`),
  ]);
}

function arrayCycles({ tiled, mode, tiling }: PipelineValues): Explained {
  if (!tiled.padTiles) return given('cycles', tiling.cycles, 'cycles', `${tiling.tiles} tiles on the ${mode.unit}, edge tiles at their own size: tileCycles of the family`);
  return computed('cycles', tiling.cycles, 'cycles', 'tiles * tile_cycles', [
    given('tiles', tiling.tiles, 'tiles', `tiles of ${mode.tileRows} x ${mode.tileColumns} on the ${mode.unit}, edge tiles whole`),
    given('tile_cycles', tiling.cycles / tiling.tiles, 'cycles', 'tileCycles of the family for the whole reduction'),
  ]);
}

/** The pipeline formula with every value it was given. */
export function tracePipeline(v: PipelineValues): Explained {
  const { tiled, mode, tiling } = v;
  const { streams } = mode;
  const isLinear = v.bitsPerWeight !== null;
  const main: StreamName = isLinear ? 'weights' : 'kvCache';
  const bytes = (name: string, value: number): Explained => given(name, value, 'B', counted);
  const loadWait = tiling.loadWaitCycles / tiled.coreCyclesPerSecond;
  const streamed = computed('streamed', (tiling.weightBytes + tiling.cacheBytes) / streams[main] + v.operandSeconds + loadWait, 's', 'bytes / bytes_per_second + operands + slot_waits', [
    streamedBytes(v),
    tiled.explainRate(tiling.mode, main, streams[main]),
    given('operands', v.operandSeconds, 's', 'second operands of fused elementwise work'),
    given('slot_waits', loadWait, 's', 'waits of the loader at the end of a tile until a slot of the buffer is free'),
  ]);
  const array = computed('array', (tiling.cycles + tiling.waitCycles) / tiled.coreCyclesPerSecond, 's', '(cycles + wait_cycles) / core_cycles_per_second', [
    arrayCycles(v),
    given('wait_cycles', tiling.waitCycles, 'cycles', 'waits between tiles for the buffer'),
    tiled.explainClock(),
  ]);
  if (v.fed !== null) return traceFed(v, v.fed, array, streamed);
  return computed('execution', v.latency, 's', 'input + bias + first_piece + max(array, streamed - first_piece, vector - last_vector) + fill_and_barrier + store', [
    transfer(tiled, tiling.mode, 'input', bytes('bytes', tiling.inputBytes), 'input', streams.input),
    transfer(tiled, tiling.mode, 'bias', bytes('bytes', v.biasBytes), 'parameters', tiled.parameterStream),
    transfer(tiled, tiling.mode, 'first_piece', bytes('piece_bytes', tiling.firstPieceBytes), main, streams[main]),
    array,
    streamed,
    given('vector', v.vector, 's', 'elementwise work of its epilogues on all tiles'),
    given('last_vector', v.lastVector, 's', 'the part of it behind the last tile, counted as the epilogues\' own time'),
    computed('fill_and_barrier', (mode.fillCycles + tiled.barrierCycles) / tiled.coreCyclesPerSecond, 's', '(fill_cycles + barrier_cycles) / core_cycles_per_second', [
      given('fill_cycles', mode.fillCycles, 'cycles', 'fillCycles of the family: from the first operand to the first result'), given('barrier_cycles', tiled.barrierCycles, 'cycles', tileRule), tiled.explainClock(),
    ]),
    transfer(tiled, tiling.mode, 'store', bytes('bytes', v.outputBytes), 'output', streams.output),
  ]);
}

/** The same behind the buses of an engine. */
function traceFed(v: PipelineValues, fed: FeedTimes, array: Explained, streamed: Explained): Explained {
  const { tiled, mode, tiling } = v;
  const { streams } = mode;
  const counts = (name: string, value: number): Explained => given(name, value, 'B', counted);
  const bus = (name: 'activations' | 'results', value: number, bytes: number): Explained => {
    const rate = tiled.feed?.[name] ?? null;
    return rate === null || tiled.explainFeed === undefined ? given(name, 0, 's', 'nothing waits for a bus')
      : computed(name, value, 's', 'bytes / bytes_per_second', [counts('bytes', bytes), { ...tiled.explainFeed(name, rate), name: 'bytes_per_second' }]);
  };
  const main: StreamName = v.bitsPerWeight === null ? 'kvCache' : 'weights';
  return computed('execution', v.latency, 's',
    'max(input + bias, activations / rounds) + max(steady, (steady + (rounds - 1) * max(activations, results)) / rounds) + fill_edges_and_barrier + max(store, results / rounds)', [
      transfer(tiled, tiling.mode, 'input', counts('bytes', tiling.inputBytes), 'input', streams.input),
      transfer(tiled, tiling.mode, 'bias', counts('bytes', v.biasBytes), 'parameters', tiled.parameterStream),
      bus('activations', fed.activations, tiling.inputBytes),
      given('rounds', tiling.rounds, 'rounds', 'times that left operands are taken and results leave: tiles of rows'),
      computed('steady', Math.max(array.value, streamed.value - loadedAhead(fed, tiling.firstPieceBytes / streams[main], mode), v.vector - v.lastVector), 's', 'max(array, streamed - ahead, vector - last_vector)', [
        array, streamed,
        given('ahead', loadedAhead(fed, tiling.firstPieceBytes / streams[main], mode), 's', 'of weights or cache, while the first activations come: as the buffer takes them'),
        given('vector', v.vector, 's', 'elementwise work of its epilogues on all tiles'),
        given('last_vector', v.lastVector, 's', 'the part of it behind the last tile, counted as the epilogues\' own time'),
      ]),
      computed('fill_edges_and_barrier', (mode.fillCycles + tiled.barrierCycles + engineEdges) / tiled.coreCyclesPerSecond, 's', '(fill_cycles + barrier_cycles + engine_edges) / core_cycles_per_second', [
        given('fill_cycles', mode.fillCycles, 'cycles', 'fillCycles of the family: from the first operand to the first result'), given('barrier_cycles', tiled.barrierCycles, 'cycles', tileRule),
        given('engine_edges', engineEdges, 'cycles', 'control and buffers of an engine'), tiled.explainClock(),
      ]),
      transfer(tiled, tiling.mode, 'store', counts('bytes', v.outputBytes), 'output', streams.output),
      bus('results', fed.results, v.outputBytes),
    ]);
}

/** Elementwise work behind the array: the part of the last tile. */
export function traceVector(tiled: TiledMachine, passes: number, elements: number, rows: number, lanes: number, parts: number, latency: number): Explained {
  return computed('execution', latency, 's', 'passes * rows * ceil(elements / rows / lanes) / core_cycles_per_second / parts', [
    ...vectorInputs(tiled, passes, elements, rows, lanes),
    given('parts', parts, 'tiles', 'tiles behind which it is hidden but for the last'),
  ]);
}

function vectorInputs(tiled: TiledMachine, passes: number, elements: number, rows: number, lanes: number): Explained[] {
  return [
    given('passes', passes, 'passes', 'times that the vector unit goes over the data'),
    given('elements', elements, 'elements', counted),
    given('rows', rows, 'rows', 'rows that are worked on one by one'),
    given('lanes', lanes, 'elements/cycle', 'lanes of the vector unit'),
    tiled.explainClock(),
  ];
}

/** Work outside the array: one thing after the other. */
export function traceSerial(tiled: TiledMachine, load: number, store: number, passes: number, elements: number, rows: number, latency: number): Explained {
  return computed('execution', latency, 's', 'load + store + vector + barrier', [
    given('load', load, 's', 'rows, parameters or the cache it copies'),
    given('store', store, 's', 'rows, or new keys and values'),
    computed('vector', (passes * rows * Math.ceil(elements / rows / tiled.rowLanes)) / tiled.coreCyclesPerSecond, 's', 'passes * rows * ceil(elements / rows / lanes) / core_cycles_per_second', vectorInputs(tiled, passes, elements, rows, tiled.rowLanes)),
    computed('barrier', tiled.barrierCycles / tiled.coreCyclesPerSecond, 's', 'barrier_cycles / core_cycles_per_second', [given('barrier_cycles', tiled.barrierCycles, 'cycles', tileRule), tiled.explainClock()]),
  ]);
}
