import assert from 'node:assert/strict';
import { ggufModel, type GgufModel } from '../../../src/workloads/gguf/gguf-model.js';
import { readGguf } from '../../../src/workloads/gguf/read-gguf.js';
import { decoderGraph } from '../../../src/workloads/decoder-graph.js';
import { modelNamed } from '../../../src/workloads/models.js';
import type { ModelSpec } from '../../../src/workloads/model-spec.js';
import { dataType } from '../../../src/sim/model/datatype.js';
import { opParameters, parameterCount, type OpGraph } from '../../../src/sim/model/op-graph.js';
import { bitsPerWeight, weightFormatOf, type QuantizationScheme } from '../../../src/sim/model/quantization.js';
import { buildGpu } from '../../../src/arch/gpu/machine.js';
import { deviceNamed } from '../../../src/sim/physical/devices/index.js';
import { memoryUse } from '../../../src/sim/engine/memory-use.js';
import { problemsOf } from '../../kit/problems.js';
import { sparseFile } from './fixture.js';
import { typesOfMix } from './k-quant-mixes.js';
import { metadataOf, modelFile, tensorsOf, type ModelFile } from './model-file.js';
import { writeGguf, type Value, type WrittenTensor } from './write-gguf.js';

function specOf(name: string): ModelSpec {
  const found = modelNamed(name);
  assert.ok(found !== undefined, name);
  return found;
}

const gpu = buildGpu({}, deviceNamed('mi300x') ?? assert.fail());
const all = (type: string): ModelFile['typeOf'] => () => type;
const modelOf = (file: ModelFile): GgufModel => ggufModel(readGguf(modelFile(file)));
const bare = (spec: ModelSpec): unknown => ({ ...spec, name: '', source: '', notes: [], scalesPerMatrix: null });
const used = (graph: OpGraph, scheme: QuantizationScheme): ReturnType<typeof memoryUse> => memoryUse(gpu, graph, scheme, { batch: 1, promptTokens: 16, outputTokens: 16, logits: 'last' });

/** The groups of a graph as they are without a file. */
function withoutWidths({ groups }: OpGraph): unknown {
  return groups.map((group) => ({ ...group, ops: group.ops.map((op) => Object.fromEntries(Object.entries(op).filter(([key]) => !/^(?:bias|parameter|table)Bytes$/.test(key)))) }));
}

/** Bytes of norms, which files have in 32 bits and graphs without one in 16. */
function bytesOfNorms({ groups }: OpGraph, bytes: number): number {
  return groups.reduce((sum, { ops, repeat }) => ops.reduce((all, op) => (op.kind === 'norm' ? all + repeat * bytes * opParameters(op) : all), sum), 0);
}

/** Models of the catalogue as files of llama.cpp: names of their architecture, and how it stores them. */
const cases: readonly (Omit<ModelFile, 'spec' | 'typeOf'> & { readonly model: string })[] = [
  { model: 'llama-2-7b', architecture: 'llama' },
  { model: 'llama-3.2-1b', architecture: 'llama', more: [{ name: 'rope_freqs.weight', dims: [32], type: 0, bytes: 128 }] },
  { model: 'mistral-7b-v0.1', architecture: 'llama', metadata: [['llama.attention.sliding_window', ['uint32', 4096]]] },
  { model: 'qwen2.5-7b', architecture: 'qwen2' },
  { model: 'qwen3-8b', architecture: 'qwen3' },
  { model: 'gemma-2b', architecture: 'gemma' },
  { model: 'gemma-2-9b', architecture: 'gemma2', metadata: [['gemma2.attention.sliding_window', ['uint32', 4096]]] },
  { model: 'gemma-3-1b', architecture: 'gemma3', metadata: [['gemma3.attention.sliding_window', ['uint32', 512]]] },
  { model: 'phi-2', architecture: 'phi2', fused: ['qkv'] },
  { model: 'phi-3-mini-4k', architecture: 'phi3', fused: ['qkv', 'gate'], metadata: [['phi3.attention.sliding_window', ['uint32', 2048]]] },
  { model: 'gpt2', architecture: 'gpt2', fused: ['qkv'] },
  { model: 'gpt-j-6b', architecture: 'gptj' },
  { model: 'pythia-6.9b', architecture: 'gptneox', fused: ['qkv'], metadata: [['gptneox.use_parallel_residual', ['bool', true]]] },
  { model: 'bloom-7b1', architecture: 'bloom', fused: ['qkv'] },
  { model: 'falcon-7b', architecture: 'falcon', fused: ['qkv'] },
  { model: 'falcon-40b', architecture: 'falcon', fused: ['qkv'], secondNorm: 'attn_norm_2' },
  { model: 'mixtral-8x7b', architecture: 'llama' },
  { model: 'qwen3-30b-a3b', architecture: 'qwen3moe' },
  { model: 'bitnet-b1.58-2b-4t', architecture: 'bitnet-b1.58' },
  { model: 'bitnet-b1.58-3b', architecture: 'bitnet' },
];

