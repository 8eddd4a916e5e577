/** Parameters of the top module by name. */
export type Parameters = Readonly<Record<string, number>>;

/** Corners of what is legal, of both codes. */
export const legal: readonly Parameters[] = [0, 1].flatMap((BIPOLAR) => [
  { BIPOLAR, ROWS: 8, COLS: 1, DEPTH: 32, ROW_PLANES: 8, SUM_BITS: 32 },
  { BIPOLAR, ROWS: 1, COLS: 1, DEPTH: 1, SUM_BITS: 3 },
  { BIPOLAR, ROWS: 8, COLS: 8, DEPTH: 128 },
  { BIPOLAR, ROWS: 1, COLS: 2, DEPTH: 15, SUM_BITS: 6 },
  { BIPOLAR, ROWS: 2, COLS: 1, DEPTH: 16, SUM_BITS: 53 },
  { BIPOLAR, ROWS: 3, COLS: 2, DEPTH: 18, ROW_PLANES: 3, SUM_BITS: 13 },
  { BIPOLAR, ROWS: 4, COLS: 1, DEPTH: 37, ROW_PLANES: 2, SUM_BITS: 8 },
]);
