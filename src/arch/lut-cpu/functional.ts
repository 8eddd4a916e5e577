import { notModelled, type NotModelled } from '../../sim/core/estimate.js';
import type { DataType } from '../../sim/model/datatype.js';
import type { FunctionalModel } from '../../sim/model/functional.js';
import { integerGemm } from '../../sim/numerics/arithmetic/integer-gemm.js';
import { fullLutProduct, fullTables, withZeroPoint } from '../../sim/numerics/arithmetic/lut-mpgemm.js';
import { matrix, requireRange, rowSums, type Matrix } from '../../sim/numerics/arithmetic/matrix.js';
import { ternaryCodes, ternaryLookup, ternaryTables, tl1, tl2Product } from '../../sim/numerics/arithmetic/ternary-tables.js';
import { i2sProduct } from './i2s-sums.js';
import type { LutCpuParameters } from './spec.js';
import { tableActivations } from './tmac.js';

const wrappingSums = 'I2_S: codes 0 to 2 times INT8 activations; 16 lanes of 16 bits add up 256 products each, wrap, and are widened; less the sum of the activations';

/** What the kernel of these parameters computes. */
export function lutCpuProduct(p: LutCpuParameters): FunctionalModel | NotModelled {
  switch (p.kernel) {
    case 't-mac':
      return p.fastAggregation === true ? notModelled('fast aggregation takes rounded averages in place of sums: its result is no integer product') : tmac;
    case 'tl1': return ternaryModel('TL1: pairs of ternary weights pick 16-bit sums of two activations, looked up as two bytes', tl1Rows);
    case 'tl2': return ternaryModel('TL2: triples of ternary weights pick 16-bit sums of three activations and a sign; columns that are left over are looked up in pairs', tl2Rows);
    case 'i2-s': return p.vectorUnit === 'neon'
      ? ternaryModel('I2_S with dot products: codes 0 to 2 times INT8 activations in 32-bit sums, less the sum of the activations', integerGemm)
      : { ...ternaryModel(wrappingSums, i2sProduct), exactBelow: 2 ** 15 };
    case 'llama.cpp': return dequantised;
  }
}

/**
 * T-MAC with one scale a tensor (tbl_g4_int8_int32_update): entries of four activations in bytes, planes weighted by powers of two, 32-bit sums. Bytes hold
 * the entries as they are where four activations add up to 127 at most; T-MAC's own scale, the largest sum over 127, rounds them (`tmacGemv` of
 * sim/numerics has that product and its error).
 */
const tmac: FunctionalModel = {
  arithmetic: 'bit planes of four weights pick INT8 sums of plus and minus four activations; planes are weighted by powers of two in 32-bit sums, half of the sum of the activations added',
  exactBelow: 2 ** 30,
  declines: (activations, weights) => declinedIntegers(activations, widestExact, 'four of them must add up to 127 at most to be INT8 entries without rounding')
    ?? declinedIntegers(weights, 4, 'T-MAC has kernels for 1 to 4 planes'),
  product: tmacProduct,
};

/** Activations of 5 bits: 4 * 16 <= 127, while 4 * 32 is not. */
const widestExact = 5;

function tmacProduct(a: Matrix, w: Matrix): Matrix<Float64Array> {
  const tables = fullTables(a, tableActivations);
  requireRange({ rows: 1, columns: tables.values.length, values: tables.values }, -127, 127, 'entries of INT8 tables');
  let bits = 2;
  for (const value of w.values) while (value < -(2 ** (bits - 1)) || value >= 2 ** (bits - 1)) bits++;
  const zero = 2 ** (bits - 1);
  const patterns = matrix(w.rows, w.columns, Float64Array.from(w.values, (value) => value + zero));
  return withZeroPoint(fullLutProduct(tables, patterns, bits).reinterpreted, rowSums(a), bits, zero);
}

function ternaryModel(arithmetic: string, product: FunctionalModel['product']): FunctionalModel {
  return {
    arithmetic, exactBelow: 2 ** 31,
    declines: (activations, weights) => declinedIntegers(activations, 8, 'bitnet.cpp quantises activations to INT8')
      ?? (weights.kind === 'ternary' ? null : `weights in ${weights.name}: the kernels of bitnet.cpp take ternary weights`),
    product,
  };
}

function tl1Rows(a: Matrix, w: Matrix): Matrix<Float64Array> {
  const codes = ternaryCodes(w, tl1);
  return byRow(a, w, (row) => ternaryLookup(ternaryTables(row, tl1), codes));
}

function tl2Rows(a: Matrix, w: Matrix): Matrix<Float64Array> {
  return byRow(a, w, (row) => tl2Product(row, w));
}

function byRow(a: Matrix, w: Matrix, product: (row: Float64Array) => Float64Array): Matrix<Float64Array> {
  const y = new Float64Array(a.rows * w.rows);
  for (let m = 0; m < a.rows; m++) y.set(product(Float64Array.from({ length: a.columns }, (_, k) => a.values[m * a.columns + k]!)), m * w.rows);
  return matrix(a.rows, w.rows, y);
}

/** llama.cpp on quantised weights: dot products of whole numbers in 32 bits; the scales of the blocks come after. */
const dequantised: FunctionalModel = {
  arithmetic: 'weights are unpacked to bytes and multiplied by INT8 activations, products of a block added up in 32 bits; scales of blocks come after',
  exactBelow: 2 ** 31,
  declines: (activations, weights) => declinedIntegers(activations, 8, 'activations are quantised to INT8') ?? declinedIntegers(weights, 8, 'weights of up to 8 bits are unpacked'),
  product: integerGemm,
};

function declinedIntegers(type: DataType, widest: number, why: string): string | null {
  if (type.kind !== 'integer') return `${type.name} is no format of whole numbers: ${why}`;
  return type.bits <= widest ? null : `${type.bits} bits are more than ${widest}: ${why}`;
}
