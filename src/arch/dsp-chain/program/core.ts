import type { ArrayMode, TiledMachine } from '../../../sim/model/architecture.js';
import { block, floorPieces } from '../../../sim/engine/pieces.js';
import type { ProgramTask, Step } from '../../../sim/model/program.js';
import type { WeightFormat } from '../../../sim/model/quantization.js';
import { bufferBytes } from '../physical.js';
import type { DspChainParameters, DspChainStream } from '../spec.js';
import { chain } from './repeat.js';
import { issue, load, matrixUnit, special, store, system, vectorUnit } from './units.js';

/** What the compiler knows of the machine: its parameters, and the rates and cycles that the engine is given of it. */
export interface Core {
  readonly parameters: DspChainParameters;
  readonly tiled: Omit<TiledMachine, 'program'>;
  readonly executedDensity: (format: WeightFormat) => number;
}

/** A kind of transfer: all channels together move `rate` bytes a second; one LD or ST names one of them. */
export interface Route {
  readonly channels: number;
  readonly rate: number;
}

/** One way to run the array, as programs see it. */
export interface Side {
  readonly mode: ArrayMode;
  /** True where a mapping that cuts the right operand in another way than the design's own says how many slots the buffer has. */
  readonly slotsGiven: boolean;
  readonly array: number;
  /** True in matrix mode: left operands and outputs lie in blocks of 16 rows, each in a channel. In matrix-vector mode a vector lies in its channels as a whole. */
  readonly inBlockRows: boolean;
  /** Bytes of the buffer that the right operand streams through, widened to INT8. */
  readonly bufferBytes: number;
  readonly weights: Route;
  readonly kvCache: Route;
  readonly input: Route | null;
  readonly operands: Route | null;
  readonly output: Route | null;
}

export function sideOf({ parameters: p, tiled }: Core, { mode: index, arrayMode }: Pick<ProgramTask, 'mode' | 'arrayMode'>): Side {
  const own = tiled.modes[index]!;
  const mode = arrayMode ?? own;
  const inBlockRows = index === 0;
  const streams = inBlockRows ? p.memory.matrix : p.memory.vector;
  return {
    mode, inBlockRows,
    slotsGiven: mode.slots !== own.slots || mode.tileColumns !== own.tileColumns || mode.pieceReduction !== own.pieceReduction,
    array: inBlockRows ? matrixUnit : vectorUnit,
    bufferBytes: bufferBytes(inBlockRows ? p.buffers.narrow : p.buffers.wide),
    weights: { channels: channelsIn(streams.weights), rate: mode.streams.weights },
    kvCache: { channels: channelsIn(streams.kvCache), rate: mode.streams.kvCache },
    input: routeOf(streams.input, mode.streams.input),
    operands: routeOf(streams.operands, mode.streams.operands),
    output: routeOf(streams.output, mode.streams.output),
  };
}

function channelsIn(stream: DspChainStream): number {
  return stream === 'on-chip' ? 1 : stream.channels;
}

function routeOf(stream: DspChainStream, rate: number | null): Route | null {
  return rate === null ? null : { channels: channelsIn(stream), rate };
}

/** Rows of norms, in and out; null where they stay on the chip. */
export function rowRoute({ parameters, tiled }: Core): Route | null {
  return routeOf(parameters.memory.rows, tiled.vectorStream);
}

/** Small tensors come in one transfer. */
export function parameterRoute({ tiled }: Core): Route {
  return { channels: 1, rate: tiled.parameterStream };
}

/** Bytes of one activation. */
export function activationBytes({ scheme }: ProgramTask): number {
  return scheme.activations.bits / 8;
}

/** `count` loads of equal parts of the bytes: the first waits, the last releases. */
export function loads({ tiled }: Core, operand: string, bytes: number, count: number, rate: number, waits: readonly number[], releases: readonly number[]): Step[] {
  const cycles = (bytes / count / rate) * tiled.coreCyclesPerSecond;
  return chain(count, waits, releases, (from, to) => issue(load, operand, cycles, from, to));
}

/** The same for stores. */
export function stores({ tiled }: Core, bytes: number, count: number, rate: number, waits: readonly number[], releases: readonly number[]): Step[] {
  const cycles = (bytes / count / rate) * tiled.coreCyclesPerSecond;
  return chain(count, waits, releases, (from, to) => issue(store, '', cycles, from, to));
}

/** The end of an op: SYS waits for its last instruction. */
export function barrier({ tiled }: Core, last: number, releases: readonly number[] = []): Step {
  return issue(system, '', tiled.barrierCycles, [last], releases);
}

/** The unit whose instruction is the last of an op. */
export function lastUnit(side: Side, computesBehind: boolean, stored: boolean): number {
  return stored ? store : computesBehind ? special : side.array;
}

/** Lengths of the pieces that a reduction is cut into for the buffer of a mode, in elements. */
export function pieceLengths(mode: ArrayMode, reduction: number): readonly number[] {
  const { size } = floorPieces(reduction, mode.pieceReduction);
  const lengths: number[] = [];
  for (let left = reduction; left > 0; left -= size) lengths.push(Math.min(size, left));
  return lengths;
}

/** Pieces of that many elements a column that the buffer of streamed operands holds: at least the two of double buffering, or what the mapping says. */
export function slotsFor(side: Side, pieceLength: number): number {
  if (side.slotsGiven) return side.mode.slots;
  return Math.max(2, Math.floor(side.bufferBytes / (side.mode.tileColumns * Math.ceil(pieceLength / block) * block)));
}

/** Blocks of 16. */
export function blocksOf(length: number): number {
  return Math.ceil(length / block);
}
