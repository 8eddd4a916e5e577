import type { GgufContent } from './gguf-file.js';
import { roleOf, roleText } from './roles.js';

/** A tensor as a table shows it. */
export interface GgufRow {
  readonly tensor: string;
  /** As ggml names it. */
  readonly format: string;
  /** The contiguous dimension first. */
  readonly dims: readonly number[];
  readonly weights: number;
  /** With everything that is stored beside the values. */
  readonly bitsPerWeight: number;
  readonly bytes: number;
  /** Null where the name says nothing to us. */
  readonly role: string | null;
  readonly layer: number | null;
}

export interface GgufFormatTotal {
  readonly format: string;
  readonly tensors: number;
  readonly weights: number;
  readonly bytes: number;
}

export interface GgufInspection {
  readonly architecture: string | null;
  /** In the order of the file. */
  readonly rows: readonly GgufRow[];
  /** Those of most bytes first. */
  readonly formats: readonly GgufFormatTotal[];
  readonly weights: number;
  readonly bytes: number;
  /** Of all tensors together, norms and biases included; null without tensors. llama.cpp prints this number as BPW. */
  readonly bitsPerWeight: number | null;
}

/** What is in a file, of whatever architecture: it need not be one that can be simulated. */
export function inspectGguf({ metadata, tensors }: GgufContent): GgufInspection {
  const value = metadata.get('general.architecture');
  const architecture = value?.type === 'string' ? value.value : null;
  const totals = new Map<string, GgufFormatTotal>();
  let weights = 0;
  let bytes = 0;
  const rows = tensors.map((tensor): GgufRow => {
    const format = tensor.type.name;
    const role = roleOf(tensor.name, architecture);
    const before = totals.get(format) ?? { format, tensors: 0, weights: 0, bytes: 0 };
    totals.set(format, { format, tensors: before.tensors + 1, weights: before.weights + tensor.elements, bytes: before.bytes + tensor.bytes });
    weights += tensor.elements;
    bytes += tensor.bytes;
    return {
      tensor: tensor.name, format, dims: tensor.dims, weights: tensor.elements, bitsPerWeight: (8 * tensor.bytes) / tensor.elements, bytes: tensor.bytes,
      role: role === null ? null : roleText(role), layer: role === null ? null : role.layer,
    };
  });
  return { architecture, rows, formats: [...totals.values()].sort((a, b) => b.bytes - a.bytes), weights, bytes, bitsPerWeight: weights === 0 ? null : (8 * bytes) / weights };
}
