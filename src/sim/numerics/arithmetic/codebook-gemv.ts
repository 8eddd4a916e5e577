import { matrix, requireRange, zeros, type Matrix } from './matrix.js';

/**
 * Weights of `inputs` x `outputs` as indices into a codebook of short vectors, with a residual codebook, and a scale and a bias for each input
 * (VPTQ, tests/test_quant_gemv.py). Index n belongs to input n mod inputs and to the outputs from floor(n / inputs) * v on:
 * W[input, output..output + v] = scale[input] * (C[index] + R[residual index]) + bias[input].
 */
export interface CodebookWeights {
  readonly inputs: number;
  readonly outputs: number;
  /** One vector of length v a row. */
  readonly centroids: Matrix;
  readonly indices: Uint16Array | Uint32Array;
  readonly residual?: { readonly centroids: Matrix; readonly indices: Uint16Array | Uint32Array };
  readonly scale: Float64Array;
  readonly bias: Float64Array;
}

/** The weights as numbers, one row for each input. Throws a RangeError where the parts do not fit together. */
export function codebookWeights(w: CodebookWeights): Matrix<Float64Array> {
  requireShape(w);
  const v = w.centroids.columns;
  const decoded = zeros(w.inputs, w.outputs);
  for (let n = 0; n < w.indices.length; n++) {
    const input = n % w.inputs;
    const start = input * w.outputs + Math.floor(n / w.inputs) * v;
    for (let t = 0; t < v; t++) decoded.values[start + t] = w.scale[input]! * vectorElement(w, n, t) + w.bias[input]!;
  }
  return decoded;
}

/** y = x W without decoding W: y[output] = sum over inputs of (x * scale) * (C + R) + sum over inputs of x * bias. */
export function codebookGemv(x: Float64Array, w: CodebookWeights): Float64Array {
  requireShape(w);
  if (x.length !== w.inputs) throw new RangeError(`weights of ${w.inputs} inputs do not meet ${x.length} activations`);
  const v = w.centroids.columns;
  const scaled = x.map((value, i) => value * w.scale[i]!);
  const offset = x.reduce((sum, value, i) => sum + value * w.bias[i]!, 0);
  const y = new Float64Array(w.outputs).fill(offset);
  for (let n = 0; n < w.indices.length; n++) {
    const start = Math.floor(n / w.inputs) * v;
    for (let t = 0; t < v; t++) y[start + t]! += scaled[n % w.inputs]! * vectorElement(w, n, t);
  }
  return y;
}

/** Stored bits of a weight, bytes of both codebooks in FP16, and vectors that are looked up. */
export function codebookCost(w: CodebookWeights): { readonly bitsPerWeight: number; readonly codebookBytes: number; readonly lookups: number } {
  const v = w.centroids.columns;
  const residual = w.residual?.centroids.rows ?? 0;
  return {
    bitsPerWeight: (Math.log2(w.centroids.rows) + (residual === 0 ? 0 : Math.log2(residual))) / v,
    codebookBytes: 2 * v * (w.centroids.rows + residual),
    lookups: w.indices.length * (w.residual === undefined ? 1 : 2),
  };
}

function vectorElement(w: CodebookWeights, n: number, t: number): number {
  const v = w.centroids.columns;
  const main = w.centroids.values[w.indices[n]! * v + t]!;
  return w.residual === undefined ? main : main + w.residual.centroids.values[w.residual.indices[n]! * v + t]!;
}

function requireShape(w: CodebookWeights): void {
  const v = w.centroids.columns;
  if (v === 0 || w.outputs % v !== 0) throw new RangeError(`${w.outputs} outputs are no multiple of vectors of ${v}`);
  const count = (w.inputs * w.outputs) / v;
  const parts = [{ centroids: w.centroids, indices: w.indices }, ...(w.residual === undefined ? [] : [w.residual])];
  for (const { centroids, indices } of parts) {
    if (centroids.columns !== v) throw new RangeError(`vectors of ${v} and residuals of ${centroids.columns} elements do not add`);
    if (indices.length !== count) throw new RangeError(`${count} indices are needed, not ${indices.length}`);
    requireRange(matrix(1, count, indices), 0, centroids.rows - 1, 'indices');
  }
  if (w.scale.length !== w.inputs || w.bias.length !== w.inputs) throw new RangeError(`each of ${w.inputs} inputs has a scale and a bias`);
}
