import { estimate } from '../../sim/core/estimate.js';
import { libraryOf, type ComponentLibrary, type Costs, type CostTable } from '../../sim/physical/components/component-library.js';
import { aladdin40 } from '../../sim/physical/components/aladdin.js';
import { horowitz45 } from '../../sim/physical/components/horowitz.js';
import { gateTable } from '../../sim/physical/components/nangate.js';
import type { Block } from '../../sim/physical/components/block.js';

export type { ComponentLibrary };

/**
 * um2 of a NAND2 equivalent as synthesised in TSMC 28 nm at 1 GHz, wires and sizing included. The one area constant: fitted on the first row of
 * Table 2 of LUT Tensor Core (the UNPU array before any optimisation), 17 271.71 um2. The smallest NAND2 of a 28 nm library has 0.39 to 0.50 um2.
 */
export const gateAreaUm2 = 0.3692;

const technology = { nodeNm: 28, volts: 0.9 };
const areas = gateTable(technology.nodeNm, estimate(gateAreaUm2, 'um2', 'fitted', 'cells counted in NAND2 equivalents, um2 of one fitted on the UNPU row of LUT Tensor Core, Table 2'));
const logic = libraryOf(horowitz45, technology);
const registers = libraryOf(aladdin40, technology);

/**
 * Areas of counted cells; energies of logic by Horowitz, a multiplier by its cells as an adder, and of clocked register bits by Aladdin, both scaled to
 * 28 nm. The two sources disagree on an adder by 2.5 times, and only the second has registers. With its logic too, the arrays of Table 2 would draw
 * half as much again as published; with this choice they draw 3 to 16 % less. Nothing is fitted.
 */
const table: CostTable = {
  technology,
  costs(block) {
    const area = areas.costs(block)?.area;
    return area === undefined ? null : { area, energy: energyOf(block) };
  },
};

function energyOf(block: Block): Costs['energy'] {
  if (block.kind === 'register') return registers.component(block).energy;
  if (block.kind !== 'multiplier') return logic.component(block).energy;
  const [cell, and] = [logic.adder(1).energy, logic.gate(1).energy];
  if (cell.value === null || and.value === null) return cell;
  const { aBits, bBits } = block;
  return estimate(aBits * bBits * (cell.value + and.value), 'pJ', 'derived', `an AND and a full adder for each of ${aBits} x ${bBits} partial bits; ${cell.source}`);
}

/** Components in TSMC 28 nm. Another library with the same functions can take its place. */
export const gates28nm: ComponentLibrary = libraryOf(table, technology);
