import type { StoredTensor } from './checkpoint.js';
import { placeOf, type ModulePlace } from './module-names.js';

/**
 * What a tensor is for its module. `codes`: quantised weights. `scale`, `zero-point`, `index` (order of columns, positions), `table` (codebooks):
 * stored beside them. `activation-scale`: of activations or the KV cache. `buffer`: computed and not learned, such as masks and rotation frequencies.
 */
export type TensorKind = 'weight' | 'bias' | 'codes' | 'scale' | 'zero-point' | 'index' | 'table' | 'shape' | 'activation-scale' | 'buffer' | 'unknown';

export interface TensorRole extends ModulePlace {
  readonly tensor: StoredTensor;
  /** The path of its module, its own part left out. */
  readonly module: string;
  /** Its name within the module: `weight`, `qzeros`, ... */
  readonly part: string;
  readonly kind: TensorKind;
}

const kinds: Readonly<Record<string, TensorKind>> = {
  'weight': 'weight', 'bias': 'bias',
  // GPTQ, AWQ
  'qweight': 'codes', 'qzeros': 'zero-point', 'scales': 'scale', 'g_idx': 'index',
  // bitsandbytes
  'weight.absmax': 'scale', 'weight.nested_absmax': 'scale', 'weight.quant_map': 'table', 'weight.nested_quant_map': 'table',
  'weight.quant_state.bitsandbytes__nf4': 'shape', 'weight.quant_state.bitsandbytes__fp4': 'shape', 'SCB': 'scale', 'weight_format': 'shape',
  // compressed-tensors, FP8, quark, BitNet
  'weight_packed': 'codes', 'weight_scale': 'scale', 'weight_zero_point': 'zero-point', 'weight_shape': 'shape', 'weight_g_idx': 'index', 'weight_global_scale': 'scale',
  'weight_scale_inv': 'scale', 'weight_scale_2': 'scale', 'input_scale': 'activation-scale', 'input_zero_point': 'activation-scale', 'input_global_scale': 'activation-scale',
  'activation_scale': 'activation-scale', 'output_scale': 'activation-scale', 'output_zero_point': 'activation-scale', 'input_scale_ub': 'activation-scale',
  'k_scale': 'activation-scale', 'v_scale': 'activation-scale', 'q_scale': 'activation-scale', 'k_zero_point': 'activation-scale', 'v_zero_point': 'activation-scale', 'kv_scale': 'activation-scale',
  // MXFP4
  'blocks': 'codes',
  // AQLM, VPTQ
  'codes': 'codes', 'codebooks': 'table', 'indices': 'codes', 'res_indices': 'codes', 'outlier_indices': 'codes', 'centroids.weight': 'table', 'res_centroids.weight': 'table',
  'outlier_centroids.weight': 'table', 'weight_bias': 'scale', 'perm': 'index',
  // SpQR
  'dense_weights': 'codes', 'row_offsets': 'index', 'col_vals': 'index', 'in_perm': 'index',
  // HQQ
  'W_q': 'codes', 'scale': 'scale', 'zero': 'zero-point',
};

/** Numbers that HQQ stores as tensors beside its codes. */
const hqqSettings = ['nbits', 'group_size', 'shape', 'axis', 'packing', 'unpack_view_dtype', 'view_as_float', 'compute_dtype', 'quant_scale', 'quant_zero', 'optimize', 'round_zero', 'channel_wise',
  'stores_quant_config', 'encoded_state_dict', 'offload_meta', 'destinations'];
const buffers = /(?:^|\.)(?:rotary_emb\.(?:inv_freq|cos_cached|sin_cached)|rotary_pos_emb\.inv_freq|attn\.(?:bias|masked_bias)|attention\.(?:bias|masked_bias))$/;
/** Tensors of fused experts, which have their part in the last name: `experts.gate_up_proj_blocks`. */
const fusedExperts = /^(.*\bexperts\.(?:gate_up_proj|down_proj))(?:_(blocks|scales|bias))?$/;
const longestFirst = [...Object.keys(kinds), ...hqqSettings].sort((a, b) => b.length - a.length);

/** What a tensor is, by its name. */
export function roleOf(tensor: StoredTensor, hasSandwich: boolean): TensorRole {
  const { name } = tensor;
  if (buffers.test(name)) return { tensor, module: name, part: '', kind: 'buffer', layer: null, expert: null, ops: [] };
  const fused = fusedExperts.exec(name);
  if (fused !== null) {
    const part = fused[2] ?? 'weight';
    return { tensor, module: fused[1]!, part, kind: kinds[part]!, ...placeOf(fused[1]!, hasSandwich) };
  }
  const part = longestFirst.find((known) => name.endsWith(`.${known}`));
  // Some learned numbers stand in a layer without a module of their own.
  const alone = placeOf(name, hasSandwich);
  if (alone.ops.length > 0) return { tensor, module: name, part: 'weight', kind: 'weight', ...alone };
  if (part === undefined) return { tensor, module: name, part: '', kind: 'unknown', layer: null, expert: null, ops: [] };
  const module = name.slice(0, -part.length - 1);
  const place = placeOf(module, hasSandwich);
  const kind = Object.hasOwn(kinds, part) ? kinds[part]! : 'shape';
  // Scales of a cache stand on the attention itself, which is no op of its own.
  const isKnown = place.ops.length > 0 || kind === 'activation-scale';
  return { tensor, module, part, kind: isKnown ? kind : 'unknown', ...place };
}

/** True where the model has norms after attention and MLP, by the names of its tensors. */
export function hasSandwichNorms(tensors: readonly StoredTensor[]): boolean {
  return tensors.some(({ name }) => name.endsWith('.pre_feedforward_layernorm.weight'));
}
