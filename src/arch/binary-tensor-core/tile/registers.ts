import { upTo } from '../../../sim/core/up-to.js';
import { bitsFor, type PlaneTileParameters } from './parameters.js';

/** Pairs of bits that are counted together. */
const segmentPairs = 18;
/** Bits of a carry block. */
const carryBits = 4;

/** Bits of the skid buffers of `act`, `wgt` and `out` that somebody reads, tlast included. */
export function bufferBits({ rows, columns, depth, code, rowPlanes, sumBits }: PlaneTileParameters): readonly number[] {
  // Length, or the sign of the planes; doubles, ends_tile and tlast.
  const flags = (code === 'bipolar' ? bitsFor(depth) : 1) + 3;
  return [depth * rows + 1, depth * columns + flags, sumBits * (rows / rowPlanes) * columns + 1];
}

/** Flip-flops: all registers that the Verilog declares, but for those that nobody reads, that are equal, or that are in shift registers. */
export function tileRegisters(p: PlaneTileParameters): number {
  const { rows, columns, depth, code, rowPlanes, sumBits } = p;
  const elements = rows * columns;
  const lengthBits = bitsFor(depth);
  const buffers = bufferBits(p).reduce((sum, bits) => sum + 2 * bits + 3, 0);
  const segments = elements * segmentWidths(depth).reduce((sum, pairs) => sum + countBits(pairs), 0);
  // The lowest bit of a bipolar product is that of the length, one register for all elements.
  const values = elements * (lengthBits + 1) - (code === 'bipolar' ? elements - 1 : 0);
  const sums = columns * upTo(rows).reduce((sum, row) => sum + rowSumBits(sumBits, row % rowPlanes), 0);
  const totals = rowPlanes > 1 ? (elements / rowPlanes) * sumBits + 1 : 0;
  const control = 4 + 2 + 2 + (code === 'bipolar' ? lengthBits : 1);
  return buffers + segments + values + sums + totals + control;
}

/** LUTs that are shift registers: the flag of the end of a run. */
export function shiftRegisters(): number {
  return 1;
}

/** Pairs of each segment of a row: all of 18, and what is left. */
export function segmentWidths(depth: number): readonly number[] {
  return Array.from({ length: Math.ceil(depth / segmentPairs) }, (_, i) => Math.min(segmentPairs, depth - i * segmentPairs));
}

/** Bits that a count of so many pairs may have as far as its logic shows: ones and twos of threes, counted apart and added. */
export function countBits(pairs: number): number {
  const ones = bitsFor(Math.ceil(pairs / 3));
  const overOne = Math.ceil((pairs - 1) / 3);
  if (overOne === 0) return ones;
  const twos = bitsFor(overOne) + 1;
  // With a single bit of each there is nothing to carry.
  return ones === 1 ? twos : Math.min(5, Math.max(ones, twos) + 1);
}

/**
 * Bits of the sum of a row that holds plane i of a token. The highest i of them reach no result, and where they fill a carry block they are only read by
 * themselves, and so go.
 */
function rowSumBits(sumBits: number, i: number): number {
  return Math.min(sumBits, carryBits * Math.ceil((sumBits - i) / carryBits));
}
