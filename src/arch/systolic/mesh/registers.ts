import { upTo } from '../../../sim/core/up-to.js';
import type { MeshParameters } from './parameters.js';

/** Shortest line that synthesis puts into shift registers of LUTs. */
const shortestShift = 3;

/** Whether the product of an element is one of nine bits or more, which synthesis puts into a DSP block. */
export function needsDsp({ activationBits, weightBits }: MeshParameters): boolean {
  return activationBits + weightBits >= 9;
}

/** Bits of the skid buffers of `act`, `wgt` and `out` that differ from each other, tlast included. */
export function bufferBits(p: MeshParameters): readonly number[] {
  const { rows, columns, activationBits, weightBits } = p;
  const sums = upTo(columns).reduce((sum, column) => sum + outputBits(p, column), 0);
  return [activationBits * rows + 2, weightBits * columns + bitsFor(rows) + bitsFor(columns) + 2, sums + 1];
}

/**
 * Bits of a column's results that are registers of their own. The sums of the first weight-stationary row are products with their sign repeated, those
 * of the second one bit longer: one register holds the copies, except where they have passed a shift register in LUTs.
 */
export function outputBits(p: MeshParameters, column: number): number {
  return p.dataflow === 'weight-stationary' && p.columns - column < shortestShift ? sumBitsOf(p, p.rows - 1) : p.sumBits;
}

/** Flip-flops: all registers that the Verilog declares, but for those that nobody reads, that are equal, or that are in shift registers. */
export function meshRegisters(p: MeshParameters): number {
  const { rows, columns, activationBits, weightBits, sumBits } = p;
  const elements = rows * columns;
  const buffers = bufferBits(p).reduce((sum, bits) => sum + 2 * bits + 3, 0);
  const products = elements * (activationBits + weightBits);
  const actsOnTheWay = rows * (columns - 1) * activationBits;
  const widest = Math.max(bitsFor(rows), bitsFor(columns));
  if (p.dataflow === 'output-stationary') {
    const wgtsOnTheWay = (rows - 1) * columns * weightBits;
    const skews = (activationBits * rows * (rows - 1) + weightBits * columns * (columns - 1)) / 2;
    const control = widest + 2 + bitsFor(rows) + 3;
    return buffers + products + actsOnTheWay + wgtsOnTheWay + elements * sumBits + skews + control;
  }
  const sums = upTo(rows).reduce((sum, row) => sum + columns * sumBitsOf(p, row), 0);
  const waitingActs = upTo(rows).reduce((sum, row) => sum + activationBits * flipFlopsOf(row + 1), 0);
  const waitingSums = upTo(columns).reduce((sum, column) => sum + outputBits(p, column) * flipFlopsOf(columns - column), 0);
  const control = 1 + widest + 1 + bitsFor(rows) + bitsFor(columns) + 2 * (rows + columns + 2);
  return buffers + products + actsOnTheWay + elements * weightBits + sums + waitingActs + waitingSums + control;
}

/** LUTs that are shift registers: lines of three cycles and more. */
export function shiftRegisters({ dataflow, rows, columns, activationBits, sumBits }: MeshParameters): number {
  if (dataflow === 'output-stationary') return 0;
  const lines = (count: number, bits: number): number => upTo(count).reduce((sum, i) => sum + (i + 1 < shortestShift ? 0 : bits * Math.ceil((i + 1) / longestShift)), 0);
  // The columns of a fold are known to the output three cycles late.
  return lines(rows, activationBits) + lines(columns, sumBits) + bitsFor(columns);
}

/** Bits of a shift register of one LUT. */
const longestShift = 32;

function flipFlopsOf(cycles: number): number {
  return cycles < shortestShift ? cycles : 0;
}

/** Bits of the sums of a weight-stationary row that differ from each other. */
function sumBitsOf({ activationBits, weightBits, sumBits }: MeshParameters, row: number): number {
  return row < 2 ? Math.min(sumBits, activationBits + weightBits + row) : sumBits;
}

/** Bits of a number from 0 to `largest`. */
function bitsFor(largest: number): number {
  return Math.floor(Math.log2(largest)) + 1;
}
