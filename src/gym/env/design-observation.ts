import { isLegal } from '../problem/evaluation.js';
import type { Evaluation, SearchProblem } from '../problem/search-problem.js';
import { box, type Box } from './spaces/space.js';

/**
 * What an environment shows of the last design, every element in [-1, 1]: its objectives and other metrics m as m / (|m| + s), s being the size of that metric in a usual design
 * of the problem; its violations v as v / (1 + v), so that the largest shows what binds; and 1 for a legal design, -1 for another. All is 0 before
 * the first design; an unknown metric is 0.
 */
export interface DesignObservation {
  readonly space: Box;
  /** What each element is. */
  readonly names: readonly string[];
  /** s of each metric. */
  readonly scales: readonly number[];
  /** Writes the observation of an evaluation from place `at` on. */
  write(evaluation: Evaluation, row: Float64Array | number[], at: number): void;
}

/** Metrics that are shown beside the objectives. */
const mostMetrics = 64;

/** `known`: an evaluation that says how large metrics are (`usualEvaluation`). */
export function designObservation({ objectives, constraints }: SearchProblem, known: Evaluation | null): DesignObservation {
  const others = Object.keys(known?.metrics ?? {}).filter((name) => !objectives.some((objective) => objective.name === name)).slice(0, mostMetrics);
  const scales = [...objectives.map((_, i) => known?.objectives?.[i]), ...others.map((name) => known?.metrics[name])].map(sizeOf);
  const first = objectives.length;
  const names = [...objectives.map(({ name }) => name), ...others, ...constraints.map(({ name }) => `violation of ${name}`), 'legal'];
  return {
    space: box(-1, 1, [names.length]), names, scales,
    write: (evaluation, row, at) => {
      let place = at;
      for (let i = 0; i < first; i++) row[place++] = evaluation.objectives === null ? 0 : squashed(evaluation.objectives[i]!, scales[i]!);
      for (let i = 0; i < others.length; i++) row[place++] = squashed(evaluation.metrics[others[i]!] ?? 0, scales[first + i]!);
      for (let i = 0; i < constraints.length; i++) row[place++] = violationShare(evaluation.violations[i] ?? 0);
      row[place] = isLegal(evaluation) ? 1 : -1;
    },
  };
}

function sizeOf(metric: number | null | undefined): number {
  const size = Math.abs(metric ?? 1);
  return size > 0 && Number.isFinite(size) ? size : 1;
}

function squashed(metric: number, scale: number): number {
  return Number.isFinite(metric) ? metric / (Math.abs(metric) + scale) : metric > 0 ? 1 : metric < 0 ? -1 : 0;
}

function violationShare(violation: number): number {
  return violation > 1 ? 1 - 1 / (1 + violation) : violation / (1 + violation);
}
