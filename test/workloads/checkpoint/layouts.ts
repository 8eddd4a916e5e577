import { llamaLike } from './families.js';
import type { Entry } from './fixture.js';

/** A small Llama: 2 layers, 512 wide. Every shape below is written down from the layouts of the libraries, not from the code under test. */
export const shape = { h: 512, l: 2, q: 512, kv: 256, i: 1024, v: 1000, dtype: 'F16' };
export const config = { model_type: 'llama', hidden_size: 512, num_hidden_layers: 2, num_attention_heads: 8, num_key_value_heads: 4, intermediate_size: 1024, vocab_size: 1000, max_position_embeddings: 512, tie_word_embeddings: false };
const isLinear = (name: string): boolean => /_proj\.weight$/.test(name);

/** The entries of that model with each linear module packed. */
export function packed(pack: (path: string, outputs: number, inputs: number) => readonly Entry[], head = false): Entry[] {
  return llamaLike(shape).flatMap((entry) => (isLinear(entry[0]) || (head && entry[0] === 'lm_head.weight') ? pack(entry[0].replace(/\.weight$/, ''), entry[2][0]!, entry[2][1]!) : [entry]));
}

export interface Layout {
  readonly method: string;
  readonly quantization: Readonly<Record<string, unknown>>;
  readonly pack: (path: string, outputs: number, inputs: number) => readonly Entry[];
  /** Bits a weight of down_proj (1024 inputs, 512 outputs) in its scheme. */
  readonly bits: number;
  /** Bits a weight that its files have beyond that: orders of columns, tables, scales of a matrix. */
  readonly more: number;
  readonly activations?: string;
}

