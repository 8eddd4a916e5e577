import type { ParameterValue } from '../../sim/model/design-space.js';
import { valuesOf } from '../../sim/model/design-space.js';
import type { Executor } from '../executors/executor.js';
import { kneeOf } from '../measure/knee.js';
import { costsOf } from '../problem/evaluation.js';
import type { Objective } from '../problem/search-problem.js';
import { boundOf, type Bound } from './bound.js';
import { explainedImprovements, type ExplainedImprovement } from './improvements.js';
import type { Numbered } from './progress.js';
import { randomBaseline, type RandomBaseline } from './random-baseline.js';
import type { StudyOutcome } from './run-study.js';
import { sensitivityOf, type Sensitivity } from './sensitivity.js';
import type { Study } from './study.js';

/** A design that was found. */
export interface FoundDesign {
  /** Its place in the trajectory, from 0. */
  readonly evaluation: number;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly metrics: Readonly<Record<string, number | null>>;
}

/** What a search found, and how much that is worth. */
export interface StudyAnswer {
  readonly study: string;
  readonly agent: string;
  readonly seed: number;
  readonly budget: number;
  /** Asked for, known ones included. */
  readonly evaluations: number;
  readonly legal: number;
  readonly failures: number;
  readonly end: StudyOutcome['end'];
  readonly seconds: number;
  readonly objectives: readonly Objective[];
  /** Legal designs that no other dominates, by the first objective as a cost. */
  readonly front: readonly FoundDesign[];
  /** With one objective the best, with several the knee of the front; null where no design is legal. */
  readonly best: FoundDesign | null;
  readonly bestOf: Readonly<Record<string, FoundDesign | null>>;
  readonly knee: FoundDesign | null;
  readonly hypervolume: number | null;
  /** Of the designs that were evaluated at the last fidelity, those that break each limit. */
  readonly broken: Readonly<Record<string, number>>;
  /** What keeps the best from being better; null for formulas. */
  readonly binding: Bound | null;
  /** Changes of one parameter around the best; null where there is none. */
  readonly sensitivity: Sensitivity | null;
  /** What random search gets; null for the agent that is it, and where nobody asked. */
  readonly random: RandomBaseline | null;
  readonly improvements: readonly ExplainedImprovement[];
  /** What is taken though it is not modelled. */
  readonly assumptions: readonly string[];
}

export interface AnswerOptions {
  readonly agent: string;
  readonly seed: number;
  readonly budget: number;
  readonly seconds: number;
  readonly executor: Executor;
  /** Evaluations of random designs for comparison; 0 for none. */
  readonly baseline: number;
  readonly signal?: AbortSignal;
}

/** The answer to a study. Evaluates neighbours of the best and random designs, which count in no budget. */
export async function answerOf(study: Study, { progress, end }: StudyOutcome, options: AnswerOptions): Promise<StudyAnswer> {
  const { problem, experiments } = study;
  const { agent, seed, budget, seconds, executor, baseline, signal } = options;
  const found = ({ index, design, evaluation }: Numbered): FoundDesign => ({ evaluation: index, parameters: valuesOf(problem.space, design), metrics: evaluation.metrics });
  const orNull = (trial: Numbered | null | undefined): FoundDesign | null => (trial == null ? null : found(trial));
  const front = progress.front();
  const knee = kneeOf(front.map(({ evaluation }) => costsOf(problem, evaluation)!));
  const best = problem.objectives.length === 1 ? progress.best[0]! : knee === null ? null : front[knee]!;
  const isWhole = end !== 'stopped';
  const sensitivity = best === null || !isWhole ? null : await sensitivityOf(problem, best, executor, signal);
  const random = agent === 'random' || baseline === 0 || !isWhole ? null : await randomBaseline(problem, { budget, designs: baseline, seed: seed + 1, executor, signal });
  return {
    study: study.name, agent, seed, budget, evaluations: progress.evaluations, legal: progress.legal, failures: progress.failures, end, seconds,
    objectives: problem.objectives.map(({ name, direction, unit }) => ({ name, direction, ...(unit === undefined ? {} : { unit }) })),
    front: front.map(found), best: orNull(best),
    bestOf: Object.fromEntries(problem.objectives.map(({ name }, i) => [name, orNull(progress.best[i])])),
    knee: knee === null ? null : found(front[knee]!),
    hypervolume: progress.hypervolume,
    broken: Object.fromEntries(problem.constraints.map(({ name }, i) => [name, progress.broken[i]!])),
    binding: best === null || experiments === null ? null : boundOf(experiments, best.design),
    sensitivity, random,
    improvements: explainedImprovements(study, progress.improvements),
    assumptions: experiments?.assumptions ?? [],
  };
}
