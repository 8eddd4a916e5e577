import type { Weights } from '../codec.js';
import { elementFormat, gridOf } from '../formats/element.js';
import { binaryExponent } from '../formats/float-format.js';
import { additivePowersOfTwo, sumOfPowers, unitOf, type SignedPower } from './powers-of-two.js';

/** A binary code of a group: weight ~ sum over b of alphas[b] * (bit b of its pattern ? +1 : -1). */
export interface BinaryCode {
  /** None is negative. */
  readonly alphas: Float64Array;
  /** The powers of two that each alpha is the sum of; empty where any number may be one. */
  readonly powers: readonly (readonly SignedPower[])[];
  readonly patterns: Uint8Array;
  /** Sum of squared errors. */
  readonly error: number;
}

export interface BinaryFitOptions {
  /** Rounds of refinement, at most; 0 is the greedy start. */
  readonly rounds?: number;
  /** Each alpha is a sum of so many powers of two; any number where absent. */
  readonly powerTerms?: number;
}

/**
 * Fits a binary code of 1 to 8 bits. Start: for each plane alpha = mean |r| of what is left, r, and signs of r. A round: given the signs,
 * alphas by least squares (then to powers of two where asked); given the alphas, each weight takes the nearest of the 2^bits sums (the
 * higher of two equally near). Rounds end at a fixed point. The best of all rounds is returned, so that more of them never give a
 * larger error. (Alternating multi-bit quantisation, Xu et al., ICLR 2018; ShiftAddLLM runs 15 rounds and keeps the last.)
 */
export function fitBinaryCode(weights: Weights, bits: number, options: BinaryFitOptions = {}): BinaryCode {
  if (!Number.isInteger(bits) || bits < 1 || bits > 8) throw new RangeError(`a binary code has 1 to 8 bits, not ${bits}`);
  const { rounds = 15, powerTerms } = options;
  const unit = unitOf(weights);
  const scaled = Float64Array.from(weights, (weight) => weight / unit);
  const assigned = (alphas: Float64Array): Assigned => {
    if (powerTerms === undefined) return nearestSums(scaled, alphas, []);
    const powers = Array.from(alphas, (alpha) => additivePowersOfTwo(alpha, powerTerms));
    return nearestSums(scaled, Float64Array.from(powers, sumOfPowers), powers);
  };
  let current = assigned(greedyAlphas(scaled, bits));
  let best = current;
  for (let round = 0; round < rounds; round++) {
    // Which plane has which alpha, and with which sign, is free: the greatest first.
    const next = assigned(leastSquaresAlphas(current, bits).map(Math.abs).sort().reverse());
    if (next.error < best.error) best = next;
    // Without powers of two an error that does not fall has reached the optimum of both steps, up to rounding.
    else if (powerTerms === undefined) break;
    if (next.alphas.every((alpha, b) => alpha === current.alphas[b])) break;
    current = next;
  }
  const shift = binaryExponent(unit);
  return {
    alphas: best.alphas.map((alpha) => alpha * unit),
    powers: best.powers.map((sum) => sum.map(({ sign, exponent }) => ({ sign, exponent: exponent + shift }))),
    patterns: best.patterns, error: best.error * unit * unit,
  };
}

function greedyAlphas(weights: Float64Array, bits: number): Float64Array {
  const rest = weights.slice();
  return new Float64Array(bits).map(() => {
    const alpha = rest.reduce((sum, r) => sum + Math.abs(r), 0) / rest.length;
    rest.forEach((r, i) => { rest[i] = r >= 0 ? r - alpha : r + alpha; });
    return alpha;
  });
}

/** A code with the number of weights of each pattern and their sum, from which the alphas of least squared error follow. */
interface Assigned extends BinaryCode {
  readonly counts: Float64Array;
  readonly sums: Float64Array;
}

function nearestSums(weights: Float64Array, alphas: Float64Array, powers: BinaryCode['powers']): Assigned {
  const bits = alphas.length;
  const grid = gridOf(elementFormat('sums', bits, Float64Array.from({ length: 2 ** bits }, (_, pattern) => signedSum(alphas, 0, bits, pattern))));
  const result = { alphas, powers, patterns: new Uint8Array(weights.length), counts: new Float64Array(2 ** bits), sums: new Float64Array(2 ** bits) };
  let error = 0;
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i]!;
    let low = 0;
    let high = grid.values.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (weight >= (grid.values[middle]! + grid.values[middle + 1]!) / 2) low = middle + 1; else high = middle;
    }
    const pattern = grid.patterns[low]!;
    const difference = weight - grid.values[low]!;
    error += difference * difference;
    result.patterns[i] = pattern;
    result.counts[pattern] = result.counts[pattern]! + 1;
    result.sums[pattern] = result.sums[pattern]! + weight;
  }
  return { ...result, error };
}

/** Sum of `bits` alphas from index `from`, each with the sign of its bit. */
export function signedSum(alphas: Float64Array, from: number, bits: number, pattern: number): number {
  let sum = 0;
  for (let b = 0; b < bits; b++) sum += (pattern >> b) & 1 ? alphas[from + b]! : -alphas[from + b]!;
  return sum;
}

/** The normal equations S^T S alpha = S^T w, their entries summed pattern by pattern: all weights of a pattern have the same signs. */
function leastSquaresAlphas({ counts, sums }: Assigned, bits: number): Float64Array {
  const matrix = new Float64Array(bits * bits);
  const right = new Float64Array(bits);
  for (let pattern = 0; pattern < counts.length; pattern++) {
    if (counts[pattern] === 0) continue;
    for (let a = 0; a < bits; a++) {
      const sign = (pattern >> a) & 1 ? 1 : -1;
      right[a] = right[a]! + sign * sums[pattern]!;
      for (let b = 0; b < bits; b++) matrix[a * bits + b] = matrix[a * bits + b]! + ((pattern >> b) & 1 ? sign : -sign) * counts[pattern]!;
    }
  }
  return solveSemidefinite(matrix, right);
}

/**
 * Solves A x = b for a symmetric positive semidefinite matrix (row by row) and a right side in its range, by Gaussian elimination, which
 * needs no exchange of rows there. An unknown whose pivot vanishes (it depends on earlier ones) is 0: one of the solutions.
 */
export function solveSemidefinite(matrix: Float64Array, right: Float64Array): Float64Array {
  const n = right.length;
  const a = matrix.slice();
  const b = right.slice();
  const vanishes = (p: number): boolean => a[p * n + p]! <= 1e-9 * matrix[p * n + p]!;
  for (let p = 0; p < n; p++) {
    if (vanishes(p)) continue;
    for (let row = p + 1; row < n; row++) {
      const factor = a[row * n + p]! / a[p * n + p]!;
      for (let column = p; column < n; column++) a[row * n + column] = a[row * n + column]! - factor * a[p * n + column]!;
      b[row] = b[row]! - factor * b[p]!;
    }
  }
  const x = new Float64Array(n);
  for (let p = n - 1; p >= 0; p--) {
    if (vanishes(p)) continue;
    let rest = b[p]!;
    for (let column = p + 1; column < n; column++) rest -= a[p * n + column]! * x[column]!;
    x[p] = rest / a[p * n + p]!;
  }
  return x;
}