export const down = 1024 * 512;
export const layouts: readonly Layout[] = [
  { method: 'gptq', quantization: { quant_method: 'gptq', bits: 4, group_size: 128, desc_act: true, sym: true, damp_percent: 0.01, true_sequential: true, model_name_or_path: null },
    pack: (p, o, i) => [[`${p}.qweight`, 'I32', [i / 8, o]], [`${p}.qzeros`, 'I32', [i / 128, o / 8]], [`${p}.scales`, 'F16', [i / 128, o]], [`${p}.g_idx`, 'I32', [i]]], bits: 4 + 20 / 128, more: 32 / 512 },
  { method: 'gptq', quantization: { quant_method: 'gptq', bits: 3, group_size: -1, desc_act: false, sym: false },
    pack: (p, o, i) => [[`${p}.qweight`, 'I32', [(i * 3) / 32, o]], [`${p}.qzeros`, 'I32', [1, (o * 3) / 32]], [`${p}.scales`, 'F16', [1, o]], [`${p}.g_idx`, 'I32', [i]]], bits: 3 + 19 / 1024, more: 32 / 512 },
  { method: 'awq', quantization: { quant_method: 'awq', bits: 4, group_size: 128, version: 'gemm', zero_point: true, modules_to_not_convert: null },
    pack: (p, o, i) => [[`${p}.qweight`, 'I32', [i, o / 8]], [`${p}.qzeros`, 'I32', [i / 128, o / 8]], [`${p}.scales`, 'F16', [i / 128, o]]], bits: 4 + 20 / 128, more: 0 },
  { method: 'bitsandbytes', quantization: { quant_method: 'bitsandbytes', load_in_4bit: true, bnb_4bit_quant_type: 'nf4', bnb_4bit_use_double_quant: true, bnb_4bit_compute_dtype: 'bfloat16', llm_int8_threshold: 6.0, load_in_8bit: false, llm_int8_skip_modules: null, llm_int8_has_fp16_weight: false, llm_int8_enable_fp32_cpu_offload: false, bnb_4bit_quant_storage: 'uint8' },
    pack: (p, o, i) => [[`${p}.weight`, 'U8', [(o * i) / 2, 1]], [`${p}.weight.absmax`, 'U8', [(o * i) / 64]], [`${p}.weight.quant_map`, 'F32', [16]], [`${p}.weight.nested_absmax`, 'F32', [(o * i) / 64 / 256]], [`${p}.weight.nested_quant_map`, 'F32', [256]], [`${p}.weight.quant_state.bitsandbytes__nf4`, 'U8', [88]]],
    bits: 4 + (8 + 32 / 256) / 64, more: (8 * (4 * 16 + 4 * 256 + 88)) / down },
  { method: 'bitsandbytes', quantization: { quant_method: 'bitsandbytes', load_in_8bit: true, load_in_4bit: false, llm_int8_threshold: 6.0 },
    pack: (p, o, i) => [[`${p}.weight`, 'I8', [o, i]], [`${p}.SCB`, 'F32', [o]], [`${p}.weight_format`, 'U8', []]], bits: 8 + 32 / 1024, more: 8 / down, activations: 'int8' },
  { method: 'bitnet', quantization: { quant_method: 'bitnet', linear_class: 'autobitlinear', quantization_mode: 'offline' },
    pack: (p, o, i) => [[`${p}.weight`, 'U8', [o / 4, i]], [`${p}.weight_scale`, 'BF16', [1]]], bits: 2, more: 16 / down, activations: 'int8' },
  { method: 'compressed-tensors', quantization: { quant_method: 'compressed-tensors', format: 'pack-quantized', ignore: ['lm_head'], quantization_status: 'compressed', kv_cache_scheme: null, global_compression_ratio: 1.5, config_groups: { group_0: { targets: ['Linear'], input_activations: null, output_activations: null, weights: { num_bits: 4, type: 'int', symmetric: true, strategy: 'group', group_size: 128, actorder: null, block_structure: null, dynamic: false, observer: 'minmax', observer_kwargs: {} } } } },
    pack: (p, o, i) => [[`${p}.weight_packed`, 'I32', [o, i / 8]], [`${p}.weight_scale`, 'BF16', [o, i / 128]], [`${p}.weight_shape`, 'I64', [2]]], bits: 4 + 16 / 128, more: 128 / down },
  { method: 'compressed-tensors', quantization: { quant_method: 'compressed-tensors', format: 'int-quantized', ignore: ['lm_head'], config_groups: { group_0: { targets: ['Linear'], weights: { num_bits: 8, type: 'int', symmetric: true, strategy: 'channel' }, input_activations: { num_bits: 8, type: 'int', symmetric: true, strategy: 'token', dynamic: true } } } },
    pack: (p, o, i) => [[`${p}.weight`, 'I8', [o, i]], [`${p}.weight_scale`, 'BF16', [o, 1]]], bits: 8 + 16 / 1024, more: 0, activations: 'int8' },
  { method: 'compressed-tensors', quantization: { quant_method: 'compressed-tensors', format: 'nvfp4-pack-quantized', ignore: ['re:.*lm_head'], config_groups: { group_0: { targets: ['Linear'], weights: { num_bits: 4, type: 'float', symmetric: true, strategy: 'tensor_group', group_size: 16 }, input_activations: { num_bits: 4, type: 'float', strategy: 'tensor_group', group_size: 16, dynamic: 'local' } } } },
    pack: (p, o, i) => [[`${p}.weight_packed`, 'U8', [o, i / 2]], [`${p}.weight_scale`, 'F8_E4M3', [o, i / 16]], [`${p}.weight_global_scale`, 'F32', [1]], [`${p}.input_global_scale`, 'F32', [1]]], bits: 4.5, more: 32 / down, activations: 'fp4' },
  { method: 'fp8', quantization: { quant_method: 'fp8', fmt: 'e4m3', activation_scheme: 'dynamic', weight_block_size: [128, 128] },
    pack: (p, o, i) => [[`${p}.weight`, 'F8_E4M3', [o, i]], [`${p}.weight_scale_inv`, 'F32', [o / 128, i / 128]]], bits: 8 + 32 / 16_384, more: 0, activations: 'fp8' },
  { method: 'fbgemm_fp8', quantization: { quant_method: 'fbgemm_fp8', activation_scale_ub: 1200, modules_to_not_convert: ['lm_head'] },
    pack: (p, o, i) => [[`${p}.weight`, 'F8_E4M3', [o, i]], [`${p}.weight_scale`, 'F32', [o, 1]]], bits: 8 + 32 / 1024, more: 0, activations: 'fp8' },
  { method: 'aqlm', quantization: { quant_method: 'aqlm', nbits_per_codebook: 16, num_codebooks: 1, in_group_size: 8, out_group_size: 1, linear_weights_not_to_quantize: ['lm_head.weight'] },
    pack: (p, o, i) => [[`${p}.codes`, 'I16', [o, i / 8, 1]], [`${p}.codebooks`, 'F16', [1, 65_536, 1, 8]], [`${p}.scales`, 'F16', [o, 1, 1, 1]]], bits: 2 + 16 / 1024, more: (65_536 * 8 * 16) / down },
  { method: 'spqr', quantization: { quant_method: 'spqr', bits: 3, beta1: 16, beta2: 16, modules_to_not_convert: ['lm_head.weight'] },
    pack: (p, o, i) => [[`${p}.dense_weights`, 'I64', [(o * i) / 16]], [`${p}.row_offsets`, 'I32', [o + 1]], [`${p}.col_vals`, 'I32', [0]], [`${p}.in_perm`, 'I32', [0]]], bits: 4, more: (32 * 513) / down },
  { method: 'hqq', quantization: { quant_method: 'hqq', skip_modules: ['lm_head'], quant_config: { offload_meta: false, scale_quant_params: null, zero_quant_params: null, weight_quant_params: { nbits: 4, group_size: 64, axis: 1, channel_wise: true, optimize: true, round_zero: true, view_as_float: false } } },
    pack: (p, o, i) => [[`${p}.W_q`, 'U8', [(o * i) / 128, 64]], [`${p}.scale`, 'F16', [(o * i) / 64, 1]], [`${p}.zero`, 'F16', [(o * i) / 64, 1]], [`${p}.nbits`, 'I64', [1]]], bits: 4 + 32 / 64, more: 64 / down },
  { method: 'quark', quantization: { quant_method: 'quark', exclude: ['lm_head'], global_quant_config: { weight: { dtype: 'fp8_e4m3', qscheme: 'per_tensor', symmetric: true, is_dynamic: false, observer_cls: 'PerTensorMinMaxObserver' }, input_tensors: { dtype: 'fp8_e4m3', qscheme: 'per_tensor', is_dynamic: false }, output_tensors: null, bias: null }, layer_quant_config: {}, layer_type_quant_config: {}, quant_mode: 'eager_mode', export: { pack_method: 'reorder' } },
    pack: (p, o, i) => [[`${p}.weight`, 'F8_E4M3', [o, i]], [`${p}.weight_scale`, 'F32', []], [`${p}.input_scale`, 'F32', []]], bits: 8, more: 32 / down, activations: 'fp8' },
];

const vptqEntry = (inputs: number, outputs: number): object => ({
  in_features: inputs, out_features: outputs, vector_lens: [-1, 8], num_centroids: [-1, 65_536], num_res_centroids: [-1, 256], group_num: 1, group_size: inputs, outlier_size: 0, enable_norm: true, enable_perm: true, is_indice_packed: true, bias: false, indices_as_float: false,
});
export const vptq: Layout = {
  method: 'vptq',
  quantization: { quant_method: 'vptq', config_for_layers: Object.fromEntries(llamaLike(shape).filter(([name]) => isLinear(name)).map(([name, , [o, i]]) => [name.replace(/\.weight$/, ''), vptqEntry(i!, o!)])) },
  pack: (p, o, i) => [[`${p}.indices`, 'I32', [1, o / 8, (i * 24) / 32]], [`${p}.centroids.weight`, 'F16', [1, 65_536 * 8]], [`${p}.res_centroids.weight`, 'F16', [1, 256 * 8]], [`${p}.weight_scale`, 'F16', [i]], [`${p}.weight_bias`, 'F16', [i]], [`${p}.perm`, 'I16', [i]]],
  bits: 3 + 32 / 512, more: (16 * (65_536 * 8 + 256 * 8) + 16 * 1024) / down,
};
