import type { Evaluation, Objective } from './search-problem.js';

/** Total violation of a design that failed, or whose objectives nobody knows: more than that of any other, and finite, as states are JSON. */
export const failureViolation = Number.MAX_VALUE;

/** An evaluation as agents compare it. */
export interface Score {
  /** All to be minimised; null where there are none. */
  readonly costs: readonly number[] | null;
  /** 0 for a legal design. */
  readonly violation: number;
}

/** True for a design that keeps every constraint and has its objectives. */
export function isLegal(evaluation: Evaluation): boolean {
  return evaluation.objectives !== null && evaluation.failure === undefined && evaluation.violations.every((violation) => violation === 0);
}

/** The sum of the violations; `failureViolation` for a failure, and for a design without objectives that breaks no constraint. */
export function totalViolation(evaluation: Evaluation): number {
  if (evaluation.failure !== undefined) return failureViolation;
  let sum = 0;
  for (const violation of evaluation.violations) sum += violation;
  return sum === 0 && evaluation.objectives === null ? failureViolation : Math.min(sum, failureViolation);
}

/** Objectives as costs, all to be minimised: those to be maximised change sign. Null where the evaluation has none. */
export function costsOf({ objectives }: { readonly objectives: readonly Objective[] }, evaluation: Evaluation): readonly number[] | null {
  if (evaluation.objectives === null || evaluation.failure !== undefined) return null;
  return evaluation.objectives.map((value, i) => (objectives[i]!.direction === 'minimise' ? value : -value));
}

/** The reference point as costs; null where the problem has none. */
export function referenceCosts({ objectives, referencePoint }: { readonly objectives: readonly Objective[]; readonly referencePoint?: readonly number[] }): readonly number[] | null {
  return referencePoint === undefined ? null : referencePoint.map((value, i) => (objectives[i]!.direction === 'minimise' ? value : -value));
}

export function scoreOf(problem: { readonly objectives: readonly Objective[] }, evaluation: Evaluation): Score {
  return { costs: costsOf(problem, evaluation), violation: totalViolation(evaluation) };
}

/**
 * Constrained domination (Deb et al., IEEE Trans. Evol. Comput. 6(2), 2002, section VI): negative where `a` is better, positive where `b` is, else 0.
 * A legal design beats one that is not; of two that are not, the one with less total violation wins; of two legal ones the one that is
 * nowhere worse and somewhere better.
 */
export function compareScores(a: Score, b: Score): number {
  if (a.violation !== b.violation) return a.violation < b.violation ? -1 : 1;
  return a.violation > 0 || a.costs === null || b.costs === null ? 0 : compareCosts(a.costs, b.costs);
}

/** Pareto domination of costs: -1 where `a` dominates, 1 where `b` does, 0 where neither. */
export function compareCosts(a: readonly number[], b: readonly number[]): number {
  let isBetter = false;
  let isWorse = false;
  for (let i = 0; i < a.length; i++) {
    if (a[i]! < b[i]!) isBetter = true;
    else if (a[i]! > b[i]!) isWorse = true;
  }
  return isBetter === isWorse ? 0 : isBetter ? -1 : 1;
}

/** An evaluation without an outcome. */
export function failed(failure: string, constraints: number): Evaluation {
  return { objectives: null, violations: new Array<number>(constraints).fill(0), reasons: [failure], metrics: {}, failure };
}

/** The evaluation with what is no finite number turned into a failure: for evaluators whose numbers are not checked. */
export function checkedEvaluation(problem: { readonly objectives: readonly Objective[]; readonly constraints: readonly { readonly name: string }[] }, evaluation: Evaluation): Evaluation {
  const { objectives, violations } = evaluation;
  if (evaluation.failure !== undefined) return evaluation;
  const wrong = objectives?.findIndex((value) => !Number.isFinite(value)) ?? -1;
  if (wrong >= 0) return failed(`objective ${problem.objectives[wrong]!.name} is ${objectives![wrong]!}`, problem.constraints.length);
  const broken = violations.findIndex((value) => !Number.isFinite(value) || value < 0);
  return broken < 0 ? evaluation : failed(`the violation of ${problem.constraints[broken]!.name} is ${violations[broken]!}`, problem.constraints.length);
}
