import { estimate, type Estimate } from '../../../sim/core/estimate.js';
import { fittedOn, type LutCoefficient, lutsOfParts } from '../../../sim/physical/lut-model.js';
import type { FitError } from '../../../sim/physical/synthesised-fabric.js';
import { tableBuild } from '../fpga.js';
import { buildDepth, ceilLog2, entriesOf, entryBits, keyBits } from '../table.js';
import type { CoreParameters } from './parameters.js';
import { codesOf } from './stored-weights.js';

// LUT and FF of the core as Yosys' `synth_xilinx -family xcup` leaves them. What stands where is in the Verilog of `../rtl`.

/** Kinds of logic by which LUTs are counted. */
export type LutPart = 'reads' | 'decoders' | 'words' | 'base';

/** Where the coefficients are from. */
export const lutSource = fittedOn('12 rows "fit" of reference/synthesis/ternary.json');

/** What the LUTs of a part are multiplied by: near one each. */
export const lutCoefficients: readonly LutCoefficient<LutPart>[] = [
  { part: 'reads', value: 1.066, unit: 'LUT/LUT', meaning: 'LUT of the multiplexers that read entries, with the sign' },
  { part: 'decoders', value: 0.9883, unit: 'LUT/LUT', meaning: 'LUT that unpacks weights or makes keys' },
  { part: 'words', value: 0.9312, unit: 'LUT/bit', meaning: 'bit of an adder of tables, reads or sums, or of a skid buffer' },
  { part: 'base', value: 27.38, unit: 'LUT', meaning: 'control and handshakes, of a core' },
];

/** Of the model, over the rows "test" of the same sweep. */
export const lutError: FitError = { rows: 14, mean: 0.0231, worst: 0.1064 };
export const ffError: FitError = { rows: 14, mean: 0, worst: 0 };

/** LUT and FF of a core after synthesis for UltraScale+. */
export function coreFabricOf(p: CoreParameters): { readonly lut: Estimate; readonly ff: Estimate } {
  return {
    lut: estimate(Math.round(coreLuts(p)), 'LUT', 'fitted', `sum over parts of size x LUTs of each; ${lutSource}`),
    ff: estimate(coreRegisters(p), 'FF', 'derived', 'registers of the Verilog, counted; those of all rows of reference/synthesis/ternary.json'),
  };
}

/** LUTs: those of shift registers, and of logic the sum over parts of coefficient x size. Not rounded. */
export function coreLuts(p: CoreParameters): number {
  return lutsOfParts(lutCoefficients, lutParts(p), shiftRegisters(p).length);
}

/** Sizes of the parts, in the units of their coefficients. */
export function lutParts(p: CoreParameters): Readonly<Record<LutPart, number>> {
  const { group, tables, reads, activationBits, sumBits } = p;
  // Of the first level of the tree only terms with a partner have an adder.
  const width = entryBits(group, activationBits);
  const adderBits = treeWidths(p).flat().filter((bits) => bits > width).reduce((all, bits) => all + bits, 0);
  return {
    reads: reads * tables * width * lutsOfRead[group]!,
    decoders: p.format === 'keys' ? 0 : reads * tables * (group * lutsOfWeight[p.format] + lutsOfKey[group]!),
    // Every entry of a table has one that differs in the sign of its second part: their adders share the LUTs in front of their carry chains.
    words: (tables * tableBuild(group, activationBits, 'shared').luts) / 2 + reads * (adderBits + sumBits) + bufferBits(p).reduce((all, bits) => all + bits, 0),
    base: 1,
  };
}

/**
 * LUTs of six inputs that read one bit of E entries or zero and turn it: four entries by two bits of the index take one, what joins them another for each
 * four, and the sign and what lies beyond the last entry come on top.
 */
const lutsOfRead: Readonly<Record<number, number>> = { 1: 1, 2: 2, 3: 6, 4: 17, 5: 45 };

