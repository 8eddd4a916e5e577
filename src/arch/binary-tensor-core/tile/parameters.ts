import type { BinaryTensorCoreParameters } from '../spec.js';

/** A unit that computes one call a cycle: the products of `rows` and `columns` one-bit rows of `depth` elements. */
export interface PlaneTileParameters {
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
  readonly code: BinaryTensorCoreParameters['code'];
  /** Rows that the planes of an activation take; 1 where each plane has calls of its own. */
  readonly rowPlanes: number;
  /** Sums wrap to so many bits. */
  readonly sumBits: number;
}

/** Bits of a number from 0 to `largest`. */
export function bitsFor(largest: number): number {
  return Math.floor(Math.log2(largest)) + 1;
}

/** Why there is no such tile, or null. */
export function tileFault({ rows, columns, depth, rowPlanes, sumBits }: PlaneTileParameters): string | null {
  for (const size of [rows, columns, rowPlanes]) if (!(Number.isInteger(size) && size >= 1)) return `rows, columns and planes are whole numbers from 1, not ${size}`;
  if (!(Number.isInteger(depth) && depth >= 1 && depth <= 65535)) return `rows have 1 to 65535 elements, not ${depth}`;
  if (rows % rowPlanes !== 0) return `${rowPlanes} planes of a token do not divide ${rows} rows`;
  // More than the bits of a signed product, and than those of the planes that are added up.
  const least = Math.max(bitsFor(depth) + 1, rowPlanes) + 1;
  return Number.isInteger(sumBits) && sumBits >= least && sumBits <= 53 ? null : `sums have ${least} to 53 bits, not ${sumBits}`;
}
