import type { ArrayMode } from './architecture.js';
import type { Op } from './op-graph.js';
import type { QuantizationScheme, WeightFormat } from './quantization.js';
import type { Pass } from './scenario.js';

/** What a unit does: its busy time is that of loads, stores, an array, the vector unit, or none of them. */
export type UnitRole = 'load' | 'store' | 'array' | 'vector' | 'control';

/** Why a unit stands still: data have not come, no buffer is free, the array or the vector unit is not done, or the instruction has not been issued. */
export type StallCause = 'memory' | 'buffer' | 'compute' | 'vector' | 'issue';

/** A unit that executes its instructions one after the other, in program order. */
export interface Unit {
  readonly name: string;
  readonly role: UnitRole;
}

/**
 * A queue of tokens from one unit to another. A token is released when an instruction ends and awaited before one starts; tokens are taken in the
 * order in which they came. A buffer of two halves is a token of each half that is free: `initial` 2, released by the reader, awaited by the loader.
 */
export interface Channel {
  readonly name: string;
  readonly initial: number;
  /** Ticks from the end of the instruction that releases a token until it is there: the fill of a pipeline that already takes the next instruction. */
  readonly latency: number;
  /** What a unit that waits for it is said to wait for. */
  readonly stall: StallCause;
}

/** One instruction, or one step of a tile. Units and channels are indices into the program's lists. */
export interface Instruction {
  readonly kind: 'instruction';
  readonly label: string;
  readonly unit: number;
  /** How long it keeps its unit, in whole ticks. */
  readonly ticks: number;
  /** The shared resource that it holds while it runs, such as a memory that loads and stores share; none where absent. */
  readonly port?: number;
  readonly waits: readonly number[];
  readonly releases: readonly number[];
}

/** A body that is executed `count` times. */
export interface Loop {
  readonly kind: 'loop';
  readonly count: number;
  readonly body: readonly Step[];
}

export type Step = Instruction | Loop;

/**
 * Instructions on units with tokens and shared ports: what the event engine runs. The order of the instructions of one unit is their order here.
 * Units run ahead of one another as far as tokens let them.
 */
export interface Program {
  readonly units: readonly Unit[];
  readonly channels: readonly Channel[];
  /** Names of the shared resources. */
  readonly ports: readonly string[];
  readonly steps: readonly Step[];
}

/** One task of a pass, as a machine with instructions of its own compiles it: a matrix product, or an op outside the array, with what follows on its output. */
export interface ProgramTask {
  readonly op: Op;
  readonly epilogues: readonly Op[];
  /** Format of a linear op's weights. */
  readonly format: WeightFormat;
  readonly scheme: QuantizationScheme;
  readonly pass: Pass;
  /** Tokens that the last query sees. */
  readonly context: number;
  /** Rows of linear and elementwise work: sequences times tokens. */
  readonly rows: number;
  /** The mode of the array that a matrix product runs on. */
  readonly mode: number;
  /** That mode with the tile, slots and loop order of a chosen mapping; left out where it is the machine's own. */
  readonly arrayMode?: ArrayMode;
}

/** Ticks of one cycle of the clock: durations are whole ticks, so that times add up exactly and a repeated state is seen as one. */
export const ticksPerCycle = 1024;

/** The least whole number of ticks that holds so many cycles: nothing becomes faster by being counted. */
export function ticksOf(cycles: number): number {
  return Math.ceil(cycles * ticksPerCycle - 1e-6);
}

export function loop(count: number, body: readonly Step[]): Loop {
  return { kind: 'loop', count, body };
}

/** How many instructions a program executes, loops counted out. */
export function instructionCount(steps: readonly Step[]): number {
  let count = 0;
  for (const step of steps) count += step.kind === 'loop' ? step.count * instructionCount(step.body) : 1;
  return count;
}
