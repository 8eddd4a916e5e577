import { estimate, type Estimate } from '../../../../sim/core/estimate.js';
import { fittedOn, type LutCoefficient, lutsOfParts } from '../../../../sim/physical/lut-model.js';
import type { FitError } from '../../../../sim/physical/synthesised-fabric.js';
import { tableGroup } from '../../energy/operation.js';
import { adderBits } from '../tree.js';
import { batchesOf, tableWidths, type TableParameters } from './parameters.js';
import { tableRegisters, tableShiftLuts } from './registers.js';
import { activationTree, bufferBits, entryTree } from './structure.js';

// LUT and FF of the tables as Yosys' `synth_xilinx -family xcup` leaves them. What stands where is in the Verilog of `rtl`.

/** Kinds of logic by which LUTs are counted. */
export type LutPart = 'streams' | 'tables' | 'shifts' | 'sums' | 'base';

/** Where the coefficients are from. */
export const lutSource = fittedOn('rows "fit" of reference/synthesis/shift-add-table.json');

/** What the LUTs of a part are multiplied by. */
export const lutCoefficients: readonly LutCoefficient<LutPart>[] = [
  { part: 'streams', value: 1.472, unit: 'LUT/bit', meaning: 'bit of a skid buffer, of the activations of a table as they go around, or, twice, of an adder that sums them up' },
  { part: 'tables', value: 1.156, unit: 'LUT/bit', meaning: 'bit of an adder that builds a table, one and a half times, or of a choice between two words or places' },
  { part: 'shifts', value: 0.4436, unit: 'LUT/bit', meaning: 'bit of a shifter, for each bit of its shift' },
  { part: 'sums', value: 1.066, unit: 'LUT/bit', meaning: 'bit of an adder behind the shifters: of scales, trees, sums and outputs' },
  { part: 'base', value: 124.3, unit: 'LUT', meaning: 'control and handshakes' },
];

/** Of the model, over the rows "test" of the same sweep. */
export const lutError: FitError = { rows: 13, mean: 0.0284, worst: 0.1029 };
export const ffError: FitError = { rows: 13, mean: 0, worst: 0 };

/** LUT and FF after synthesis for UltraScale+. */
export function tableFabric(p: TableParameters): { readonly lut: Estimate; readonly ff: Estimate } {
  return {
    lut: estimate(Math.round(tableLuts(p)), 'LUT', 'fitted', `LUTRAM and shift registers, counted, and the sum over parts of size x LUTs of each; ${lutSource}`),
    ff: estimate(tableRegisters(p), 'FF', 'derived', 'registers of the Verilog, counted, less those of which Yosys makes shift registers; those of all rows of reference/synthesis/shift-add-table.json'),
  };
}

/** LUTs: memories, shift registers, and the sum over parts of coefficient x size. Not rounded. */
export function tableLuts(p: TableParameters): number {
  return lutsOfParts(lutCoefficients, lutParts(p), tableLutMemory(p) + tableShiftLuts(p));
}

/** Words of a table, in both banks. */
const entriesOfBanks = 512;

/** LUTs of tables and of sums that rest. */
export function tableLutMemory(p: TableParameters): number {
  const { entry, sum } = tableWidths(p);
  const [width, words] = [p.buildAdders * entry, entriesOfBanks / p.buildAdders];
  // A table is built from its lower half; with one adder that is seen in the address, and half of the memories are not there for it.
  const ofTable = p.reads * lutRam(width, words) + lutRam(width, p.buildAdders === 1 ? words / 2 : words);
  return p.tables * ofTable + (batchesOf(p) > 1 ? lutRam(p.reads * sum, batchesOf(p)) : 0);
}

/** LUTRAM for one read as Yosys makes it, in groups of eight LUTs, one of which is the port that writes: 14 bits of 32 words (RAM32M16) or 7 of 64 (RAM64M8). */
function lutRam(width: number, words: number): number {
  return 8 * (words <= 32 ? Math.ceil(width / 14) : Math.ceil(width / 7) * Math.ceil(words / 64));
}

/** Sizes of the parts, in the units of their coefficients. */
export function lutParts(p: TableParameters): Readonly<Record<LutPart, number>> {
  const { tables, reads, shifters, buildAdders, activationBits, shiftBits } = p;
  const { entry, product, sum } = tableWidths(p);
  // Memories of 64 words behind each other; an entry is one of them and of the places in a word.
  const behind = Math.ceil(entriesOfBanks / buildAdders / 64);
  const chosen = reads * choiceOf(behind * buildAdders) + buildAdders * choiceOf(behind);
  const summed = Math.min(buildAdders, 4) * (activationBits + 3);
  return {
    streams: bufferBits(p).reduce((all, bits) => all + bits, 0) + tables * (tableGroup * activationBits + 2 * summed),
    tables: tables * entry * (1.5 * buildAdders + chosen),
    shifts: tables * reads * shifters * product * shiftBits,
    // A sum takes what comes to what it chooses: two adders; an output less the sum of all activations a third.
    sums: reads * (adderBits(entryTree(p)) + tables * (shifters - 1) * product + 3 * sum) + adderBits(activationTree(p)) + sum,
    base: 1,
  };
}

/** LUTs for a bit of one of so many: each takes four inputs and leaves one. */
function choiceOf(inputs: number): number {
  return (inputs - 1) / 3;
}
