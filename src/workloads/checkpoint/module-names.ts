/**
 * The ops of the graph that a module of a checkpoint holds the weights of, by the last parts of its path. Names are those of the modelling
 * files of the transformers library; two ops in one module are fused along the output.
 */

const qkv = ['q_proj', 'k_proj', 'v_proj'] as const;
const gateUp = ['gate_proj', 'up_proj'] as const;

/** Modules of one layer. */
const layerModules: Readonly<Record<string, readonly string[]>> = {
  // Llama, Mistral, Qwen, Gemma, BitNet, Phi-3, OPT
  'self_attn.q_proj': ['q_proj'], 'self_attn.k_proj': ['k_proj'], 'self_attn.v_proj': ['v_proj'], 'self_attn.qkv_proj': qkv,
  'self_attn.o_proj': ['o_proj'], 'self_attn.out_proj': ['o_proj'], 'self_attn.dense': ['o_proj'],
  'self_attn.q_norm': ['q_norm'], 'self_attn.k_norm': ['k_norm'], 'self_attn.attn_sub_norm': ['attn_sub_norm'], 'self_attn.inner_attn_ln': ['attn_sub_norm'],
  'mlp.gate_proj': ['gate_proj'], 'mlp.up_proj': ['up_proj'], 'mlp.down_proj': ['down_proj'], 'mlp.gate_up_proj': gateUp,
  'mlp.ffn_sub_norm': ['mlp_sub_norm'], 'mlp.ffn_layernorm': ['mlp_sub_norm'],
  'mlp.fc1': ['up_proj'], 'mlp.fc2': ['down_proj'], 'fc1': ['up_proj'], 'fc2': ['down_proj'],
  'input_layernorm': ['attn_norm'], 'post_attention_layernorm': ['mlp_norm'], 'pre_feedforward_layernorm': ['mlp_norm'], 'post_feedforward_layernorm': ['post_mlp_norm'],
  'self_attn_layer_norm': ['attn_norm'], 'final_layer_norm': ['mlp_norm'],
  // GPT-2, GPT-J
  'attn.c_attn': qkv, 'attn.c_proj': ['o_proj'], 'mlp.c_fc': ['up_proj'], 'mlp.c_proj': ['down_proj'], 'ln_1': ['attn_norm'], 'ln_2': ['mlp_norm'],
  'attn.q_proj': ['q_proj'], 'attn.k_proj': ['k_proj'], 'attn.v_proj': ['v_proj'], 'attn.out_proj': ['o_proj'], 'mlp.fc_in': ['up_proj'], 'mlp.fc_out': ['down_proj'],
  // GPT-NeoX, Falcon, BLOOM
  'attention.query_key_value': qkv, 'attention.dense': ['o_proj'], 'self_attention.query_key_value': qkv, 'self_attention.dense': ['o_proj'],
  'mlp.dense_h_to_4h': ['up_proj'], 'mlp.dense_4h_to_h': ['down_proj'], 'ln_attn': ['attn_norm'], 'ln_mlp': ['mlp_norm'],
  // Mixtures of experts: an expert's number is taken out of its path before
  'block_sparse_moe.gate': ['router'], 'mlp.gate': ['router'], 'mlp.router': ['router'], 'mlp.gate.e_score_correction_bias': ['router_scores'],
  'block_sparse_moe.experts.w1': ['expert_gate_proj'], 'block_sparse_moe.experts.w3': ['expert_up_proj'], 'block_sparse_moe.experts.w2': ['expert_down_proj'],
  'mlp.experts.gate_proj': ['expert_gate_proj'], 'mlp.experts.up_proj': ['expert_up_proj'], 'mlp.experts.down_proj': ['expert_down_proj'], 'mlp.experts.gate_up_proj': ['expert_gate_proj', 'expert_up_proj'],
  'mlp.shared_expert.gate_proj': ['shared_gate_proj'], 'mlp.shared_expert.up_proj': ['shared_up_proj'], 'mlp.shared_expert.down_proj': ['shared_down_proj'], 'mlp.shared_expert_gate': ['shared_gate'],
  'mlp.shared_experts.gate_proj': ['shared_gate_proj'], 'mlp.shared_experts.up_proj': ['shared_up_proj'], 'mlp.shared_experts.down_proj': ['shared_down_proj'],
  // DeepSeek's latent attention; the up-projection of the latents is that of keys and of values
  'self_attn.q_a_proj': ['q_a_proj'], 'self_attn.q_a_layernorm': ['q_a_norm'], 'self_attn.q_b_proj': ['q_b_proj'],
  'self_attn.kv_a_proj_with_mqa': ['kv_a_proj'], 'self_attn.kv_a_layernorm': ['kv_a_norm'], 'self_attn.kv_b_proj': ['k_b_proj', 'v_b_proj'], 'self_attn.sinks': ['softmax'],
  // Mamba
  'norm': ['mixer_norm'], 'mixer.in_proj': ['in_proj'], 'mixer.conv1d': ['conv1d'], 'mixer.x_proj': ['x_proj'], 'mixer.dt_proj': ['dt_proj'], 'mixer.out_proj': ['out_proj'], 'mixer.norm': ['gate_norm'],
  'mixer.A_log': ['ssm_decay'], 'mixer.D': ['ssm_output'], 'mixer.dt_bias': ['dt_act'],
};

