import type { LayerGroup, Mask, Op } from '../../sim/model/op-graph.js';
import { decoderGraph } from '../../workloads/decoder-graph.js';
import type { ModelSpec } from '../../workloads/model-spec.js';
import type { Bookkeeping, Way } from './bookkeeping.js';
import type { KnownModel } from './models.js';

/** An op of our graph under the name that the tool gives it, with the group it stands in. */
export interface ToolOp {
  readonly name: string;
  readonly op: Op;
  readonly group: LayerGroup;
}

/** The ops of the tool: those of one layer, the append to the cache that it has no op for, and lm_head. */
export interface ToolGraph {
  readonly layers: number;
  readonly layerOps: readonly ToolOp[];
  readonly append: ToolOp;
  readonly head: ToolOp;
}

/**
 * The tool's ops of a layer in its order, each with the op of our graph that does the work. All others of our graph are left out: RoPE, the
 * product of gate and up (the tool's activation reads two operands), and outside the layers the embeddings and the final norm.
 */
const layerNames: readonly (readonly [tool: string, ours: string])[] = [
  ['q_proj', 'q_proj'], ['k_proj', 'k_proj'], ['v_proj', 'v_proj'], ['out_proj', 'o_proj'],
  ['gate_proj', 'gate_proj'], ['up_proj', 'up_proj'], ['down_proj', 'down_proj'],
  ['qk_matmul', 'qk_matmul'], ['sv_matmul', 'sv_matmul'], ['softmax', 'softmax'],
  ['attn_norm', 'attn_norm'], ['mlp_norm', 'mlp_norm'], ['attn_add', 'attn_add'], ['mlp_add', 'mlp_add'], ['mlp_act', 'mlp_act'],
];

/** Our graph of the model, reduced to what the tool counts. */
export function toolGraph({ spec, layout }: KnownModel, ways: Bookkeeping): ToolGraph {
  const graph = decoderGraph(modelOfTool({ spec, layout }, ways));
  const layer = groupNamed(graph.groups, 'layer');
  const found = new Map(layer.ops.map((op) => [op.name, op]));
  const layerOps = layerNames.flatMap(([name, ours]) => {
    const op = found.get(ours);
    return op === undefined ? [] : [{ name, op: activationOf(op, spec, ways.activation), group: layer }];
  });
  return { layers: spec.layers, layerOps, append: toolOp('kv_append', layer), head: toolOp('lm_head', groupNamed(graph.groups, 'head')) };
}

/**
 * The model as the tool sees it: heads of hidden size / heads whatever the configuration says, lm_head on the hidden size (OPT-350m has a
 * narrower embedding), no biases, the norms and the gate of its layout.
 */
function modelOfTool({ spec, layout }: KnownModel, ways: Bookkeeping): ModelSpec {
  return {
    ...spec,
    headDim: Math.floor(spec.hiddenSize / spec.heads),
    embeddingWidth: spec.hiddenSize,
    qkvBias: false, outputBias: false, mlpBias: false, lmHeadBias: false,
    sharedNorm: layout.norms === 1,
    gatedMlp: hasGate({ spec, layout }, ways.gate),
    masks: [maskOf(ways.mask)],
  };
}

/** The tool scores every query against every key; a decoder's query sees the keys up to its own, about half of them in prefill. */
function maskOf(way: Way): Mask {
  return { kind: way === 'tool' ? 'full' : 'causal' };
}

/** The tool's layout of OPT is that of Llama, gate included: a third matrix of hidden x intermediate size that no OPT has. */
function hasGate({ spec, layout }: KnownModel, way: Way): boolean {
  return way === 'tool' ? layout.gated : spec.gatedMlp;
}

/** The tool lets the MLP's activation work on the hidden size; it works on what gate and up produce, the intermediate size. */
function activationOf(op: Op, spec: ModelSpec, way: Way): Op {
  return op.kind === 'activation' && way === 'tool' ? { ...op, width: spec.hiddenSize } : op;
}

function groupNamed(groups: readonly LayerGroup[], name: string): LayerGroup {
  const group = groups.find((g) => g.name === name);
  if (group === undefined) throw new Error(`the decoder graph has no group "${name}"`);
  return group;
}

function toolOp(name: string, group: LayerGroup): ToolOp {
  const op = group.ops.find((o) => o.name === name);
  if (op === undefined) throw new Error(`group "${group.name}" of the decoder graph has no op "${name}"`);
  return { name, op, group };
}
