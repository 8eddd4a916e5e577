import { computed, given, type Explained } from '../core/explained.js';
import type { ArrayMode, TiledMachine } from '../model/architecture.js';
import type { Tiling } from './tiling.js';

/** Takes the explanation of one execution of a task: its op (index 0) or an epilogue. Absent in fast runs. */
export type CostTrace = (index: number, explained: Explained) => void;

/** The values that the pipeline formula of `analytic` was evaluated with. */
export interface PipelineValues {
  readonly tiled: TiledMachine;
  readonly mode: ArrayMode;
  readonly tiling: Tiling;
  readonly isLinear: boolean;
  readonly biasBytes: number;
  readonly outputBytes: number;
  readonly operandSeconds: number;
  readonly vector: number;
  readonly lastVector: number;
  readonly latency: number;
}

const counted = 'counted from the op, its formats and the tile';
const tileRule = 'tile and buffer rule of the architecture';

function rate(name: string, bytesPerSecond: number): Explained {
  return given(name, bytesPerSecond, 'B/s', 'channels x channel peak x efficiency of the stream, all cores');
}

function clock(tiled: TiledMachine): Explained {
  return given('core_cycles_per_second', tiled.coreCyclesPerSecond, '1/s', 'clock x cores x parallel efficiency');
}

/** Seconds of bytes on a stream; zero and a reason where it stays on the chip. */
function transfer(name: string, bytes: number, stream: number | null): Explained {
  if (stream === null) return given(name, 0, 's', 'stays on the chip');
  return computed(name, bytes / stream, 's', 'bytes / bytes_per_second', [given('bytes', bytes, 'B', counted), rate('bytes_per_second', stream)]);
}

/** The pipeline formula with every value it was given. */
export function tracePipeline(v: PipelineValues): Explained {
  const { tiled, mode, tiling } = v;
  const { streams } = mode;
  const main = v.isLinear ? streams.weights : streams.kvCache;
  const streamed = computed('streamed', (tiling.weightBytes + tiling.cacheBytes) / main + v.operandSeconds, 's', 'bytes / bytes_per_second + operands', [
    given('bytes', tiling.weightBytes + tiling.cacheBytes, 'B', v.isLinear ? 'weights with scales and indices, reloads and tile padding' : 'KV cache, reloads and tile padding'),
    rate('bytes_per_second', main),
    given('operands', v.operandSeconds, 's', 'second operands of fused elementwise work'),
  ]);
  const array = computed('array', (tiling.cycles + tiling.waitCycles) / tiled.coreCyclesPerSecond, 's', '(cycles + wait_cycles) / core_cycles_per_second', [
    given('cycles', tiling.cycles, 'cycles', `${tiling.tiles} tiles on the ${mode.unit}`),
    given('wait_cycles', tiling.waitCycles, 'cycles', 'waits between tiles for the buffer'),
    clock(tiled),
  ]);
  return computed('execution', v.latency, 's', 'input + bias + first_piece + max(array, streamed - first_piece, vector - last_vector) + fill_and_barrier + store', [
    transfer('input', tiling.inputBytes, streams.input),
    transfer('bias', v.biasBytes, tiled.parameterStream),
    transfer('first_piece', tiling.firstPieceBytes, main),
    array,
    streamed,
    given('vector', v.vector, 's', 'elementwise work of its epilogues on all tiles'),
    given('last_vector', v.lastVector, 's', 'the part of it behind the last tile, counted as the epilogues\' own time'),
    computed('fill_and_barrier', (mode.fillCycles + tiled.barrierCycles) / tiled.coreCyclesPerSecond, 's', '(fill_cycles + barrier_cycles) / core_cycles_per_second', [
      given('fill_cycles', mode.fillCycles, 'cycles', tileRule), given('barrier_cycles', tiled.barrierCycles, 'cycles', tileRule), clock(tiled),
    ]),
    transfer('store', v.outputBytes, streams.output),
  ]);
}

/** Elementwise work behind the array: the part of the last tile. */
export function traceVector(tiled: TiledMachine, passes: number, elements: number, rows: number, lanes: number, parts: number, latency: number): Explained {
  return computed('execution', latency, 's', 'passes * rows * ceil(elements / rows / lanes) / core_cycles_per_second / parts', [
    given('passes', passes, 'passes', 'times that the vector unit goes over the data'),
    given('elements', elements, 'elements', counted),
    given('rows', rows, 'rows', 'rows that are worked on one by one'),
    given('lanes', lanes, 'elements/cycle', tileRule),
    clock(tiled),
    given('parts', parts, 'tiles', 'tiles behind which it is hidden but for the last'),
  ]);
}

/** Work outside the array: one thing after the other. */
export function traceSerial(tiled: TiledMachine, load: number, store: number, passes: number, elements: number, rows: number, latency: number): Explained {
  return computed('execution', latency, 's', 'load + store + vector + barrier', [
    given('load', load, 's', 'rows, parameters or the cache it copies'),
    given('store', store, 's', 'rows, or new keys and values'),
    computed('vector', (passes * rows * Math.ceil(elements / rows / tiled.rowLanes)) / tiled.coreCyclesPerSecond, 's', 'passes * rows * ceil(elements / rows / lanes) / core_cycles_per_second', [
      given('passes', passes, 'passes', 'times that the vector unit goes over a row'), given('elements', elements, 'elements', counted), given('rows', rows, 'rows', 'rows that are worked on one by one'), given('lanes', tiled.rowLanes, 'elements/cycle', tileRule), clock(tiled),
    ]),
    computed('barrier', tiled.barrierCycles / tiled.coreCyclesPerSecond, 's', 'barrier_cycles / core_cycles_per_second', [given('barrier_cycles', tiled.barrierCycles, 'cycles', tileRule), clock(tiled)]),
  ]);
}
