import type { EnergyLayer, LayerMethod } from '../../arch/shift-add/energy/layers.js';
import type { LinearOp } from '../../sim/model/op-graph.js';
import { decoderGraph } from '../../workloads/decoder-graph.js';
import { modelNamed } from '../../workloads/models.js';

/** Bits of the weights of all layers, or `mix`: queries, keys and the feed-forward layers 2, values and output projections 3. */
export type LayerBits = number | 'mix';

/** A layer as often as the model has it. */
export interface RepeatedLayer {
  readonly layer: EnergyLayer;
  readonly repeat: number;
}

/** Names that the released script gives to models, where the catalogue has another. */
const otherNames: Readonly<Record<string, string>> = {
  'llama-7b': 'llama-1-7b', 'llama-13b': 'llama-1-13b', 'llama2-7b': 'llama-2-7b', 'llama2-13b': 'llama-2-13b', 'llama2-70b': 'llama-2-70b', 'llama3-8b': 'llama-3-8b', 'llama3-70b': 'llama-3-70b',
};

/**
 * The layers that the released script counts for one token of a model of the catalogue: linear layers with their biases, the product of gated
 * feed-forward layers, and the output layer in floats of 16 bits; attention, norms and embeddings are not counted. Keys and values are as wide as
 * queries in Llama 1 and 2, and an eighth of that in Llama 3, whatever the model has. Null for a model that is not in the catalogue.
 */
export function releasedLayers(name: string, method: LayerMethod, bits: LayerBits): readonly RepeatedLayer[] | null {
  const model = modelNamed(otherNames[name] ?? name);
  if (model === undefined) return null;
  const { hiddenSize } = model;
  const keyWidth = /^llama-?3/.test(name) ? Math.floor(hiddenSize / 8) : hiddenSize;
  return decoderGraph(model).groups.flatMap(({ ops, repeat }) => ops.flatMap((op): readonly RepeatedLayer[] => {
    if (op.kind === 'multiply') return [{ layer: { kind: 'gate', width: op.width }, repeat }];
    if (op.kind !== 'linear' || isProjection(op)) return [];
    const { inFeatures, outFeatures, bias } = op;
    if (op.name === 'lm_head') return [{ layer: { kind: 'linear', inputs: hiddenSize, outputs: outFeatures, bias: false, method: 'float', weightBits: 16 }, repeat }];
    const outputs = op.output === 'cache' ? keyWidth : outFeatures;
    return [{ layer: { kind: 'linear', inputs: inFeatures, outputs, bias, method, weightBits: bitsOf(op, bits) }, repeat }];
  }));
}

/** Between embeddings of another width and the layers (OPT-350M): the script takes both to be equally wide. */
function isProjection({ name }: LinearOp): boolean {
  return name === 'project_in' || name === 'project_out';
}

function bitsOf({ name }: LinearOp, bits: LayerBits): number {
  if (bits !== 'mix') return bits;
  return name === 'v_proj' || name === 'o_proj' ? 3 : 2;
}
