import type { Env, ResetOptions, ResetResult, StepResult } from '../env.js';
import { box, type Space, type SpaceValue } from '../spaces/space.js';
import { RunningMoments } from './running-moments.js';
import { Wrapper } from './wrapper.js';

/** Shows each element x of a Box as (x - mean) / sqrt(variance + epsilon) of what was seen so far. It learns, and `learns` stops that. */
export class NormalizeObservation extends Wrapper {
  learns = true;
  private readonly moments: readonly RunningMoments[];
  private readonly epsilon: number;

  constructor(env: Env, epsilon = 1e-8) {
    super(env);
    if (env.observationSpace.type !== 'Box') throw new RangeError('only the elements of a Box can be normalised');
    this.moments = env.observationSpace.low.map(() => new RunningMoments());
    this.epsilon = epsilon;
  }

  override get observationSpace(): Space {
    return box(-Infinity, Infinity, [this.moments.length]);
  }

  override reset(options?: ResetOptions): ResetResult {
    const [observation, info] = super.reset(options);
    return [this.normalized(observation), info];
  }

  override step(action: SpaceValue): StepResult {
    const [observation, ...rest] = super.step(action);
    return [this.normalized(observation), ...rest];
  }

  private normalized(observation: SpaceValue): SpaceValue {
    return (observation as readonly number[]).map((x, i) => {
      const moments = this.moments[i]!;
      if (this.learns) moments.add(x);
      return (x - moments.mean) / Math.sqrt(moments.variance + this.epsilon);
    });
  }
}
