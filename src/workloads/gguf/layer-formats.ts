import type { LayerGroup, Op, OpGraph } from '../../sim/model/op-graph.js';
import type { WeightFormat, WeightOverride } from '../../sim/model/quantization.js';
import type { GgufBlock } from '../../sim/numerics/gguf/index.js';
import { decoderGraph } from '../decoder-graph.js';
import type { ModelSpec } from '../model-spec.js';
import type { AssignedTensor } from './assigned.js';
import { weightFormatOfBlock } from './block-weights.js';

/** The types of the ops with weights in one layer. */
type LayerTypes = ReadonlyMap<string, GgufBlock>;

export interface FormattedGraph {
  readonly graph: OpGraph;
  /** The format that most weights of the layers have. */
  readonly weights: WeightFormat;
  readonly overrides: readonly WeightOverride[];
}

/**
 * The graph of a model whose layers may have different formats, and the overrides that give each op its own. Layers that are alike in mask and
 * formats are one group, `layer-N` after its first layer. A scheme tells ops by name: an op has its plain name in the format that most of its layers
 * have, and is called for instance `down_proj.q6_k` in the others. `head` is the type of lm_head.
 */
export function formattedGraph(spec: ModelSpec, assigned: readonly AssignedTensor[], head: GgufBlock): FormattedGraph {
  const layers = typesOfLayers(spec, assigned);
  const base = mostWeights(assigned.filter(({ kind, layer }) => kind === 'linear' && layer !== null));
  const ops = [...layers[0]!.keys()];
  const plain = new Map(ops.map((op) => [op, mostLayers(layers.map((types) => types.get(op)!))]));
  const nameOf = (op: string, type: GgufBlock): string => (type === plain.get(op) ? op : `${op}.${type.name.toLowerCase()}`);

  const named = new Map<string, GgufBlock>();
  for (const types of layers) for (const [op, type] of types) named.set(nameOf(op, type), type);
  named.set('lm_head', head);
  const byType = new Map<GgufBlock, string[]>();
  for (const [name, type] of named) if (type !== base) byType.set(type, [...(byType.get(type) ?? []), name]);
  return {
    graph: grouped(spec, layers, nameOf),
    weights: formatOf(base),
    overrides: [...byType].map(([type, names]) => ({ ops: names, weights: formatOf(type) })),
  };
}

/** The format of a type that was found to hold weights. */
export function formatOf(type: GgufBlock): WeightFormat {
  const format = weightFormatOfBlock(type);
  if (format === null) throw new Error(`${type.name} holds no weights`);
  return format;
}

function typesOfLayers(spec: ModelSpec, assigned: readonly AssignedTensor[]): readonly LayerTypes[] {
  const layers = Array.from({ length: spec.layers }, () => new Map<string, GgufBlock>());
  for (const { kind, layer, parts, tensor } of assigned) {
    if (kind === 'linear' && layer !== null) for (const { op } of parts) layers[layer]!.set(op, tensor.type);
  }
  return layers;
}

function grouped(spec: ModelSpec, layers: readonly LayerTypes[], nameOf: (op: string, type: GgufBlock) => string): OpGraph {
  const { name, groups } = decoderGraph(spec);
  const ofMask = groups.slice(1, -1);
  const found = new Map<string, { readonly first: number; repeat: number; readonly ops: readonly Op[] }>();
  for (const [i, types] of layers.entries()) {
    const mask = i % spec.masks.length;
    const key = `${mask} ${[...types].map(([op, type]) => `${op} ${type.id}`).join(' ')}`;
    const group = found.get(key);
    if (group !== undefined) group.repeat++;
    else found.set(key, { first: i, repeat: 1, ops: ofMask[mask]!.ops.map((op) => (op.kind === 'linear' ? { ...op, name: nameOf(op.name, types.get(op.name)!) } : op)) });
  }
  const layerGroups = [...found.values()].map(({ first, repeat, ops }): LayerGroup => ({ name: found.size === 1 ? 'layer' : `layer-${first}`, repeat, tokens: 'all', ops }));
  return { name, groups: [groups[0]!, ...layerGroups, groups.at(-1)!] };
}

function mostLayers(types: readonly GgufBlock[]): GgufBlock {
  const counts = new Map<GgufBlock, number>();
  for (const type of types) counts.set(type, (counts.get(type) ?? 0) + 1);
  return largest(counts);
}

function mostWeights(tensors: readonly AssignedTensor[]): GgufBlock {
  const counts = new Map<GgufBlock, number>();
  for (const { tensor: { type, elements } } of tensors) counts.set(type, (counts.get(type) ?? 0) + elements);
  return largest(counts);
}

/** The first of the largest. */
function largest(counts: ReadonlyMap<GgufBlock, number>): GgufBlock {
  const [first, ...others] = [...counts];
  if (first === undefined) throw new Error('a model without weights in its layers');
  return others.reduce((best, entry) => (entry[1] > best[1] ? entry : best), first)[0];
}
