import type { Env, ResetOptions, ResetResult, StepResult } from '../env.js';
import { box, type Box, type Space, type SpaceValue } from '../spaces/space.js';
import { Wrapper } from './wrapper.js';

/** Shows a Box with bounds as one from `low` to `high`. */
export class RescaleObservation extends Wrapper {
  private readonly inner: Box;
  private readonly outer: Box;

  constructor(env: Env, low = 0, high = 1) {
    super(env);
    const inner = env.observationSpace;
    if (inner.type !== 'Box' || ![...inner.low, ...inner.high].every(Number.isFinite)) throw new RangeError('only a Box with bounds can be rescaled');
    if (!(low < high)) throw new RangeError(`no scale is from ${low} to ${high}`);
    this.inner = inner;
    this.outer = box(low, high, inner.shape);
  }

  override get observationSpace(): Space {
    return this.outer;
  }

  override reset(options?: ResetOptions): ResetResult {
    const [observation, info] = super.reset(options);
    return [this.rescaled(observation), info];
  }

  override step(action: SpaceValue): StepResult {
    const [observation, ...rest] = super.step(action);
    return [this.rescaled(observation), ...rest];
  }

  private rescaled(observation: SpaceValue): SpaceValue {
    const { low, high } = this.inner;
    return (observation as readonly number[]).map((x, i) => {
      const [from, to] = [this.outer.low[i]!, this.outer.high[i]!];
      const width = high[i]! - low[i]!;
      return width === 0 ? from : Math.min(to, Math.max(from, from + ((x - low[i]!) / width) * (to - from)));
    });
  }
}
