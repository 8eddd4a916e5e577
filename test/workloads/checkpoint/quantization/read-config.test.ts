import assert from 'node:assert/strict';
import fc from 'fast-check';
import { InputError } from '../../../../src/sim/core/diagnostics.js';
import { bitsPerWeight, weightFormatOf } from '../../../../src/sim/model/quantization.js';
import { checkpointModel, type CheckpointModel } from '../../../../src/workloads/checkpoint/checkpoint-model.js';
import { quantizationMethods, readQuantization } from '../../../../src/workloads/checkpoint/quantization/read-config.js';
import { formatOfModule } from '../../../../src/workloads/checkpoint/quantization/reading.js';
import { safetensorsFile } from '../../../../src/workloads/checkpoint/safetensors-files.js';
import { problemOf, problemsOf } from '../../../kit/problems.js';
import { llamaLike } from '../families.js';
import { bytesOfEntries, folder, headerOnly, jsonSource, type Entry } from '../fixture.js';

/** A small Llama: 2 layers, 512 wide. Every shape below is written down from the layouts of the libraries, not from the code under test. */
const shape = { h: 512, l: 2, q: 512, kv: 256, i: 1024, v: 1000, dtype: 'F16' };
const config = { model_type: 'llama', hidden_size: 512, num_hidden_layers: 2, num_attention_heads: 8, num_key_value_heads: 4, intermediate_size: 1024, vocab_size: 1000, max_position_embeddings: 512, tie_word_embeddings: false };
const isLinear = (name: string): boolean => /_proj\.weight$/.test(name);

/** The entries of that model with each linear module packed. */
function packed(pack: (path: string, outputs: number, inputs: number) => readonly Entry[], head = false): Entry[] {
  return llamaLike(shape).flatMap((entry) => (isLinear(entry[0]) || (head && entry[0] === 'lm_head.weight') ? pack(entry[0].replace(/\.weight$/, ''), entry[2][0]!, entry[2][1]!) : [entry]));
}

function modelOf(quantization: unknown, entries: readonly Entry[]): CheckpointModel {
  const file = headerOnly('model.safetensors', entries);
  return checkpointModel(safetensorsFile(file, folder(file, jsonSource('config.json', { ...config, quantization_config: quantization }))));
}

interface Layout {
  readonly method: string;
  readonly quantization: Readonly<Record<string, unknown>>;
  readonly pack: (path: string, outputs: number, inputs: number) => readonly Entry[];
  /** Bits a weight of down_proj (1024 inputs, 512 outputs) in its scheme. */
  readonly bits: number;
  /** Bits a weight that its files have beyond that: orders of columns, tables, scales of a matrix. */
  readonly more: number;
  readonly activations?: string;
}

