import { InputError } from '../../sim/core/diagnostics.js';
import { bitsPerWeight, weightFormatOf, type QuantizationScheme } from '../../sim/model/quantization.js';
import { ggufModel, inspectGguf, readGgufParts, type GgufModel, type GgufRow } from '../gguf/index.js';
import type { ByteSource } from '../tensors/tensor.js';
import type { Open } from './beside.js';
import { bitsOf, formatTotals, type InspectedOp, type Inspection } from './inspection.js';

/** A GGUF file with its other parts: tensors in the formats of ggml, and the model where it is one that is known. */
export function inspectGgufFile(source: ByteSource, open: Open): Inspection {
  const content = readGgufParts(source.name, (name) => (name === source.name ? source : open(name)));
  const { architecture, rows, weights, bytes } = inspectGguf(content);
  const model = modelOf(content);
  const scheme = 'absent' in model ? null : model.scheme;
  const tensors = rows.map((row) => ({ name: row.tensor, type: row.format, shape: row.dims, bytes: row.bytes, format: row.format, ops: row.role === null ? [] : [row.role], role: null, layer: row.layer, file: source.name }));
  return {
    name: content.name, kind: 'gguf', files: content.parts.map(({ name, size }) => ({ name, bytes: size })), tensorBytes: bytes, weights: weights === 0 ? null : weights, bitsPerWeight: bitsOf(bytes, weights),
    model: 'absent' in model ? null : `${architecture ?? 'unknown'}, ${model.spec.layers} layers of ${model.spec.hiddenSize}, vocabulary ${model.spec.vocabularySize}`, modelAbsent: 'absent' in model ? model.absent : null,
    quantization: null, scheme, formats: formatTotals(rows.map((row) => ({ format: row.format, bytes: row.bytes, weights: row.weights }))), ops: opsOf(rows, scheme), tensors,
    notUnderstood: rows.filter(({ role }) => role === null).map(({ tensor }) => `tensor ${tensor}`), mismatches: [], notes: [],
  };
}

function modelOf(content: Parameters<typeof ggufModel>[0]): GgufModel | { readonly absent: string } {
  try {
    return ggufModel(content);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { absent: error.problems.map(({ message }) => message).join('; ') };
  }
}

function opsOf(rows: readonly GgufRow[], scheme: QuantizationScheme | null): readonly InspectedOp[] {
  const totals = new Map<string, { count: number; formats: Set<string>; weights: number; bytes: number }>();
  for (const { role, format, weights, bytes } of rows) {
    if (role === null) continue;
    const total = totals.get(role) ?? { count: 0, formats: new Set<string>(), weights: 0, bytes: 0 };
    totals.set(role, { count: total.count + 1, formats: total.formats.add(format), weights: total.weights + weights, bytes: total.bytes + bytes });
  }
  return [...totals].map(([op, { count, formats, weights, bytes }]) => ({
    op, count, formats: [...formats], weights, bytes, bitsPerWeight: bitsOf(bytes, weights), schemeBitsPerWeight: scheme === null || !/_proj$|^lm_head$/.test(op) ? null : bitsPerWeight(weightFormatOf(scheme, op)),
  }));
}
