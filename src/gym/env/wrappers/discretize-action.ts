import type { Env, StepResult } from '../env.js';
import { multiDiscrete, type Box, type Space, type SpaceValue } from '../spaces/space.js';
import { Wrapper } from './wrapper.js';

/** Cuts each element of a Box of actions into `bins` equal bins and takes the middle of the chosen one. Every bin can be chosen. */
export class DiscretizeAction extends Wrapper {
  private readonly inner: Box;
  private readonly bins: number;

  constructor(env: Env, bins: number) {
    super(env);
    const inner = env.actionSpace;
    if (inner.type !== 'Box' || ![...inner.low, ...inner.high].every(Number.isFinite)) throw new RangeError('only a Box with bounds can be cut into bins');
    if (!Number.isInteger(bins) || bins < 1) throw new RangeError(`there is at least one bin, not ${bins}`);
    this.inner = inner;
    this.bins = bins;
  }

  override get actionSpace(): Space {
    return multiDiscrete(this.inner.low.map(() => this.bins));
  }

  override step(action: SpaceValue): StepResult {
    if (!Array.isArray(action)) return super.step(action);
    const { low, high } = this.inner;
    return super.step((action as readonly number[]).map((bin, i) => (Number.isInteger(bin) && bin >= 0 && bin < this.bins ? low[i]! + ((bin + 0.5) / this.bins) * (high[i]! - low[i]!) : NaN)));
  }
}
