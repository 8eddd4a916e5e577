import type { DspKind } from '../../sim/model/device.js';
import { weightsPerCycle } from './cycles.js';
import { sumBits } from './inventory.js';
import { shapeOf } from './lookup.js';
import { decoderLuts, tritsPerByte } from './packed-weights.js';
import type { TernaryParameters } from './spec.js';
import { ceilLog2, entriesOf, entryBits, minimalAdders } from './table.js';

/** How the entries of a table are written: each made of two smaller ones, or each as a sum of its own that a synthesiser shares as it may. */
export type BuildStyle = 'shared' | 'own-sums';

/** What a combinational table takes of an FPGA. */
export interface BuildCounts {
  /** Six-input look-up tables: one for each bit of the wider operand of each adder. The bit above it propagates as the one below and needs none. */
  readonly luts: number;
  /** Carry chains of four bits: ceil(bits of the sum / 4) for each adder. */
  readonly carry4: number;
}

/**
 * Look-up tables and carry chains of one table build of mu activations of b bits. An entry of n activations is one adder: of its halves of
 * ceil(n / 2) and floor(n / 2), whose wider operand has b + ceil(log2(ceil(n / 2))) bits; or, written as its own sum, of n - 1 activations and the
 * last, b + n - 2 bits. Synthesis (Yosys, synth_xilinx) finds the same number of adders in both: the sums of fewer activations are entries too.
 */
export function tableBuild(group: number, activationBits: number, style: BuildStyle): BuildCounts {
  let luts = 0;
  let carry4 = 0;
  for (let n = 2; n <= group; n++) {
    const operand = style === 'shared' ? activationBits + ceilLog2(Math.ceil(n / 2)) : activationBits + n - 2;
    luts += entriesOf(group, n) * operand;
    carry4 += entriesOf(group, n) * Math.ceil((operand + 1) / 4);
  }
  return { luts, carry4 };
}

/** Registers of a multiply-accumulate cell of ternary weights: its sum and a flag that says it is valid. */
export function accumulatorCellRegisters(accumulatorBits: number): number {
  return accumulatorBits + 1;
}

/** Look-up tables of a multiplexer of one bit: four inputs each, joined by the slice's multiplexers up to 16 inputs and by further ones beyond. */
export function multiplexerLuts(inputs: number): number {
  if (inputs <= 1) return 0;
  const first = Math.ceil(inputs / 4);
  return inputs <= 16 ? first : first + multiplexerLuts(Math.ceil(inputs / 16));
}

/** LUTs and registers of all ternary cores with the decoder of their weights. Negations and zeros are inputs of the adders' own look-up tables. */
export function coreFabric(p: TernaryParameters): { readonly luts: number; readonly registers: number } {
  const { cores, lookup } = p;
  const { group, entries, keyBits, adders } = shapeOf(lookup);
  const width = entryBits(group, cores.activationBits);
  const reads = cores.tables * cores.reads;
  const reduced = sumBits(width, cores.tables);
  // TL1 keeps negatives, each of which is made by an adder more.
  const build = tableBuild(group, cores.activationBits, 'shared').luts + (adders - minimalAdders(group)) * width;
  const core = {
    luts: cores.tables * build + reads * width * multiplexerLuts(entries) + cores.reads * ((cores.tables - 1) * reduced + cores.accumulatorBits),
    registers: cores.tables * entries * width + reads * keyBits + cores.reads * ((cores.tables - 1) * reduced + cores.accumulatorBits),
  };
  const count = cores.features * cores.tokens;
  const decoders = p.weights.decoderBytes === 0 ? Math.ceil(weightsPerCycle(p) / tritsPerByte) : p.weights.decoderBytes;
  return { luts: count * core.luts + decoders * decoderLuts, registers: count * core.registers + decoders * 2 * tritsPerByte };
}

/** INT8 products of one DSP block: two that share an operand in the 27 x 18 multiplier, three in a DSP58's dot product, one in the narrower DSP48E1. */
export function integerProductsPerDsp(kind: DspKind): number {
  switch (kind) {
    case 'DSP48E1': return 1;
    case 'DSP48E2': return 2;
    case 'DSP58': return 3;
  }
}
