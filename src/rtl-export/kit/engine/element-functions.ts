import { rmsNormResult, softmaxResult, tabulatedRmsNorm, tabulatedSoftmax, unitResult } from '../../../sim/numerics/function-units/index.js';
import type { EngineOptions } from './engine.js';

/** The vector units of an engine. */
export type VectorUnits = Pick<EngineOptions, 'softmax' | 'rmsNorm' | 'silu'>;

/** What happens to the sums of a product, or to elements in place of one; each bit for bit as the Verilog has it. */
export interface ResultOperations {
  /** Sums leave as they are, and nothing below is asked for. */
  readonly raw?: boolean;
  /** Of `requantized`. */
  readonly multiplier?: number;
  readonly shift?: number;
  readonly combine?: 'none' | 'add' | 'multiply' | 'alone';
  readonly combineShift?: number;
  readonly vector?: 'none' | 'softmax' | 'rms-norm' | 'silu';
}

/** y = floor(x multiplier / 2^shift + 1/2), saturated to 8 bits; exact for any x of up to 48 bits. */
export function requantized(x: number, multiplier: number, shift: number): number {
  const product = BigInt(x) * BigInt(multiplier);
  return saturated(Number(((product << 1n) >> BigInt(shift)) + 1n >> 1n));
}

/** x with an element e, 8 bits each: their sum, or floor(x e / 2^shift + 1/2), saturated to 8 bits. */
export function combined(x: number, e: number, combine: 'add' | 'multiply', shift: number): number {
  return saturated(combine === 'add' ? x + e : Math.floor((x * e) / 2 ** shift + 0.5));
}

/** The function of rows of so many numbers of 8 bits. Shares of a softmax are 127 at most. Throws a RangeError where the engine has no such unit. */
export function vectorFunction({ softmax, rmsNorm, silu }: VectorUnits, vector: 'softmax' | 'rms-norm' | 'silu'): (row: Float64Array) => Float64Array {
  if (vector === 'softmax' && softmax !== null) {
    const unit = tabulatedSoftmax(softmax);
    return (row) => softmaxResult(unit, row).map((share) => Math.min(127, share));
  }
  if (vector === 'rms-norm' && rmsNorm !== null) {
    const unit = tabulatedRmsNorm(rmsNorm);
    return (row) => rmsNormResult(unit, row);
  }
  if (vector === 'silu' && silu !== null) return (row) => row.map((x) => unitResult(silu, x));
  throw new RangeError(`the engine has no ${vector}`);
}

/** Results of rows of sums, or of the elements alone, under some operations. Throws a RangeError where elements are missing. */
export function results(units: VectorUnits, sums: Float64Array, rowLength: number, operations: ResultOperations, elements: ArrayLike<number> = []): Float64Array {
  const { raw = false, multiplier = 1, shift = 0, combine = 'none', combineShift = 0, vector = 'none' } = operations;
  if (raw) return sums.slice();
  if (combine !== 'none' && elements.length !== sums.length) throw new RangeError(`${sums.length} results with ${elements.length} elements`);
  const combinedSums = sums.map((sum, i) => {
    if (combine === 'alone') return elements[i]!;
    const x = requantized(sum, multiplier, shift);
    return combine === 'none' ? x : combined(x, elements[i]!, combine, combineShift);
  });
  if (vector === 'none') return combinedSums;
  const ofRow = vectorFunction(units, vector);
  for (let row = 0; row < combinedSums.length; row += rowLength) combinedSums.set(ofRow(combinedSums.slice(row, row + rowLength)), row);
  return combinedSums;
}

function saturated(x: number): number {
  return Math.min(127, Math.max(-128, x)) + 0;
}