const down = 1024 * 512;
const layouts: readonly Layout[] = [
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
const vptq: Layout = {
  method: 'vptq',
  quantization: { quant_method: 'vptq', config_for_layers: Object.fromEntries(llamaLike(shape).filter(([name]) => isLinear(name)).map(([name, , [o, i]]) => [name.replace(/\.weight$/, ''), vptqEntry(i!, o!)])) },
  pack: (p, o, i) => [[`${p}.indices`, 'I32', [1, o / 8, (i * 24) / 32]], [`${p}.centroids.weight`, 'F16', [1, 65_536 * 8]], [`${p}.res_centroids.weight`, 'F16', [1, 256 * 8]], [`${p}.weight_scale`, 'F16', [i]], [`${p}.weight_bias`, 'F16', [i]], [`${p}.perm`, 'I16', [i]]],
  bits: 3 + 32 / 512, more: (16 * (65_536 * 8 + 256 * 8) + 16 * 1024) / down,
};

describe('a quantization_config', () => {
  for (const { method, quantization, pack, bits, more, activations } of [...layouts, vptq]) {
    const kind = Object.entries(quantization).find(([key]) => /bits$|load_in_.bit|format/.test(key) && quantization[key] !== false);
    it(`of ${method}${kind === undefined ? '' : ` (${kind.join(' ')})`} gives the bits of a weight and the tensors that hold it`, () => {
      const found = modelOf(quantization, packed(pack));
      if ('absent' in found.model) assert.fail(found.model.absent);
      const { scheme, graph } = found.model;
      assert.deepEqual([found.mismatches.map(({ message }) => message), found.unknown], [[], []]);
      assert.ok(Math.abs(bitsPerWeight(weightFormatOf(scheme, 'down_proj')) - bits) < 1e-12, `${bitsPerWeight(weightFormatOf(scheme, 'down_proj'))} bits`);
      assert.equal(bitsPerWeight(weightFormatOf(scheme, 'lm_head')), 16);
      assert.equal(scheme.activations.name, activations ?? 'fp16');
      const module = found.modules.find(({ path }) => path === 'model.layers.1.mlp.down_proj')!;
      const stored = bytesOfEntries(pack('x', 512, 1024).filter(([name]) => !/input_(global_)?scale$/.test(name)));
      assert.equal(module.weightBytes, stored);
      assert.ok(Math.abs((module.weightBytes * 8) / down - bits - more) < 1e-9, `${(module.weightBytes * 8) / down} stored`);
      assert.deepEqual(found.notes.filter((note) => note.includes('not understood')), []);
      assert.ok(graph.groups.length > 0);
    });
  }

  it('has a packed tensor of another size or type refused, whatever the method', () => {
    for (const { method, quantization, pack } of [...layouts, vptq]) {
      const main = pack('x', 512, 1024)[0]![0].slice(1);
      const changed = (change: (entry: Entry) => Entry): readonly Entry[] => packed(pack).map((entry) => (entry[0] === `model.layers.1.mlp.down_proj${main}` ? change(entry) : entry));
      const [size] = modelOf(quantization, changed(([name, dtype, shape]) => [name, dtype, [shape[0]! + 1, ...shape.slice(1)]])).mismatches;
      assert.deepEqual([size?.code, size?.message.includes(main)], ['checkpoint/tensor-differs', true], method);
      const [type] = modelOf(quantization, changed(([name, , shape]) => [name, 'F8_E8M0', shape])).mismatches;
      assert.match(type?.message ?? '', /must have numbers of type .*, got F8_E8M0/, method);
    }
  });

  it('has a missing scale refused', () => {
    const [{ quantization, pack }] = layouts as readonly [Layout];
    const [absent] = modelOf(quantization, packed(pack).filter(([name]) => name !== 'model.layers.0.mlp.up_proj.scales')).mismatches;
    assert.match(absent?.message ?? '', /there is no "model\.layers\.0\.mlp\.up_proj\.scales", which its quantisation needs/);
  });

  it('leaves modules as they are that it says so of, and their tensors must be plain', () => {
    const { quantization, pack } = layouts[2]!;
    const skipping = { ...quantization, modules_to_not_convert: ['mlp.down_proj'] };
    const mixed = packed((path, o, i) => (path.endsWith('down_proj') ? [[`${path}.weight`, 'F16', [o, i]]] : pack(path, o, i)));
    const found = modelOf(skipping, mixed);
    if ('absent' in found.model) assert.fail(found.model.absent);
    assert.deepEqual(found.mismatches, []);
    assert.deepEqual([weightFormatOf(found.model.scheme, 'down_proj').type.name, weightFormatOf(found.model.scheme, 'up_proj').type.name], ['fp16', 'int4']);
    assert.match(modelOf(skipping, packed(pack)).mismatches[0]?.message ?? '', /down_proj\.qweight" must have plain numbers/);
  });

  it('has layers of several formats named, and the most common one in the scheme', () => {
    const { quantization, pack } = layouts[2]!;
    const found = modelOf(quantization, packed((path, o, i) => (path === 'model.layers.0.mlp.up_proj' ? [[`${path}.weight`, 'F16', [o, i]]] : pack(path, o, i))));
    assert.ok(found.notes.some((note) => /up_proj is stored in 2 formats; the scheme has that of 1 of 2 modules/.test(note)), found.notes.join());
  });

  it('of a cache in FP8 gives the format of the cache', () => {
    const reading = readQuantization({ quantization_config: { ...layouts[6]!.quantization, kv_cache_scheme: { num_bits: 8, type: 'float', strategy: 'tensor', dynamic: false, symmetric: true } } });
    assert.equal(reading?.kvCache?.name, 'fp8');
  });

  it('of compressed-tensors may have groups by pattern, the last of which wins, and modules that it ignores', () => {
    const weights = (bits: number): object => ({ num_bits: bits, type: 'int', strategy: 'channel' });
    const reading = readQuantization({ quantization_config: { quant_method: 'compressed-tensors', format: 'pack-quantized', ignore: ['re:.*\\.layers\\.0\\..*', 'lm_head'], config_groups: {
      a: { targets: ['Linear'], weights: weights(4) }, b: { targets: ['re:.*(down|o)_proj$'], weights: weights(8) } } } })!;
    const label = (module: string): string | undefined => formatOfModule(reading, module)?.label;
    assert.deepEqual([label('model.layers.1.mlp.up_proj'), label('model.layers.1.mlp.down_proj'), label('model.layers.1.self_attn.o_proj'), label('model.layers.0.mlp.up_proj'), label('lm_head')],
      ['int4 one scale a row', 'int8 one scale a row', 'int8 one scale a row', undefined, undefined]);
  });

  it('of MXFP4 packs the experts, and SpQR has the outliers that its shapes count', () => {
    const mx = readQuantization({ quantization_config: { quant_method: 'mxfp4', modules_to_not_convert: ['model.layers.*.self_attn', 'lm_head'] } })!;
    const format = formatOfModule(mx, 'model.layers.3.mlp.experts.gate_up_proj');
    assert.equal(bitsPerWeight(format!.weights(64, 64)), 4.25);
    assert.equal(formatOfModule(mx, 'model.layers.3.self_attn.q_proj'), null);
    const spqr = readQuantization({ quantization_config: { ...layouts.find(({ method }) => method === 'spqr')!.quantization, shapes: { 'a.b.dense_weights.shape': [4096], 'a.b.row_offsets.shape': [257], 'a.b.col_vals.shape': [655], 'a.b.in_perm.shape': [0] } } })!;
    assert.deepEqual(formatOfModule(spqr, 'a.b')!.weights(256, 256).sidePath, { kind: 'sparse', share: 655 / 65_536, index: 'csr', format: { type: { name: 'fp16', kind: 'float', bits: 16 }, groupSize: 0, scaleBits: 0, zeroPointBits: 0, sparsity: null, outlierShare: 0, outlierBits: 0 } });
  });

  it('of torchao is known by the name of its configuration, old or new', () => {
    for (const quantization of [{ quant_method: 'torchao', quant_type: 'int4_weight_only', quant_type_kwargs: { group_size: 32 } }, { quant_method: 'torchao', quant_type: { default: { _type: 'Int4WeightOnlyConfig', _version: 1, _data: { group_size: 32 } } } }]) {
      assert.equal(bitsPerWeight(readQuantization({ quantization_config: quantization })!.format!.weights(512, 512)), 5);
    }
  });

  it('may be absent, and then nothing is said', () => {
    assert.equal(readQuantization({ model_type: 'llama' }), null);
    assert.equal(readQuantization(null), null);
    assert.equal(readQuantization({ quantization_config: null }), null);
  });

  it('names each key that it does not understand', () => {
    const { notes } = readQuantization({ quantization_config: { quant_method: 'awq', bits: 4, group_size: 128, rotation: { kind: 'hadamard' } } })!;
    assert.deepEqual(notes, ['/quantization_config/rotation is not understood, and is left out']);
  });

  const wrong: readonly (readonly [value: unknown, code: string, pointer: string])[] = [
    [{ quant_method: 'gptqq', bits: 4 }, 'quantization/unknown-method', '/quantization_config/quant_method'],
    [{ quant_method: 'toString' }, 'quantization/unknown-method', '/quantization_config/quant_method'],
    [{ bits: 4 }, 'quantization/unknown-method', '/quantization_config/quant_method'],
    ['gptq', 'quantization/wrong-value', '/quantization_config'],
    [{ quant_method: 'gptq', bits: 5 }, 'quantization/not-understood', '/quantization_config/bits'],
    [{ quant_method: 'gptq', bits: '4' }, 'quantization/wrong-value', '/quantization_config/bits'],
    [{ quant_method: 'gptq', group_size: 0 }, 'quantization/wrong-value', '/quantization_config/group_size'],
    [{ quant_method: 'gptq', bits: 4, dynamic: { '+:.*': { bits: 8 } } }, 'quantization/not-understood', '/quantization_config/dynamic'],
    [{ quant_method: 'awq', version: 'gemm2' }, 'quantization/not-understood', '/quantization_config/version'],
    [{ quant_method: 'bitsandbytes' }, 'quantization/not-understood', '/quantization_config/load_in_4bit'],
    [{ quant_method: 'bitsandbytes', load_in_4bit: true, bnb_4bit_quant_type: 'nf5' }, 'quantization/not-understood', '/quantization_config/bnb_4bit_quant_type'],
    [{ quant_method: 'compressed-tensors', config_groups: { g: { targets: ['Linear'], weights: { num_bits: 4, strategy: 'spiral' } } } }, 'quantization/not-understood', '/quantization_config/config_groups/g/weights/strategy'],
    [{ quant_method: 'compressed-tensors', ignore: ['re:(a+)+$'], config_groups: {} }, 'quantization/not-understood', '/quantization_config'],
    [{ quant_method: 'fp8', weight_block_size: [128] }, 'quantization/not-understood', '/quantization_config/weight_block_size'],
    [{ quant_method: 'torchao', quant_type: 'int1_magic' }, 'quantization/not-understood', '/quantization_config/quant_type'],
    [{ quant_method: 'vptq' }, 'quantization/not-understood', '/quantization_config/config_for_layers'],
    [{ quant_method: 'hqq' }, 'quantization/not-understood', '/quantization_config/quant_config'],
    [{ quant_method: 'quark' }, 'quantization/not-understood', '/quantization_config/global_quant_config'],
  ];
  for (const [value, code, pointer] of wrong) {
    it(`is refused, and never guessed: ${JSON.stringify(value)}`, () => {
      const found = problemOf(() => readQuantization({ quantization_config: value }));
      assert.deepEqual([found.code, found.pointer], [code, pointer]);
      assert.ok(found.remedy !== undefined);
    });
  }

  it('has its problems told with the file', () => {
    assert.equal(problemsOf(() => modelOf({ quant_method: 'none' }, llamaLike(shape)))[0]?.file, 'config.json');
  });

  it('that is damaged in any way is read, or refused as wrong input', () => {
    const values = fc.oneof(fc.constant(null), fc.integer(), fc.string(), fc.boolean(), fc.constant([]), fc.constant({}), fc.constant([1, 2]), fc.constant(['x']), fc.constant(1e300), fc.constant(-1));
    const keys = [...new Set(layouts.flatMap(({ quantization }) => Object.keys(quantization)))].filter((key) => key !== 'quant_method');
    fc.assert(fc.property(fc.constantFrom(...layouts, vptq), fc.dictionary(fc.constantFrom(...keys), values, { maxKeys: 4 }), fc.option(fc.constantFrom(...quantizationMethods())), ({ quantization }, changes, method) => {
      try {
        const reading = readQuantization({ quantization_config: { ...quantization, ...changes, ...(method === null ? {} : { quant_method: method }) } });
        const bits = formatOfModule(reading!, 'model.layers.0.mlp.up_proj');
        if (bits !== null) assert.ok(Number.isFinite(bitsPerWeight(bits.weights(512, 1024))));
      } catch (error) {
        assert.ok(error instanceof InputError, String(error));
      }
    }), { numRuns: 3000 });
  });
});
