import type { Env, ResetOptions, ResetResult, StepResult } from '../env.js';
import type { SpaceValue } from '../spaces/space.js';
import { Wrapper } from './wrapper.js';

/**
 * Tells at the end of an episode, as `episode` in its info, the sum of its rewards `r` and its steps `l`, and keeps those of the last episodes. The seconds that
 * Gymnasium tells beside them are left out: an info is the same for the same seed.
 */
export class RecordEpisodeStatistics extends Wrapper {
  /** The latest last. */
  readonly returns: number[] = [];
  readonly lengths: number[] = [];
  private readonly kept: number;
  private sum = 0;
  private steps = 0;

  /** `kept`: episodes that are remembered. */
  constructor(env: Env, kept = 100) {
    super(env);
    this.kept = kept;
  }

  override reset(options?: ResetOptions): ResetResult {
    this.sum = 0;
    this.steps = 0;
    return super.reset(options);
  }

  override step(action: SpaceValue): StepResult {
    const [observation, reward, terminated, truncated, info] = super.step(action);
    this.sum += reward;
    this.steps++;
    if (!terminated && !truncated) return [observation, reward, terminated, truncated, info];
    this.returns.push(this.sum);
    this.lengths.push(this.steps);
    if (this.returns.length > this.kept) {
      this.returns.shift();
      this.lengths.shift();
    }
    return [observation, reward, terminated, truncated, { ...info, episode: { r: this.sum, l: this.steps } }];
  }
}
