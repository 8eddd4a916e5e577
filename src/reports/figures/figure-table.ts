/** What a figure shows, as rows: for screen readers, for downloads, and for who wants the digits. */
export interface FigureTable {
  readonly label: string;
  /** Heads with the unit of their numbers, as `latency (s)`. */
  readonly columns: readonly FigureColumn[];
  /** The first cell of a row names it. Null: not known. */
  readonly rows: readonly (readonly (string | number | null)[])[];
}

export interface FigureColumn {
  readonly head: string;
  readonly kind: 'number' | 'text';
}
