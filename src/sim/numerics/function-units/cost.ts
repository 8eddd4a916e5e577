import { highestBit } from './highest-bit.js';
import type { PiecewisePolynomial } from './polynomial.js';
import { reductionOf, type Reduction, type UnitForm } from './reduction.js';
import type { FunctionUnit } from './unit.js';

/** What a unit is made of, counted from its form and its coefficients, and what that takes. */
export interface UnitCost {
  /** Products in DSP blocks: each fits into one of 27 x 18 signed bits. */
  readonly dsp: number;
  /** Bits of the coefficient tables: segments x width of the columns that are not constant. */
  readonly romBits: number;
  /** Different runs of 64 entries in the columns of the tables: a LUT of six inputs holds one. */
  readonly tables: number;
  /** Multiplexers of two that join runs, where the halves differ and neither is constant. */
  readonly multiplexers: number;
  /** Bits of adders: of sums, of folding at zero, and of products with a constant. Rounding up adds a single bit, for which carries suffice. */
  readonly adderBits: number;
  /** Bits of the other products that are made by adders: an and for each. */
  readonly productBits: number;
  /** Bits of the shifter behind 2^-t, once for each two of its levels: a LUT moves a bit by one of four distances. */
  readonly shifterBits: number;
  /** LUTs: the sum of these counts times `lutWeights`. */
  readonly luts: number;
  /** luts + lutsPerDsp x dsp: what searches compare. */
  readonly total: number;
  /** Rising edges from an input to its output. */
  readonly latency: number;
}

/** What is counted, by the names of `UnitCost`. */
export type CountedLogic = 'tables' | 'multiplexers' | 'adderBits' | 'productBits' | 'shifterBits';

/**
 * LUTs of each, fitted: least squares of relative errors over the rows "fit" of function units in reference/synthesis/units.json (Yosys 0.55, synth_xilinx for
 * UltraScale+).
 */
export const lutWeights: Readonly<Record<CountedLogic, number>> = { tables: 1.2484, multiplexers: 0.831, adderBits: 1.003, productBits: 1.5927, shifterBits: 0.5429 };

/** LUTs that a DSP block is worth where nothing else is said: those there are for each on an Alveo U280, 1,303,680 / 9,024 (AMD DS963). */
export const lutsPerDspOfU280 = 1_303_680 / 9_024;

/** Narrowest product that a DSP block makes; synthesis makes narrower ones of LUTs. */
const leastDspProductBits = 9;

/** What a unit takes. `tables` may be given where many units have one polynomial. */
export function unitCost(unit: FunctionUnit, lutsPerDsp: number = lutsPerDspOfU280, tables: TableCost = tableCost(unit.polynomial)): UnitCost {
  const { format, form, polynomial } = unit;
  const reduction = reductionOf(format, form) as Reduction;
  const { inDsp, productBits, constantBits } = productsOf(unit, reduction.constant);
  const sums = polynomial.sumBits.reduce((sum, bits, k) => (k < polynomial.degree ? sum + bits : sum), 0);
  const counts = { ...tables, adderBits: sums + foldBits(unit) + constantBits, productBits, shifterBits: shifterBits(polynomial, reduction) };
  const { tables: table, multiplexers, adderBits, productBits: product, shifterBits: shifter } = lutWeights;
  const luts = table * counts.tables + multiplexers * counts.multiplexers + adderBits * counts.adderBits + product * counts.productBits + shifter * counts.shifterBits;
  return { dsp: inDsp, ...counts, luts, total: luts + lutsPerDsp * inDsp, latency: unitLatency(unit) };
}

/** Rising edges from an input to its output: one for the table, one for each product, and one for each reduction before and behind. */
export function unitLatency({ format, form, polynomial }: Pick<FunctionUnit, 'format' | 'form' | 'polynomial'>): number {
  const before = form.reduction === 'direct' || format.function === 'exp2' ? 0 : 1;
  const behind = form.reduction === 'direct' ? 0 : 1;
  return before + 1 + polynomial.degree + behind;
}

/** Whether a product of so many signed bits, one of the factors never negative, is made by a DSP block. */
export function isInDsp(multiplier: UnitForm['multiplier'], aBits: number, bBits: number): boolean {
  // The product has one bit fewer: of the two signs one is that of a number without one.
  return multiplier === 'dsp' && aBits + bBits - 1 >= leastDspProductBits;
}

