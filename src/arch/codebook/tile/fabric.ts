import { estimate, type Estimate } from '../../../sim/core/estimate.js';
import { fittedOn, type LutCoefficient, lutsOfParts } from '../../../sim/physical/lut-model.js';
import { onChipMemory } from '../../../sim/physical/on-chip/index.js';
import { decodedBits, indexBits, type TileParameters } from './parameters.js';

// LUT and FF of the tile as Yosys' `synth_xilinx -family xcup` leaves them. What stands where is in the Verilog of `../rtl`.

/** Kinds of logic by which LUTs are counted. */
export type LutPart = 'choices' | 'sums' | 'streams' | 'base';

/** Where the coefficients are from. */
export const lutSource = fittedOn('rows "fit" of reference/synthesis/codebook.json');

/** What the LUTs of a part are multiplied by. */
export const lutCoefficients: readonly LutCoefficient<LutPart>[] = [
  { part: 'choices', value: 0.8275, unit: 'LUT/bit', meaning: 'bit of an entry that is chosen among memories behind each other' },
  { part: 'sums', value: 0.3417, unit: 'LUT/bit', meaning: 'bit of an adder' },
  { part: 'streams', value: 2.45, unit: 'LUT/bit', meaning: 'bit of a skid buffer' },
  { part: 'base', value: 11.38, unit: 'LUT', meaning: 'control and handshakes, of a tile' },
];

/** LUT and FF of a tile after synthesis for UltraScale+. */
export function tileFabric(p: TileParameters): { readonly lut: Estimate; readonly ff: Estimate } {
  return {
    lut: estimate(Math.round(tileLuts(p)), 'LUT', 'fitted', `sum over parts of size x LUTs of each; ${lutSource}`),
    ff: estimate(tileRegisters(p), 'FF', 'derived', 'registers of the Verilog, counted; those of all rows of reference/synthesis/codebook.json'),
  };
}

/** LUTs: those of codebooks, and the sum over parts of coefficient x size. Not rounded. */
export function tileLuts(p: TileParameters): number {
  return lutsOfParts(lutCoefficients, lutParts(p), tileLutMemory(p));
}

/**
 * LUTs of codebooks in LUTRAM as Yosys makes them, in groups of eight: 14 bits of 32 entries (RAM32M16), or 7 bits of 64 (RAM64M8), the eighth part being
 * the port that writes.
 */
export function tileLutMemory(p: TileParameters): number {
  if (p.memory === 'block') return 0;
  const width = p.vectorLength * p.entryBits;
  return booksOf(p).reduce((sum, entries) => sum + 8 * (entries <= 32 ? Math.ceil(width / 14) : Math.ceil(width / 7) * Math.ceil(entries / 64)), 0);
}

/** Sizes of the parts, in the units of their coefficients. */
export function lutParts(p: TileParameters): Readonly<Record<LutPart, number>> {
  return {
    choices: booksOf(p).reduce((sum, entries) => sum + (memoriesBehind(p, entries) > 1 ? p.vectorLength * p.entryBits : 0), 0),
    sums: p.tokens * p.vectorLength * p.sumBits + (p.rest > 0 ? p.vectorLength * decodedBits(p) : 0),
    streams: bufferBits(p).reduce((all, bits) => all + bits, 0),
    base: 1,
  };
}

/** DSP blocks: one multiplier for each output. */
export function tileDsps({ tokens, vectorLength }: TileParameters): number {
  return tokens * vectorLength;
}

/** Block RAM in RAMB36; a RAMB18 counts half. */
export function tileBlockRams(p: TileParameters): number {
  return p.memory === 'block' ? booksOf(p).reduce((sum, entries) => sum + blockMemoryOf(p, entries).size, 0) : 0;
}

/** Flip-flops: all registers that the Verilog declares, but the output registers of block RAM. */
export function tileRegisters(p: TileParameters): number {
  const { tokens, vectorLength: v, activationBits } = p;
  const buffers = bufferBits(p).reduce((all, bits) => all + 2 * bits + 3, 0);
  // With one codebook nothing says which.
  const control = 2 + (p.rest > 0 ? 1 : 0) + indexBits(Math.max(p.main, p.rest)) + 3 * 4 + 2;
  const entries = booksOf(p).reduce((sum, size) => sum + (p.memory === 'luts' ? v * p.entryBits : chosenBits(p, size)), 0);
  const weights = v * decodedBits(p);
  const products = tokens * v * (activationBits + decodedBits(p));
  return buffers + control + entries + 2 * tokens * activationBits + weights + products + tokens * v * p.sumBits;
}

function booksOf({ main, rest }: TileParameters): readonly number[] {
  return rest === 0 ? [main] : [main, rest];
}

function blockMemoryOf(p: TileParameters, entries: number): { readonly size: number; readonly behind: number } {
  const wordBits = p.vectorLength * p.entryBits;
  return onChipMemory({ bits: entries * wordBits, wordBits, primitive: 'bram', ports: { reads: 1, writes: 1 } });
}

/** Memories of which an index chooses one. */
function memoriesBehind(p: TileParameters, entries: number): number {
  return p.memory === 'luts' ? Math.ceil(entries / 64) : blockMemoryOf(p, entries).behind;
}

/** Where blocks lie behind each other, the bits of an index that choose among them wait for the entries in registers. */
function chosenBits(p: TileParameters, entries: number): number {
  return Math.ceil(Math.log2(memoriesBehind(p, entries)));
}

/** Bits of the skid buffers of `ent`, `idx`, `act` and `out`; tlast of the second and the last included. */
function bufferBits(p: TileParameters): readonly number[] {
  return [p.vectorLength * p.entryBits + 1, indexBits(p.main) + indexBits(p.rest) + 1 + 1, p.tokens * p.activationBits, p.tokens * p.vectorLength * p.sumBits + 1];
}
