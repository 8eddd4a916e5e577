import { InputError } from '../../sim/core/diagnostics.js';
import { valuesOf, type DesignValues } from '../../sim/model/design-space.js';
import { checkedEvaluation, isLegal } from '../problem/evaluation.js';
import type { Evaluation, SearchProblem } from '../problem/search-problem.js';
import { designActions, type DesignActions } from './design-actions.js';
import { designObservation, type DesignObservation } from './design-observation.js';
import { unknownTarget, wrongArgument } from './diagnostics.js';
import type { Info } from './env.js';
import { rewardNamed, type Reward, type RewardName, type Target } from './reward.js';
import type { SpaceValue } from './spaces/space.js';
import { usualEvaluation } from './usual-evaluation.js';

/** What an environment over a search problem may be told. */
export interface DesignTaskOptions {
  /** Default: `target`. */
  readonly reward?: RewardName;
  /** Targets by the names of objectives. Default: the reference point of the problem, else what a usual design has (`usualEvaluation`), else 1. */
  readonly targets?: Readonly<Record<string, number>>;
  /** A name of the problem's fidelities. Default: the one that counts. */
  readonly fidelity?: string;
}

/** A search problem as a task: how actions, observations, rewards and infos of its environments are made. */
export interface DesignTask {
  readonly problem: SearchProblem;
  readonly actions: DesignActions;
  readonly observation: DesignObservation;
  readonly targets: readonly Target[];
  readonly reward: Reward;
  evaluate(design: readonly number[]): Evaluation;
  /** The values of an action that is in the space, by the names of the parameters. */
  valuesOf(action: SpaceValue): DesignValues;
}

export function designTask(problem: SearchProblem, { reward = 'target', targets: given = {}, fidelity }: DesignTaskOptions = {}): DesignTask {
  const usual = usualEvaluation(problem);
  const targets = targetsOf(problem, given, usual);
  const level = fidelityIndex(problem, fidelity);
  const actions = designActions(problem.space);
  return {
    problem, actions, targets,
    observation: designObservation(problem, usual),
    reward: rewardNamed(reward, targets),
    evaluate: (design) => checkedEvaluation(problem, problem.evaluate(design, level)),
    valuesOf: (action) => valuesOf(problem.space, actions.designOf(action)),
  };
}

function targetsOf({ objectives, referencePoint }: SearchProblem, given: Readonly<Record<string, number>>, usual: Evaluation | null): readonly Target[] {
  const names = objectives.map(({ name }) => name);
  const unknown = Object.keys(given).filter((name) => !names.includes(name));
  const wrong = Object.entries(given).filter(([, value]) => !Number.isFinite(value));
  if (unknown.length + wrong.length > 0) throw new InputError([...unknown.map((name) => unknownTarget(name, names)), ...wrong.map(([name, value]) => wrongArgument(`targets.${name}`, 'a number', value))]);
  return objectives.map(({ name, direction }, i) => ({ name, direction, value: given[name] ?? referencePoint?.[i] ?? usual?.objectives?.[i] ?? 1 }));
}

function fidelityIndex({ fidelities = [] }: SearchProblem, name: string | undefined): number | undefined {
  if (name === undefined) return undefined;
  const index = fidelities.indexOf(name);
  if (index < 0) throw new InputError([wrongArgument('fidelity', fidelities.length === 0 ? 'left out: the problem has one way to evaluate' : `one of ${fidelities.join(', ')}`, name)]);
  return index;
}

/** How an evaluation ended: `legal`; `infeasible`, which breaks a limit; `failed`, without numbers. */
export type Outcome = 'legal' | 'infeasible' | 'failed';

export function outcomeOf(evaluation: Evaluation): Outcome {
  return evaluation.failure !== undefined ? 'failed' : isLegal(evaluation) ? 'legal' : 'infeasible';
}

/** What a step tells: how it ended, objectives and violations in the order of the problem, metrics by name, and why a design is not legal. */
export function evaluationInfo(evaluation: Evaluation): Info {
  const { objectives, metrics, violations, reasons } = evaluation;
  return { outcome: outcomeOf(evaluation), objectives, metrics, violations, reasons };
}
