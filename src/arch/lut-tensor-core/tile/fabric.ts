import { estimate, type Estimate } from '../../../sim/core/estimate.js';
import { fittedOn, type LutCoefficient, lutsOfParts } from '../../../sim/physical/lut-model.js';
import type { FitError } from '../../../sim/physical/synthesised-fabric.js';
import { shiftedEntryBits, tileEntryBits, type TileParameters } from './parameters.js';

// LUT and FF of the tile as Yosys' `synth_xilinx -family xcup` leaves them. What stands where is in the Verilog of `../rtl`.

/** Kinds of logic by which LUTs are counted. */
export type LutPart = 'tables' | 'picks' | 'words' | 'base';

/** Where the coefficients are from. */
export const lutSource = fittedOn('16 rows "fit" of reference/synthesis/lut-tensor-core.json');

/** What the LUTs of a part are multiplied by: near one each, since each counts LUTs of six inputs by what they could do at best. */
export const lutCoefficients: readonly LutCoefficient<LutPart>[] = [
  { part: 'tables', value: 0.7657, unit: 'LUT/bit', meaning: 'bit of an adder of the tables, or of an entry that is taken or doubled' },
  { part: 'picks', value: 0.7632, unit: 'LUT/LUT', meaning: 'LUT of the multiplexers that pick entries, with the sign' },
  { part: 'words', value: 1.148, unit: 'LUT/bit', meaning: 'bit of a sum, of what the drain moves down, or of a skid buffer' },
  { part: 'base', value: 34.48, unit: 'LUT', meaning: 'control and handshakes, of a tile' },
];

/** Of the model, over the rows "test" of the same sweep. */
export const lutError: FitError = { rows: 17, mean: 0.0295, worst: 0.0899 };
export const ffError: FitError = { rows: 17, mean: 0, worst: 0 };

/** LUT and FF of a tile after synthesis for UltraScale+. */
export function tileFabric(p: TileParameters): { readonly lut: Estimate; readonly ff: Estimate } {
  return {
    lut: estimate(Math.round(tileLuts(p)), 'LUT', 'fitted', `sum over parts of size x LUTs of each; ${lutSource}`),
    ff: estimate(tileRegisters(p), 'FF', 'derived', 'registers of the Verilog, counted; those of all rows of reference/synthesis/lut-tensor-core.json'),
  };
}

/** LUTs: sum over parts of coefficient x size. Not rounded. */
export function tileLuts(p: TileParameters): number {
  return lutsOfParts(lutCoefficients, lutParts(p));
}

/** Sizes of the parts, in the units of their coefficients. */
export function lutParts(p: TileParameters): Readonly<Record<LutPart, number>> {
  const { m, n, k } = p;
  const sum = p.sumBits + 1;
  const entry = shiftedEntryBits(p);
  return {
    tables: m * (tableAdderBits(p) + 2 ** (k - 1) * entry),
    picks: m * n * entry * lutsOfPick[k]!,
    // A row has the sum of its activations, which is cleared in LUTs of its own, and the difference in front of the output.
    words: m * n * sum + m * 3 * sum + m * (n - 1) * sum + bufferBits(p).reduce((all, bits) => all + bits, 0),
    base: 1,
  };
}

/** LUTs of six inputs that pick one of 2^(K - 1) bits and negate it: four by two address bits take one, of two the negation is in the same. */
const lutsOfPick: Readonly<Record<number, number>> = { 2: 1, 3: 2, 4: 3, 5: 6, 6: 11 };

/** Bits of all adders of a table: of its two parts, each as wide as its sums, and of its entries. */
function tableAdderBits(p: TileParameters): number {
  const { k, activationBits } = p;
  const ofPart: readonly number[] = [0, 0, 2 * (activationBits + 1), 2 * (activationBits + 1) + 4 * (activationBits + 2)];
  return ofPart[Math.ceil(k / 2)]! + ofPart[Math.floor(k / 2)]! + 2 ** (k - 1) * tileEntryBits(p);
}

/** Flip-flops: all registers that the Verilog declares. */
export function tileRegisters(p: TileParameters): number {
  const { m, n, k } = p;
  const sum = p.sumBits + 1;
  const entry = shiftedEntryBits(p);
  const buffers = bufferBits(p).reduce((all, bits) => all + 2 * bits + 3, 0);
  const control = 2 + 3 * 2 + 2 * 3;
  const codes = n * k + n;
  const tables = m * 2 ** (k - 1) * entry;
  const rows = m * (tileEntryBits(p) + sum);
  const units = m * n * (entry + sum);
  const drain = m * n * sum + m * sum + bitsFor(n) + 1;
  return buffers + control + codes + tables + rows + units + drain;
}

/** Bits of the skid buffers of `act`, `wgt` and `out`; tlast of the last two included. */
function bufferBits({ m, n, k, activationBits, sumBits }: TileParameters): readonly number[] {
  return [m * k * activationBits, n * k + 2 + 1, m * sumBits + 1];
}

/** Bits of a number from 0 to `largest`. */
function bitsFor(largest: number): number {
  return Math.floor(Math.log2(largest)) + 1;
}