/** Modules that stand once in a model. */
const modelModules: Readonly<Record<string, readonly string[]>> = {
  'embed_tokens': ['embed_tokens'], 'wte': ['embed_tokens'], 'embed_in': ['embed_tokens'], 'embeddings': ['embed_tokens'], 'word_embeddings': ['embed_tokens'],
  'embed_positions': ['embed_positions'], 'wpe': ['embed_positions'], 'word_embeddings_layernorm': ['embedding_norm'],
  'project_in': ['project_in'], 'project_out': ['project_out'],
  'norm': ['final_norm'], 'ln_f': ['final_norm'], 'norm_f': ['final_norm'], 'final_layer_norm': ['final_norm'], 'final_layernorm': ['final_norm'],
  'lm_head': ['lm_head'], 'embed_out': ['lm_head'],
};

/** Norms that Gemma 2 and 3 have after attention under the name that others have before the MLP. */
const sandwich: Readonly<Record<string, readonly string[]>> = { 'post_attention_layernorm': ['post_attn_norm'] };

/** What stands before the modules of the language model. */
const prefixes = /^(?:(?:model|transformer|language_model|decoder|gpt_neox|text_model|backbone)\.)*/;
const layerPath = /^(?:layers|h|blocks)\.(\d{1,6})\.(.+)$/;
const expertPath = /^(.*\bexperts)\.(\d{1,6})\.(.+)$/;

/** Where a module stands in the model. */
export interface ModulePlace {
  /** From 0; null outside the layers. */
  readonly layer: number | null;
  /** From 0; null where it is no expert's. */
  readonly expert: number | null;
  /** Ops of the graph that it holds; none where the module is not known. */
  readonly ops: readonly string[];
}

/** The place of a module by its path. `hasSandwich`: the model has norms after attention and MLP (Gemma 2, 3). */
export function placeOf(module: string, hasSandwich: boolean): ModulePlace {
  const path = module.replace(prefixes, '');
  const inLayer = layerPath.exec(path);
  if (inLayer === null) return { layer: null, expert: null, ops: own(modelModules, path) };
  const inExpert = expertPath.exec(inLayer[2]!);
  const local = inExpert === null ? inLayer[2]! : `${inExpert[1]!}.${inExpert[3]!}`;
  const special = hasSandwich ? own(sandwich, local) : [];
  return { layer: Number(inLayer[1]), expert: inExpert === null ? null : Number(inExpert[2]), ops: special.length > 0 ? special : own(layerModules, local) };
}

function own(table: Readonly<Record<string, readonly string[]>>, key: string): readonly string[] {
  return Object.hasOwn(table, key) ? table[key]! : [];
}
