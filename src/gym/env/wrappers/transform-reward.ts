import type { Env, StepResult } from '../env.js';
import type { SpaceValue } from '../spaces/space.js';
import { Wrapper } from './wrapper.js';

/** Gives a function of each reward. */
export class TransformReward extends Wrapper {
  private readonly change: (reward: number) => number;

  constructor(env: Env, change: (reward: number) => number) {
    super(env);
    this.change = change;
  }

  override step(action: SpaceValue): StepResult {
    const [observation, reward, ...rest] = super.step(action);
    return [observation, this.change(reward), ...rest];
  }
}

/** Cuts rewards off below `least` and above `most`. */
export class ClipReward extends TransformReward {
  constructor(env: Env, least: number, most: number) {
    if (!(least <= most)) throw new RangeError(`no reward is from ${least} to ${most}`);
    super(env, (reward) => Math.min(most, Math.max(least, reward)));
  }
}
