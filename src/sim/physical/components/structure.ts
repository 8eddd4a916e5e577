import type { Block } from './block.js';
import { significandBits, type FloatFormat } from './float-format.js';

/** So many of a block. */
export type Ingredient = readonly [count: number, block: Block];

/**
 * Areas of cells as multiples of that of a NAND2: widths in the NanGate 45 nm open cell library, drive strength 1, whose cells are all 1.4 um high
 * (FreePDK45, NangateOpenCellLibrary.macro.lef). A NAND2 is 0.57 um wide.
 */
export const cells = {
  nand2: 1, and2: 0.76 / 0.57, or2: 0.76 / 0.57, xor2: 1.14 / 0.57, mux2: 1.33 / 0.57, nand4: 0.95 / 0.57, aoi22: 0.95 / 0.57,
  halfAdder: 1.9 / 0.57, fullAdder: 3.04 / 0.57, flipFlop: 3.23 / 0.57,
} as const;

/** Guard, round and sticky bit: what a float adder keeps below the last place of its sum. */
const extraBits = 3;

/** What a block is made of; null for those that a table of parts must have itself. */
export function structureOf(block: Block): readonly Ingredient[] | null {
  switch (block.kind) {
    case 'gates': case 'adder': case 'multiplier': case 'register': return null;
    case 'multiply-add': return [[1, { kind: 'multiplier', aBits: block.aBits, bBits: block.bBits }], [1, { kind: 'adder', bits: block.sumBits }]];
    case 'comparator': return [[1, { kind: 'adder', bits: block.bits }]];
    case 'incrementer': return gates(block.bits * cells.halfAdder);
    case 'negation': return gates(block.bits * cells.xor2);
    case 'gate': return gates(block.bits * cells.and2);
    case 'multiplexer': return gates((block.inputs - 1) * block.bits * cells.mux2);
    case 'selector': return gates(selectorNand2(block.inputs) * block.bits);
    case 'decoder': return gates(2 ** block.selectBits * andNand2(block.selectBits));
    case 'shifter': return gates(block.bits * shiftLevels(block.positions) * cells.mux2);
    case 'float-adder': return floatAdder(block.format.exponentBits, significandBits(block.format));
    case 'float-multiplier': return floatMultiplier(block.format);
    case 'float-multiply-add': return floatMultiplyAdd(block.format, block.sum);
  }
}

function gates(nand2: number): readonly Ingredient[] {
  return nand2 === 0 ? [] : [[1, { kind: 'gates', nand2 }]];
}

function shiftLevels(positions: number): number {
  return Math.ceil(Math.log2(positions));
}

/** An AND of n inputs: NanGate's AND2, AND3 and AND4 are (n + 2) / 3 NAND2. */
function andNand2(inputs: number): number {
  return (inputs + 2) / 3;
}

/** One bit of a selector: pairs of AND-OR, four of which a NAND joins, and ORs of those. Two words take a multiplexer. */
function selectorNand2(inputs: number): number {
  if (inputs <= 1) return 0;
  if (inputs === 2) return cells.mux2;
  const pairs = Math.ceil(inputs / 2);
  const joined = Math.ceil(pairs / 4);
  return pairs * cells.aoi22 + (pairs <= 2 ? cells.nand2 : joined * cells.nand4) + (joined - 1) * cells.or2;
}

/**
 * An adder of floats with e bits of exponent and significands of p, w = p + 3: difference and correction of exponents, swap, alignment, inversion,
 * sum, leading zeros, normalisation, rounding.
 */
function floatAdder(e: number, p: number): readonly Ingredient[] {
  const w = p + extraBits;
  return [
    [2, { kind: 'adder', bits: e }],
    [1, { kind: 'multiplexer', inputs: 2, bits: 2 * p + e }],
    [2, { kind: 'shifter', bits: w, positions: w }],
    [1, { kind: 'negation', bits: w }],
    [1, { kind: 'adder', bits: w }],
    [1, { kind: 'incrementer', bits: w }],
    [1, { kind: 'incrementer', bits: p }],
  ];
}

/** A multiplier whose product is rounded to the format: significands, sum of exponents, one step of normalisation, rounding. */
function floatMultiplier(format: FloatFormat): readonly Ingredient[] {
  const p = significandBits(format);
  return [...exactProduct(format), [1, { kind: 'incrementer', bits: p }]];
}

function exactProduct(format: FloatFormat): readonly Ingredient[] {
  const p = significandBits(format);
  return [
    [1, { kind: 'multiplier', aBits: p, bBits: p }],
    [1, { kind: 'adder', bits: format.exponentBits + 1 }],
    [1, { kind: 'multiplexer', inputs: 2, bits: 2 * p }],
  ];
}

/** An exact product, and an adder as wide as the wider of it and the sum. */
function floatMultiplyAdd(format: FloatFormat, sum: FloatFormat): readonly Ingredient[] {
  const p = Math.max(2 * significandBits(format), significandBits(sum));
  return [...exactProduct(format), ...floatAdder(Math.max(format.exponentBits + 1, sum.exponentBits), p)];
}
