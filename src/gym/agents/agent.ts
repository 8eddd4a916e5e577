import type { Rng } from '../../sim/core/rng.js';
import type { Design, DesignSpace, Parameter, ParameterValue } from '../../sim/model/design-space.js';
import type { Evaluation, Objective } from '../problem/search-problem.js';

/** A design that an agent wants evaluated. */
export interface Proposal {
  readonly design: Design;
  /** An index of the problem's fidelities; the last, the one that counts, when left out. */
  readonly fidelity?: number;
}

/** A proposal with what the problem said of it. */
export interface Trial extends Proposal {
  readonly evaluation: Evaluation;
}

/** What an agent knows of a problem before it begins. */
export interface SearchTask {
  readonly space: DesignSpace;
  readonly objectives: readonly Objective[];
  /** Costs beyond which a design is worth nothing, from the reference point of the problem; null where it names none. */
  readonly referenceCosts: readonly number[] | null;
  /** How many. */
  readonly constraints: number;
  /** Evaluations that it may ask for. */
  readonly budget: number;
  /** How many, at least 1. */
  readonly fidelities: number;
}

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** All that an agent remembers, its random numbers too, as plain JSON: written to a file and read again it goes on as if nothing had happened. */
export type AgentState = Json;

/**
 * Something that searches. Its batches depend on the seed and on what it observed, and on nothing else: not on how many workers evaluate them.
 * Calls alternate: `propose`, then `observe` with the whole batch in the proposed order.
 */
export interface Agent {
  /** The next batch; empty when it has nothing more to try. */
  propose(): readonly Proposal[];
  observe(trials: readonly Trial[]): void;
  /** Between `observe` and `propose`. */
  save(): AgentState;
}

/** A number or word that sets how an agent searches: a parameter, so that hyperparameters can be searched themselves. */
export type Hyperparameter = Parameter & { readonly default: ParameterValue; readonly meaning: string };

export type Hyperparameters = Readonly<Record<string, ParameterValue>>;

/** An algorithm that agents are made of. */
export interface AgentKind {
  readonly id: string;
  /** What it does, in one sentence. */
  readonly summary: string;
  readonly source: string;
  /** `one`: several objectives become one by weights (`scalar.ts`). `many`: it searches for a front. */
  readonly objectives: 'one' | 'many';
  readonly hyperparameters: readonly Hyperparameter[];
  /** Hyperparameters that are left out have their defaults. Throws `InputError` (`agent/...`) for those that are wrong, and for a space that it cannot search. */
  create(task: SearchTask, hyperparameters: Hyperparameters, rng: Rng): Agent;
  /** The agent that had this state, with the same task and hyperparameters. */
  restore(task: SearchTask, hyperparameters: Hyperparameters, state: AgentState): Agent;
}
