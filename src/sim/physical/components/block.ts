import type { FloatFormat } from './float-format.js';

/** A block of a datapath, by its widths. */
export type Block =
  /** Logic of so many NAND2 equivalents. */
  | { readonly kind: 'gates'; readonly nand2: number }
  | { readonly kind: 'adder'; readonly bits: number }
  | { readonly kind: 'multiplier'; readonly aBits: number; readonly bBits: number }
  /** A product and its sum in one cycle, without the register of the sum. */
  | { readonly kind: 'multiply-add'; readonly aBits: number; readonly bBits: number; readonly sumBits: number }
  | { readonly kind: 'register'; readonly bits: number }
  | { readonly kind: 'comparator'; readonly bits: number }
  /** Adds one bit: a rounding, a count of leading zeros. */
  | { readonly kind: 'incrementer'; readonly bits: number }
  /** Inverts a word or lets it through; the carry of a negation goes into the adder behind. */
  | { readonly kind: 'negation'; readonly bits: number }
  /** A word that one signal turns to zero. */
  | { readonly kind: 'gate'; readonly bits: number }
  /** One of so many words by a binary number. */
  | { readonly kind: 'multiplexer'; readonly inputs: number; readonly bits: number }
  /** One of so many words by a line for each: what a decoder drives. */
  | { readonly kind: 'selector'; readonly inputs: number; readonly bits: number }
  /** A line for each value of a binary number. */
  | { readonly kind: 'decoder'; readonly selectBits: number }
  /** Shifts by 0 to positions - 1. */
  | { readonly kind: 'shifter'; readonly bits: number; readonly positions: number }
  | { readonly kind: 'float-adder'; readonly format: FloatFormat }
  | { readonly kind: 'float-multiplier'; readonly format: FloatFormat }
  /** An exact product, added in a format of its own. */
  | { readonly kind: 'float-multiply-add'; readonly format: FloatFormat; readonly sum: FloatFormat };

export function blockName(block: Block): string {
  switch (block.kind) {
    case 'gates': return `logic of ${block.nand2} NAND2`;
    case 'multiplier': return `${block.aBits} x ${block.bBits} bit multiplier`;
    case 'multiply-add': return `${block.aBits} x ${block.bBits} + ${block.sumBits} bit multiply-add`;
    case 'multiplexer': return `${block.inputs}:1 multiplexer of ${block.bits} bits`;
    case 'selector': return `selector of one of ${block.inputs} words of ${block.bits} bits`;
    case 'decoder': return `${block.selectBits} bit decoder`;
    case 'shifter': return `${block.bits} bit shifter of ${block.positions} positions`;
    case 'float-adder': return `${block.format.name} adder`;
    case 'float-multiplier': return `${block.format.name} multiplier`;
    case 'float-multiply-add': return `${block.format.name} multiply-add in ${block.sum.name}`;
    case 'adder': case 'register': case 'comparator': case 'incrementer': case 'negation': case 'gate': return `${block.bits} bit ${block.kind}`;
  }
}
