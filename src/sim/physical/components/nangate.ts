import { estimate, notModelled, type Estimate } from '../../core/estimate.js';
import type { CostTable } from './component-library.js';
import { cells } from './structure.js';

const noEnergy = notModelled('areas of cells come without energies; take those of another table');

/**
 * Counts of cells: a full adder a bit of an adder, an AND and a full adder a partial bit of a multiplier, a flip-flop a register bit. `nand2` is the area
 * of a NAND2 at the node, with whatever the caller has it stand for: the bare cell, or one with its share of wires, buffers and empty rows.
 */
export function gateTable(nodeNm: number, nand2: Estimate): CostTable {
  const area = (count: number): Estimate => estimate(nand2.value * count, 'um2', nand2.quality, nand2.source);
  return {
    technology: { nodeNm, volts: 0.9 },
    costs(block) {
      switch (block.kind) {
        case 'gates': return { area: area(block.nand2), energy: noEnergy };
        case 'adder': return { area: area(block.bits * cells.fullAdder), energy: noEnergy };
        case 'multiplier': return { area: area(block.aBits * block.bBits * (cells.and2 + cells.fullAdder)), energy: noEnergy };
        case 'register': return { area: area(block.bits * cells.flipFlop), energy: noEnergy };
        default: return null;
      }
    },
  };
}

/** Bare cells of drive strength 1, ripple adders and array multipliers: the least that a circuit can take. A NAND2 is 0.57 um x 1.4 um. */
export const nangate45 = gateTable(45, estimate(0.57 * 1.4, 'um2', 'derived', 'cells of the NanGate 45 nm open cell library, counted; no wires, buffers or empty rows'));
