import type { DataType } from '../../sim/model/datatype.js';
import type { BitSerialParameters } from './spec.js';
import type { ProcessingElement } from './variants/processing-element.js';

/** Tokens and output features that the whole array works on at once. */
export function arrayShape(p: BitSerialParameters): { readonly tokens: number; readonly features: number } {
  return { tokens: p.tiles.columns * p.pes.columns, features: p.tiles.rows * p.pes.rows };
}

/**
 * Steady cycles of the array for m tokens x n output features x k: ceil(m / tokens) * ceil(n / features) passes, each of ceil(k / lanes) steps of so many
 * cycles as the operand takes (of BitMoD 4 lanes and its terms), and no fewer than the dequantiser and the drain of the pass before take. Tiles run in step,
 * so that the array takes the cycles of a tile.
 */
export function arrayCycles(p: BitSerialParameters, pe: ProcessingElement, m: number, n: number, k: number, operand: DataType): number {
  const { tokens, features } = arrayShape(p);
  const { lanes, cycles } = pe.step(operand) ?? pe.slowest;
  return Math.ceil(m / tokens) * Math.ceil(n / features) * Math.max(Math.ceil(Math.ceil(k / lanes) * cycles), pe.leastPassCycles, p.pes.rows);
}

/** Cycles from the first operand to the last result that no later pass hides: the stages of a PE, its dequantiser and the drain of a tile. */
export function fillCycles(p: BitSerialParameters, pe: ProcessingElement): number {
  return pe.stages + p.pes.rows;
}
