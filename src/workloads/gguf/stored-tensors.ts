import { bitsPerWeight, type WeightFormat } from '../../sim/model/quantization.js';
import type { GgufBlock } from '../../sim/numerics/gguf/index.js';
import type { StoredModel, StoredOp } from '../stored/stored-model.js';
import type { AssignedTensor } from './assigned.js';
import { weightFormatOfBlock } from './block-weights.js';

/** The tensors of a file by the ops that they belong to. Tensors that are stored as one are shared out by their rows. */
export function storedTensors(layers: number, assigned: readonly AssignedTensor[]): StoredModel {
  const inLayers = Array.from({ length: layers }, () => new Map<string, StoredOp>());
  const outside = new Map<string, StoredOp>();
  const formats = new Map<GgufBlock, WeightFormat>();
  for (const { kind, layer, parts, tensor } of assigned) {
    const ops = layer === null ? outside : inLayers[layer]!;
    const rows = parts.reduce((sum, part) => sum + part.outputs, 0);
    for (const { op, outputs } of parts) {
      const before = ops.get(op) ?? {};
      const bytes = (tensor.bytes / rows) * outputs;
      switch (kind) {
        case 'linear': ops.set(op, { ...before, format: formatOfTensor(tensor.type, (tensor.elements / rows) * outputs, bytes, formats), label: tensor.type.name.toLowerCase() }); break;
        case 'bias': ops.set(op, { ...before, biasBytes: bytes }); break;
        case 'norm': case 'table': ops.set(op, { ...before, bytes: (before.bytes ?? 0) + bytes }); break;
      }
    }
  }
  return { layers: inLayers, outside };
}

/** The format of a type that was found to hold weights; one object for each type, as far as it gives the bytes of the tensor. */
function formatOfTensor(type: GgufBlock, weights: number, bytes: number, known: Map<GgufBlock, WeightFormat>): WeightFormat {
  const format = known.get(type) ?? formatOf(type);
  known.set(type, format);
  return weights * bitsPerWeight(format) === 8 * bytes ? format : { ...format, stored: { weights, bytes } };
}

/** The format of a type that was found to hold weights. */
export function formatOf(type: GgufBlock): WeightFormat {
  const format = weightFormatOfBlock(type);
  if (format === null) throw new Error(`${type.name} holds no weights`);
  return format;
}
