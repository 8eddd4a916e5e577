import { InputError } from '../../sim/core/diagnostics.js';
import { createRng, type Rng } from '../../sim/core/rng.js';
import type { Evaluation } from '../problem/search-problem.js';
import { evaluationText } from './evaluation-text.js';
import { evaluationInfo, type DesignTask } from './design-task.js';
import { closed, episodeOver, illegalAction, notReset } from './diagnostics.js';
import type { Env, Metadata, RenderMode, ResetOptions, ResetResult, StepResult } from './env.js';
import { checkedSeed } from './seed.js';
import { contains } from './spaces/contains.js';
import { describeSpace } from './spaces/describe.js';
import type { Space, SpaceValue } from './spaces/space.js';

/**
 * A search problem as an environment: an action is a design, one step evaluates it, and the episode is terminated. The observation of a step is what is known of
 * its design; that of a reset is zero throughout.
 */
export class DesignEnv implements Env {
  readonly spec = null;
  readonly metadata: Metadata = { renderModes: ['ansi'] };
  readonly actionSpace: Space;
  readonly observationSpace: Space;
  readonly renderMode: RenderMode | null;
  readonly task: DesignTask;
  rng: Rng = createRng(0);
  private state: 'new' | 'ready' | 'over' | 'closed' = 'new';
  private last: { readonly action: SpaceValue; readonly evaluation: Evaluation } | null = null;

  constructor(task: DesignTask, renderMode: RenderMode | null = null) {
    this.task = task;
    this.actionSpace = task.actions.space;
    this.observationSpace = task.observation.space;
    this.renderMode = renderMode;
  }

  get unwrapped(): Env {
    return this;
  }

  reset({ seed }: ResetOptions = {}): ResetResult {
    if (this.state === 'closed') throw new InputError([closed()]);
    if (seed !== undefined) this.rng = createRng(checkedSeed(seed));
    this.last = null;
    this.state = 'ready';
    return [new Array<number>(this.task.observation.names.length).fill(0), {}];
  }

  step(action: SpaceValue): StepResult {
    if (this.state !== 'ready') throw new InputError([this.state === 'new' ? notReset() : this.state === 'over' ? episodeOver() : closed()]);
    if (!contains(this.actionSpace, action)) throw new InputError([illegalAction(action, describeSpace(this.actionSpace))]);
    const { actions, observation, reward } = this.task;
    const evaluation = this.task.evaluate(actions.designOf(action));
    this.last = { action, evaluation };
    this.state = 'over';
    const seen = new Array<number>(observation.names.length).fill(0);
    observation.write(evaluation, seen, 0);
    return [seen, reward(evaluation), true, false, evaluationInfo(evaluation)];
  }

  render(): string | null {
    if (this.renderMode === null) return null;
    return this.last === null ? `${this.task.problem.name}: no design yet` : evaluationText(this.task, this.last.action, this.last.evaluation);
  }

  close(): void {
    this.state = 'closed';
  }
}
