import type { ResetOptions, ResetResult, StepResult } from '../env.js';
import { flattenedSpace, flattenValue } from '../spaces/flatten.js';
import type { Space, SpaceValue } from '../spaces/space.js';
import { Wrapper } from './wrapper.js';

/** Shows observations as one row of numbers: choices as zeros with a single one. */
export class FlattenObservation extends Wrapper {
  override get observationSpace(): Space {
    return flattenedSpace(this.env.observationSpace);
  }

  override reset(options?: ResetOptions): ResetResult {
    const [observation, info] = super.reset(options);
    return [flattenValue(this.env.observationSpace, observation), info];
  }

  override step(action: SpaceValue): StepResult {
    const [observation, ...rest] = super.step(action);
    return [flattenValue(this.env.observationSpace, observation), ...rest];
  }
}
