import type { StepResult } from '../env.js';
import { flattenedSpace, unflattenValue } from '../spaces/flatten.js';
import type { Space, SpaceValue } from '../spaces/space.js';
import { Wrapper } from './wrapper.js';

/** Takes actions as one row of numbers: of each choice the value whose number is largest. For agents that know a Box alone. */
export class FlattenAction extends Wrapper {
  override get actionSpace(): Space {
    return flattenedSpace(this.env.actionSpace);
  }

  override step(action: SpaceValue): StepResult {
    return super.step(Array.isArray(action) ? unflattenValue(this.env.actionSpace, action as readonly number[]) : action);
  }
}
