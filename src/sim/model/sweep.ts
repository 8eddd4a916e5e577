/** Values that one part of an experiment takes. */
export interface Axis {
  /** In the experiment. */
  readonly path: string;
  readonly name: string;
  readonly values: readonly unknown[];
}

/** One point of a grid for one experiment. */
export interface SweepRow {
  readonly experiment: string;
  /** Of each axis, in order. */
  readonly point: readonly unknown[];
  readonly feasible: boolean;
  /** Of each metric, in order; null where it is not modelled or the design does not fit. */
  readonly values: readonly (number | boolean | string | null)[];
}

/** What a sweep gave. */
export interface SweepResult {
  readonly name: string;
  readonly axes: readonly Axis[];
  /** Paths in the result. */
  readonly metrics: readonly string[];
  readonly rows: readonly SweepRow[];
}
