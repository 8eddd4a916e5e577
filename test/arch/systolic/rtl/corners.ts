/** Parameters of the top module by name. */
export type Parameters = Readonly<Record<string, number>>;

/** Corners of what is legal, of both dataflows. */
export const legal: readonly Parameters[] = [0, 1].flatMap((WEIGHT_STATIONARY) => [
  { WEIGHT_STATIONARY, ROWS: 8, COLS: 8 },
  { WEIGHT_STATIONARY, ROWS: 1, COLS: 1 },
  { WEIGHT_STATIONARY, ROWS: 1, COLS: 2, ACT_BITS: 2, WGT_BITS: 2, SUM_BITS: 4 },
  { WEIGHT_STATIONARY, ROWS: 2, COLS: 1, ACT_BITS: 16, WGT_BITS: 16, SUM_BITS: 48 },
  { WEIGHT_STATIONARY, ROWS: 9, COLS: 3, ACT_BITS: 3, WGT_BITS: 7, SUM_BITS: 11 },
  { WEIGHT_STATIONARY, ROWS: 3, COLS: 5, ACT_BITS: 8, WGT_BITS: 5, SUM_BITS: 13 },
]);
