import { opParameters, type LayerGroup, type Op, type OpGraph } from '../../sim/model/op-graph.js';
import { biasBytesOf, parameterBytesOf } from '../../sim/model/graph-bytes.js';
import type { DataType } from '../../sim/model/datatype.js';
import type { WeightFormat, WeightOverride } from '../../sim/model/quantization.js';
import { layersOf } from './layers.js';
import { opNames, type OpNames } from './op-names.js';
import type { ModelSpec } from '../model-spec.js';
import type { StoredModel, StoredOp, StoredOps } from './stored-model.js';

/** A graph whose ops have the widths of a file, and the formats of their matrices. */
export interface StoredGraph {
  readonly graph: OpGraph;
  /** The format that most weights of the layers have. */
  readonly weights: WeightFormat;
  readonly overrides: readonly WeightOverride[];
  readonly notes: readonly string[];
}

/** Widths that a graph has where nothing is said of them. */
export interface Otherwise {
  readonly weights: WeightFormat;
  /** Of tables. */
  readonly embedding: DataType;
}

/**
 * The graph of a model as a file stores it: matrices in their own formats, biases, norms and tables in their own widths. Layers that are alike are one group,
 * named after its first layer. A scheme tells ops by name: an op has its plain name in the format that most of its layers have, and is called for instance
 * `down_proj.q6_k` in the others.
 */
export function storedGraph(spec: ModelSpec, graph: OpGraph, stored: StoredModel, otherwise: Otherwise): StoredGraph {
  const places = layersOf(spec, graph);
  const layers = places === null ? sameLayers(stored) : stored.layers;
  const names = opNames([...layers, stored.outside]);
  const base = mostWeights(graph, layers, names) ?? otherwise.weights;
  const widthsOf = (op: Op, ops: StoredOps): Op => withWidths(op, ops.get(op.name), names, otherwise.embedding);
  const groups = graph.groups.flatMap((group): readonly LayerGroup[] => {
    const own = places === null ? [] : places.flatMap((name, layer) => (name === group.name ? [layer] : []));
    const isInLayers = places === null ? group.tokens === 'all' && group.ops.some(({ name }) => layers[0]?.has(name) === true) : own.length > 0;
    if (!isInLayers) return [{ ...group, ops: group.ops.map((op) => widthsOf(op, stored.outside)) }];
    if (places === null) return [{ ...group, ops: group.ops.map((op) => widthsOf(op, layers[0]!)) }];
    return split(group, own, (layer) => group.ops.map((op) => widthsOf(op, layers[layer]!)));
  });
  const overrides = overridesOf(groups, [...layers, stored.outside], names, base);
  return { graph: { ...graph, groups }, weights: base, overrides, notes: places === null ? ['layers of this kind of model are not told apart: all have the widths of the first'] : [] };
}

/** Where layers cannot be told apart, the first stands for all. */
function sameLayers({ layers }: StoredModel): readonly StoredOps[] {
  return layers.slice(0, 1);
}

/** The layers of a group as groups of equal ones. */
function split(group: LayerGroup, layers: readonly number[], opsOf: (layer: number) => readonly Op[]): readonly LayerGroup[] {
  const found = new Map<string, { readonly first: number; readonly ops: readonly Op[]; repeat: number }>();
  for (const layer of layers) {
    const ops = opsOf(layer);
    const key = JSON.stringify(ops);
    const known = found.get(key);
    if (known === undefined) found.set(key, { first: layer, ops, repeat: 1 });
    else known.repeat++;
  }
  const kind = group.name.replace(/-\d+$/, '');
  return [...found.values()].map(({ first, ops, repeat }) => ({ ...group, name: found.size === 1 ? group.name : `${kind}-${first}`, repeat, ops }));
}

/** The op with its widths, where they are others than it has without. */
function withWidths(op: Op, stored: StoredOp | undefined, names: OpNames, embedding: DataType): Op {
  if (stored === undefined) return op;
  switch (op.kind) {
    case 'linear': {
      const named = { ...op, name: names.nameOf(op.name, stored.format) };
      const bias = (stored.biasBytes ?? 0) / (op.experts?.count ?? 1);
      return op.bias && bias !== biasBytesOf(op) ? { ...named, biasBytes: bias } : named;
    }
    case 'embedding': return stored.bytes === undefined || stored.bytes === (opParameters(op) * embedding.bits) / 8 ? op : { ...op, tableBytes: stored.bytes };
    case 'norm': case 'rope': case 'activation': case 'multiply': case 'add': case 'cache-append': case 'scores': case 'softmax': case 'values':
      return stored.bytes === undefined || stored.bytes === parameterBytesOf(op) ? op : { ...op, parameterBytes: stored.bytes };
  }
}

/** The format of most weights in the layers; undefined where they have none. */
function mostWeights(graph: OpGraph, layers: readonly StoredOps[], names: OpNames): WeightFormat | undefined {
  const sizes = new Map(graph.groups.flatMap(({ ops }) => ops.flatMap((op) => (op.kind === 'linear' ? [[op.name, op.inFeatures * op.outFeatures * (op.experts?.count ?? 1)] as const] : []))));
  const totals = new Map<string, { readonly format: WeightFormat; weights: number }>();
  for (const layer of layers) {
    for (const [op, { format }] of layer) {
      if (format === undefined) continue;
      const key = names.keyOf(format);
      const total = totals.get(key) ?? { format, weights: 0 };
      total.weights += sizes.get(op) ?? 0;
      totals.set(key, total);
    }
  }
  return [...totals.values()].reduce<{ readonly format: WeightFormat; readonly weights: number } | undefined>((best, total) => (best === undefined || total.weights > best.weights ? total : best), undefined)?.format;
}

/** The formats of ops that have others than the base, ops of one format together. */
function overridesOf(groups: readonly LayerGroup[], stored: readonly StoredOps[], names: OpNames, base: WeightFormat): readonly WeightOverride[] {
  const inGraph = new Set(groups.flatMap(({ ops }) => ops.map(({ name }) => name)));
  const ops = new Map<string, { readonly format: WeightFormat; readonly names: Set<string> }>();
  const all = names.keyOf(base);
  for (const layer of stored) {
    for (const [op, { format }] of layer) {
      const name = names.nameOf(op, format);
      if (format === undefined || !inGraph.has(name) || names.keyOf(format) === all) continue;
      const key = names.keyOf(format);
      const known = ops.get(key) ?? { format, names: new Set<string>() };
      known.names.add(name);
      ops.set(key, known);
    }
  }
  return [...ops.values()].map(({ format, names: of }) => ({ ops: [...of], weights: format }));
}
