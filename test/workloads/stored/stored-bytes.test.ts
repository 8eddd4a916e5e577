import assert from 'node:assert/strict';
import { buildGpu } from '../../../src/arch/gpu/machine.js';
import { memoryUse } from '../../../src/sim/engine/memory-use.js';
import { deviceNamed } from '../../../src/sim/physical/devices/index.js';
import { graphBytes } from '../../../src/sim/model/graph-bytes.js';
import type { OpGraph } from '../../../src/sim/model/op-graph.js';
import { weightFormatOf, type QuantizationScheme } from '../../../src/sim/model/quantization.js';
import { checkpointModel, type FoundModel } from '../../../src/workloads/checkpoint/checkpoint-model.js';
import { safetensorsFile } from '../../../src/workloads/checkpoint/safetensors-files.js';
import { decoderGraph } from '../../../src/workloads/decoder-graph.js';
import { ggufModel, type GgufModel } from '../../../src/workloads/gguf/gguf-model.js';
import { readGguf } from '../../../src/workloads/gguf/read-gguf.js';
import { modelFromHfConfig } from '../../../src/workloads/hf-config.js';
import { schemeNamed } from '../../../src/workloads/schemes.js';
import { withSidePaths } from '../../../src/workloads/side-paths.js';
import { llamaLike, publicCheckpoints } from '../checkpoint/families.js';
import { bytesOfEntries, folder, headerOnly, jsonSource, type Entry } from '../checkpoint/fixture.js';
import { config, layouts, packed, shape, vptq } from '../checkpoint/layouts.js';
import { typesOfMix } from '../gguf/k-quant-mixes.js';
import { modelFile, tensorsOf, type ModelFile } from '../gguf/model-file.js';

const gpu = buildGpu({}, deviceNamed('mi300x') ?? assert.fail());

/** Bytes of all weights as the engine counts them. */
function weightBytes(of: OpGraph, by: QuantizationScheme): number {
  const { graph, scheme } = withSidePaths(of, by);
  return memoryUse(gpu, graph, scheme, { batch: 1, promptTokens: 8, outputTokens: 8, logits: 'last' }).weightBytes;
}

function checkpointOf(value: unknown, entries: readonly Entry[]): FoundModel {
  const file = headerOnly('m/model.safetensors', entries);
  const { model, mismatches, unknown } = checkpointModel(safetensorsFile(file, folder(file, jsonSource('m/config.json', value))));
  if ('absent' in model) assert.fail(model.absent);
  assert.deepEqual([mismatches.map(({ message }) => message), unknown], [[], []]);
  return model;
}

function ggufOf(file: ModelFile): GgufModel {
  return ggufModel(readGguf(modelFile(file)));
}

const isBuffer = ([name]: Entry): boolean => /inv_freq$|\.attn\.bias$|attention\.(bias|masked_bias)$/.test(name);

