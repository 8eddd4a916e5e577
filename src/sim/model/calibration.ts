/** A constant of an experiment that was fitted to measurements. */
export interface FittedConstant {
  /** In the experiment. */
  readonly path: string;
  /** What it stands for, in the words of the measurements; null where they do not say. */
  readonly meaning: string | null;
  /** The SI unit that its values were written with; empty for plain numbers. */
  readonly unit: string;
  /** What the experiment says; null where it leaves the constant to the default of the family. */
  readonly start: number | null;
  readonly fitted: number;
  readonly low: number;
  readonly high: number;
  /** The bound at which the fit ends: the best value may lie beyond it. */
  readonly atBound: 'low' | 'high' | null;
  /**
   * How far the residuals (simulated / measured - 1) of the fit part move, root mean square, over the relative change of the constant:
   * at 0.9 one percent of the constant is 0.9 percent of the figures.
   */
  readonly sensitivity: number;
}

/** `fit`: the constants were chosen by it; `test`: they never saw it. */
export type RowUse = 'fit' | 'test';

/** A measured figure beside what is simulated before and after the fit, in SI units. Errors are (simulated - measured) / measured. */
export interface CalibratedRow {
  readonly id: string;
  readonly use: RowUse;
  /** Path in the result. */
  readonly metric: string;
  readonly measured: number;
  readonly before: number;
  readonly after: number;
  readonly errorBefore: number;
  readonly errorAfter: number;
  /** Where it was measured; null where the measurements do not say. */
  readonly source: string | null;
}

/** Absolute relative errors of one part of the rows. */
export interface PartErrors {
  readonly rows: number;
  readonly meanBefore: number;
  readonly meanAfter: number;
  readonly worstBefore: number;
  readonly worstAfter: number;
}

/** What `archsim calibrate` gives. */
export interface CalibrationResult {
  readonly experiment: string;
  readonly measurements: string;
  /** The file of the measurements. */
  readonly file: string;
  readonly constants: readonly FittedConstant[];
  /** As the file has them. */
  readonly rows: readonly CalibratedRow[];
  readonly fit: PartErrors;
  /** Null where no row tests the fit. */
  readonly test: PartErrors | null;
  /** True where the mean error of the test part rose by more than 0.01 percentage points. */
  readonly isTestWorse: boolean;
  /** How many simulations it took. */
  readonly simulations: number;
  /** What a reader has to know to trust the numbers. */
  readonly notes: readonly string[];
}
