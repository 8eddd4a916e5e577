import { signedBitsFor } from './width.js';

/** What an array of look-up tables computes: A of M x K by weights of N x K with `bits` planes, in groups of activations. */
export interface LutWork {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly bits: number;
  readonly group: number;
}

/** The shape of an array: tables for `m` rows, `n` outputs, and `k` activations in each table. */
export interface LutTile {
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

/** The shape that LUT Tensor Core chooses: M2N64K4. */
export const m2n64k4: LutTile = { m: 2, n: 64, k: 4 };

/** Steps of one array that takes one plane of one tile a cycle, without its fill: ceil(M / m) * ceil(N / n) * ceil(K / k) * bits. */
export function lutCycles(work: LutWork, tile: LutTile): number {
  return Math.ceil(work.m / tile.m) * Math.ceil(work.n / tile.n) * Math.ceil(work.k / tile.k) * work.bits;
}

/** Tables that are built: M * ceil(K / group). */
export function tableCount(work: LutWork): number {
  return work.m * Math.ceil(work.k / work.group);
}

/** Numbers in the symmetrised tables: 2^(group - 1) each. */
export function tableEntries(work: LutWork): number {
  return tableCount(work) * 2 ** (work.group - 1);
}

/** Look-ups: one for each table, output and plane. */
export function lookups(work: LutWork): number {
  return tableCount(work) * work.n * work.bits;
}

/** Bits of an exact table entry for activations of at most that magnitude: 10 for four of 127, 11 for four of 128. */
export function exactEntryBits(group: number, largest: number): number {
  return signedBitsFor(-group * largest, group * largest);
}

/** Additions that build one symmetrised table, entry by entry: (group - 1) * 2^(group - 1). */
export function naiveTableAdds(group: number): number {
  return (group - 1) * 2 ** (group - 1);
}

/** Additions where each further element doubles the table: 2 + 4 + .. + 2^(group - 1) = 2^group - 2; the 2 + 4 + 8 of FIGLUT for a group of four. */
export function doublingTableAdds(group: number): number {
  return 2 ** group - 2;
}

/**
 * Additions where the group is cut in two and the sums of each part are shared: H(group) = 2^(group - 1) + least over cuts of H(part) + H(rest),
 * H(1) = 0. The part without the sign element needs only its own half table too, since the other half is its negation. 12 for a group of four.
 */
export function sharedTableAdds(group: number): number {
  const least = [0, 0];
  for (let size = 2; size <= group; size++) {
    let best = Infinity;
    for (let part = 1; part < size; part++) best = Math.min(best, least[part]! + least[size - part]!);
    least.push(2 ** (size - 1) + best);
  }
  return least[group]!;
}