describe('a model in a GGUF file', () => {
  for (const { model, ...stored } of cases) {
    it(`has the specification and the graph of its config.json: ${model}`, () => {
      const spec = specOf(model);
      const file: ModelFile = { ...stored, spec, typeOf: all('F16') };
      const found = modelOf(file);
      assert.deepEqual(bare(found.spec), bare(spec));
      assert.deepEqual(found.plain.groups, decoderGraph(spec).groups);
      assert.deepEqual(withoutWidths(found.graph), decoderGraph(spec).groups);
      assert.deepEqual(found.unknown, []);
      const inGraph = tensorsOf(file).filter(({ name }) => name !== 'rope_freqs.weight');
      assert.equal(parameterCount(found.graph), inGraph.reduce((sum, { dims }) => sum + dims.reduce<number>((product, n) => product * Number(n), 1), 0));
    });
  }

  for (const [type, scheme] of [['Q4_0', formats('int4', 32, 16)], ['Q8_0', formats('int8', 32, 16)], ['Q4_1', formats('int4', 32, 16, 16)], ['F16', formats('fp16', 0, 0)]] as const) {
    it(`gives the bytes of config and scheme where formats are the same: Llama-2-7B in ${type}`, () => {
      const spec = specOf('llama-2-7b');
      const found = modelOf({ architecture: 'llama', spec, typeOf: all(type) });
      const own: QuantizationScheme = { ...scheme, embedding: found.scheme.embedding };
      assert.deepEqual(found.scheme.weights, own.weights);
      assert.deepEqual(found.scheme.overrides, []);
      assert.equal(found.scheme.embedding.bits, bitsPerWeight(own.weights));
      const [byFile, byConfig] = [used(found.graph, found.scheme), used(decoderGraph(spec), own)];
      assert.equal(byFile.weightBytes, byConfig.weightBytes + bytesOfNorms(found.plain, 4) - bytesOfNorms(found.plain, 2));
      assert.deepEqual({ ...byFile, weightBytes: 0, heldBytes: 0 }, { ...byConfig, weightBytes: 0, heldBytes: 0 });
      assert.deepEqual(used(found.plain, own), byConfig);
    });
  }

  it('takes in the graph exactly the bytes of its tensors, to the last one', () => {
    const spec = specOf('llama-2-7b');
    for (const type of ['F32', 'BF16', 'Q5_0', 'Q5_1', 'Q2_K', 'Q3_K', 'Q4_K', 'Q5_K', 'Q6_K', 'IQ1_S', 'IQ1_M', 'IQ2_XXS', 'IQ2_XS', 'IQ2_S', 'IQ3_XXS', 'IQ3_S', 'IQ4_NL', 'IQ4_XS', 'TQ1_0', 'TQ2_0', 'MXFP4', 'NVFP4', 'Q1_0', 'Q2_0']) {
      const file: ModelFile = { architecture: 'llama', spec, typeOf: all(type) };
      const { graph, scheme, bytes } = modelOf(file);
      assert.deepEqual(bytes, { file: tensorsOf(file).reduce((sum, tensor) => sum + tensor.bytes, 0), graph: bytes.file, outside: [] }, type);
      assert.equal(used(graph, scheme).weightBytes, bytes.file, type);
    }
  });

  it('takes the bytes of its tensors in every family and in every mix of formats, biases and norms among them', () => {
    for (const { model, ...stored } of cases) {
      const spec = { ...specOf(model), tiedEmbeddings: false };
      const types = ['F16', 'Q4_0', 'Q8_0', 'BF16', 'Q5_1', 'F32'];
      const file: ModelFile = { ...stored, spec, typeOf: (tensor, layer) => (/^(position|token)/.test(tensor) ? 'F16' : types[(tensor.length * (layer + 2)) % types.length]!) };
      const { graph, scheme, bytes } = modelOf(file);
      assert.equal(bytes.file, tensorsOf(file).reduce((sum, tensor) => sum + tensor.bytes, 0));
      assert.deepEqual(bytes.outside.map(({ what }) => what), file.more === undefined ? [] : ['constants']);
      assert.equal(bytes.graph, bytes.file - bytes.outside.reduce((sum, left) => sum + left.bytes, 0));
      assert.equal(used(graph, scheme).weightBytes, bytes.graph, model);
    }
  });

  it('takes the bytes of biases and norms in other widths than those of the converters', () => {
    const spec = specOf('gpt2');
    const file: ModelFile = { architecture: 'gpt2', spec, fused: ['qkv'], typeOf: all('Q8_0') };
    const narrow = tensorsOf(file).map((tensor) => (tensor.dims.length === 1 ? { ...tensor, type: 1, bytes: tensor.bytes / 2 } : tensor));
    const { graph, scheme, bytes } = ggufModel(readGguf(sparseFile(writeGguf({ metadata: metadataOf(file), tensors: narrow }))));
    assert.deepEqual([bytes.file, bytes.graph, bytes.outside], [narrow.reduce((sum, tensor) => sum + tensor.bytes, 0), bytes.file, []]);
    assert.equal(used(graph, scheme).weightBytes, bytes.file);
  });

  it('has groups of layers with equal formats, and gives each op its own by its name', () => {
    const spec = { ...specOf('llama-2-7b'), layers: 16 };
    const { graph, scheme } = modelOf({ architecture: 'llama', spec, typeOf: typesOfMix('Q4_K_M', 16) });
    // Better: layers 0 and 1, 14 and 15, and 4, 7, 10, 13 between.
    assert.deepEqual(graph.groups.map(({ name, repeat }) => [name, repeat]), [['embedding', 1], ['layer-0', 8], ['layer-2', 8], ['head', 1]]);
    const linears = graph.groups.map(({ ops }) => ops.filter(({ kind }) => kind === 'linear').map(({ name }) => name));
    assert.deepEqual(linears[1], ['q_proj', 'k_proj', 'v_proj', 'o_proj', 'gate_proj', 'up_proj', 'down_proj']);
    assert.deepEqual(linears[2], ['q_proj', 'k_proj', 'v_proj.q4_k', 'o_proj', 'gate_proj', 'up_proj', 'down_proj.q4_k']);
    const bitsOf = (name: string): number => bitsPerWeight(weightFormatOf(scheme, name));
    assert.deepEqual(['q_proj', 'down_proj', 'down_proj.q4_k', 'v_proj', 'v_proj.q4_k', 'lm_head'].map(bitsOf), [4.5, 6.5625, 4.5, 6.5625, 4.5, 6.5625]);
    assert.equal(scheme.name, 'q4_k+q6_k');
  });

  it('keeps masks apart from formats', () => {
    const spec = { ...specOf('gemma-2-9b'), layers: 6 };
    const { graph } = modelOf({
      architecture: 'gemma2', spec, metadata: [['gemma2.attention.sliding_window', ['uint32', 4096]]], typeOf: (tensor, layer) => (layer === 3 && tensor.endsWith('ffn_down.weight') ? 'Q6_K' : 'Q4_K'),
    });
    assert.deepEqual(graph.groups.map(({ name, repeat }) => [name, repeat]), [['embedding', 1], ['layer-0', 3], ['layer-1', 2], ['layer-3', 1], ['head', 1]]);
  });

  it('has the windows that a list of layers gives', () => {
    const spec = { ...specOf('gemma-3-1b'), layers: 4 };
    const slides: readonly Value[] = [true, false, true, true].map((is) => ['bool', is]);
    const { masks } = modelOf({
      architecture: 'gemma3', spec, typeOf: all('F16'), metadata: [['gemma3.attention.sliding_window', ['uint32', 512]], ['gemma3.attention.sliding_window_pattern', ['array', 'bool', slides]]],
    }).spec;
    // Repeated over the layers, the fourth has the first one's.
    assert.deepEqual(masks.map(({ kind }) => kind), ['sliding-window', 'causal', 'sliding-window']);
    assert.deepEqual(modelOf({ architecture: 'gemma3', spec, typeOf: all('F16'), metadata: [['gemma3.attention.sliding_window', ['uint32', 512]], ['gemma3.attention.sliding_window_pattern', ['uint32', 2]]] }).spec.masks.length, 2);
  });

  it('shares its embedding with the head where the file has no other', () => {
    const spec = specOf('gemma-2b');
    const { graph, scheme, bytes } = modelOf({ architecture: 'gemma', spec, typeOf: all('Q8_0') });
    assert.deepEqual([bytes.outside, bytes.graph], [[], bytes.file]);
    const head = graph.groups.at(-1)!.ops.find(({ name }) => name === 'lm_head');
    assert.ok(head?.kind === 'linear' && !head.ownsWeights);
    assert.deepEqual([scheme.embedding.bits, bitsPerWeight(weightFormatOf(scheme, 'lm_head')), weightFormatOf(scheme, 'lm_head').type.name], [8.5, 8.5, 'int8']);
    const half = modelOf({ architecture: 'gemma', spec, typeOf: all('F16') });
    assert.deepEqual([used(half.graph, half.scheme).weightBytes, half.bytes.graph], [half.bytes.file, half.bytes.file]);
  });

  it('says what the graph does not have: constants and unknown tensors; it has tables in other formats and scales of whole matrices', () => {
    const gpt2 = specOf('gpt2');
    const odd = modelOf({ architecture: 'gpt2', spec: gpt2, fused: ['qkv'], typeOf: (tensor) => (tensor.startsWith('position') ? 'F32' : 'Q8_0'), more: [{ name: 'blk.0.exp_probs', dims: [8], type: 0, bytes: 32 }, { name: 'blk.99.attn_q.weight', dims: [8], type: 0, bytes: 32 }] });
    assert.deepEqual(odd.unknown, ['blk.0.exp_probs', 'blk.99.attn_q.weight']);
    assert.deepEqual(odd.bytes.outside.map(({ what, tensors, bytes }) => [what, tensors, bytes]), [['unknown tensors', 2, 64]]);
    assert.deepEqual([odd.bytes.graph, used(odd.graph, odd.scheme).weightBytes], [odd.bytes.file - 64, odd.bytes.file - 64]);
    const positions = odd.graph.groups[0]!.ops.find(({ name }) => name === 'embed_positions');
    assert.ok(positions?.kind === 'embedding' && positions.tableBytes === 1024 * 768 * 4);

    const bitnet = { ...specOf('bitnet-b1.58-2b-4t'), layers: 1 };
    const packed = (name: string): boolean => name.startsWith('blk') && !name.includes('norm');
    const tensors = tensorsOf({ architecture: 'bitnet-b1.58', spec: bitnet, typeOf: all('F16') })
      .map((tensor) => (packed(tensor.name) ? { ...tensor, type: 36, bytes: tensor.bytes / 8 + 32 } : tensor));
    const scales = [{ name: 'blk.0.attn_q.scale', dims: [1], type: 0, bytes: 4 }];
    const ternary = ggufModel(readGguf(sparseFile(writeGguf({ metadata: metadataOf({ architecture: 'bitnet-b1.58', spec: bitnet, typeOf: all('F16') }), tensors: [...tensors, ...scales] }))));
    assert.deepEqual(ternary.scheme.weights.type, { name: 'ternary', kind: 'ternary', bits: 2 });
    assert.deepEqual(ternary.bytes.outside.map(({ what, tensors: count, bytes }) => [what, count, bytes]), [['constants', 1, 4]]);
    assert.deepEqual([ternary.bytes.graph, used(ternary.graph, ternary.scheme).weightBytes], [ternary.bytes.file - 4, ternary.bytes.file - 4]);
    // Two bits a weight, and 32 bytes with the scale of each matrix.
    assert.equal(bitsPerWeight(weightFormatOf(ternary.scheme, 'q_proj')), 2 + (8 * 32) / (bitnet.hiddenSize * bitnet.heads * bitnet.headDim));
    assert.deepEqual(ternary.unknown, []);
  });

  it('may be computed in other formats than FP16, which the file does not say', () => {
    const content = readGguf(modelFile({ architecture: 'llama', spec: specOf('tinyllama-1.1b'), typeOf: all('Q4_0') }));
    const int8 = dataType('int8')!;
    const { scheme } = ggufModel(content, { activations: int8, kvCache: int8, accumulator: dataType('int32')! });
    assert.deepEqual([scheme.activations.name, scheme.kvCache.name, scheme.accumulator.name], ['int8', 'int8', 'int32']);
    assert.deepEqual([ggufModel(content).scheme.activations.name, ggufModel(content).scheme.kvCache.name], ['fp16', 'fp16']);
  });

  const tiny: ModelSpec = { ...specOf('tinyllama-1.1b'), layers: 2 };
  const base: ModelFile = { architecture: 'llama', spec: tiny, typeOf: all('F16') };
  type Tensors = readonly WrittenTensor[];
  const same = (tensors: Tensors): Tensors => tensors;
  const written = (change: { readonly tensors?: (tensors: Tensors) => Tensors; readonly metadata?: Readonly<Record<string, Value | null>> }): readonly string[] => {
    const { tensors = same, metadata = {} } = change;
    const entries = new Map<string | Uint8Array, Value>(metadataOf(base));
    for (const [key, value] of Object.entries(metadata)) if (value === null) entries.delete(key); else entries.set(key, value);
    return problemsOf(() => ggufModel(readGguf(sparseFile(writeGguf({ metadata: [...entries], tensors: tensors(tensorsOf(base)) })))))
      .map((found) => `${found.file ?? ''} ${found.code}: ${found.message}; ${found.remedy ?? ''}`);
  };
  const without = (name: string) => (tensors: Tensors): Tensors => tensors.filter((tensor) => tensor.name !== name);
  const changed = (name: string, change: Partial<WrittenTensor>) => (tensors: Tensors): Tensors => tensors.map((tensor) => (tensor.name === name ? { ...tensor, ...change } : tensor));

  const wrong: readonly (readonly [what: string, told: readonly string[], pattern: RegExp])[] = [
    ['no architecture', written({ metadata: { 'general.architecture': null } }), /gguf\/missing-key: the metadata has no "general.architecture"/],
    ['an architecture that is a number', written({ metadata: { 'general.architecture': ['uint8', 1] } }), /gguf\/wrong-key: "general.architecture" must be a short text, got "1"/],
    ['an unknown architecture', written({ metadata: { 'general.architecture': ['string', 'lama'] } }), /gguf\/unknown-architecture: unknown architecture "lama"; did you mean "llama"/],
    ['a mixture of experts of a family that is not read', written({ metadata: { 'general.architecture': ['string', 'olmoe'] } }), /gguf\/architecture-not-modelled: .*mixture of experts/],
    ['experts in a llama without their tensors', written({ metadata: { 'llama.expert_count': ['uint32', 8], 'llama.expert_used_count': ['uint32', 2] } }), /gguf\/missing-tensor: "blk\.0\.ffn_gate_inp\.weight", the weights of router, is not in the file/],
    ['experts without how many are taken', written({ metadata: { 'llama.expert_count': ['uint32', 8] } }), /gguf\/missing-key: the metadata has no "llama\.expert_used_count"/],
    ['no tensors', written({ tensors: () => [] }), /gguf\/no-tensors/],
    ['no block count', written({ metadata: { 'llama.block_count': null } }), /gguf\/missing-key: the metadata has no "llama.block_count"/],
    ['a size in text', written({ metadata: { 'llama.embedding_length': ['string', '2048'] } }), /gguf\/wrong-key: "llama.embedding_length" must be a whole number from 1 on, got "2048"/],
    ['layers of different widths', written({ metadata: { 'llama.feed_forward_length': ['array', 'uint32', [['uint32', 5632], ['uint32', 5631]]] } }), /gguf\/option-not-modelled: "llama.feed_forward_length" = \[5632, 5631\] is not modelled: layers of different sizes/],
    ['values of another width', written({ metadata: { 'llama.attention.value_length': ['uint32', 32] } }), /gguf\/option-not-modelled: "llama.attention.value_length" = 32/],
    ['heads that do not divide', written({ metadata: { 'llama.attention.head_count_kv': ['uint32', 5] } }), /model\/heads-not-divisible/],
    ['no embedding', written({ tensors: without('token_embd.weight') }), /gguf\/missing-tensor: "token_embd.weight", the weights of embed_tokens/],
    ['a missing matrix', written({ tensors: without('blk.1.attn_k.weight') }), /gguf\/missing-tensor: "blk.1.attn_k.weight", the weights of k_proj/],
    ['a matrix of another shape', written({ tensors: changed('blk.0.ffn_up.weight', { dims: [2048, 5600] }) }), /gguf\/tensor-shape: "blk.0.ffn_up.weight" has the dimensions \[2048, 5600\], and the metadata asks for \[2048, 5632\]/],
    ['a gate in one layer only', written({ tensors: without('blk.1.ffn_gate.weight') }), /gguf\/uneven-layers: 1 of 2 layers have "gate_proj weight"/],
    ['integers without a scale', written({ tensors: changed('blk.0.attn_q.weight', { type: 24, bytes: 2048 * 2048 }) }), /gguf\/not-weights: "blk.0.attn_q.weight" is of type I8/],
    ['a norm in blocks', written({ tensors: changed('blk.0.attn_norm.weight', { type: 8, bytes: 64 * 34 }) }), /gguf\/not-weights: "blk.0.attn_norm.weight" is of type Q8_0/],
    ['a million layers', written({ metadata: { 'llama.block_count': ['uint32', 1e6] } }), /uneven-layers|model\/too-large/],
  ];
  for (const [what, told, pattern] of wrong) {
    it(`is refused with its name where it is not what it says: ${what}`, () => {
      assert.match(told[0] ?? 'accepted', pattern);
      assert.ok(told.every((text) => text.startsWith('x.gguf ')));
    });
  }

  it('is told of every tensor that is missing, up to a limit', () => {
    assert.equal(written({ tensors: (tensors) => tensors.filter(({ name }) => !/attn_[kv]/.test(name)) }).length, 4);
  });

  it('may have sizes in lists with the same number for every layer, and a vocabulary that the file counts otherwise', () => {
    const { spec } = modelOf({ ...base, metadata: [['llama.vocab_size', ['uint32', 31_999]]] });
    assert.deepEqual(spec.notes, ['llama.vocab_size is 31999: the 32000 rows of token_embd.weight count']);
    assert.deepEqual(written({ metadata: { 'llama.attention.head_count_kv': ['array', 'int32', [['int32', 4], ['int32', 4]]] } }), []);
  });
});

/** A scheme with FP16 activations and cache. */
function formats(type: string, groupSize: number, scaleBits: number, zeroPointBits = 0): QuantizationScheme {
  const half = dataType('fp16')!;
  return {
    name: 'own', weights: { type: dataType(type)!, groupSize, scaleBits, zeroPointBits, sparsity: null, outlierShare: 0, outlierBits: 0 },
    activations: half, kvCache: half, accumulator: dataType('fp32')!, embedding: half, overrides: [], source: 'a test',
  };
}
