import type { Program, StallCause, UnitRole } from '../../model/program.js';
import type { StallTimes } from '../../model/result.js';
import type { Cost } from '../cost.js';
import type { ProgramRun } from './run-program.js';
import { stallCauses } from './state.js';

/** The units whose waits are told: arrays together, and those around them. */
const roles = ['array', 'load', 'vector', 'store'] as const satisfies readonly UnitRole[];

/** Books the waits of a run, in seconds of `second` a tick. */
export function bookStalls(program: Program, run: ProgramRun, second: number, cost: Cost): void {
  const stalls = cost.stalls ??= new Float64Array(roles.length * stallCauses.length);
  stalls.fill(0);
  program.units.forEach(({ role }, i) => {
    const row = roles.findIndex((known) => known === role);
    if (row < 0) return;
    stallCauses.forEach((cause, column) => { stalls[row * stallCauses.length + column]! += run.units[i]!.stalls[cause] * second; });
  });
}

/** The waits of a phase by unit and cause; null where no fidelity tells. */
export function stallTimes({ stalls }: Cost): StallTimes | null {
  if (stalls === null) return null;
  return Object.fromEntries(roles.map((role, row) => [
    role, Object.fromEntries(stallCauses.map((cause, column) => [cause, stalls[row * stallCauses.length + column]!])) as Record<StallCause, number>,
  ])) as Record<(typeof roles)[number], Record<StallCause, number>>;
}
