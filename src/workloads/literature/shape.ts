import type { LayerGroup, LinearOp, Op, OpGraph, VectorOp } from '../../sim/model/op-graph.js';
import { weightFormatOf, type WeightOverride } from '../../sim/model/quantization.js';
import type { MatrixBits, PresetScheme } from './preset.js';

/** The graph that a preset makes of a model, and the preset with what is stored beside each of its matrices. The same objects where it changes nothing. */
export function shapedBy(scheme: PresetScheme, graph: OpGraph): { readonly graph: OpGraph; readonly scheme: PresetScheme } {
  let shaped = graph;
  if (scheme.keptChannels !== undefined) shaped = mapGroups(shaped, (group) => [{ ...group, ops: narrowed(group.ops, scheme.keptChannels!) }]);
  if (scheme.rotatedInputs !== undefined) shaped = mapGroups(shaped, (group) => [{ ...group, ops: rotated(group.ops, scheme.rotatedInputs!) }]);
  if (scheme.sharedBy !== undefined) shaped = mapGroups(shaped, (group) => shared(group, scheme.sharedBy!));
  if (scheme.matrixBits === undefined) return { graph: shaped, scheme };
  return { graph: shaped, scheme: { ...scheme, overrides: [...scheme.overrides, ...besideMatrices(scheme, shaped, scheme.matrixBits)] } };
}

function mapGroups(graph: OpGraph, change: (group: LayerGroup) => readonly LayerGroup[]): OpGraph {
  return { ...graph, groups: graph.groups.flatMap(change) };
}

/** Formats of single ops, whose one group is the whole matrix: so arrays that scale a sum once take them. */
function besideMatrices(scheme: PresetScheme, graph: OpGraph, { perMatrix, perInput, perOutput }: MatrixBits): readonly WeightOverride[] {
  const overrides = new Map<string, WeightOverride>();
  for (const { ops } of graph.groups) {
    for (const op of ops) {
      if (op.kind !== 'linear' || overrides.has(op.name) || weightFormatOf(scheme, op.name) !== scheme.weights) continue;
      const { inFeatures, outFeatures, name } = op;
      overrides.set(name, { ops: [name], weights: { ...scheme.weights, groupSize: inFeatures * outFeatures, scaleBits: perMatrix + inFeatures * perInput + outFeatures * perOutput, zeroPointBits: 0 } });
    }
  }
  return [...overrides.values()];
}

/**
 * A Hadamard transform before each named layer whose input has none yet. Its log2 n stages add and subtract pairs, one pass over the data each;
 * RoPE is three passes over pairs of elements, so every three stages are one op of that kind, and the first of them fetches the data.
 */
function rotated(ops: readonly Op[], names: readonly string[]): readonly Op[] {
  let since: string | undefined;
  return ops.flatMap((op) => {
    if (op.kind !== 'linear' || !names.includes(op.name)) return [op];
    // The gate and up projections have one input; so have the three of attention, of which one is named.
    const isDone = op.name === 'up_proj' && since === 'gate_proj';
    since = op.name;
    return isDone ? [op] : [...hadamard(op), op];
  });
}

function hadamard({ name, inFeatures }: LinearOp): readonly VectorOp[] {
  const count = Math.ceil(Math.ceil(Math.log2(inFeatures)) / 3);
  return Array.from({ length: count }, (_, i): VectorOp => ({ kind: 'rope', name: `hadamard_${name}${i === 0 ? '' : `_${i + 1}`}`, width: inFeatures, parameters: 0, epilogue: i > 0 }));
}

/** Every `span` equal layers: the first owns its matrices, the others read them; norms are their own. */
function shared(group: LayerGroup, span: number): readonly LayerGroup[] {
  const owners = Math.ceil(group.repeat / span);
  if (owners === group.repeat) return [group];
  const readers: readonly Op[] = group.ops.map((op) => (op.kind === 'linear' ? { ...op, ownsWeights: false } : op));
  return [{ ...group, repeat: owners }, { ...group, name: `${group.name}-shared`, repeat: group.repeat - owners, ops: readers }];
}

const attentionOutputs = ['q_proj', 'k_proj', 'v_proj', 'rope_q', 'rope_k', 'kv_append'];
const mlpOutputs = ['gate_proj', 'up_proj', 'mlp_act', 'mlp_multiply'];

/** The ops of a layer with the share `kept` of the key heads, of the query heads that they serve, and of the MLP channels: at least one of each. */
function narrowed(ops: readonly Op[], kept: number): readonly Op[] {
  const least = (count: number): number => Math.max(1, Math.round(count * kept));
  const scores = ops.find((op) => op.kind === 'scores');
  if (scores?.kind !== 'scores') return ops;
  // Widths of attention are whole heads: the share of the heads that is left, not the share that is asked for.
  const { kvHeads } = scores;
  const heads = (count: number): number => (count / kvHeads) * least(kvHeads);
  const widthOf = (name: string): ((count: number) => number) | null => (attentionOutputs.includes(name) ? heads : mlpOutputs.includes(name) ? least : null);
  return ops.map((op): Op => {
    if (op.kind === 'scores' || op.kind === 'softmax' || op.kind === 'values') return { ...op, heads: heads(op.heads), kvHeads: heads(op.kvHeads) };
    const width = widthOf(op.name);
    if (op.kind === 'linear') {
      if (op.name === 'o_proj') return { ...op, inFeatures: heads(op.inFeatures) };
      if (op.name === 'down_proj') return { ...op, inFeatures: least(op.inFeatures) };
      return width === null ? op : { ...op, outFeatures: width(op.outFeatures) };
    }
    return width === null || !('width' in op) ? op : { ...op, width: width(op.width) };
  });
}
