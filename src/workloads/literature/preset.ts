import { dataType, type DataType } from '../../sim/model/datatype.js';
import type { QuantizationScheme, WeightFormat } from '../../sim/model/quantization.js';

/** What is stored once with each matrix of K inputs and N outputs whose format names no groups: perMatrix + K perInput + N perOutput bits. */
export interface MatrixBits {
  readonly perMatrix: number;
  readonly perInput: number;
  readonly perOutput: number;
}

/** A scheme of the catalogue. Beside its formats it may change the graph: `shapedBy` does so when the model is known. */
export interface PresetScheme extends QuantizationScheme {
  /** Of the matrices in `weights`; overrides have none. */
  readonly matrixBits?: MatrixBits;
  /** Linear layers whose input is multiplied with a Hadamard matrix before it is quantised; layers with the same input share the product. */
  readonly rotatedInputs?: readonly string[];
  /** Layers in a row that have the weights of the first of them. */
  readonly sharedBy?: number;
  /** Share of the attention heads and MLP channels that is left after whole ones were removed. */
  readonly keptChannels?: number;
}

/** A method of the literature as a preset. */
export interface Method {
  /** As the paper calls it. */
  readonly title: string;
  readonly scheme: PresetScheme;
  /** What is in memory for the weights. */
  readonly stored: string;
  /** Operations beside the products of the model, and which of them cost no time here. */
  readonly extra: string;
}

/** A data type of the catalogue by its name. */
export function type(name: string): DataType {
  const found = dataType(name);
  if (found === undefined) throw new Error(`no data type ${name}`);
  return found;
}

/** Dense weights of one format; scales in groups of `groupSize` (0: one a matrix). */
export function weights(of: string | DataType, groupSize = 0, scaleBits = 0, zeroPointBits = 0): WeightFormat {
  return { type: typeof of === 'string' ? type(of) : of, groupSize, scaleBits, zeroPointBits, sparsity: null, outlierShare: 0, outlierBits: 0 };
}

/** Formats of a scheme by their names. */
export interface Formats {
  readonly w: WeightFormat;
  readonly a: string;
  readonly kv: string;
  readonly acc?: string;
  readonly embedding?: string;
  readonly overrides?: QuantizationScheme['overrides'];
}

export function scheme(name: string, f: Formats, source: string): QuantizationScheme {
  return { name, weights: f.w, activations: type(f.a), kvCache: type(f.kv), accumulator: type(f.acc ?? 'fp32'), embedding: type(f.embedding ?? 'fp16'), overrides: f.overrides ?? [], source };
}

/** The output layer as it was: what nearly every method leaves alone. */
export const headUnquantized: QuantizationScheme['overrides'] = [{ ops: ['lm_head'], weights: weights('fp16') }];

/** Weights alone are quantised: FP16 activations and KV cache, output layer and embedding unquantised. */
export function weightOnly(name: string, w: WeightFormat, source: string): QuantizationScheme {
  return scheme(name, { w, a: 'fp16', kv: 'fp16', overrides: headUnquantized }, source);
}

/** Numbers of 16 bits stored with each output feature, such as a scale. */
export function perOutput(count: number): MatrixBits {
  return { perMatrix: 0, perInput: 0, perOutput: 16 * count };
}

/** Numbers of 16 bits stored with each matrix. */
export function perMatrix(count: number): MatrixBits {
  return { perMatrix: 16 * count, perInput: 0, perOutput: 0 };
}