/** LUTs that unpack a weight: two functions of the bits of its code, of eight bits five LUTs each. */
const lutsOfWeight = { tl1: 1, tl2: 1, pack5: 10 } as const;

/** LUTs that make a key of two bits a weight: a function for each of its bits, of eight inputs five LUTs each, of ten 21. */
const lutsOfKey: Readonly<Record<number, number>> = { 1: 0, 2: 3, 3: 5, 4: 35, 5: 168 };

/** Widths of the nodes of a tree of reads, level by level: a bit more than the wider of the two below; terms without a partner keep theirs in the first. */
function treeWidths({ group, tables, activationBits }: Pick<CoreParameters, 'group' | 'tables' | 'activationBits'>): readonly (readonly number[])[] {
  const levels: number[][] = [];
  let below = new Array<number>(tables).fill(entryBits(group, activationBits));
  for (let nodes = 2 ** ceilLog2(tables) / 2; nodes >= 1; nodes /= 2) {
    const given = below;
    below = Array.from({ length: nodes }, (_, i) => (i + nodes < given.length ? Math.max(given[i]!, given[i + nodes]!) + 1 : given[i]!));
    levels.push(below);
  }
  return levels;
}

/** Registers in a row of which synthesis makes a shift register in a LUT. */
const leastShift = 3;

/**
 * Lengths of the shift registers that synthesis puts into a LUT each: carries of negations that wait for an adder of the third level of a tree of reads
 * or behind it; and of tables of five, which have three levels, the entries that no other entry is made of: activations 0 and 1, and their sums and
 * differences with activation 4.
 */
export function shiftRegisters({ group, tables, reads, activationBits }: Pick<CoreParameters, 'group' | 'tables' | 'reads' | 'activationBits'>): readonly number[] {
  const depth = ceilLog2(tables);
  const ofRead: number[] = depth >= 2 ? [depth + 1] : [];
  for (let level = 2; level < depth; level++) ofRead.push(...new Array<number>(2 ** (depth - level - 1)).fill(level + 1));
  const ofTable = group === 5 ? new Array<number>(2 * activationBits + 4 * (activationBits + 1)).fill(leastShift) : [];
  return [...Array.from({ length: reads }, () => ofRead).flat(), ...Array.from({ length: tables }, () => ofTable).flat()];
}

/** Flip-flops: all registers that the Verilog declares, of equal ones one, without those in shift registers. */
export function coreRegisters(p: CoreParameters): number {
  const { group, tables, reads, activationBits, sumBits } = p;
  const depth = ceilLog2(tables);
  const width = entryBits(group, activationBits);
  const buffers = bufferBits(p).reduce((all, bits) => all + 2 * bits + 3, 0);
  const control = buildDepth(group) + 3 * (2 + depth) + 3;
  const keys = reads * tables * keyBits(group);
  const terms = reads * tables * (width + 1);
  const tree = treeWidths(p).flat().reduce((all, bits) => all + bits + 1, 0);
  const shifted = shiftRegisters(p).reduce((sum, length) => sum + length, 0);
  return buffers + control + tables * tableRegisters(group, activationBits) + keys + terms + reads * (tree + sumBits) - shifted;
}

/** Registers of a table: the activations, and behind each level of adders all sums that there are, each as wide as it needs. */
function tableRegisters(group: number, activationBits: number): number {
  let registers = group * activationBits;
  for (let level = 1; level <= buildDepth(group); level++) {
    for (let n = 1; n <= Math.min(group, 2 ** level); n++) registers += entriesOf(group, n) * (activationBits + ceilLog2(n));
  }
  return registers;
}

/** Bits of the skid buffers of `act`, `wgt` and `out`; tlast of the last two included. */
function bufferBits(p: CoreParameters): readonly number[] {
  const codes = codesOf(p);
  return [p.tables * p.group * p.activationBits, p.reads * codes.bits * codes.count + 1 + 1, p.reads * p.sumBits + 1];
}
