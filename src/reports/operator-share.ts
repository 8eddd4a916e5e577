import type { OperatorResult, SimulationResult } from '../sim/model/result.js';

export type PhaseName = OperatorResult['phase'];

export const phaseNames: readonly PhaseName[] = ['prefill', 'decode'];

/** The operators of one phase that have a time, the longest first; equal ones keep their order. */
export function operatorsByTime(operators: readonly OperatorResult[], phase: PhaseName): OperatorResult[] {
  return operators.filter((op) => op.phase === phase && op.latencySeconds !== null).sort((a, b) => b.latencySeconds! - a.latencySeconds!);
}

/** Share of its phase's time that an operator takes, or null where it has none or the phase takes none. Where the phase has no total, the sum of its operators stands in. */
export function shareOfPhase(op: OperatorResult, result: Pick<SimulationResult, 'phases' | 'operators'>): number | null {
  if (op.latencySeconds === null) return null;
  const total = result.phases[op.phase]?.latencySeconds
    ?? result.operators.reduce((sum, other) => (other.phase === op.phase ? sum + (other.latencySeconds ?? 0) : sum), 0);
  return total > 0 ? op.latencySeconds / total : null;
}

/** The shape of an operator's work, `m×n×k`, with the dimensions that it has. */
export function shapeText(op: OperatorResult): string {
  const known = [op.m, op.n, op.k].filter((size) => size !== null);
  return known.length === 0 ? '–' : known.join('×');
}

/** What tells an operator from the others of a result, in figures and tables. */
export function operatorId({ phase, name }: Pick<OperatorResult, 'phase' | 'name'>): string {
  return `${phase} ${name}`;
}
