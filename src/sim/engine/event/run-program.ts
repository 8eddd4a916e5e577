import { compileProgram } from './compile.js';
import type { Instruction, Program, StallCause } from '../../model/program.js';
import type { BoundBy } from '../../model/result.js';
import { classes, execute, initialState, nextUnit, stallCauses, timeClasses, type RunState } from './state.js';
import { repetitions, type Repetitions } from './repetition.js';

/** What running a program took, in ticks. */
export interface ProgramRun {
  readonly ticks: number;
  /** The critical path: the four add up to `ticks`. */
  readonly bound: BoundBy;
  /** By unit, in the order of the program. */
  readonly units: readonly UnitRun[];
  /** Instructions executed, those of skipped repetitions included, and those that were stepped through. */
  readonly instructions: number;
  readonly simulated: number;
}

export interface UnitRun {
  readonly name: string;
  readonly busy: number;
  /** Ticks that it stood still before an instruction, by what it waited for last. */
  readonly stalls: Readonly<Record<StallCause, number>>;
}

/** Hears of every instruction that is stepped through, and of stretches that were skipped because they repeat. */
export interface Observer {
  executed(instruction: Instruction, start: number, stall: StallCause | null, idle: number): void;
  /** `iterations` of a loop, the first of which would have begun at `start`. */
  skipped(iterations: number, start: number, ticks: number): void;
}

/**
 * Runs a program. The instruction that can start first goes first, of equals the one that has waited longest for a port, of these that of the earlier unit. Where the
 * whole state repeats after some iterations of a loop, so does all that follows: whole periods are then skipped, which changes no result.
 * Deterministic. Throws `RangeError` for a program that stops with instructions left.
 */
export function runProgram(program: Program, observer?: Observer): ProgramRun {
  const compiled = compileProgram(program);
  const state = initialState(program, compiled);
  const watch = repetitions(state);
  let simulated = 0;
  for (;;) {
    const unit = nextUnit(state);
    if (unit < 0) break;
    if (observer !== undefined) tell(state, unit, observer);
    simulated++;
    const ended = execute(state, unit);
    if (ended >= 0) skipRepetition(state, watch, ended, unit, observer);
  }
  return summary(state, simulated);
}

/** The same, every instruction stepped through: what `runProgram` must equal. */
export function runEveryInstruction(program: Program): ProgramRun {
  const state = initialState(program, compileProgram(program));
  let simulated = 0;
  for (let unit = nextUnit(state); unit >= 0; unit = nextUnit(state)) {
    simulated++;
    execute(state, unit);
  }
  return summary(state, simulated);
}

function skipRepetition(state: RunState, watch: Repetitions, loop: number, unit: number, observer: Observer | undefined): void {
  if (state.compiled.anchors[loop] !== unit) return;
  const before = state.now;
  const iterations = watch.iterationEnded(loop);
  if (iterations > 0) observer?.skipped(iterations, before, state.now - before);
}

function tell(state: RunState, unit: number, observer: Observer): void {
  const { compiled, program } = state;
  const instruction = compiled.instructions[compiled.units[unit]!.code[state.at[unit]!]!]!;
  const start = state.start[unit]!;
  const binding = state.binding[unit]!;
  const idle = start - state.free[unit]!;
  observer.executed(instruction, start, idle <= 0 || binding < 0 ? null : program.channels[binding]?.stall ?? 'memory', idle);
}

function summary(state: RunState, simulated: number): ProgramRun {
  const { program, compiled, free } = state;
  let last = 0;
  for (let unit = 0; unit < free.length; unit++) {
    const next = compiled.units[unit]!.code[state.at[unit]!];
    if (next !== undefined) throw new RangeError(`${program.units[unit]!.name} waits for ever at ${compiled.instructions[next]!.label}`);
    if (free[unit]! > free[last]!) last = unit;
  }
  const record = <Name extends string>(names: readonly Name[], from: Float64Array, offset: number): Record<Name, number> =>
    Object.fromEntries(names.map((name, i) => [name, from[offset + i]!])) as Record<Name, number>;
  return {
    ticks: free[last] ?? 0,
    bound: record(timeClasses, state.paths, last * classes),
    units: program.units.map(({ name }, i) => ({ name, busy: state.busy[i]!, stalls: record(stallCauses, state.stalls, i * stallCauses.length) })),
    instructions: state.executed, simulated,
  };
}
