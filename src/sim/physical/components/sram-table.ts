import type { SramCell, SramRow } from './cacti.js';
import { onCurve, onLine } from './log-log.js';

/** What the table has of an SRAM. */
export type SramQuantity = 'read' | 'write' | 'area' | 'leakage' | 'access';

/** A macro: what stands behind one port. */
export interface SramPoint {
  readonly nodeNm: number;
  readonly cell: SramCell;
  readonly kib: number;
  readonly widthBits: number;
}

/** How far beyond the smallest and the largest size of a row its last line is drawn. */
export const sizeReach = 2;

/**
 * A quantity of a macro: along straight lines in logarithms, first of size in the rows of the two nearest widths, then of width, then of node.
 * Beyond the ends of a row its last line goes on to twice the size. Null where the point is farther out, in size, width or node.
 */
export function sramValue(rows: readonly SramRow[], { nodeNm, cell, kib, widthBits }: SramPoint, quantity: SramQuantity): number | null {
  const ofCell = rows.filter((row) => row.cell === cell);
  return between(distinct(ofCell.map((row) => row.nodeNm)), nodeNm, (nm) => {
    const ofNode = ofCell.filter((row) => row.nodeNm === nm);
    return between(ofNode.map((row) => row.widthBits), widthBits, (bits) => {
      const row = ofNode.find((candidate) => candidate.widthBits === bits);
      return row === undefined ? null : onCurve(row.kib, row[quantity], kib, sizeReach);
    });
  });
}

/** Whether the table has the very point, holds it between points, or has it beyond the ends of a row. */
export function sramPlace(rows: readonly SramRow[], { nodeNm, cell, kib, widthBits }: SramPoint): 'point' | 'between' | 'beyond' {
  const ofCell = rows.filter((row) => row.cell === cell);
  const row = ofCell.find((candidate) => candidate.nodeNm === nodeNm && candidate.widthBits === widthBits);
  if (row?.kib.includes(kib) === true) return 'point';
  const used = ofCell.filter((candidate) => neighbours(distinct(ofCell.map((r) => r.nodeNm)), nodeNm)?.includes(candidate.nodeNm) === true
    && neighbours(distinct(ofCell.map((r) => r.widthBits)), widthBits)?.includes(candidate.widthBits) === true);
  return used.some((r) => kib < r.kib[0]! || kib > r.kib[r.kib.length - 1]!) ? 'beyond' : 'between';
}

function distinct(values: readonly number[]): readonly number[] {
  return [...new Set(values)];
}

/** The nearest of some numbers on both sides of x, the same twice where x is one of them; null where x is outside. */
function neighbours(values: readonly number[], x: number): readonly [low: number, high: number] | null {
  const low = Math.max(...values.filter((v) => v <= x));
  const high = Math.min(...values.filter((v) => v >= x));
  return Number.isFinite(low) && Number.isFinite(high) ? [low, high] : null;
}

/** What `value` gives for the neighbours of x, on the line in logarithms between them. */
function between(values: readonly number[], x: number, value: (at: number) => number | null): number | null {
  const ends = neighbours(values, x);
  if (ends === null) return null;
  const [low, high] = ends;
  const atLow = value(low);
  if (atLow === null || low === high) return atLow;
  const atHigh = value(high);
  return atHigh === null ? null : onLine(x, low, high, atLow, atHigh);
}
