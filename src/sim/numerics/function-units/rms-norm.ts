import { unitLatency } from './cost.js';
import { highestBit } from './highest-bit.js';
import { searchFunctionUnit } from './search.js';
import { unitError } from './unit-error.js';
import { allResults, type FunctionUnit } from './unit.js';

/** What an RMS normalisation is asked for by. */
export interface RmsNormRequest {
  /** Of a number, signed. Where its point stands does not change the result. */
  readonly inputBits: number;
  /** Numbers of a vector, from 2 on. */
  readonly length: number;
  /** Added to the sum of the squares of whole numbers, from 1 on: length x epsilon x 2^(2 fraction bits). */
  readonly epsilon: number;
  /** Of a result, signed. */
  readonly outputBits: number;
  readonly outputFractionBits: number;
}

export interface RmsNormUnit extends RmsNormRequest {
  readonly root: FunctionUnit;
}

/** The numbers that follow from a request: what the Verilog has as parameters. */
export interface RmsNormNumbers {
  /** Even; those of the largest sum. */
  readonly sumBits: number;
  /** sqrt(length) = scale 2^(scaleExponent - scaleFractionBits), 1/2 < scale 2^-scaleFractionBits <= 1. */
  readonly scale: number;
  readonly scaleFractionBits: number;
  readonly scaleExponent: number;
  /** Places that products move left or right, whatever the sum is. One of them is 0. */
  readonly left: number;
  readonly right: number;
}

/** A normalisation whose root is the cheapest within 1 ulp, with four bits more than the result has, 8 to 16. */
export function rmsNormUnit(request: RmsNormRequest): RmsNormUnit {
  const bits = Math.min(16, Math.max(8, request.outputBits + 4));
  return { ...request, root: searchFunctionUnit({ function: 'reciprocal-square-root', inputBits: bits, outputBits: bits, maximumError: 1 }).unit };
}

export function rmsNormNumbers({ inputBits, length, epsilon, outputFractionBits, root }: RmsNormUnit): RmsNormNumbers {
  const bits = highestBit(length * 2 ** (2 * inputBits - 2) + epsilon) + 1;
  const scaleExponent = Math.ceil(Math.log2(length) / 2);
  const scaleFractionBits = root.format.outputBits + 1;
  const places = root.format.outputBits - 2 - outputFractionBits - scaleExponent;
  return {
    sumBits: bits + (bits % 2),
    scale: Math.round(Math.sqrt(length) * 2 ** (scaleFractionBits - scaleExponent)), scaleFractionBits, scaleExponent,
    left: Math.max(0, -places), right: Math.max(0, places),
  };
}

/** The root as a function of all its inputs: made once, for many vectors. */
export interface TabulatedRmsNorm {
  readonly unit: RmsNormUnit;
  readonly numbers: RmsNormNumbers;
  readonly root: Float64Array;
}

export function tabulatedRmsNorm(unit: RmsNormUnit): TabulatedRmsNorm {
  return { unit, numbers: rmsNormNumbers(unit), root: allResults(unit.root) };
}

/**
 * RMS normalisation of a vector of up to `length` whole numbers, bit for bit as the Verilog `archsim_rms_norm` gives it. With S = epsilon + sum x^2 = 4^q m,
 * 1 <= m < 4, the root R of the bits of m, and G = floor(R scale / 2^scaleFractionBits + 1/2):
 *
 *   y_i = floor(x_i G 2^left / 2^(right + q + 1) + 1/2), saturated
 */
export function rmsNormResult({ unit, numbers, root }: TabulatedRmsNorm, x: ArrayLike<number>): Float64Array {
  const { inputBits: rootBits } = unit.root.format;
  let sum = unit.epsilon;
  for (let i = 0; i < x.length; i++) sum += x[i]! * x[i]!;
  const exponent = highestBit(sum);
  const q = Math.floor(exponent / 2);
  const fraction = Math.floor((sum / 2 ** exponent - 1) * 2 ** (rootBits - 1));
  const gain = Math.floor((root[(exponent % 2) * 2 ** (rootBits - 1) + fraction]! * numbers.scale) / 2 ** numbers.scaleFractionBits + 0.5);
  const scale = 2 ** (numbers.left - numbers.right - q - 1);
  const most = 2 ** (unit.outputBits - 1);
  return Float64Array.from(x, (value) => Math.min(most - 1, Math.max(-most, Math.floor(value * gain * scale + 0.5))) + 0);
}

/** Rising edges from the first number of a vector to that of the next, where numbers wait: two passes, and the pipelines between and behind them. */
export function rmsNormPeriod({ root }: RmsNormUnit, length: number): number {
  return 2 * length + unitLatency(root) + 8;
}

/** Rising edges from the one that takes the first number of some vectors to the one that takes their last result, both counted: their periods, and 2. */
export function rmsNormCycles(unit: RmsNormUnit, lengths: readonly number[]): number {
  return lengths.reduce((sum, length) => sum + rmsNormPeriod(unit, length), 2);
}

/**
 * A bound of the relative error of what x is multiplied with, by the error of the root over all inputs; results are within this share of themselves and
 * half an ulp. With r input bits and b output bits of the root, its error rho in ulp, and c fraction bits of the scale, in factors of
 *
 *   1 / sqrt(1 - 2^-(r - 1))   dropped bits of m        1 + 2 rho 2^-(b - 1)   the root, at least 1/2
 *   1 + 2^-c                   the scale, above 1/2     1 + 2 2^-(b - 1)       rounding of the product, at least 1/4
 */
export function rmsNormErrorBound({ unit, numbers }: TabulatedRmsNorm): number {
  const { inputBits, outputFractionBits } = unit.root.format;
  const rho = unitError(unit.root).worst;
  const ulp = 2 ** -outputFractionBits;
  return (1 / Math.sqrt(1 - 2 ** -(inputBits - 1))) * (1 + 2 * rho * ulp) * (1 + 2 ** -numbers.scaleFractionBits) * (1 + 2 * ulp) - 1;
}

/** The same normalisation in doubles, in ulp of the result, not saturated. */
export function realRmsNorm({ length, epsilon, outputFractionBits }: RmsNormRequest, x: ArrayLike<number>): Float64Array {
  const values = Float64Array.from(x);
  const sum = values.reduce((total, value) => total + value * value, epsilon);
  return values.map((value) => (value / Math.sqrt(sum / length)) * 2 ** outputFractionBits);
}
