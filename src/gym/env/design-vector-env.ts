import { InputError } from '../../sim/core/diagnostics.js';
import type { Design } from '../../sim/model/design-space.js';
import type { Evaluation } from '../problem/search-problem.js';
import { evaluationInfo, outcomeOf, type DesignTask, type Outcome } from './design-task.js';
import { closed, episodeOver, illegalAction, notReset, wrongActionCount } from './diagnostics.js';
import type { EnvSpec } from './env.js';
import { evaluationText } from './evaluation-text.js';
import { contains } from './spaces/contains.js';
import { describeSpace } from './spaces/describe.js';
import { packedLength } from './spaces/packed.js';
import { actionOf } from './design-actions.js';
import type { Space, SpaceValue } from './spaces/space.js';
import { maskOf, seedsOf } from './sync-vector-env.js';
import type { AutoresetMode, VectorEnv, VectorInfo, VectorResetOptions, VectorStep } from './vector.js';

/** A step in rows of numbers: those of an environment follow those of the one before it. */
export interface PackedStep {
  readonly observations: Float64Array;
  /** Of the designs just evaluated, where observations are already those of the next episode. */
  readonly finalObservations: Float64Array | null;
  readonly rewards: Float64Array;
  /** 1 where the episode ended. */
  readonly terminated: Uint8Array;
  readonly truncated: Uint8Array;
  /** 1 where a design was evaluated, 0 where an environment was reset. */
  readonly evaluated: Uint8Array;
  /** Place in `outcomes`. */
  readonly outcome: Uint8Array;
  /** Metrics of `packedMetrics`, NaN where one is not known. */
  readonly metrics: Float64Array;
  readonly violations: Float64Array;
  /** Reasons of the designs that are not legal, by the number of the environment. */
  readonly reasons: Readonly<Record<number, readonly string[]>>;
}

export const outcomes: readonly Outcome[] = ['legal', 'infeasible', 'failed'];

/** Several environments over one search problem, which share all but whether an episode is over: the same results as `SyncVectorEnv` over `DesignEnv`, faster. */
export class DesignVectorEnv implements VectorEnv {
  readonly count: number;
  readonly autoreset: AutoresetMode;
  readonly singleActionSpace: Space;
  readonly singleObservationSpace: Space;
  readonly spec: EnvSpec | null;
  readonly task: DesignTask;
  /** Names of the columns of `PackedStep.metrics`: objectives, then what the design in the middle of the space had. */
  readonly packedMetrics: readonly string[];
  private readonly actionLength: number;
  private readonly over: Uint8Array;
  private readonly last: { design: Design; evaluation: Evaluation | null }[];
  private state: 'new' | 'ready' | 'closed' = 'new';

  constructor(count: number, task: DesignTask, autoreset: AutoresetMode = 'next-step', spec: EnvSpec | null = null) {
    if (!Number.isInteger(count) || count < 1) throw new RangeError('there is at least one environment');
    this.count = count;
    this.task = task;
    this.autoreset = autoreset;
    this.spec = spec;
    this.singleActionSpace = task.actions.space;
    this.singleObservationSpace = task.observation.space;
    this.packedMetrics = task.observation.names.slice(0, task.observation.scales.length);
    this.actionLength = packedLength(task.actions.space)!;
    this.over = new Uint8Array(count);
    this.last = Array.from({ length: count }, () => ({ design: [], evaluation: null }));
  }

  reset({ seed, options = {} }: VectorResetOptions = {}): readonly [readonly SpaceValue[], VectorInfo] {
    if (this.state === 'closed') throw new InputError([closed()]);
    seedsOf(seed, this.count);
    const chosen = maskOf(options['reset_mask'] ?? null, this.count);
    const { observation } = this.task;
    const width = observation.names.length;
    this.state = 'ready';
    const observations = this.last.map((last, i) => {
      if (chosen[i]!) {
        last.evaluation = null;
        this.over[i] = 0;
      }
      return last.evaluation === null ? zeros(width) : this.observed(last.evaluation);
    });
    return [observations, {}];
  }

