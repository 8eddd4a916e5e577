import type { Fidelity } from '../sim/model/architecture.js';

/** A row of a reference table without its answers: what an adapter may see. */
export type ReferenceRow = Readonly<Record<string, unknown>>;

/** What the model says of a row: values in the shape of the row's answer fields, or why there are none. */
export type Outcome =
  | { readonly kind: 'simulated'; readonly answers: Readonly<Record<string, unknown>>; readonly note?: string }
  /** The row repeats an input of the experiment, or a constant was fitted on it: never counted as agreement. */
  | { readonly kind: 'input' | 'fitted'; readonly answers: Readonly<Record<string, unknown>>; readonly note: string }
  | { readonly kind: 'not-modelled'; readonly reason: string };

/** One table of a system: which section of which file, which fields are answers, and how close is close. */
export interface TableRule {
  readonly file: string;
  readonly section: string;
  /** Fields whose numeric leaves are compared (booleans as 0 or 1). */
  readonly answers: readonly string[];
  /** Results of the peer that are not scored and, like the answers, never reach the adapter. */
  readonly alsoAnswers: readonly string[];
  /** Only rows whose fields have one of these values. */
  readonly where: Readonly<Record<string, readonly string[]>>;
  /** None of the rows whose fields have one of these values: systems that other tables judge, where every other system of a file belongs to this one. */
  readonly whereNot?: Readonly<Record<string, readonly string[]>>;
  /** Fields whose product must not be above the reference's: then the row agrees in every leaf. Where absent, each leaf must be close. */
  readonly notWorse?: (row: ReferenceRow) => readonly string[];
  /** Relative; 0 is exactly. */
  tolerance(row: ReferenceRow, fidelity: Fidelity): number;
}

/** A published system or a peer tool that rows judge. */
export interface ValidationSystem {
  readonly name: string;
  readonly summary: string;
  readonly tables: readonly TableRule[];
  /** Fidelities at which it can be asked; the first is the default. */
  readonly fidelities: readonly Fidelity[];
  simulate(section: string, row: ReferenceRow, fidelity: Fidelity): Outcome;
  /** Known bookkeeping differences between the peer and our model, each with its size. */
  readonly differences: readonly Difference[];
}

/** One thing that a peer counts otherwise than we do, and what it makes out. */
export interface Difference {
  readonly what: string;
  readonly size: string;
}

export type Verdict = 'agrees' | 'differs' | 'fitted' | 'input' | 'not-modelled';

export interface JudgedRow {
  readonly id: string;
  /** Path of the answer leaf in the row, e.g. `totals.0`. */
  readonly metric: string;
  readonly reference: number;
  readonly simulated: number | null;
  /** |simulated - reference| / |reference|; the absolute difference where the reference is 0; null only when not modelled. */
  readonly relativeError: number | null;
  readonly tolerance: number;
  readonly verdict: Verdict;
  readonly reason: string;
  readonly source: string;
}

export interface JudgedSystem {
  readonly system: string;
  readonly rows: readonly JudgedRow[];
  readonly agree: number;
  readonly differ: number;
  readonly fitted: number;
  readonly input: number;
  readonly notModelled: number;
  /** Over rows that agree or differ. */
  readonly meanAbsoluteRelativeError: number | null;
  readonly worst: { readonly id: string; readonly metric: string; readonly relativeError: number } | null;
  readonly differences: readonly Difference[];
}
