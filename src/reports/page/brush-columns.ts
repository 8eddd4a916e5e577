import type { ParallelAxis } from '../figures/parallel-axis.js';

/** What a page's script needs to count and mark the designs of a search between ends on axes: a column of bytes for each axis, a byte a design. */
export interface BrushData {
  /** In the order of the figure of parallel coordinates; the last ones are those of the objectives. */
  readonly axes: readonly ParallelAxis[];
  readonly objectives: number;
  /** Designs that these are evenly spread ones of; null where they are all. */
  readonly spreadOver: number | null;
  /** Designs that have objectives, by their evaluations in ascending order, as runs: the first, how many, the first, how many, ... */
  readonly runs: readonly number[];
  /** Base64: 1 for a design that is legal. */
  readonly legal: string;
  /** By axis, base64: the part of the axis that each design stands in (`figures/axis-bins.ts`). */
  readonly bins: readonly string[];
}
