import type { ResetOptions, ResetResult, StepResult } from '../env.js';
import type { SpaceValue } from '../spaces/space.js';
import { Wrapper } from './wrapper.js';

/** Resets by itself: the step after the end of an episode begins the next one, its action counting for nothing, with reward 0. */
export class Autoreset extends Wrapper {
  private isOver = false;

  override reset(options?: ResetOptions): ResetResult {
    this.isOver = false;
    return super.reset(options);
  }

  override step(action: SpaceValue): StepResult {
    if (this.isOver) {
      const [observation, info] = this.reset();
      return [observation, 0, false, false, info];
    }
    const result = super.step(action);
    this.isOver = result[2] || result[3];
    return result;
  }
}
