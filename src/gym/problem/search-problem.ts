import type { Design, DesignSpace } from '../../sim/model/design-space.js';

export type Direction = 'minimise' | 'maximise';

/** What is to be made small or large. */
export interface Objective {
  readonly name: string;
  readonly direction: Direction;
  /** Of its values; left out for plain numbers. */
  readonly unit?: string;
}

/** What a legal design keeps. */
export interface Constraint {
  readonly name: string;
  /** In words, e.g. `at most 9024`. */
  readonly limit: string;
}

/** What a problem says of one design. */
export interface Evaluation {
  /** In the order and direction of the problem's objectives, all finite. Null where they do not exist: the design failed, or does not fit. */
  readonly objectives: readonly number[] | null;
  /** For each constraint 0 where it holds, else by how much it does not: finite, more than 0, relative to the limit where that is not 0. */
  readonly violations: readonly number[];
  /** Why the design is not legal, in words; empty where it is. */
  readonly reasons: readonly string[];
  /** Whatever else is known of the design; null where it is not. */
  readonly metrics: Readonly<Record<string, number | null>>;
  /** Why there is no evaluation: the evaluator failed, or gave what is no number. */
  readonly failure?: string;
}

/** A space, and what is wanted in it. */
export interface SearchProblem {
  readonly name: string;
  readonly space: DesignSpace;
  /** At least one. */
  readonly objectives: readonly Objective[];
  readonly constraints: readonly Constraint[];
  /** In the order and direction of the objectives: hypervolume counts what is better in all of them. */
  readonly referencePoint?: readonly number[];
  /** Ways to evaluate, the cheapest first and the one that counts last; one without a name where left out. */
  readonly fidelities?: readonly string[];
  /** Deterministic and free of side effects. `fidelity` is an index of `fidelities`, the last when left out. Throws for bugs only: what goes wrong with a design is a `failure`. */
  evaluate(design: Design, fidelity?: number): Evaluation;
}
