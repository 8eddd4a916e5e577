import type { Env, StepResult } from '../env.js';
import type { SpaceValue } from '../spaces/space.js';
import { RunningMoments } from './running-moments.js';
import { Wrapper } from './wrapper.js';

/**
 * Divides rewards by the deviation of the discounted return so far, G = gamma G (1 - terminated) + r: r / sqrt(var G + epsilon), so that returns vary by about 1. As in Gymnasium, but that
 * variances are over what was seen, without a first guess that counts. It learns: the same action is worth something else later, and `learns` stops that.
 */
export class NormalizeReward extends Wrapper {
  learns = true;
  private readonly gamma: number;
  private readonly epsilon: number;
  private readonly moments = new RunningMoments();
  private discounted = 0;

  constructor(env: Env, { gamma = 0.99, epsilon = 1e-8 }: { readonly gamma?: number; readonly epsilon?: number } = {}) {
    super(env);
    this.gamma = gamma;
    this.epsilon = epsilon;
  }

  override step(action: SpaceValue): StepResult {
    const [observation, reward, terminated, ...rest] = super.step(action);
    this.discounted = this.discounted * this.gamma * (terminated ? 0 : 1) + reward;
    if (this.learns) this.moments.add(this.discounted);
    return [observation, reward / Math.sqrt(this.moments.variance + this.epsilon), terminated, ...rest];
  }
}