  step(actions: readonly SpaceValue[]): VectorStep {
    const { count, task } = this;
    if (actions.length !== count) throw new InputError([wrongActionCount(actions.length, count)]);
    const isReset = this.resetRows();
    const designs = actions.map((action, i) => {
      if (isReset[i] === 1) return [];
      if (!contains(this.singleActionSpace, action)) throw new InputError([illegalAction(action, describeSpace(this.singleActionSpace))]);
      return task.actions.designOf(action);
    });
    this.evaluate(designs, isReset);
    const isSame = this.autoreset === 'same-step';
    const infos: Record<string, unknown[]> = {};
    const column = (key: string): unknown[] => (infos[key] ??= new Array<unknown>(count).fill(key.startsWith('_') ? false : null));
    const set = (key: string, value: unknown, i: number): void => {
      column(key)[i] = value;
      column(`_${key}`)[i] = true;
    };
    const observations = this.last.map(({ evaluation }, i) => {
      if (evaluation === null) return zeros(task.observation.names.length);
      const seen = this.observed(evaluation);
      const info = evaluationInfo(evaluation);
      if (!isSame) {
        for (const [key, value] of Object.entries(info)) set(key, value, i);
        return seen;
      }
      set('final_obs', seen, i);
      set('final_info', info, i);
      return zeros(seen.length);
    });
    return {
      observations, infos,
      rewards: this.last.map(({ evaluation }) => (evaluation === null ? 0 : task.reward(evaluation))),
      terminated: this.last.map(({ evaluation }) => evaluation !== null),
      truncated: this.last.map(() => false),
    };
  }

  /** A step whose actions are packed rows of the action space (`spaces/packed.ts`). */
  stepPacked(actions: Float64Array): PackedStep {
    const { count, task, actionLength, packedMetrics } = this;
    if (actions.length !== count * actionLength) throw new InputError([wrongActionCount(actions.length / actionLength, count)]);
    const isReset = this.resetRows();
    const designs: Design[] = [];
    for (let i = 0; i < count; i++) {
      const design = isReset[i] === 1 ? [] : task.actions.designAt(actions, i * actionLength);
      if (design === null) throw new InputError([illegalAction([...actions.subarray(i * actionLength, (i + 1) * actionLength)], describeSpace(this.singleActionSpace))]);
      designs.push(design);
    }
    this.evaluate(designs, isReset);
    const width = task.observation.names.length;
    const constraints = task.problem.constraints.length;
    const objectives = task.problem.objectives.length;
    const seen = new Float64Array(count * width);
    const rewards = new Float64Array(count);
    const outcome = new Uint8Array(count);
    const evaluated = new Uint8Array(count);
    const metrics = new Float64Array(count * packedMetrics.length);
    const violations = new Float64Array(count * constraints);
    const reasons: Record<number, readonly string[]> = {};
    for (let i = 0; i < count; i++) {
      const { evaluation } = this.last[i]!;
      if (evaluation === null) continue;
      evaluated[i] = 1;
      rewards[i] = task.reward(evaluation);
      outcome[i] = outcomes.indexOf(outcomeOf(evaluation));
      task.observation.write(evaluation, seen, i * width);
      for (let k = 0; k < packedMetrics.length; k++) metrics[i * packedMetrics.length + k] = (k < objectives ? evaluation.objectives?.[k] : evaluation.metrics[packedMetrics[k]!]) ?? NaN;
      for (let k = 0; k < constraints; k++) violations[i * constraints + k] = evaluation.violations[k] ?? 0;
      if (evaluation.reasons.length > 0) reasons[i] = evaluation.reasons;
    }
    const isSame = this.autoreset === 'same-step';
    return {
      observations: isSame ? new Float64Array(count * width) : seen, finalObservations: isSame ? seen : null,
      rewards, terminated: evaluated, truncated: new Uint8Array(count), evaluated, outcome, metrics, violations, reasons,
    };
  }

  render(): readonly (string | null)[] {
    return this.last.map(({ design, evaluation }) => (evaluation === null ? null : evaluationText(this.task, actionOf(this.task.problem.space, design), evaluation)));
  }

  close(): void {
    this.state = 'closed';
  }

  /** Which environments this step resets: it has no use for their actions. */
  private resetRows(): Uint8Array {
    if (this.state !== 'ready') throw new InputError([this.state === 'new' ? notReset() : closed()]);
    if (this.autoreset === 'disabled' && this.over.includes(1)) throw new InputError([episodeOver()]);
    return this.autoreset === 'next-step' ? this.over.slice() : new Uint8Array(this.count);
  }

  private evaluate(designs: readonly Design[], isReset: Uint8Array): void {
    for (let i = 0; i < this.count; i++) {
      const last = this.last[i]!;
      last.design = designs[i]!;
      last.evaluation = isReset[i] === 1 ? null : this.task.evaluate(designs[i]!);
      this.over[i] = last.evaluation === null || this.autoreset === 'same-step' ? 0 : 1;
    }
  }

  private observed(evaluation: Evaluation): number[] {
    const { observation } = this.task;
    const seen = zeros(observation.names.length);
    observation.write(evaluation, seen, 0);
    return seen;
  }
}

function zeros(length: number): number[] {
  return new Array<number>(length).fill(0);
}
