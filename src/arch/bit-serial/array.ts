import { groupCycles, pipelineCycles } from './cycles.js';
import { lanes } from './terms.js';
import type { BitSerialParameters } from './spec.js';

/** Tokens and output features that the whole array works on at once. */
export function arrayShape(p: BitSerialParameters): { readonly tokens: number; readonly features: number } {
  return { tokens: p.tiles.columns * p.pes.columns, features: p.tiles.rows * p.pes.rows };
}

/**
 * Steady cycles of the array for m tokens x n output features x k: ceil(m / tokens) * ceil(n / features) passes, each of ceil(k / 4) steps of
 * `terms` cycles, and no fewer than the dequantiser and the drain of the pass before take. Tiles run in step, so that the array takes the cycles of
 * a tile.
 */
export function arrayCycles(p: BitSerialParameters, m: number, n: number, k: number, terms: number): number {
  const { tokens, features } = arrayShape(p);
  return Math.ceil(m / tokens) * Math.ceil(n / features) * Math.max(groupCycles(Math.ceil(k / lanes), terms), p.pes.rows);
}

/** Cycles from the first operand to the last result that no later pass hides: the stages of a PE, its dequantiser and the drain of a tile. */
export function fillCycles(p: BitSerialParameters): number {
  return pipelineCycles + p.pes.rows;
}
