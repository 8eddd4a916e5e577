import type { Rng } from '../../../sim/core/rng.js';
import type { Env, EnvSpec, Metadata, RenderMode, ResetOptions, ResetResult, StepResult } from '../env.js';
import type { Space, SpaceValue } from '../spaces/space.js';

/** An environment around another one, which changes nothing; wrappers override what they change. */
export class Wrapper implements Env {
  readonly env: Env;

  constructor(env: Env) {
    this.env = env;
  }

  get actionSpace(): Space {
    return this.env.actionSpace;
  }

  get observationSpace(): Space {
    return this.env.observationSpace;
  }

  get spec(): EnvSpec | null {
    return this.env.spec;
  }

  get metadata(): Metadata {
    return this.env.metadata;
  }

  get renderMode(): RenderMode | null {
    return this.env.renderMode;
  }

  get unwrapped(): Env {
    return this.env.unwrapped;
  }

  get rng(): Rng {
    return this.env.rng;
  }

  reset(options?: ResetOptions): ResetResult {
    return this.env.reset(options);
  }

  step(action: SpaceValue): StepResult {
    return this.env.step(action);
  }

  render(): string | null {
    return this.env.render();
  }

  close(): void {
    this.env.close();
  }
}
