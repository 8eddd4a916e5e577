import { estimate, notModelled, type Estimate } from '../../core/estimate.js';
import type { Component } from '../../model/component.js';
import type { CostTable } from './component-library.js';
import { cells } from './structure.js';
import { reportSource, synthesisReports, type MacScheme } from './usystolic-reports.js';

const um2 = (scheme: MacScheme, bits: 8 | 16, unit: string): number => synthesisReports[scheme][bits][unit]![0];

/** Bits of sums beside operands of 8 and 16 bits in these PEs. */
const sumBits = { 8: 24, 16: 32 } as const;
const pesOfArray = 256;

/** The straight line through the values at 8 and 16. */
function line(at8: number, at16: number): (bits: number) => number {
  return (bits) => at8 + ((at16 - at8) / 8) * (bits - 8);
}

/** Registers with enable and clear, exact at 8 and 16 bits. */
const registerUm2 = line(um2('binary-parallel', 8, 'wreg'), um2('binary-parallel', 16, 'wreg'));
/** Cells a b and last row (a + b) / 2 of a multiplier, exact at 8 x 8 and 16 x 16 bits. */
const productUm2 = line(um2('binary-parallel', 8, 'mul_inner') / 8, um2('binary-parallel', 16, 'mul_inner') / 16);
/** A bit of the adder of sums, mean of 24 and 32 bits (14.3 and 17.2 um2). */
const adderBitUm2 = mean((bits) => (um2('binary-parallel', bits, 'acc') - registerUm2(sumBits[bits])) / sumBits[bits]);
/** A multiplexer: the serial adder of sums has two a bit more than the parallel one (5.1 um2 each). */
const multiplexerUm2 = mean((bits) => (um2('binary-serial', bits, 'acc') - um2('binary-parallel', bits, 'acc')) / (2 * sumBits[bits]));
/**
 * How much larger product and sum become in one cycle of 2.5 ns, for each bit of the operands: the path through both decides the clock, and synthesis
 * takes larger and faster cells. Fitted on the 16 x 16 array of 8-bit parallel PEs.
 */
const chainGrowth = ((um2('binary-parallel', 8, 'array_16') / pesOfArray - 2 * registerUm2(8) - registerUm2(sumBits[8]))
  / (um2('binary-parallel', 8, 'mul_inner') + adderBitUm2 * sumBits[8]) - 1) / 8;

function mean(value: (bits: 8 | 16) => number): number {
  return (value(8) + value(16)) / 2;
}

const noEnergy = notModelled('the reports assume a default activity: a multiplier alone takes the power of a whole PE in its array, so that energies of parts do not add up');

/** Areas at 32 nm, 0.85 V, 400 MHz. Multipliers, registers and multiplexers are within 2 % of the reports, adders within 9 %. */
export const usystolic32: CostTable = {
  technology: { nodeNm: 32, volts: 0.85 },
  costs(block) {
    const fitted = (value: number, what: string): { readonly area: Estimate; readonly energy: typeof noEnergy } => (
      { area: estimate(value, 'um2', 'fitted', `${reportSource}: ${what}`), energy: noEnergy });
    switch (block.kind) {
      case 'gates': return fitted((multiplexerUm2 / cells.mux2) * block.nand2, 'gates as in its multiplexers, by cells of NanGate 45 nm');
      case 'adder': return fitted(adderBitUm2 * block.bits, 'adders of 24 and 32 bits');
      case 'multiplier': return fitted(multiplierUm2(block.aBits, block.bBits), 'multipliers of 8 and 16 bits');
      case 'register': return fitted(registerUm2(block.bits), 'registers of 8 and 16 bits');
      case 'multiply-add': {
        const { aBits: a, bBits: b } = block;
        const growth = 1 + (chainGrowth * (a + b)) / 2;
        return fitted((multiplierUm2(a, b) + adderBitUm2 * block.sumBits) * growth, 'multipliers and adders, growth in one cycle from the array of 8-bit PEs');
      }
      default: return null;
    }
  },
};

function multiplierUm2(a: number, b: number): number {
  const atZero = productUm2(0);
  return ((productUm2(8) - atZero) / 8) * a * b + (atZero * (a + b)) / 2;
}

/** A PE of an array: energy is that of a cycle, switching only. */
export interface SynthesisedPe extends Component {
  /** pJ a cycle of 2.5 ns. */
  readonly leakage: Estimate;
}

/**
 * A PE as a share of the synthesised array of 16 x 16, its edges included: for ratios between schemes of the same library and clock, not for
 * absolute energies.
 */
export function systolicPe(scheme: MacScheme, bits: 8 | 16): SynthesisedPe {
  const [area, dynamic, leakage] = synthesisReports[scheme][bits].array_16!;
  const share = (value: number, unit: string): Estimate => estimate(value / pesOfArray, unit, 'synthesised', `${reportSource}: array of 16 x 16, shared out`);
  return { name: `${bits} bit ${scheme} PE`, area: share(area, 'um2'), energy: share(dynamic, 'pJ'), leakage: share(leakage, 'pJ') };
}