function shifterBits({ resultBits }: PiecewisePolynomial, { shiftBits }: Reduction): number {
  return shiftBits === 0 ? 0 : resultBits * Math.ceil(Math.min(shiftBits, bitsOf(resultBits)) / 2);
}

interface Products {
  readonly inDsp: number;
  /** Of those made by adders: a row of the one factor for each bit of the other. */
  readonly productBits: number;
  readonly constantBits: number;
}

function productsOf({ format, form, polynomial }: FunctionUnit, constant: number | null): Products {
  const rest = polynomial.inputBits - polynomial.segmentBits;
  let [inDsp, productBits, constantBits] = [0, 0, 0];
  for (let k = 0; k < polynomial.degree; k++) {
    const aBits = polynomial.sumBits[k + 1]!;
    if (isInDsp(form.multiplier, aBits, rest + 1)) inDsp++;
    else productBits += aBits * rest;
  }
  if (constant !== null) {
    if (isInDsp(form.multiplier, format.inputBits + 1, bitsOf(constant) + 1)) inDsp++;
    else constantBits = constantProductBits(format.inputBits, constant);
  }
  return { inDsp, productBits, constantBits };
}

/** Bits of a product with a constant by adders: a row of a's bits for each one of the constant behind the first. */
export function constantProductBits(aBits: number, constant: number): number {
  return aBits * (onesOf(constant) - 1);
}

/** Bits of the adders that fold at zero: the magnitude of the input, and the sum behind the polynomial. */
function foldBits({ format, form }: FunctionUnit): number {
  if (form.reduction === 'direct') return 0;
  switch (format.function) {
    case 'sigmoid': return format.inputBits - 1 + format.outputBits;
    case 'silu': return format.inputBits - 1 + format.outputBits + form.extraBits;
    default: return 0;
  }
}

export type TableCost = Pick<UnitCost, 'romBits' | 'tables' | 'multiplexers'>;

/**
 * The tables of a polynomial by columns of 2^s bits, which are halved down to runs of 64 entries. Equal parts, of whatever column, are one; a part of equal
 * halves is a half; a part with a constant half is the other half with an and, which other LUTs take in.
 */
export function tableCost(polynomial: PiecewisePolynomial): TableCost {
  const { segmentBits } = polynomial;
  // Numbers of parts that differ: 0 and 1 are the constant ones.
  const runs = new Map<string, number>([['0 0', 0], ['-1 -1', 1]]);
  const parts = new Map<string, number>();
  let [varying, multiplexers, next] = [0, 0, 2];
  if (segmentBits === 0) return { romBits: 0, tables: 0, multiplexers: 0 };
  const numbered = (map: Map<string, number>, key: string): { readonly part: number; readonly isNew: boolean } => {
    const found = map.get(key);
    if (found !== undefined) return { part: found, isNew: false };
    map.set(key, next);
    return { part: next++, isNew: true };
  };
  for (const [k, row] of polynomial.coefficients.entries()) {
    for (let bit = 0; bit < polynomial.coefficientBits[k]!; bit++) {
      const words = columnOf(row, bit);
      let level = Array.from({ length: words.length / 2 }, (_, i) => numbered(runs, `${words[2 * i]!} ${words[2 * i + 1]!}`).part);
      while (level.length > 1) {
        level = Array.from({ length: level.length / 2 }, (_, i) => {
          const [low, high] = [level[2 * i]!, level[2 * i + 1]!];
          if (low === high) return low;
          const { part, isNew } = numbered(parts, `${low} ${high}`);
          if (isNew && low > 1 && high > 1) multiplexers++;
          return part;
        });
      }
      if (level[0]! > 1) varying++;
    }
  }
  return { romBits: varying * 2 ** segmentBits, tables: runs.size - 2, multiplexers };
}

/** A bit of all entries of a table in words of 32 entries; short tables are repeated up to 64. */
function columnOf(row: Int32Array, bit: number): Int32Array {
  const entries = Math.max(row.length, 64);
  const words = new Int32Array(entries / 32);
  for (let at = 0; at < entries; at++) words[at >> 5]! |= ((row[at % row.length]! >> bit) & 1) << (at & 31);
  return words;
}

function bitsOf(whole: number): number {
  return highestBit(whole) + 1;
}

function onesOf(whole: number): number {
  let ones = 0;
  for (let rest = whole; rest > 0; rest = Math.floor(rest / 2)) ones += rest % 2;
  return ones;
}