describe('the graph of a file', () => {
  for (const { method, quantization, pack } of [...layouts, vptq]) {
    it(`has the bytes of every tensor, orders, tables and second scales among them: ${method} ${JSON.stringify(quantization).slice(0, 60)}`, () => {
      const entries = packed(pack);
      const { graph, scheme, bytes } = checkpointOf({ ...config, quantization_config: quantization }, entries);
      const all = bytesOfEntries(entries);
      assert.deepEqual(bytes, { file: all, graph: all, outside: [] });
      assert.equal(weightBytes(graph, scheme), all);
    });
  }

  for (const { name, config: value, entries } of publicCheckpoints) {
    it(`has the bytes of every tensor that is learned, in the type of the file: ${name}`, () => {
      const all = bytesOfEntries(entries.filter((entry) => !isBuffer(entry)));
      const { graph, scheme, bytes } = checkpointOf(value, entries);
      assert.deepEqual([bytes?.file, bytes?.graph], [bytesOfEntries(entries), all]);
      assert.equal(weightBytes(graph, scheme), all);
      // Norms of 32 bits beside 16-bit matrices.
      const wide = entries.map(([tensor, dtype, dims]): Entry => [tensor, dims.length === 1 ? 'F32' : dtype, dims]);
      const other = checkpointOf(value, wide);
      assert.equal(weightBytes(other.graph, other.scheme), bytesOfEntries(wide.filter((entry) => !isBuffer(entry))));
    });
  }

  it('has the bytes of a router, of biases of experts and of attention sinks at their own widths: MXFP4 experts as gpt-oss has them', () => {
    const [h, i, e, q, kv] = [128, 64, 4, 256, 64];
    const linear = (path: string, outputs: number, inputs: number): Entry[] => [[`${path}.weight`, 'BF16', [outputs, inputs]], [`${path}.bias`, 'BF16', [outputs]]];
    const blocks = (path: string, outputs: number, inputs: number): Entry[] => [[`${path}_blocks`, 'U8', [e, outputs, inputs / 32, 16]], [`${path}_scales`, 'U8', [e, outputs, inputs / 32]], [`${path}_bias`, 'BF16', [e, outputs]]];
    const entries: Entry[] = [
      ['model.embed_tokens.weight', 'BF16', [1000, h]], ['model.norm.weight', 'BF16', [h]], ['lm_head.weight', 'BF16', [1000, h]],
      ...[0, 1].flatMap((layer): Entry[] => {
        const at = `model.layers.${layer}`;
        return [
          [`${at}.input_layernorm.weight`, 'BF16', [h]], [`${at}.post_attention_layernorm.weight`, 'BF16', [h]], [`${at}.self_attn.sinks`, 'F32', [4]],
          ...linear(`${at}.self_attn.q_proj`, q, h), ...linear(`${at}.self_attn.k_proj`, kv, h), ...linear(`${at}.self_attn.v_proj`, kv, h), ...linear(`${at}.self_attn.o_proj`, h, q),
          [`${at}.mlp.router.weight`, 'F32', [e, h]], [`${at}.mlp.router.bias`, 'F32', [e]], ...blocks(`${at}.mlp.experts.gate_up_proj`, 2 * i, h), ...blocks(`${at}.mlp.experts.down_proj`, h, i),
        ];
      }),
    ];
    const { graph, scheme, bytes } = checkpointOf({
      model_type: 'gpt_oss', hidden_size: h, num_hidden_layers: 2, num_attention_heads: 4, num_key_value_heads: 1, head_dim: 64, intermediate_size: i, vocab_size: 1000, max_position_embeddings: 512, num_local_experts: e,
      num_experts_per_tok: 2, sliding_window: 128, layer_types: ['sliding_attention', 'full_attention'], tie_word_embeddings: false, attention_bias: true, quantization_config: { quant_method: 'mxfp4' },
    }, entries);
    assert.deepEqual(bytes, { file: bytesOfEntries(entries), graph: bytesOfEntries(entries), outside: [] });
    assert.equal(weightBytes(graph, scheme), bytesOfEntries(entries));
    assert.deepEqual(['router', 'expert_up_proj', 'q_proj'].map((op) => weightFormatOf(scheme, op).type.name), ['fp32', 'mxfp4', 'bf16']);
  });

  it('has the outliers of SpQR with the layer that they are in', () => {
    const { quantization, pack } = layouts.find(({ method }) => method === 'spqr')!;
    const outliers = (path: string): number => 100 * path.length;
    const shapes: Record<string, number> = {};
    const entries = packed((path, outputs, inputs) => {
      shapes[`${path}.dense_weights.shape`] = (outputs * inputs) / 16;
      shapes[`${path}.col_vals.shape`] = outliers(path) + (path.includes('layers.1') ? 8 : 0);
      return pack(path, outputs, inputs).map(([name, dtype, dims]): Entry => (name.endsWith('.col_vals') ? [name, dtype, [shapes[`${path}.col_vals.shape`]!]] : [name, dtype, dims]));
    });
    const { graph, scheme, bytes } = checkpointOf({ ...config, quantization_config: { ...quantization, shapes } }, entries);
    assert.deepEqual(bytes, { file: bytesOfEntries(entries), graph: bytesOfEntries(entries), outside: [] });
    assert.equal(weightBytes(graph, scheme), bytesOfEntries(entries));
    assert.deepEqual(graph.groups.map(({ name, repeat }) => [name, repeat]), [['embedding', 1], ['layer-0', 1], ['layer-1', 1], ['head', 1]]);
  });

  it('has layers of several formats apart', () => {
    const { quantization, pack } = layouts.find(({ method }) => method === 'fp8')!;
    const isPlain = (path: string): boolean => path.includes('layers.1') && path.endsWith('down_proj');
    const entries = packed((path, outputs, inputs) => (isPlain(path) ? [[`${path}.weight`, 'BF16', [outputs, inputs]]] : pack(path, outputs, inputs)));
    const { graph, scheme, bytes } = checkpointOf({ ...config, quantization_config: { ...quantization, modules_to_not_convert: ['model.layers.1.mlp.down_proj'] } }, entries);
    assert.deepEqual(bytes, { file: bytesOfEntries(entries), graph: bytesOfEntries(entries), outside: [] });
    assert.equal(weightBytes(graph, scheme), bytesOfEntries(entries));
    const down = (group: number): string => graph.groups[group]!.ops.find(({ name }) => name.startsWith('down_proj'))!.name;
    assert.deepEqual([down(1), down(2)], ['down_proj', 'down_proj.bf16']);
  });

  it('has the bytes of a K-quant mix of a GGUF file, and of experts in it', () => {
    const spec = modelFromHfConfig({ ...config, num_hidden_layers: 16, intermediate_size: 1024 }, 'small', '');
    const dense: ModelFile = { architecture: 'llama', spec, typeOf: typesOfMix('Q4_K_M', 16) };
    const experts = modelFromHfConfig({ ...config, model_type: 'mixtral', num_local_experts: 8, num_experts_per_tok: 2, num_hidden_layers: 16 }, 'small', '');
    const shared = modelFromHfConfig({ ...config, model_type: 'qwen2_moe', num_experts: 8, num_experts_per_tok: 2, moe_intermediate_size: 256, shared_expert_intermediate_size: 512, num_hidden_layers: 16 }, 'small', '');
    for (const file of [dense, { ...dense, spec: experts }, { ...dense, architecture: 'qwen2moe', spec: shared }]) {
      const all = tensorsOf(file).reduce((sum, tensor) => sum + tensor.bytes, 0);
      const { graph, scheme, bytes } = ggufOf(file);
      assert.deepEqual(bytes, { file: all, graph: all, outside: [] });
      assert.equal(weightBytes(graph, scheme), all);
      assert.ok(graph.groups.length > 3);
    }
  });
});

