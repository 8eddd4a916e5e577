import type { ExpertLayers, ModelSpec } from '../model-spec.js';

/** A tensor that a model must have: whose it is, and its dimensions as ggml counts them. */
export interface ExpectedTensor {
  readonly name: string;
  readonly layer: number | null;
  readonly kind: 'linear' | 'bias' | 'norm' | 'table';
  /** The ops that it belongs to with the outputs of each; one for all but tensors that are stored as one. */
  readonly parts: readonly { readonly op: string; readonly outputs: number }[];
  readonly dims: readonly number[];
}

/** Every tensor of a model under its name in llama.cpp, fused where `has` says that the file has it so. */
export function expectedTensors(spec: ModelSpec, has: (name: string) => boolean): readonly ExpectedTensor[] {
  const { hiddenSize, vocabularySize } = spec;
  const tensors: ExpectedTensor[] = [table('token_embd', 'embed_tokens', hiddenSize, vocabularySize)];
  if (spec.position === 'learned') tensors.push(table('position_embd', 'embed_positions', hiddenSize, spec.positionRows));
  if (spec.embeddingNorm) tensors.push(...norm(spec, null, 'token_embd_norm', 'embedding_norm', hiddenSize));
  for (let layer = 0; layer < spec.layers; layer++) tensors.push(...layerTensors(spec, layer, has));
  if (spec.finalNorm) tensors.push(...norm(spec, null, 'output_norm', 'final_norm', hiddenSize));
  const head = linear(null, 'output', [['lm_head', vocabularySize]], hiddenSize, spec.lmHeadBias);
  return [...tensors, ...(spec.tiedEmbeddings ? head.filter(({ kind }) => kind === 'bias') : head)];
}

function layerTensors(spec: ModelSpec, layer: number, has: (name: string) => boolean): readonly ExpectedTensor[] {
  const { hiddenSize, heads, kvHeads, headDim } = spec;
  const [queries, keys] = [heads * headDim, kvHeads * headDim];
  const isHere = (base: string): boolean => has(`blk.${layer}.${base}.weight`);
  const rows = (base: string, outputs: readonly Output[], inputs: number, bias: boolean): readonly ExpectedTensor[] => linear(layer, base, outputs, inputs, bias);
  const qkv: readonly Output[] = [['q_proj', queries], ['k_proj', keys], ['v_proj', keys]];
  return [
    ...norm(spec, layer, 'attn_norm', 'attn_norm', hiddenSize),
    ...(isHere('attn_qkv') ? rows('attn_qkv', qkv, hiddenSize, spec.qkvBias) : qkv.flatMap((output, i) => rows(['attn_q', 'attn_k', 'attn_v'][i]!, [output], hiddenSize, spec.qkvBias))),
    ...(spec.qkNorm ? [...norm(spec, layer, 'attn_q_norm', 'q_norm', headDim), ...norm(spec, layer, 'attn_k_norm', 'k_norm', headDim)] : []),
    ...(spec.subNorm ? norm(spec, layer, 'attn_sub_norm', 'attn_sub_norm', queries) : []),
    ...rows('attn_output', [['o_proj', hiddenSize]], queries, spec.outputBias),
    ...(spec.sandwichNorm ? norm(spec, layer, 'post_attention_norm', 'post_attn_norm', hiddenSize) : []),
    ...(spec.sharedNorm ? [] : norm(spec, layer, isHere('attn_norm_2') ? 'attn_norm_2' : 'ffn_norm', 'mlp_norm', hiddenSize)),
    ...(isSparse(spec, layer) ? expertTensors(spec.experts!, layer, hiddenSize) : denseMlp(spec, layer, isHere('ffn_gate'))),
    ...(spec.sandwichNorm ? norm(spec, layer, 'post_ffw_norm', 'post_mlp_norm', hiddenSize) : []),
  ];
}

function isSparse({ experts }: ModelSpec, layer: number): boolean {
  return experts !== undefined && !experts.denseLayers.includes(layer);
}

