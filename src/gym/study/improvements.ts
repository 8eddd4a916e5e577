import type { BoundBy, PhaseResult, SimulationResult } from '../../sim/model/result.js';
import { valueOf, type Design, type DesignSpace, type ParameterValue } from '../../sim/model/design-space.js';
import type { ExperimentProblem, MetricObjective } from '../problem/experiment-problem.js';
import { largestPart } from './bound.js';
import type { Improvement } from './progress.js';
import { relativeLoss } from './relative-loss.js';
import type { Study } from './study.js';

export interface Change {
  readonly parameter: string;
  readonly from: ParameterValue;
  readonly to: ParameterValue;
}

/** A step to a better design, and why it is better. */
export interface ExplainedImprovement {
  readonly evaluation: number;
  readonly objective: string;
  /** Null for the first legal design. */
  readonly from: number | null;
  readonly to: number;
  /** As a share of the value before. */
  readonly gain: number | null;
  readonly changed: readonly Change[];
  /** What bound before, what was changed, what it gained. */
  readonly text: string;
}

/** Improvements of one objective that are explained: the first, and the last ones. */
const mostExplained = 20;

export function explainedImprovements({ problem, experiments }: Study, improvements: readonly Improvement[]): readonly ExplainedImprovement[] {
  return problem.objectives.flatMap((_, objective) => {
    const own = improvements.filter((one) => one.objective === objective);
    const told = own.length <= mostExplained ? own : [own[0]!, ...own.slice(1 - mostExplained)];
    const results = new Map<number, SimulationResult>();
    return told.map((one) => explained(one, problem.space, problem.objectives[objective]!, (design, index) => {
      if (experiments === null) return null;
      const known = results.get(index) ?? experiments.resultOf(design);
      results.set(index, known);
      return { result: known, objective: experiments.objectives[objective]! };
    }));
  });
}

type ResultOf = (design: Design, index: number) => { readonly result: SimulationResult; readonly objective: MetricObjective } | null;

function explained({ objective, trial, previous }: Improvement, space: DesignSpace, goal: ExperimentProblem['objectives'][number] | Study['problem']['objectives'][number], resultOf: ResultOf): ExplainedImprovement {
  const to = trial.evaluation.objectives![objective]!;
  const unit = goal.unit === undefined ? '' : ` ${goal.unit}`;
  if (previous === null) {
    const now = resultOf(trial.design, trial.index);
    const bound = now === null ? '' : `; ${boundText(now.result, now.objective)}`;
    return { evaluation: trial.index, objective: goal.name, from: null, to, gain: null, changed: [], text: `the first legal design: ${shown(to)}${unit}${bound}` };
  }
  const from = previous.evaluation.objectives![objective]!;
  const gain = -relativeLoss(goal, from, to);
  const changed = space.parameters.flatMap((parameter, i): Change[] => (trial.design[i] === previous.design[i] ? [] : [{ parameter: parameter.name, from: valueOf(parameter, previous.design[i]!), to: valueOf(parameter, trial.design[i]!) }]));
  const [before, now] = [resultOf(previous.design, previous.index), resultOf(trial.design, trial.index)];
  const why = before === null || now === null ? [] : [`before, ${boundText(before.result, before.objective)}`, ...gainText(before.result, now.result, before.objective)];
  const words = [`${shown(from)} to ${shown(to)}${unit} (${(100 * gain).toPrecision(3)} % better)`, changesText(changed), ...why];
  return { evaluation: trial.index, objective: goal.name, from, to, gain, changed, text: words.join('; ') };
}

/** Changes that a sentence tells; the others are counted. */
const mostChanges = 6;

function changesText(changed: readonly Change[]): string {
  const told = changed.slice(0, mostChanges).map(({ parameter, from, to }) => `${parameter} ${written(from)} to ${written(to)}`);
  return [...told, ...(changed.length > mostChanges ? [`and ${changed.length - mostChanges} more`] : [])].join(', ');
}

/** Whole numbers as they are, others in the digits that one reads. */
function written(value: Change['from']): string {
  return typeof value === 'number' && !Number.isInteger(value) ? shown(value) : String(value);
}

function boundText(result: SimulationResult, { metric }: MetricObjective): string {
  const found = phaseOf(result, metric);
  if (found === null) return 'its times are not known';
  const { part, share } = largestPart(found.phase);
  return `${found.name} was bound by ${found.phase.bindingResource} (${partNames[part]} ${(100 * share).toFixed(0)} % of the time)`;
}

/** The part of the time that fell most. */
function gainText(before: SimulationResult, now: SimulationResult, { metric }: MetricObjective): string[] {
  const [old, own] = [phaseOf(before, metric), phaseOf(now, metric)];
  if (old?.name !== own?.name || old === null || own === null) return [];
  const [first] = (['compute', 'memory', 'vector', 'overhead'] as const).map((part) => ({ part, less: old.phase.boundBy[part] - own.phase.boundBy[part] })).sort((a, b) => b.less - a.less);
  if (first === undefined || first.less <= 0) return [];
  return [`${partNames[first.part]} took ${shown(old.phase.boundBy[first.part])} s and takes ${shown(own.phase.boundBy[first.part])} s`];
}

const partNames: Readonly<Record<keyof BoundBy, string>> = { compute: 'computing', memory: 'waiting for memory', vector: 'elementwise work', overhead: 'overhead' };

/** The phase that a metric is of, or the longer one. */
function phaseOf({ phases }: SimulationResult, metric: string): { readonly name: string; readonly phase: PhaseResult } | null {
  const { prefill, decode } = phases;
  const wanted = metric.startsWith('phases.prefill') || metric === 'totals.firstTokenSeconds' ? 'prefill' : metric.startsWith('phases.decode') || metric === 'totals.secondsPerOutputToken' ? 'decode' : null;
  if (wanted !== null) return phases[wanted] === null ? null : { name: wanted, phase: phases[wanted] };
  if (prefill === null) return null;
  return decode !== null && decode.latencySeconds > prefill.latencySeconds ? { name: 'decode', phase: decode } : { name: 'prefill', phase: prefill };
}

function shown(value: number): string {
  return value === 0 ? '0' : String(Number(value.toPrecision(4)));
}
