import type { DataType } from '../../sim/model/datatype.js';
import type { FunctionalModel } from '../../sim/model/functional.js';
import type { Matrix } from '../../sim/model/matrix.js';
import { exactEntryBits } from '../../sim/numerics/arithmetic/lut-cost.js';
import { halfTables, lutProduct, storedCodes, withZeroPoint, type LookupTables, type SignElement } from '../../sim/numerics/arithmetic/lut-mpgemm.js';
import { matrix, requireRange, rowSums } from '../../sim/numerics/arithmetic/matrix.js';

/** Which element of a group carries the sign: the first, as in the released array, or the last, as in Fig. 7 of the paper. */
export interface LutArithmetic {
  readonly group: number;
  readonly entryBits: number;
  readonly sign?: SignElement;
}

/**
 * Activations times signed weights by symmetrised tables, bit for bit: half tables, stored codes, one look-up for each plane, +-T << plane, and
 * y = (y' + (2^W - 1 - 2 zero) * sum of a) / 2 for what reinterpretation changed. Exact: entries have the bits that sums of a group need.
 */
export function signedLutProduct(activations: Matrix, weights: Matrix, weightBits: number, { group, sign = 'first' }: Omit<LutArithmetic, 'entryBits'>): Matrix<Float64Array> {
  const zero = 2 ** (weightBits - 1);
  requireRange(weights, -zero, zero - 1, `signed weights of ${weightBits} bits`);
  const patterns = matrix(weights.rows, weights.columns, Float64Array.from(weights.values, (w) => w + zero));
  const { reinterpreted } = lutProduct(halfTables(activations, { group, sign }), storedCodes(patterns, weightBits, { group, sign }));
  return withZeroPoint(reinterpreted, rowSums(activations), weightBits, zero);
}

/** Tables whose entries are codes of a few bits, each table with a scale of its own: T is about scale * code. */
export interface QuantizedTables {
  readonly codes: LookupTables;
  /** At m * groups + g; 0 where a table is all zeros. */
  readonly scales: Float64Array;
}

/**
 * Quantises each table with its own dynamic scale (LUT Tensor Core, section 3.1.3): s = max |T| / (2^(bits - 1) - 1), code = round(T / s) to
 * nearest even. An entry is off by at most s / 2.
 */
export function quantizedTables(t: LookupTables, bits: number): QuantizedTables {
  const largest = 2 ** (bits - 1) - 1;
  const scales = new Float64Array(t.rows * t.groups);
  const codes = new Float64Array(t.values.length);
  for (let table = 0; table < scales.length; table++) {
    const entries = t.values.subarray(table * t.entries, (table + 1) * t.entries);
    const scale = entries.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / largest;
    scales[table] = scale;
    if (scale > 0) entries.forEach((value, i) => { codes[table * t.entries + i] = nearestEven(value / scale); });
  }
  return { codes: { ...t, values: codes }, scales };
}

/** The numbers that quantised tables stand for. */
export function dequantizedTables({ codes, scales }: QuantizedTables): LookupTables {
  return { ...codes, values: codes.values.map((code, i) => code * scales[Math.floor(i / codes.entries)]!) };
}

function nearestEven(x: number): number {
  const below = Math.floor(x);
  const rest = x - below;
  if (rest !== 0.5) return Math.round(x);
  return below % 2 === 0 ? below : below + 1;
}

const widestWeights = 8;

/** What an array computes of whole numbers, as far as its entries hold their sums. */
export function lutFunctional(p: LutArithmetic): FunctionalModel {
  return {
    arithmetic: `symmetrised tables of ${p.group} activations with entries of ${p.entryBits} bits, looked up once for each bit plane of the weights; shifted sums of 32 bits`,
    exactBelow: null,
    declines: (activations, weights) => declinedActivations(activations, p) ?? declinedWeights(weights),
    // Patterns of the widest weights hold those of narrower ones: planes above the sign repeat it, and the sum is the same.
    product: (activations, weights) => signedLutProduct(activations, weights, widestWeights, p),
  };
}

function declinedActivations(type: DataType, { group, entryBits }: LutArithmetic): string | null {
  if (type.kind !== 'integer') return `activations in ${type.name}: sums of floats are rounded in an order that nobody published`;
  const needed = exactEntryBits(group, 2 ** (type.bits - 1));
  return needed <= entryBits ? null : `activations of ${type.bits} bits: their sums of ${group} take ${needed} bits, an entry has ${entryBits}`;
}

function declinedWeights(type: DataType): string | null {
  if (type.kind !== 'integer' && type.kind !== 'ternary') return `weights in ${type.name} have no bit planes: they run on the vector units`;
  return type.bits <= widestWeights ? null : `weights of ${type.bits} bits: there are planes for ${widestWeights}`;
}
