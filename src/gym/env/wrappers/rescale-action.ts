import type { Env, StepResult } from '../env.js';
import { box, type Box, type Space, type SpaceValue } from '../spaces/space.js';
import { Wrapper } from './wrapper.js';

/** Takes actions of a Box from `low` to `high` (default -1 to 1) for those of the environment's Box, which must have bounds. */
export class RescaleAction extends Wrapper {
  private readonly inner: Box;
  private readonly outer: Box;

  constructor(env: Env, low = -1, high = 1) {
    super(env);
    const inner = env.actionSpace;
    if (inner.type !== 'Box' || ![...inner.low, ...inner.high].every(Number.isFinite)) throw new RangeError('only a Box with bounds can be rescaled');
    if (!(low < high)) throw new RangeError(`no scale is from ${low} to ${high}`);
    this.inner = inner;
    this.outer = box(low, high, inner.shape);
  }

  override get actionSpace(): Space {
    return this.outer;
  }

  override step(action: SpaceValue): StepResult {
    const { low, high } = this.inner;
    // What is no action is left as it is, for the environment to refuse.
    if (!Array.isArray(action)) return super.step(action);
    return super.step((action as readonly number[]).map((value, i) => {
      const [from, to] = [this.outer.low[i]!, this.outer.high[i]!];
      if (!(value >= from && value <= to)) return NaN;
      const share = (value - from) / (to - from);
      return Math.min(high[i]!, Math.max(low[i]!, low[i]! + share * (high[i]! - low[i]!)));
    }));
  }
}
