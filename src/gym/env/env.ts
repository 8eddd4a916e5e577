import type { Rng } from '../../sim/core/rng.js';
import type { Json } from '../agents/agent.js';
import type { Space, SpaceValue } from './spaces/space.js';

/** What an environment says beside its observation: plain JSON, the same for the same seed and actions. Times, job numbers and cache hits have no place in it. */
export type Info = Readonly<Record<string, Json>>;

/** The name of an environment and what it was made with. */
export interface EnvSpec {
  /** `Name-v0`. */
  readonly id: string;
  /** Steps after which `TimeLimit` truncates an episode; null: none. */
  readonly maxEpisodeSteps: number | null;
  /** The mean reward of an episode at which the task counts as solved; null where nobody says. */
  readonly rewardThreshold: number | null;
  readonly nondeterministic: boolean;
  readonly orderEnforce: boolean;
  readonly kwargs: Info;
}

export interface Metadata {
  readonly renderModes: readonly RenderMode[];
}

/** `ansi`: a text. */
export type RenderMode = 'ansi';

export interface ResetOptions {
  /** Begins the random numbers anew; without it they go on. An environment that never got one has begun with 0. */
  readonly seed?: number;
  readonly options?: Info;
}

export type ResetResult = readonly [observation: SpaceValue, info: Info];
export type StepResult = readonly [observation: SpaceValue, reward: number, terminated: boolean, truncated: boolean, info: Info];

/**
 * An environment with the semantics of Gymnasium 1.4: `reset` begins an episode, `step` goes on with it until it is terminated (by the task) or truncated (by
 * something outside it). Same seed and actions: same results.
 */
export interface Env {
  readonly actionSpace: Space;
  readonly observationSpace: Space;
  /** Null for one that `make` did not make. */
  readonly spec: EnvSpec | null;
  readonly metadata: Metadata;
  readonly renderMode: RenderMode | null;
  /** The environment inside all wrappers; itself where there are none. */
  readonly unwrapped: Env;
  /** Its source of random numbers. */
  readonly rng: Rng;
  reset(options?: ResetOptions): ResetResult;
  step(action: SpaceValue): StepResult;
  /** What its render mode shows; null without one. */
  render(): string | null;
  /** May be called more than once. */
  close(): void;
}
