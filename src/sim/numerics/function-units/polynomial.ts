import { signedBitsFor } from '../arithmetic/width.js';
import { minimaxPolynomial } from './minimax.js';

/** How a piecewise polynomial is cut. */
export interface PolynomialShape {
  /** Highest bits of the input that choose the segment: 2^segmentBits segments of equal length. */
  readonly segmentBits: number;
  /** 0 is a table. */
  readonly degree: 0 | 1 | 2 | 3;
  /** Bits below the result that sums are made in. */
  readonly guardBits: number;
}

/**
 * A piecewise polynomial in whole numbers. The input is a segment number above rest bits r; with R rest bits and coefficients c_k of its segment
 *
 *   sum_d = c_d,   sum_k = c_k + floor(sum_(k+1) r / 2^R),   result = floor(sum_0 / 2^guardBits)
 *
 * All coefficients count in the same unit, 2^-guardBits of the result's; half a result is already in c_0.
 */
export interface PiecewisePolynomial extends PolynomialShape {
  readonly inputBits: number;
  /** `coefficients[k][segment]`, k = 0 ... degree. */
  readonly coefficients: readonly Int32Array[];
  /** Width of each c_k in two's complement. */
  readonly coefficientBits: readonly number[];
  /** Width of each sum_k in two's complement; that of sum_degree is that of its coefficient. */
  readonly sumBits: readonly number[];
  /** Width of the result in two's complement: sumBits[0] - guardBits. */
  readonly resultBits: number;
}

/** Values of a function at all inputs; the point of the results, and what results may be. */
export interface PolynomialTarget {
  readonly inputBits: number;
  readonly values: Float64Array;
  /** A result counts in 2^-fractionBits. */
  readonly fractionBits: number;
  readonly low: number;
  readonly high: number;
}

/** The polynomials of all segments in real coefficients of rho = r / 2^R: what `quantizedPolynomial` rounds. `fit[k][segment]`. */
export type RealFit = readonly Float64Array[];

/** Rest bits that a degree needs: fewer points than coefficients are a table. */
export function leastRestBits(degree: number): number {
  return degree === 0 ? 0 : degree + 1;
}

/** A piecewise polynomial with its result for every input. */
export interface TabulatedPolynomial {
  readonly polynomial: PiecewisePolynomial;
  readonly results: Float64Array;
}

/** Minimax polynomials of all segments. */
export function fitSegments({ inputBits, values }: Pick<PolynomialTarget, 'inputBits' | 'values'>, segmentBits: number, degree: number): RealFit {
  const segments = 2 ** segmentBits;
  const count = 2 ** (inputBits - segmentBits);
  const fit = Array.from({ length: degree + 1 }, () => new Float64Array(segments));
  if (degree === 0) return fit;
  for (let segment = 0; segment < segments; segment++) {
    for (const [k, a] of minimaxPolynomial(values, segment * count, count, degree).entries()) fit[k]![segment] = a;
  }
  return fit;
}

/**
 * The piecewise polynomial with rounded coefficients, or null where no c_0 keeps all results in their range. c_0 is chosen last: with t(r) the value and
 * T(r) what the rounded coefficients above it make, it is the middle of the least and the largest t(r) - T(r), so that their rounding errors even out.
 */
export function quantizedPolynomial(target: PolynomialTarget, fit: RealFit, { segmentBits, degree, guardBits }: PolynomialShape): TabulatedPolynomial | null {
  const { inputBits, values, fractionBits, low, high } = target;
  const segments = 2 ** segmentBits;
  const count = 2 ** (inputBits - segmentBits);
  const unit = 2 ** guardBits;
  const scale = 2 ** fractionBits * unit;
  const half = guardBits === 0 ? 0 : unit / 2;
  const coefficients = fit.map((row, k) => Int32Array.from(row, (a) => (k === 0 ? 0 : Math.round(a * scale))));
  const results = new Float64Array(2 ** inputBits);
  const [lowest, highest] = [new Float64Array(degree + 1), new Float64Array(degree + 1)];
  const c = new Float64Array(degree + 1);
  for (let segment = 0; segment < segments; segment++) {
    for (let k = 1; k <= degree; k++) c[k] = coefficients[k]![segment]!;
    const first = segment * count;
    let [lowError, highError, lowSum, highSum] = [Infinity, -Infinity, Infinity, -Infinity];
    for (let r = 0; r < count; r++) {
      const rho = r / count;
      let sum = degree === 0 ? 0 : c[degree]!;
      for (let k = degree - 1; k >= 1; k--) {
        sum = c[k]! + Math.floor(sum * rho);
        if (sum < lowest[k]!) lowest[k] = sum;
        else if (sum > highest[k]!) highest[k] = sum;
      }
      const above = Math.floor(sum * rho);
      results[first + r] = above;
      const error = values[first + r]! * scale - above;
      if (error < lowError) lowError = error;
      if (error > highError) highError = error;
      if (above < lowSum) lowSum = above;
      if (above > highSum) highSum = above;
    }
    // Results lie in low ... high exactly where sums lie in low * unit ... (high + 1) * unit - 1.
    const from = low * unit - lowSum;
    const to = (high + 1) * unit - 1 - highSum;
    if (from > to) return null;
    const middle = Math.floor((lowError + highError) / 2 + 0.5) + half;
    const constant = Math.min(to, Math.max(from, middle));
    coefficients[0]![segment] = constant;
    for (let r = 0; r < count; r++) results[first + r] = Math.floor((constant + results[first + r]!) / unit);
    lowest[0] = Math.min(lowest[0]!, constant + lowSum);
    highest[0] = Math.max(highest[0]!, constant + highSum);
  }
  const coefficientBits = coefficients.map(signedBitsOf);
  const sumBits = coefficientBits.map((bits, k) => (k === degree && k > 0 ? bits : Math.max(k === 0 ? guardBits + 1 : 1, signedBitsFor(lowest[k]!, highest[k]!))));
  return { results, polynomial: { inputBits, segmentBits, degree, guardBits, coefficients, coefficientBits, sumBits, resultBits: sumBits[0]! - guardBits } };
}

/** The result for an input from 0 to 2^inputBits - 1. */
export function polynomialResult({ inputBits, segmentBits, degree, guardBits, coefficients }: PiecewisePolynomial, x: number): number {
  const count = 2 ** (inputBits - segmentBits);
  const segment = Math.floor(x / count);
  const r = x - segment * count;
  let sum = coefficients[degree]![segment]!;
  for (let k = degree - 1; k >= 0; k--) sum = coefficients[k]![segment]! + Math.floor((sum * r) / count);
  return Math.floor(sum / 2 ** guardBits);
}

function signedBitsOf(row: Int32Array): number {
  let [lowest, highest] = [0, 0];
  for (const c of row) {
    if (c < lowest) lowest = c;
    else if (c > highest) highest = c;
  }
  return signedBitsFor(lowest, highest);
}