/** Gate and up projection in one tensor where the file has no gate of its own. */
function denseMlp(spec: ModelSpec, layer: number, hasGate: boolean): readonly ExpectedTensor[] {
  const { hiddenSize, intermediateSize, mlpBias } = spec;
  const gateAndUp: readonly Output[] = [['gate_proj', intermediateSize], ['up_proj', intermediateSize]];
  const rows = (base: string, outputs: readonly Output[]): readonly ExpectedTensor[] => linear(layer, base, outputs, hiddenSize, mlpBias);
  return [
    ...(spec.gatedMlp && !hasGate ? rows('ffn_up', gateAndUp)
      : (spec.gatedMlp ? gateAndUp : gateAndUp.slice(1)).flatMap((output) => rows(output[0] === 'gate_proj' ? 'ffn_gate' : 'ffn_up', [output]))),
    ...(spec.subNorm ? norm(spec, layer, 'ffn_sub_norm', 'mlp_sub_norm', intermediateSize) : []),
    ...linear(layer, 'ffn_down', [['down_proj', hiddenSize]], intermediateSize, mlpBias),
  ];
}

/** The router, the matrices of all experts in one tensor each, and the MLP that every token goes through. */
function expertTensors({ count, intermediateSize, bias, sharedSize, sharedGate, routerBias }: ExpertLayers, layer: number, hiddenSize: number): readonly ExpectedTensor[] {
  const experts = (base: string, op: string, inputs: number, outputs: number): readonly ExpectedTensor[] => linear(layer, base, [[op, outputs]], inputs, bias)
    .map((tensor) => ({ ...tensor, dims: [...tensor.dims, count] }));
  const shared = (base: string, op: string, inputs: number, outputs: number): readonly ExpectedTensor[] => linear(layer, base, [[op, outputs]], inputs, false);
  return [
    ...linear(layer, 'ffn_gate_inp', [['router', count]], hiddenSize, routerBias),
    ...experts('ffn_gate_exps', 'expert_gate_proj', hiddenSize, intermediateSize), ...experts('ffn_up_exps', 'expert_up_proj', hiddenSize, intermediateSize),
    ...experts('ffn_down_exps', 'expert_down_proj', intermediateSize, hiddenSize),
    ...(sharedGate ? shared('ffn_gate_inp_shexp', 'shared_gate', hiddenSize, 1) : []),
    ...(sharedSize === 0 ? [] : [
      ...shared('ffn_gate_shexp', 'shared_gate_proj', hiddenSize, sharedSize), ...shared('ffn_up_shexp', 'shared_up_proj', hiddenSize, sharedSize),
      ...shared('ffn_down_shexp', 'shared_down_proj', sharedSize, hiddenSize),
    ]),
  ];
}

type Output = readonly [op: string, outputs: number];

function linear(layer: number | null, base: string, outputs: readonly Output[], inputs: number, bias: boolean): readonly ExpectedTensor[] {
  const parts = outputs.map(([op, count]) => ({ op, outputs: count }));
  const all = parts.reduce((sum, part) => sum + part.outputs, 0);
  const weights: ExpectedTensor = { name: named(layer, base, 'weight'), layer, kind: 'linear', parts, dims: [inputs, all] };
  return bias ? [weights, { name: named(layer, base, 'bias'), layer, kind: 'bias', parts, dims: [all] }] : [weights];
}

/** Gains, and biases where the norm has them. */
function norm(spec: ModelSpec, layer: number | null, base: string, op: string, width: number): readonly ExpectedTensor[] {
  const parts: readonly ExpectedTensor['name'][] = spec.norm === 'layernorm' ? ['weight', 'bias'] : ['weight'];
  return parts.map((part) => ({ name: named(layer, base, part), layer, kind: 'norm', parts: [{ op, outputs: width }], dims: [width] }));
}

function table(base: string, op: string, width: number, rows: number): ExpectedTensor {
  return { name: `${base}.weight`, layer: null, kind: 'table', parts: [{ op, outputs: rows }], dims: [width, rows] };
}

function named(layer: number | null, base: string, part: string): string {
  return layer === null ? `${base}.${part}` : `blk.${layer}.${base}.${part}`;
}
