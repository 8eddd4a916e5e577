import { modeOf } from '../../../sim/engine/phase.js';
import type { Task } from '../../../sim/engine/task.js';
import { productsOf, rowsOfProduct } from '../../../sim/engine/work.js';
import type { Architecture } from '../../../sim/model/architecture.js';
import type { Program, Step } from '../../../sim/model/program.js';
import type { QuantizationScheme } from '../../../sim/model/quantization.js';
import type { Pass } from '../../../sim/model/scenario.js';
import { instructionWords } from './units.js';

/** How large a program is: instructions that are executed, loops counted out, and their bytes as they are stored, one after the other. */
export interface ProgramSize {
  readonly instructions: number;
  readonly bytes: number;
}

export const noProgram: ProgramSize = { instructions: 0, bytes: 0 };

export function addSize(a: ProgramSize, b: ProgramSize, times = 1): ProgramSize {
  return { instructions: a.instructions + times * b.instructions, bytes: a.bytes + times * b.bytes };
}

/** Of one program of this family. A word has four bytes. */
export function programSize({ steps }: Pick<Program, 'steps'>): ProgramSize {
  const sizeOf = (of: readonly Step[]): ProgramSize => of.reduce((sum, step) => (
    step.kind === 'loop' ? addSize(sum, sizeOf(step.body), step.count) : addSize(sum, { instructions: 1, bytes: 4 * instructionWords[step.unit]! })), noProgram);
  return sizeOf(steps);
}

/**
 * Of all tasks of one pass over `context` tokens, layers and experts counted out (of these the expected number of distinct ones). Products run on the mode that the engine takes for them, or on `mode` throughout. Zero for a
 * machine without instructions of its own.
 */
export function passSize(machine: Architecture, tasks: readonly Task[], scheme: QuantizationScheme, pass: Pass, context: number, mode?: number): ProgramSize {
  const { tiled } = machine;
  if (tiled?.program === undefined) return noProgram;
  let size = noProgram;
  for (const task of tasks) {
    const { op, epilogues, format, group } = task;
    const program = tiled.program({ op, epilogues, format, scheme, pass, context, rows: rowsOfProduct(op, group, pass), mode: mode ?? modeOf({ machine, tiled, scheme, pass }, task) });
    size = addSize(size, programSize(program), group.repeat * productsOf(op, group, pass));
  }
  return size;
}
