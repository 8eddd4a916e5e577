/** A column of a table of numbers. */
export interface GridColumn {
  /** As figures are named: camel case with its unit. */
  readonly name: string;
  /** Empty for counts. */
  readonly unit: string;
}

/** A table of what was looked at, beside the totals of an answer: one row for each point, null where a point has no such number. */
export interface ScenarioGrid {
  readonly columns: readonly GridColumn[];
  readonly rows: readonly (readonly (number | null)[])[];
}
