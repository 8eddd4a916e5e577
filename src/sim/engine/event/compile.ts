import type { Instruction, Loop, Program, Step } from '../../model/program.js';

/** A program as each unit sees it: its own instructions in order, with the loops that hold any of them. */
export interface UnitCode {
  /** At each address an index into `instructions`, or -1 where a loop begins, or -2 where it ends. */
  readonly code: Int32Array;
  /** Of a loop's begin and end: which loop. */
  readonly loopAt: Int32Array;
  /** Of a loop's end: the address of its first step. */
  readonly startAt: Int32Array;
  /** The loops around each address, outermost first. */
  readonly around: readonly (readonly number[])[];
}

export interface CompiledProgram {
  readonly instructions: readonly Instruction[];
  readonly counts: Float64Array;
  readonly units: readonly UnitCode[];
  /** Loops around each loop, itself last. */
  readonly nesting: readonly (readonly number[])[];
  /** The unit whose way through a loop is watched for repetition: that of the last instruction in it. */
  readonly anchors: Int32Array;
  /** The unit that takes the tokens of each channel, and the one that releases them; -1 where nobody does. */
  readonly takers: Int32Array;
  readonly givers: Int32Array;
}

export const loopBegin = -1;
export const loopEnd = -2;

/** Flattens the loops of a program into one list for each unit. Loops that are never executed are left out. Throws `RangeError` where two units take from one channel, or release to it. */
export function compileProgram(program: Program): CompiledProgram {
  const instructions: Instruction[] = [];
  const counts: number[] = [];
  const nesting: number[][] = [];
  const anchors: number[] = [];
  const takers = new Int32Array(program.channels.length).fill(-1);
  const givers = new Int32Array(program.channels.length).fill(-1);
  const own = (units: Int32Array, channel: number, unit: number): void => {
    if (units[channel] !== -1 && units[channel] !== unit) throw new RangeError(`two units ${units === takers ? 'wait for' : 'release'} ${program.channels[channel]!.name}`);
    units[channel] = unit;
  };
  const lists = program.units.map(() => ({ code: [] as number[], loopAt: [] as number[], startAt: [] as number[], around: [] as (readonly number[])[] }));

  const place = (unit: number, code: number, loopId: number, start: number, around: readonly number[]): void => {
    const list = lists[unit]!;
    list.code.push(code);
    list.loopAt.push(loopId);
    list.startAt.push(start);
    list.around.push(around);
  };
  const addLoop = (step: Loop, around: readonly number[]): void => {
    const inside = unitsOf(step.body);
    const last = lastUnit(step.body);
    if (step.count <= 0 || last === undefined) return;
    if (step.count === 1) {
      addSteps(step.body, around);
      return;
    }
    const id = counts.length;
    const nested = [...around, id];
    counts.push(step.count);
    nesting.push(nested);
    anchors.push(last);
    const starts = new Map<number, number>();
    for (const unit of inside) {
      place(unit, loopBegin, id, 0, around);
      starts.set(unit, lists[unit]!.code.length);
    }
    addSteps(step.body, nested);
    for (const unit of inside) place(unit, loopEnd, id, starts.get(unit)!, nested);
  };
  function addSteps(steps: readonly Step[], around: readonly number[]): void {
    for (const step of steps) {
      if (step.kind === 'loop') { addLoop(step, around); continue; }
      place(step.unit, instructions.length, -1, 0, around);
      if (new Set(step.waits).size < step.waits.length) throw new RangeError(`${step.label} waits for one channel twice`);
      for (const channel of step.waits) own(takers, channel, step.unit);
      for (const channel of step.releases) own(givers, channel, step.unit);
      instructions.push(step);
    }
  }

  addSteps(program.steps, []);
  return {
    instructions, counts: Float64Array.from(counts), nesting, anchors: Int32Array.from(anchors), takers, givers,
    units: lists.map((list) => ({ code: Int32Array.from(list.code), loopAt: Int32Array.from(list.loopAt), startAt: Int32Array.from(list.startAt), around: list.around })),
  };
}

function unitsOf(steps: readonly Step[]): Set<number> {
  const units = new Set<number>();
  for (const step of steps) {
    if (step.kind === 'instruction') units.add(step.unit);
    else if (step.count > 0) for (const unit of unitsOf(step.body)) units.add(unit);
  }
  return units;
}

function lastUnit(steps: readonly Step[]): number | undefined {
  for (let i = steps.length - 1; i >= 0; i--) {
    const step = steps[i]!;
    const unit = step.kind === 'instruction' ? step.unit : step.count > 0 ? lastUnit(step.body) : undefined;
    if (unit !== undefined) return unit;
  }
  return undefined;
}
