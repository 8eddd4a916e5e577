import assert from 'node:assert/strict';
import { linearWeights } from '../../../src/sim/engine/memory-use.js';
import { opParameters } from '../../../src/sim/model/op-graph.js';
import { checkpointModel, type CheckpointModel } from '../../../src/workloads/checkpoint/checkpoint-model.js';
import { tensorBytes } from '../../../src/workloads/checkpoint/checkpoint.js';
import { safetensorsFile, shardedSafetensors } from '../../../src/workloads/checkpoint/safetensors-files.js';
import { problemOf, problemsOf } from '../../kit/problems.js';
import { llama2, llamaLike, publicCheckpoints } from './families.js';
import { bytesOfEntries, folder, headerOnly, indexOf, jsonSource, textSource, type Entry } from './fixture.js';

function modelOf(config: unknown, entries: readonly Entry[]): CheckpointModel {
  const file = headerOnly('m/model.safetensors', entries);
  return checkpointModel(safetensorsFile(file, folder(file, jsonSource('m/config.json', config))));
}

/** Bytes of the weights that the engine counts, and 2 for each other parameter (the engine takes biases as 32-bit accumulator values). */
function graphBytes({ model }: CheckpointModel): number {
  if ('absent' in model) assert.fail(model.absent);
  const others = model.graph.groups.flatMap(({ ops, repeat }) => ops.map((op) => repeat * (op.kind === 'linear' ? (op.bias ? op.outFeatures : 0) : opParameters(op))));
  return linearWeights(model.graph, model.scheme).bytes + 2 * others.reduce((sum, n) => sum + n, 0);
}

const isBuffer = ([name]: Entry): boolean => /inv_freq$|\.attn\.bias$|attention\.(bias|masked_bias)$/.test(name);

describe('a checkpoint of safetensors', () => {
  for (const { name, config, entries } of publicCheckpoints) {
    it(`has the bytes of its graph, tensor by tensor: ${name}`, () => {
      const model = modelOf(config, entries);
      assert.deepEqual([model.mismatches, model.unknown], [[], []]);
      assert.equal(tensorBytes(model.checkpoint), bytesOfEntries(entries));
      assert.equal(graphBytes(model), bytesOfEntries(entries.filter((entry) => !isBuffer(entry))));
    });
  }

  it('of Llama 2 7B has the total size that its public index gives', () => {
    assert.equal(tensorBytes(modelOf(llama2.config, llama2.entries).checkpoint), 13_476_835_328);
  });

  it('tells each tensor which op and layer it belongs to', () => {
    const { modules } = modelOf(llama2.config, llama2.entries);
    const found = modules.find(({ path }) => path === 'model.layers.7.mlp.down_proj')!;
    assert.deepEqual([found.layer, found.ops, found.weights, found.weightBytes, found.isPacked], [7, ['down_proj'], 4096 * 11_008, 2 * 4096 * 11_008, false]);
    assert.equal(modules.filter(({ roles }) => roles[0]!.kind === 'buffer').length, 32);
  });

  it('of 100 GB opens in less than 200 ms, without its data', () => {
    const entries = llamaLike({ h: 8192, l: 80, q: 8192, kv: 1024, i: 28_672, v: 128_256, dtype: 'BF16' });
    const files = Array.from({ length: 30 }, (_, i) => [`model-${i}.safetensors`, entries.filter((_entry, at) => at % 30 === i)] as const);
    const index = indexOf('m/model.safetensors.index.json', Object.fromEntries(files));
    const config = { model_type: 'llama', hidden_size: 8192, num_hidden_layers: 80, num_attention_heads: 64, num_key_value_heads: 8, intermediate_size: 28_672, vocab_size: 128_256, max_position_embeddings: 8192, tie_word_embeddings: false };
    const open = folder(index, jsonSource('m/config.json', config), ...files.map(([name, part]) => headerOnly(`m/${name}`, part)));
    checkpointModel(shardedSafetensors(index, open));
    const start = process.hrtime.bigint();
    const model = checkpointModel(shardedSafetensors(index, open));
    const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
    assert.ok(tensorBytes(model.checkpoint) > 100e9);
    assert.deepEqual([model.mismatches, model.notes, model.checkpoint.files.length], [[], [], 30]);
    assert.ok(milliseconds < 200, `${milliseconds} ms`);
  });

  it('lists tensors that no op has, and goes on', () => {
    const model = modelOf(llama2.config, [...llama2.entries, ['model.layers.0.self_attn.lora_A.weight', 'F16', [8, 4096]], ['vision.patch', 'F16', [3]]]);
    assert.deepEqual(model.unknown.map(({ tensor }) => tensor.name), ['model.layers.0.self_attn.lora_A.weight', 'vision.patch']);
    assert.deepEqual(model.mismatches, []);
  });

  it('without a config.json, or of a type that is not modelled, still has its tensors told apart', () => {
    const file = headerOnly('m/model.safetensors', llama2.entries);
    const alone = checkpointModel(safetensorsFile(file, folder(file)));
    assert.ok('absent' in alone.model && /no config\.json/.test(alone.model.absent));
    assert.equal(alone.modules.filter(({ ops }) => ops.length > 0).length, 32 * 9 + 3);
    const other = modelOf({ model_type: 'whisper' }, [['model.encoder.conv1', 'F32', [4, 4]]]);
    assert.ok('absent' in other.model && /whisper/.test(other.model.absent));
    assert.equal(other.unknown.length, 1);
  });

  const wrong: readonly (readonly [what: string, change: (entries: readonly Entry[]) => readonly Entry[], code: string, told: RegExp])[] = [
    ['a missing tensor', (entries) => entries.filter(([name]) => name !== 'model.layers.3.mlp.up_proj.weight'), 'checkpoint/op-differs', /up_proj 1442840576 parameters, and the files have 1397751808, in 31 of 32 layers/],
    ['a matrix of another shape', (entries) => entries.map((e): Entry => (e[0] === 'model.layers.3.mlp.up_proj.weight' ? [e[0], 'F16', [11_000, 4096]] : e)), 'checkpoint/tensor-differs', /must have 11008 x 4096 numbers, got \[11000, 4096\]/],
    ['a larger vocabulary', (entries) => entries.map((e): Entry => (e[0] === 'model.embed_tokens.weight' ? [e[0], 'F16', [32_001, 4096]] : e)), 'checkpoint/op-differs', /embed_tokens 131072000 parameters, and the files have 131076096;|embed_tokens 131072000 parameters, and the files have 131076096$/],
    ['packed tensors that no configuration explains', (entries) => entries.map((e): Entry => (e[0] === 'lm_head.weight' ? ['lm_head.qweight', 'I32', [512, 32_000]] : e)), 'checkpoint/tensor-differs', /says nothing of quantised ones here, got I32 in a packed layout/],
  ];
  for (const [what, change, code, told] of wrong) {
    it(`is told to differ from its config.json: ${what}`, () => {
      const [first] = modelOf(llama2.config, change(llama2.entries)).mismatches;
      assert.equal(first?.code, code);
      assert.match(first.message, told);
    });
  }
});

