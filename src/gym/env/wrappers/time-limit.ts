import type { Env, ResetOptions, ResetResult, StepResult } from '../env.js';
import type { SpaceValue } from '../spaces/space.js';
import { Wrapper } from './wrapper.js';

/** Truncates an episode after so many steps. */
export class TimeLimit extends Wrapper {
  private readonly most: number;
  private taken = 0;

  constructor(env: Env, maxEpisodeSteps: number) {
    super(env);
    if (!Number.isInteger(maxEpisodeSteps) || maxEpisodeSteps < 1) throw new RangeError(`an episode has at least one step, not ${maxEpisodeSteps}`);
    this.most = maxEpisodeSteps;
  }

  override reset(options?: ResetOptions): ResetResult {
    this.taken = 0;
    return super.reset(options);
  }

  override step(action: SpaceValue): StepResult {
    const [observation, reward, terminated, truncated, info] = super.step(action);
    this.taken++;
    return [observation, reward, terminated, truncated || this.taken >= this.most, info];
  }
}
