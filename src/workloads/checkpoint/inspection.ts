import type { Problem } from '../../sim/core/diagnostics.js';
import type { QuantizationScheme } from '../../sim/model/quantization.js';

/** A tensor as a table shows it. */
export interface InspectedTensor {
  readonly name: string;
  /** The type of its numbers as its file names it. */
  readonly type: string;
  readonly shape: readonly number[];
  readonly bytes: number;
  /** How it is stored: the format of the weights that it is a part of, or its own type. */
  readonly format: string;
  /** The ops of the graph that it belongs to; none where that is not known. */
  readonly ops: readonly string[];
  /** What it is for them: weight, bias, scale, ...; null where that is not known. */
  readonly role: string | null;
  /** From 0; null outside the layers. */
  readonly layer: number | null;
  readonly file: string;
}

/** Tensors of one format together. */
export interface InspectedFormat {
  readonly format: string;
  readonly tensors: number;
  readonly bytes: number;
  /** Weights that they hold; null where that does not follow. Scales, zero points, orders and tables hold none. */
  readonly weights: number | null;
  readonly bitsPerWeight: number | null;
}

/** An op over all layers. */
export interface InspectedOp {
  readonly op: string;
  /** Modules that hold it. */
  readonly count: number;
  readonly formats: readonly string[];
  readonly weights: number | null;
  /** Of the weights and what is stored beside them. */
  readonly bytes: number | null;
  readonly bitsPerWeight: number | null;
  /** Bits a weight of the scheme that a simulation would take; null without one. */
  readonly schemeBitsPerWeight: number | null;
}

/** What a model file is: the answer of `archsim inspect`. */
export interface Inspection {
  readonly name: string;
  /** `safetensors`, `onnx`, ... */
  readonly kind: string;
  readonly files: readonly { readonly name: string; readonly bytes: number }[];
  readonly tensorBytes: number;
  /** Null where a weight count does not follow for some tensor. */
  readonly weights: number | null;
  readonly bitsPerWeight: number | null;
  /** The model in words; null with the reason in `modelAbsent`. */
  readonly model: string | null;
  readonly modelAbsent: string | null;
  readonly quantization: string | null;
  readonly scheme: QuantizationScheme | null;
  /** Those of most bytes first. */
  readonly formats: readonly InspectedFormat[];
  readonly ops: readonly InspectedOp[];
  readonly tensors: readonly InspectedTensor[];
  /** Tensors, operators and keys that are not understood. */
  readonly notUnderstood: readonly string[];
  /** What files and configuration say differently. */
  readonly mismatches: readonly Problem[];
  readonly notes: readonly string[];
}

/** Tensors by format, with the weights that those of each hold. */
export function formatTotals(tensors: readonly (Pick<InspectedTensor, 'format' | 'bytes'> & { /** Null: not known. 0: it holds none. */ readonly weights: number | null })[]): readonly InspectedFormat[] {
  const totals = new Map<string, { tensors: number; bytes: number; weights: number | null }>();
  for (const { format, bytes, weights } of tensors) {
    const total = totals.get(format) ?? { tensors: 0, bytes: 0, weights: 0 };
    totals.set(format, { tensors: total.tensors + 1, bytes: total.bytes + bytes, weights: total.weights === null || weights === null ? null : total.weights + weights });
  }
  return [...totals].map(([format, total]) => ({ format, ...total, bitsPerWeight: bitsOf(total.bytes, total.weights) })).sort((a, b) => b.bytes - a.bytes || (a.format < b.format ? -1 : 1));
}

/** Bits for each weight; null where there are none, or their number is not known. */
export function bitsOf(bytes: number | null, weights: number | null): number | null {
  return bytes === null || weights === null || weights === 0 ? null : (8 * bytes) / weights;
}