describe('an index of shards', () => {
  const a: readonly Entry[] = [['a', 'F16', [2, 2]], ['b', 'F16', [2]]];
  const c: readonly Entry[] = [['c', 'F32', [4]]];
  const files = [headerOnly('m/1.safetensors', a), headerOnly('m/2.safetensors', c)] as const;
  const index = indexOf('m/i.json', { '1.safetensors': a, '2.safetensors': c });
  const map = (entries: unknown): ReturnType<typeof textSource> => jsonSource('m/i.json', { weight_map: entries });

  it('has every shard opened and its tensors gathered', () => {
    const checkpoint = shardedSafetensors(index, folder(...files));
    assert.deepEqual(checkpoint.tensors.map(({ name, file, bytes }) => [name, file, bytes]), [['a', 0, 8], ['b', 0, 4], ['c', 1, 16]]);
    assert.deepEqual([checkpoint.files.map(({ tensorBytes: bytes }) => bytes), checkpoint.notes], [[12, 16], []]);
  });

  it('notes a total size that is another, and tensors that it leaves out', () => {
    const { notes } = shardedSafetensors(jsonSource('m/i.json', { metadata: { total_size: 5 }, weight_map: { a: '1.safetensors' } }), folder(...files));
    assert.deepEqual(notes, ['the index gives a total of 5 bytes, and the tensors have 12', 'the index leaves out 1 tensors that its files have, among them b']);
  });

  const wrong: readonly (readonly [what: string, source: ReturnType<typeof textSource>, code: string, told: RegExp])[] = [
    ['a tensor that its file does not have', map({ a: '1.safetensors', c: '1.safetensors' }), 'checkpoint/missing-tensor', /"c" is in "1\.safetensors", and it is not/],
    ['a file that is not there', map({ a: '3.safetensors' }), 'checkpoint/shard', /"3\.safetensors", which cannot be opened: .*no such file/],
    ['a file outside of the folder', map({ a: '../1.safetensors' }), 'checkpoint/path', /must name a file in the same folder, got "\.\.\/1\.safetensors"/],
    ['an absolute path', map({ a: '/etc/passwd' }), 'checkpoint/path', /same folder/],
    ['a drive', map({ a: 'C:\\x' }), 'checkpoint/path', /same folder/],
    ['an empty name', map({ a: '' }), 'checkpoint/path', /same folder/],
    ['a file name that is a number', map({ a: 1 }), 'checkpoint/index', /\/weight_map\/a must be the name of a file/],
    ['no tensor', map({}), 'checkpoint/index', /at least one tensor/],
    ['no map', jsonSource('m/i.json', { metadata: {} }), 'checkpoint/index', /weight_map must be an object/],
    ['a list', jsonSource('m/i.json', [1]), 'checkpoint/index', /the index must be a JSON object/],
    ['text that is no JSON', textSource('m/i.json', '{"weight_map"'), 'checkpoint/not-json', /not JSON/],
  ];
  for (const [what, source, code, told] of wrong) {
    it(`is refused with ${what}`, () => {
      const found = problemOf(() => shardedSafetensors(source, folder(...files)));
      assert.deepEqual([found.code, found.file], [code, 'm/i.json']);
      assert.match(found.message, told);
      assert.ok(found.remedy !== undefined);
    });
  }

  it('is refused where two shards have the same tensor, or a shard is cut off', () => {
    const twice = problemOf(() => shardedSafetensors(map({ a: '1.safetensors', c: '2.safetensors' }), folder(files[0], headerOnly('m/2.safetensors', [['c', 'F32', [4]], ['a', 'F32', [1]]]))));
    assert.deepEqual([twice.code, twice.file], ['checkpoint/tensor-twice', '2.safetensors']);
    const cut = problemOf(() => shardedSafetensors(index, folder(files[0], { ...files[1], size: files[1].size - 1 })));
    assert.deepEqual([cut.code, cut.file], ['tensor/truncated', 'm/2.safetensors']);
  });

  it('has its problems told together, and no more than twenty of them', () => {
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`t${i}`, `${i}.bin`]));
    assert.equal(problemsOf(() => shardedSafetensors(map(many), folder())).length, 21);
  });
});
