import { bitsPerWeight, weightFormatOf } from '../../sim/model/quantization.js';
import { externalFiles } from '../onnx/external-data.js';
import { onnxWorkload } from '../onnx/onnx-graph.js';
import { readOnnx } from '../onnx/read-model.js';
import { elementCount, type ByteSource } from '../tensors/tensor.js';
import { bitsOf, formatTotals, type InspectedOp, type InspectedTensor, type Inspection } from './inspection.js';
import type { Open } from './beside.js';

/** A model of ONNX: its constants, its products, and operators that are not understood. */
export function inspectOnnx(source: ByteSource, open: Open): Inspection {
  const model = readOnnx(source);
  const { graph, scheme, products, tensors, unknown, notes } = onnxWorkload(model);
  const external = externalFiles(source.name, tensors, open);
  const ops = products.map(({ name, opType, m, k, n, weights }): InspectedOp => {
    const isPlaced = graph.groups.some((group) => group.ops.some((op) => op.name === name));
    return {
      op: `${name} (${opType} ${[m, k, n].map((dim) => dim ?? '?').join(' x ')})`, count: 1, formats: weights === null ? [] : [weights.dtype], weights: weights?.count ?? null, bytes: weights?.bytes ?? null,
      bitsPerWeight: bitsOf(weights?.bytes ?? null, weights?.count ?? null), schemeBitsPerWeight: isPlaced ? bitsPerWeight(weightFormatOf(scheme, name)) : null,
    };
  });
  const shown = tensors.map(({ name, dims, dtype, bytes, external: place }): InspectedTensor => ({
    name, type: dtype, shape: dims, bytes: bytes ?? 0, format: dtype, ops: [], role: null, layer: null, file: place?.location ?? source.name,
  }));
  const counted = products.filter(({ weights }) => weights?.bytes != null);
  const weights = counted.reduce((sum, product) => sum + product.weights!.count, 0);
  return {
    name: source.name, kind: 'onnx', files: [{ name: source.name, bytes: source.size }, ...external.map(({ name, size }) => ({ name, bytes: size }))], tensorBytes: shown.reduce((sum, { bytes }) => sum + bytes, 0),
    weights: weights === 0 ? null : weights, bitsPerWeight: bitsOf(counted.reduce((sum, product) => sum + product.weights!.bytes!, 0), weights),
    model: `${graph.name}, ${model.graph.nodes.length} nodes, ${model.producer === '' ? 'of an unknown producer' : model.producer}`, modelAbsent: null, quantization: null, scheme: graph.groups.length === 0 ? null : scheme,
    formats: formatTotals(tensors.map(({ dtype, dims, bytes }) => ({ format: dtype, bytes: bytes ?? 0, weights: bytes === null ? null : elementCount(dims) }))), ops, tensors: shown,
    notUnderstood: [...unknown].map(([name, count]) => `operator ${name} in ${count} node${count === 1 ? '' : 's'}`), mismatches: [], notes,
  };
}
