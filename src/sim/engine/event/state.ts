import type { CompiledProgram } from './compile.js';
import { loopBegin, loopEnd } from './compile.js';
import type { BoundBy } from '../../model/result.js';
import type { Program, StallCause, UnitRole } from '../../model/program.js';

export const timeClasses: readonly (keyof BoundBy)[] = ['compute', 'memory', 'vector', 'overhead'];
export const stallCauses: readonly StallCause[] = ['memory', 'buffer', 'compute', 'vector', 'issue'];

/** Numbers of a critical path: ticks of it in each time class. They add up to the time at which it ends. */
export const classes = timeClasses.length;
const overhead = timeClasses.indexOf('overhead');
/** The time class of each unit's work. */
const classOf: Readonly<Record<UnitRole, number>> = { array: 0, load: 1, store: 1, vector: 2, control: overhead };
const memoryStall = stallCauses.indexOf('memory');

/** The tokens of a channel, oldest first: when each is there, and the critical path that led to it. A ring that grows. */
export interface TokenQueue {
  times: Float64Array;
  paths: Float64Array;
  head: number;
  size: number;
}

/** Everything that changes while a program runs. */
export interface RunState {
  readonly program: Program;
  readonly compiled: CompiledProgram;
  /** Address of the next instruction of each unit, and how often it has been through each loop (unit x loop). */
  readonly at: Int32Array;
  readonly counters: Float64Array;
  /** When each unit, and each port, is free again, and the critical path up to there. */
  readonly free: Float64Array;
  readonly paths: Float64Array;
  readonly portFree: Float64Array;
  readonly portPaths: Float64Array;
  readonly tokens: readonly TokenQueue[];
  /** Earliest start of each unit's next instruction (Infinity while a token is missing or nothing is left), and what it waits for last: -1 its own unit, else a channel, else a port. */
  readonly start: Float64Array;
  /** The same if its port were free. */
  readonly asked: Float64Array;
  readonly binding: Int32Array;
  /** Start of the last instruction: no later one starts earlier. */
  now: number;
  /** Instructions executed, skipped repetitions counted; busy ticks of units, idle ticks by unit and cause. */
  executed: number;
  readonly busy: Float64Array;
  readonly stalls: Float64Array;
}

export function initialState(program: Program, compiled: CompiledProgram): RunState {
  const units = program.units.length;
  const state: RunState = {
    program, compiled,
    at: new Int32Array(units), counters: new Float64Array(units * compiled.counts.length),
    free: new Float64Array(units), paths: new Float64Array(units * classes),
    portFree: new Float64Array(program.ports.length), portPaths: new Float64Array(program.ports.length * classes),
    tokens: program.channels.map((channel) => {
      const capacity = Math.max(8, 2 ** Math.ceil(Math.log2(channel.initial + 1)));
      return { times: new Float64Array(capacity), paths: new Float64Array(capacity * classes), head: 0, size: channel.initial };
    }),
    start: new Float64Array(units), asked: new Float64Array(units), binding: new Int32Array(units),
    now: 0, executed: 0, busy: new Float64Array(units), stalls: new Float64Array(units * stallCauses.length),
  };
  for (let unit = 0; unit < units; unit++) {
    enterLoops(state, unit);
    findStart(state, unit);
  }
  return state;
}

/** The unit that can start first, of equals the one that has waited longest for a port, of these the first of the list; -1 when none can. */
export function nextUnit({ start, asked }: RunState): number {
  let best = -1;
  let least = Infinity;
  for (let unit = 0; unit < start.length; unit++) {
    if (start[unit]! < least || (best >= 0 && start[unit] === least && asked[unit]! < asked[best]!)) {
      least = start[unit]!;
      best = unit;
    }
  }
  return best;
}

/** Executes the next instruction of a unit at its earliest start. Returns the loop whose iteration ended with it, or -1: of several the outermost that goes on. */
export function execute(state: RunState, unit: number): number {
  const { compiled, free, paths, tokens } = state;
  const instruction = compiled.instructions[compiled.units[unit]!.code[state.at[unit]!]!]!;
  const { waits, releases, port, ticks } = instruction;
  const begin = state.start[unit]!;
  bookStall(state, unit, begin);
  takePath(state, unit);
  for (let i = 0; i < waits.length; i++) dropToken(tokens[waits[i]!]!);
  const end = begin + ticks;
  const own = unit * classes;
  paths[own + classOf[state.program.units[unit]!.role]]! += ticks;
  state.busy[unit]! += ticks;
  state.executed++;
  state.now = begin;
  free[unit] = end;
  if (port !== undefined) {
    state.portFree[port] = end;
    for (let c = 0; c < classes; c++) state.portPaths[port * classes + c] = paths[own + c]!;
  }
  for (let i = 0; i < releases.length; i++) addToken(tokens[releases[i]!]!, end, state.program.channels[releases[i]!]!.latency, paths, own);
  const ended = advance(state, unit);
  // What was released or taken changes when others can start; a unit whose start is known and needs no port keeps it.
  for (let other = 0; other < free.length; other++) if (other === unit || state.start[other] === Infinity || port !== undefined) findStart(state, other);
  return ended;
}

