import type { Info } from './env.js';
import type { Env, EnvSpec } from './env.js';
import type { Space, SpaceValue } from './spaces/space.js';

/**
 * What several environments side by side do with one whose episode is over, as in Gymnasium 1.4. `next-step`: the next step resets it, its action counting for
 * nothing. `same-step`: it is reset at once; the observation is that of the new episode, the last one and its info are in `final_obs` and `final_info`.
 * `disabled`: it is reset by whom it concerns, with the option `reset_mask`.
 */
export type AutoresetMode = 'next-step' | 'same-step' | 'disabled';

export const autoresetModes: readonly AutoresetMode[] = ['next-step', 'same-step', 'disabled'];

export interface VectorResetOptions {
  /** One for all, each environment adding its number; or one for each, null for those whose random numbers go on. */
  readonly seed?: number | readonly (number | null)[];
  /** `reset_mask`: a row of booleans, which environments are meant. */
  readonly options?: Info;
}

/** A step of several environments. Rows are in their order. */
export interface VectorStep {
  readonly observations: readonly SpaceValue[];
  readonly rewards: readonly number[];
  readonly terminated: readonly boolean[];
  readonly truncated: readonly boolean[];
  /** For each key a row of values, null where an environment has none, and under `_key` a row of booleans: which have. */
  readonly infos: VectorInfo;
}

export type VectorInfo = Readonly<Record<string, readonly unknown[]>>;

/** Environments of one kind, stepped together. */
export interface VectorEnv {
  readonly count: number;
  readonly autoreset: AutoresetMode;
  /** Of one environment. */
  readonly singleActionSpace: Space;
  readonly singleObservationSpace: Space;
  readonly spec: EnvSpec | null;
  reset(options?: VectorResetOptions): readonly [observations: readonly SpaceValue[], infos: VectorInfo];
  step(actions: readonly SpaceValue[]): VectorStep;
  /** What each environment renders. */
  render(): readonly (string | null)[];
  close(): void;
}

export type MakeEnv = (index: number) => Env;
