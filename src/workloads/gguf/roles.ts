/** What a tensor is for: the ops whose weights or parameters it has, and where. */
export interface TensorRole {
  /** Names of ops in the graph; several where their tensors are stored as one, in this order. */
  readonly ops: readonly string[];
  readonly layer: number | null;
  /** `scale`: of weights that are trained with one (BitNet). `rope-factors`: constants of the rotation, which no op of the graph has. */
  readonly part: 'weight' | 'bias' | 'scale' | 'rope-factors';
}

/** Of a layer, without `blk.N.` and the part. */
const layerOps: Readonly<Record<string, readonly string[]>> = {
  attn_norm: ['attn_norm'], attn_q: ['q_proj'], attn_k: ['k_proj'], attn_v: ['v_proj'], attn_qkv: ['q_proj', 'k_proj', 'v_proj'], attn_q_norm: ['q_norm'], attn_k_norm: ['k_norm'],
  attn_sub_norm: ['attn_sub_norm'], attn_output: ['o_proj'], post_attention_norm: ['post_attn_norm'],
  // The second norm of a parallel layer of Falcon. Which of both feeds the MLP changes no count.
  attn_norm_2: ['mlp_norm'],
  ffn_gate_inp: ['router'], ffn_gate_exps: ['expert_gate_proj'], ffn_up_exps: ['expert_up_proj'], ffn_down_exps: ['expert_down_proj'],
  ffn_gate_inp_shexp: ['shared_gate'], ffn_gate_shexp: ['shared_gate_proj'], ffn_up_shexp: ['shared_up_proj'], ffn_down_shexp: ['shared_down_proj'],
  ffn_norm: ['mlp_norm'], ffn_gate: ['gate_proj'], ffn_up: ['up_proj'], ffn_sub_norm: ['mlp_sub_norm'], ffn_down: ['down_proj'], post_ffw_norm: ['post_mlp_norm'],
};

const modelOps: Readonly<Record<string, readonly string[]>> = {
  token_embd: ['embed_tokens'], position_embd: ['embed_positions'], token_embd_norm: ['embedding_norm'], output_norm: ['final_norm'], output: ['lm_head'],
};

const rotation = ['rope_freqs', 'rope_factors_long', 'rope_factors_short', 'attn_rot_embd'];

/** Architectures that store gate and up projection as one tensor `ffn_up`, the gate first. */
export const fusedGateArchitectures: readonly string[] = ['phi3'];

/** The role of a tensor by its name in llama.cpp; null where the name says nothing to us. */
export function roleOf(name: string, architecture: string | null): TensorRole | null {
  const match = /^(?:blk\.(\d{1,6})\.)?([a-z0-9_]+)\.(weight|bias|scale)$/.exec(name);
  if (match === null) return null;
  const [, layerText, base = '', part] = match;
  const layer = layerText === undefined ? null : Number(layerText);
  if (rotation.includes(base)) return { ops: [], layer, part: 'rope-factors' };
  const table = layer === null ? modelOps : layerOps;
  if (!Object.hasOwn(table, base)) return null;
  const isFused = base === 'ffn_up' && architecture !== null && fusedGateArchitectures.includes(architecture);
  return { ops: isFused ? ['gate_proj', 'up_proj'] : table[base]!, layer, part: part as TensorRole['part'] };
}

/** As a table shows it: `q_proj + k_proj + v_proj bias`. */
export function roleText({ ops, part }: TensorRole): string {
  if (part === 'rope-factors') return 'rope factors';
  return `${ops.join(' + ')}${part === 'weight' ? '' : ` ${part}`}`;
}
