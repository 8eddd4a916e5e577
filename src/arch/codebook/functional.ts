import type { DataType } from '../../sim/model/datatype.js';
import type { FunctionalModel } from '../../sim/model/functional.js';
import type { Matrix } from '../../sim/model/matrix.js';
import { codebookGemv, type CodebookWeights } from '../../sim/numerics/arithmetic/codebook-gemv.js';
import { commonLength, matrix, zeros } from '../../sim/numerics/arithmetic/matrix.js';
import type { Codebooks } from './store.js';

/** Widest activations whose products with small integers are exact in the sums of the kernel. */
export const activationBits = 8;

/**
 * What the kernels compute for whole numbers: weights of b bits are the entries of full codebooks, which hold every vector of v such numbers, digit by
 * digit where there are several. 65536 entries are all vectors of eight INT2 weights, two times 256 as well. Learnt codebooks hold other vectors, of
 * FP16; the path through indices, entries and sums is the same.
 */
export function codebookFunctional(codebooks: Codebooks): FunctionalModel {
  const digits = digitBits(codebooks);
  const most = digits.reduce((sum, bits) => sum + bits, 0);
  return {
    arithmetic: `vectors of ${codebooks.vectorLength} weights are sums of entries of ${codebooks.entries.length === 1 ? 'one codebook' : `${codebooks.entries.length} codebooks`}, times activations, added up exactly`,
    exactBelow: null,
    declines: (activations, weights) => declinedActivations(activations) ?? declinedWeights(weights, most, codebooks),
    product: (a, w) => lookedUpProduct(a, w, codebooks),
  };
}

/** Bits of a weight that a full codebook of that many entries holds for every weight of a vector: floor(log2(k) / v). */
export function digitBits({ vectorLength, entries }: Codebooks): readonly number[] {
  return entries.map((k) => Math.floor(Math.log2(k) / vectorLength));
}

function declinedActivations(type: DataType): string | null {
  return type.kind === 'integer' && type.bits <= activationBits ? null : `activations in ${type.name}: FP16 sums of them are rounded in an order that is not published`;
}

function declinedWeights(type: DataType, most: number, { vectorLength, entries }: Codebooks): string | null {
  if (type.kind !== 'integer') return `weights in ${type.name}: only whole numbers have full codebooks`;
  return type.bits <= most ? null : `codebooks of ${entries.join(' + ')} entries do not hold every vector of ${vectorLength} weights of ${type.bits} bits`;
}

/** Multiplies through indices, codebook by codebook. */
function lookedUpProduct(a: Matrix, w: Matrix, codebooks: Codebooks): Matrix<Float64Array> {
  const k = commonLength(a, w);
  const y = zeros(a.rows, w.rows);
  for (const part of encodedParts(w, codebooks)) {
    for (let m = 0; m < a.rows; m++) {
      const x = Float64Array.from({ length: k }, (_, c) => a.values[m * k + c]!);
      const products = codebookGemv(x, part);
      for (let n = 0; n < w.rows; n++) y.values[m * w.rows + n]! += products[n]!;
    }
  }
  return y;
}

/**
 * Whole numbers in full codebooks, one vector along the outputs after the other: one part for each codebook that holds a digit, whose sum they are.
 * Outputs that fill the last vector have weights of 0.
 */
export function encodedParts(w: Matrix, codebooks: Codebooks): readonly CodebookWeights[] {
  const v = codebooks.vectorLength;
  const outputs = Math.ceil(w.rows / v) * v;
  const books = digitBits(codebooks).filter((bits) => bits > 0);
  let digit = 1;
  return books.map((bits, i) => {
    const part = encoded(w, w.columns, outputs, v, digit, bits, i === books.length - 1);
    digit *= 2 ** bits;
    return part;
  });
}

/** One digit of every weight, base 2^bits, times its significance; the highest digit carries the sign. Entries are listed as they occur. */
function encoded(w: Matrix, inputs: number, outputs: number, v: number, significance: number, bits: number, isHighest: boolean): CodebookWeights {
  const known = new Map<string, number>();
  const centroids: number[] = [];
  const indices = new Uint32Array((inputs * outputs) / v);
  for (let n = 0; n < indices.length; n++) {
    const input = n % inputs;
    const first = Math.floor(n / inputs) * v;
    const vector = Array.from({ length: v }, (_, t) => (first + t < w.rows ? digitOf(w.values[(first + t) * inputs + input]!, significance, bits, isHighest) : 0));
    const key = vector.join();
    const index = known.get(key) ?? known.size;
    if (!known.has(key)) {
      known.set(key, index);
      centroids.push(...vector);
    }
    indices[n] = index;
  }
  return { inputs, outputs, centroids: matrix(known.size, v, Float64Array.from(centroids)), indices, scale: new Float64Array(inputs).fill(1), bias: new Float64Array(inputs) };
}

function digitOf(value: number, significance: number, bits: number, isHighest: boolean): number {
  const rest = Math.floor(value / significance);
  const base = 2 ** bits;
  return (isHighest ? rest : rest - base * Math.floor(rest / base)) * significance;
}
