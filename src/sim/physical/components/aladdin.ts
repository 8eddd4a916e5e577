import { estimate } from '../../core/estimate.js';
import type { Costs, CostTable } from './component-library.js';
import { cells } from './structure.js';

const table = 'Aladdin, ISCA 2014 (40 nm, 1 ns; accelergy-library-plug-in ba4e9da)';

/** um2 and pJ of the 32-bit adder, the 32 x 32 bit multiplier, a register bit that is clocked, and the 32-bit comparator. */
const adder32 = { um2: 278, pj: 0.21 };
const multiplier32 = { um2: 6350, pj: 12.68 };
const registerBit = { um2: 5.98, pj: 0.009 };
const comparator32 = { um2: 71, pj: 0.02947 };

/**
 * Logic that the table lacks: the area of a NAND2 as in a cell of the multiplier, an AND and a full adder of 6350 / 1024 um2; its energy as in a bit
 * of the adder. The adder would make it 1.8 times as large, the comparator about 0.7 times.
 */
const nand2 = { um2: multiplier32.um2 / 1024 / (cells.and2 + cells.fullAdder), pj: adder32.pj / 32 / cells.fullAdder };

/** Areas and energies at 40 nm. The supply is not stated; 0.9 V is assumed. Leakage (1 % of the energy of a busy cycle) is not counted. */
export const aladdin40: CostTable = {
  technology: { nodeNm: 40, volts: 0.9 },
  costs(block) {
    switch (block.kind) {
      case 'adder': return share(adder32, block.bits / 32, `${table}: adder of 32 bits, linear in bits`);
      case 'multiplier': return share(multiplier32, (block.aBits * block.bBits) / 1024, `${table}: multiplier of 32 x 32 bits, linear in a x b`);
      case 'register': return share(registerBit, block.bits, `${table}: register bit`);
      case 'comparator': return share(comparator32, block.bits / 32, `${table}: comparator of 32 bits, linear in bits`);
      case 'gates': return {
        area: estimate(nand2.um2 * block.nand2, 'um2', 'assumed', `${table}: gates as in its multiplier, by cells of NanGate 45 nm`),
        energy: estimate(nand2.pj * block.nand2, 'pJ', 'assumed', `${table}: gates as in its adder, by cells of NanGate 45 nm`),
      };
      default: return null;
    }
  },
};

function share({ um2, pj }: { readonly um2: number; readonly pj: number }, times: number, source: string): Costs {
  const quality = times === 1 ? 'published' : 'derived';
  return { area: estimate(um2 * times, 'um2', quality, source), energy: estimate(pj * times, 'pJ', quality, source) };
}