describe('one model', () => {
  const fp16 = schemeNamed('fp16')!;
  const moe = { model_type: 'mixtral', hidden_size: 512, num_hidden_layers: 2, num_attention_heads: 8, num_key_value_heads: 4, intermediate_size: 1024, vocab_size: 1000, max_position_embeddings: 512, num_local_experts: 8, num_experts_per_tok: 2, tie_word_embeddings: false, sliding_window: null };
  const moeEntries = (dtype: string): Entry[] => [
    ...llamaLike({ ...shape, dtype }).filter(([name]) => !/\.mlp\./.test(name)),
    ...[0, 1].flatMap((layer): Entry[] => [
      [`model.layers.${layer}.block_sparse_moe.gate.weight`, dtype, [8, 512]],
      ...Array.from({ length: 8 }, (_, e): Entry[] => [['w1', 1024, 512], ['w2', 512, 1024], ['w3', 1024, 512]].map(([name, outputs, inputs]): Entry => [`model.layers.${layer}.block_sparse_moe.experts.${e}.${name as string}.weight`, dtype, [outputs as number, inputs as number]])).flat(),
    ]),
  ];

  for (const [what, value, entries] of [['dense', config, (dtype: string) => llamaLike({ ...shape, dtype })], ['with experts', moe, moeEntries]] as const) {
    it(`has the same graph and bytes by its configuration, by safetensors and by GGUF, but for norms and routers, which GGUF has in 32 bits: BF16, ${what}`, () => {
      const spec = modelFromHfConfig(value, 'small', '');
      const byConfig = decoderGraph(spec);
      const scheme: QuantizationScheme = { ...fp16, weights: { ...fp16.weights, type: { name: 'bf16', kind: 'float', bits: 16 } }, embedding: { name: 'bf16', kind: 'float', bits: 16 } };
      const tensors = checkpointOf(value, entries('BF16'));
      const gguf = ggufOf({ architecture: 'llama', spec, typeOf: () => 'BF16' });
      assert.deepEqual(tensors.graph.groups, byConfig.groups);
      assert.deepEqual(tensors.scheme.overrides, []);
      assert.deepEqual(graphBytes(tensors.graph, tensors.scheme), graphBytes(byConfig, scheme));
      assert.equal(weightBytes(tensors.graph, tensors.scheme), weightBytes(byConfig, scheme));
      const norms = 5 * 512;
      const routers = what === 'dense' ? 0 : 2 * 8 * 512;
      const [ours, theirs] = [graphBytes(gguf.graph, gguf.scheme), graphBytes(byConfig, scheme)];
      assert.deepEqual(ours, { ...theirs, small: theirs.small + 2 * norms, linear: theirs.linear + 2 * routers });
    });

    it(`has the same bytes of matrices by GGUF as by a configuration with such a scheme: Q8_0, ${what}`, () => {
      const spec = modelFromHfConfig(value, 'small', '');
      const gguf = ggufOf({ architecture: 'llama', spec, typeOf: (tensor) => (tensor.startsWith('token') ? 'F16' : 'Q8_0') });
      const weights = { ...fp16.weights, type: { name: 'int8', kind: 'integer' as const, bits: 8 }, groupSize: 32, scaleBits: 16 };
      const fp32 = { ...fp16.weights, type: { name: 'fp32', kind: 'float' as const, bits: 32 } };
      const scheme: QuantizationScheme = { ...fp16, weights, overrides: [{ ops: ['router'], weights: fp32 }] };
      const byConfig = graphBytes(decoderGraph(spec), scheme);
      assert.deepEqual(graphBytes(gguf.graph, gguf.scheme), { ...byConfig, small: 2 * byConfig.small });
      // Under that scheme the file is the configuration.
      assert.deepEqual([gguf.plain.groups, graphBytes(gguf.plain, scheme)], [decoderGraph(spec).groups, byConfig]);
    });
  }
});
