import { unitLatency } from './cost.js';
import { highestBit } from './highest-bit.js';
import { searchFunctionUnit } from './search.js';
import { scaledValues, unitError } from './unit-error.js';
import { allResults, type FunctionUnit } from './unit.js';

/** What a softmax is asked for by. */
export interface SoftmaxRequest {
  /** Of a score, signed. */
  readonly inputBits: number;
  readonly inputFractionBits: number;
  /** Of a result: all but one bit, which stands for 1, are a fraction. */
  readonly outputBits: number;
  /** Scores of the longest vector, from 2 on. */
  readonly maximumLength: number;
  /**
   * Of an exponential, all but one a fraction. Default: three more than a result has, which is right for some ten scores; for n scores of which one is far
   * above the rest, the errors of the others add up, and outputBits + log2(n) keep them within an ulp of the result (`softmaxErrorBound`).
   */
  readonly exponentialBits?: number;
}

/** A softmax of whole numbers with its two function units. */
export interface SoftmaxUnit extends SoftmaxRequest {
  readonly exp: FunctionUnit;
  readonly reciprocal: FunctionUnit;
}

/** A softmax whose units are the cheapest within 1 ulp; its reciprocal has three bits more than the result. */
export function softmaxUnit(request: SoftmaxRequest): SoftmaxUnit {
  const { inputBits, inputFractionBits, outputBits } = request;
  const bits = outputBits + 3;
  const { exponentialBits = bits } = request;
  return {
    ...request,
    exp: searchFunctionUnit({ function: 'exp', inputBits, inputFractionBits, outputBits: exponentialBits, maximumError: 1 }).unit,
    reciprocal: searchFunctionUnit({ function: 'reciprocal', inputBits: Math.min(16, bits), outputBits: bits, maximumError: 1 }).unit,
  };
}

/** The units as functions of all their inputs: made once, for many vectors. */
export interface TabulatedSoftmax {
  readonly unit: SoftmaxUnit;
  readonly exp: Float64Array;
  readonly reciprocal: Float64Array;
}

export function tabulatedSoftmax(unit: SoftmaxUnit): TabulatedSoftmax {
  return { unit, exp: allResults(unit.exp), reciprocal: allResults(unit.reciprocal) };
}

/**
 * Softmax of a vector of scores, bit for bit as the Verilog `archsim_softmax` gives it. With E_i = exp(max - x_i), their sum S = (1 + f 2^-r + ...) 2^k, the
 * reciprocal R of the r bits f, and units of e and b bits out:
 *
 *   y_i = min(floor(E_i R / 2^(k + b - outputBits) + 1/2), 2^(outputBits - 1))
 */
export function softmaxResult({ unit, exp, reciprocal }: TabulatedSoftmax, scores: ArrayLike<number>): Float64Array {
  const { outputBits } = unit;
  let largest = -Infinity;
  for (let i = 0; i < scores.length; i++) largest = Math.max(largest, scores[i]!);
  const results = new Float64Array(scores.length);
  let sum = 0;
  for (let i = 0; i < scores.length; i++) sum += results[i] = exp[largest - scores[i]!]!;
  const k = highestBit(sum);
  const fraction = Math.floor((sum / 2 ** k - 1) * 2 ** unit.reciprocal.format.inputBits);
  const scale = 2 ** -(k + unit.reciprocal.format.outputBits - outputBits);
  const inverse = reciprocal[fraction]!;
  for (let i = 0; i < results.length; i++) results[i] = Math.min(2 ** (outputBits - 1), Math.floor(results[i]! * inverse * scale + 0.5));
  return results;
}

/** Rising edges from the first score of a vector to that of the next, where scores wait: three passes, and the pipelines between and behind them. */
export function softmaxPeriod({ exp, reciprocal }: SoftmaxUnit, length: number): number {
  return 3 * length + unitLatency(exp) + unitLatency(reciprocal) + 8;
}

/** Rising edges from the one that takes the first score of some vectors to the one that takes their last result, both counted: their periods, and 2. */
export function softmaxCycles(unit: SoftmaxUnit, lengths: readonly number[]): number {
  return lengths.reduce((sum, length) => sum + softmaxPeriod(unit, length), 2);
}

/**
 * A bound of |y_i / 2^(outputBits - 1) - softmax_i| for all vectors of a length n, by the errors of the units over all inputs. With the exponential's error
 * eps_d and value e_d at distance d, and the reciprocal's error rho of r input bits:
 *
 *   eta = max over d of (eps_0 + (n - 1) eps_d) / (1 + (n - 1) e_d)       relative error of the sum: a ratio of sums is largest where all are equal
 *   (max eps + eta) / (1 - eta) + 2 (2^-r + rho) + 2^-outputBits
 */
export function softmaxErrorBound({ unit, exp }: TabulatedSoftmax, length: number): number {
  const ulp = 2 ** -unit.exp.format.outputFractionBits;
  const values = scaledValues(unit.exp.format);
  const errorAt = (d: number): number => Math.abs(exp[d]! - values[d]!) * ulp;
  let [worst, eta] = [0, 0];
  for (let d = 0; d < exp.length; d++) {
    worst = Math.max(worst, errorAt(d));
    eta = Math.max(eta, (errorAt(0) + (length - 1) * errorAt(d)) / (1 + (length - 1) * values[d]! * ulp));
  }
  const { format } = unit.reciprocal;
  const rho = unitError(unit.reciprocal).worst * 2 ** -format.outputFractionBits;
  return (worst + eta) / (1 - eta) + 2 * (2 ** -format.inputBits + rho) + 2 ** -unit.outputBits;
}

/** Softmax of the same scores in doubles. */
export function realSoftmax({ inputFractionBits }: SoftmaxRequest, scores: ArrayLike<number>): Float64Array {
  const values = Float64Array.from(scores, (x) => x * 2 ** -inputFractionBits);
  const largest = values.reduce((a, b) => Math.max(a, b), -Infinity);
  const exponentials = values.map((x) => Math.exp(x - largest));
  const sum = exponentials.reduce((a, b) => a + b, 0);
  return exponentials.map((e) => e / sum);
}
