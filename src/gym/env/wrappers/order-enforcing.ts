import { InputError } from '../../../sim/core/diagnostics.js';
import { notReset } from '../diagnostics.js';
import type { ResetOptions, ResetResult, StepResult } from '../env.js';
import type { SpaceValue } from '../spaces/space.js';
import { Wrapper } from './wrapper.js';

/** Refuses steps and pictures before the first reset (`env/not-reset`). */
export class OrderEnforcing extends Wrapper {
  private isReset = false;

  override reset(options?: ResetOptions): ResetResult {
    this.isReset = true;
    return super.reset(options);
  }

  override step(action: SpaceValue): StepResult {
    if (!this.isReset) throw new InputError([notReset()]);
    return super.step(action);
  }

  override render(): string | null {
    if (!this.isReset) throw new InputError([notReset()]);
    return super.render();
  }
}
