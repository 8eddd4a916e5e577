import type { DataType } from '../../sim/model/datatype.js';
import type { FunctionalModel } from '../../sim/model/functional.js';
import { matrix, zeros, type Matrix } from '../../sim/numerics/arithmetic/matrix.js';
import { ternaryCodes, ternaryLookup, ternaryTables, tl1, tl2Product } from '../../sim/numerics/arithmetic/ternary-tables.js';
import { wrapToBits } from '../../sim/numerics/arithmetic/width.js';
import { tableProduct } from './keys.js';
import type { Lookup, TernaryParameters } from './spec.js';
import { passesOf, tritPlanes, tritsOf } from './trits.js';

/**
 * What the ternary cores compute: look-ups of ternary weights, and integers trit by trit. Sums wrap at the width of the accumulators, so they are
 * exact below 2^(bits - 1).
 */
export function ternaryProduct(p: TernaryParameters): FunctionalModel {
  const { activationBits, accumulatorBits } = p.cores;
  return {
    arithmetic: `ternary weights pick signed sums of activations of up to ${activationBits} bits (${nameOf(p.lookup)}); integers are taken trit by trit, weighted by powers of 3; sums of ${accumulatorBits} bits wrap`,
    exactBelow: 2 ** (accumulatorBits - 1),
    declines: (activations, weights) => declined(activations, activationBits) ?? declinedWeights(weights),
    product: (activations, weights) => planesProduct(activations, weights, p),
  };
}

/** sum over trit planes p of 3^p * (A x plane_p), in registers of the accumulator's width. */
function planesProduct(a: Matrix, w: Matrix, { lookup, cores }: TernaryParameters): Matrix<Float64Array> {
  let largest = 1;
  for (const value of w.values) largest = Math.max(largest, Math.abs(value));
  const y = zeros(a.rows, w.rows);
  tritPlanes(w, largest === 1 ? 1 : tritsOf(1 + Math.ceil(Math.log2(largest)))).forEach((plane, i) => {
    const partial = lookedUp(a, plane, lookup);
    for (let j = 0; j < y.values.length; j++) y.values[j] = wrapToBits(y.values[j]! + 3 ** i * partial.values[j]!, cores.accumulatorBits);
  });
  return y;
}

/** Products of activations and ternary weights, exact, through the tables of a look-up. */
export function lookedUp(a: Matrix, w: Matrix, lookup: Lookup): Matrix<Float64Array> {
  if (lookup.table === 'symmetric') return tableProduct(a, w, lookup.group);
  const y = new Float64Array(a.rows * w.rows);
  const codes = ternaryCodes(w, tl1);
  for (let m = 0; m < a.rows; m++) {
    const row = Float64Array.from({ length: a.columns }, (_, k) => a.values[m * a.columns + k]!);
    y.set(lookup.table === 'tl1' ? ternaryLookup(ternaryTables(row, tl1), codes) : tl2Product(row, w), m * w.rows);
  }
  return matrix(a.rows, w.rows, y);
}

function nameOf(lookup: Lookup): string {
  if (lookup.table !== 'symmetric') return `${lookup.table.toUpperCase()} tables`;
  return lookup.group === 1 ? 'added or subtracted one by one' : `symmetric tables of ${lookup.group} activations`;
}

function declined(type: DataType, bits: number): string | null {
  if (type.kind !== 'integer') return `activations in ${type.name}: the tables add whole numbers`;
  return type.bits <= bits ? null : `activations of ${type.bits} bits: the tables take ${bits}`;
}

function declinedWeights(type: DataType): string | null {
  return passesOf(type) === null ? `weights in ${type.name}: ternary cores take ternary weights and integers of 2 to 8 bits` : null;
}