/** Idle ticks before an instruction, booked to what it waited for last. */
function bookStall(state: RunState, unit: number, begin: number): void {
  const idle = begin - state.free[unit]!;
  const binding = state.binding[unit]!;
  if (idle <= 0 || binding < 0) return;
  const cause = binding < state.tokens.length ? stallCauses.indexOf(state.program.channels[binding]!.stall) : memoryStall;
  state.stalls[unit * stallCauses.length + cause]! += idle;
}

/** The critical path to the start of an instruction is that of what it waited for last. */
function takePath(state: RunState, unit: number): void {
  const { paths, tokens } = state;
  const binding = state.binding[unit]!;
  if (binding < 0) return;
  const queue = tokens[binding];
  const from = queue === undefined ? state.portPaths : queue.paths;
  const offset = (queue === undefined ? binding - tokens.length : queue.head) * classes;
  for (let c = 0; c < classes; c++) paths[unit * classes + c] = from[offset + c]!;
}

function dropToken(queue: TokenQueue): void {
  queue.head = (queue.head + 1) & (queue.times.length - 1);
  queue.size--;
}

function addToken(queue: TokenQueue, end: number, latency: number, paths: Float64Array, own: number): void {
  if (queue.size === queue.times.length) grow(queue);
  const slot = (queue.head + queue.size) & (queue.times.length - 1);
  queue.times[slot] = end + latency;
  for (let c = 0; c < classes; c++) queue.paths[slot * classes + c] = paths[own + c]!;
  queue.paths[slot * classes + overhead]! += latency;
  queue.size++;
}

function grow(queue: TokenQueue): void {
  const { times, paths, head, size } = queue;
  queue.times = new Float64Array(2 * size);
  queue.paths = new Float64Array(2 * size * classes);
  for (let i = 0; i < size; i++) {
    const from = (head + i) & (size - 1);
    queue.times[i] = times[from]!;
    for (let c = 0; c < classes; c++) queue.paths[i * classes + c] = paths[from * classes + c]!;
  }
  queue.head = 0;
}

/** Goes on to the next instruction of a unit. */
function advance(state: RunState, unit: number): number {
  const { code, loopAt, startAt } = state.compiled.units[unit]!;
  const { counts } = state.compiled;
  let ended = -1;
  let at = state.at[unit]! + 1;
  while (at < code.length && code[at] === loopEnd) {
    const id = loopAt[at]!;
    const counter = unit * counts.length + id;
    state.counters[counter]!++;
    if (state.counters[counter]! < counts[id]!) {
      ended = id;
      at = startAt[at]!;
      break;
    }
    at++;
  }
  state.at[unit] = at;
  enterLoops(state, unit);
  return ended;
}

/** Steps over the beginnings of loops, whose counts begin anew. */
function enterLoops(state: RunState, unit: number): void {
  const { code, loopAt } = state.compiled.units[unit]!;
  while (state.at[unit]! < code.length && code[state.at[unit]!] === loopBegin) {
    state.counters[unit * state.compiled.counts.length + loopAt[state.at[unit]!]!] = 0;
    state.at[unit]!++;
  }
}

/** The earliest start of a unit's next instruction, and what binds it. */
export function findStart(state: RunState, unit: number): void {
  const { compiled, tokens } = state;
  const { code } = compiled.units[unit]!;
  const at = state.at[unit]!;
  state.start[unit] = Infinity;
  if (at >= code.length) return;
  const { waits, port } = compiled.instructions[code[at]!]!;
  let earliest = state.free[unit]!;
  let binding = -1;
  for (let i = 0; i < waits.length; i++) {
    const queue = tokens[waits[i]!]!;
    if (queue.size === 0) return;
    const time = queue.times[queue.head]!;
    if (time > earliest) { earliest = time; binding = waits[i]!; }
  }
  state.asked[unit] = earliest;
  if (port !== undefined && state.portFree[port]! > earliest) { earliest = state.portFree[port]!; binding = tokens.length + port; }
  state.start[unit] = earliest;
  state.binding[unit] = binding;
}
