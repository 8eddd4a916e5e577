import { createRng, type Rng } from '../../../src/sim/core/rng.js';
import type { Env, Info, Metadata, RenderMode, ResetOptions, ResetResult, StepResult } from '../../../src/gym/env/env.js';
import { box, type Space, type SpaceValue } from '../../../src/gym/env/spaces/index.js';

/** A walk on a line with random pushes: episodes of several steps, an observation that depends on the seed. */
export class ToyEnv implements Env {
  readonly spec = null;
  readonly metadata: Metadata = { renderModes: ['ansi'] };
  readonly renderMode: RenderMode | null = null;
  actionSpace: Space = box(-1, 1, [1]);
  observationSpace: Space = box(-100, 100, [1]);
  rng: Rng = createRng(0);
  place = 0;
  closed = 0;

  get unwrapped(): Env {
    return this;
  }

  reset({ seed }: ResetOptions = {}): ResetResult {
    if (seed !== undefined) this.rng = createRng(seed);
    this.place = this.rng.next();
    return [[this.place], {}];
  }

  step(action: SpaceValue): StepResult {
    this.place += (action as readonly number[])[0]! + this.rng.next() / 10;
    const info: Info = { place: this.place };
    return [[this.place], this.place, this.place > 3, false, info];
  }

  render(): string | null {
    return null;
  }

  close(): void {
    this.closed++;
  }
}
