import assert from 'node:assert/strict';
import type { Inspection } from '../../src/workloads/checkpoint/inspection.js';
import { llamaLike } from '../workloads/checkpoint/families.js';
import { bytesOfEntries, headerOnly, indexOf, type Entry } from '../workloads/checkpoint/fixture.js';
import { far, field, graph, int, model, node, types, value } from '../workloads/onnx/encode.js';
import { archsim, inEmptyFolder } from './session.js';

const config = { model_type: 'llama', hidden_size: 64, num_hidden_layers: 2, num_attention_heads: 4, num_key_value_heads: 2, intermediate_size: 128, vocab_size: 100, max_position_embeddings: 64, tie_word_embeddings: false };
const awq = { quant_method: 'awq', bits: 4, group_size: 32, zero_point: true, version: 'gemm' };
const plain = llamaLike({ h: 64, l: 2, q: 64, kv: 32, i: 128, v: 100, dtype: 'F16' });
const packed = plain.flatMap((entry): readonly Entry[] => {
  if (!/_proj\.weight$/.test(entry[0])) return [entry];
  const [path, [o, i]] = [entry[0].replace(/\.weight$/, ''), entry[2] as [number, number]];
  return [[`${path}.qweight`, 'I32', [i, o / 8]], [`${path}.qzeros`, 'I32', [i / 32, o / 8]], [`${path}.scales`, 'F16', [i / 32, o]]];
});

/** The bytes of a file, its data zeros. */
function whole(entries: readonly Entry[]): Uint8Array {
  const source = headerOnly('x', entries);
  const header = source.size - bytesOfEntries(entries);
  const bytes = new Uint8Array(source.size);
  bytes.set(source.read(0, header));
  return bytes;
}

async function inspected(...words: readonly string[]): Promise<Inspection> {
  const { code, out, err } = await archsim('inspect', ...words, '--json');
  assert.deepEqual([code, err], [0, ''], out);
  return JSON.parse(out) as Inspection;
}

describe('archsim inspect', () => {
  const write = inEmptyFolder();

  it('shows tensors, formats, bits a weight and roles of a quantised checkpoint', async () => {
    write({ 'm/model.safetensors': whole(packed), 'm/config.json': JSON.stringify({ ...config, quantization_config: awq }) });
    const found = await inspected('m');
    assert.equal(found.tensorBytes, bytesOfEntries(packed));
    assert.deepEqual([found.kind, found.quantization, found.mismatches, found.notUnderstood], ['safetensors', 'awq', [], []]);
    assert.deepEqual(found.formats.find(({ format }) => format.startsWith('int4')), { format: 'int4 in groups of 32', tensors: 42, bytes: ((4 + 20 / 32) / 8) * 2 * (3 * 64 * 128 + 2 * 64 * 64 + 2 * 64 * 32), weights: 2 * (3 * 64 * 128 + 2 * 64 * 64 + 2 * 64 * 32), bitsPerWeight: 4 + 20 / 32 });
    assert.equal(found.formats.reduce((sum, { bytes }) => sum + bytes, 0), found.tensorBytes);
    const op = found.ops.find((row) => row.op === 'down_proj')!;
    assert.deepEqual([op.count, op.weights, op.bitsPerWeight, op.schemeBitsPerWeight], [2, 2 * 64 * 128, 4.625, 4.625]);
    assert.deepEqual(found.tensors.find(({ name }) => name === 'model.layers.1.mlp.down_proj.qzeros'), { name: 'model.layers.1.mlp.down_proj.qzeros', type: 'I32', shape: [4, 8], bytes: 128, format: 'int4 in groups of 32', ops: ['down_proj'], role: 'zero-point', layer: 1, file: 'm/model.safetensors' });

    const { code, out } = await archsim('inspect', 'm');
    assert.equal(code, 0);
    for (const line of [/^m\/model\.safetensors: safetensors, one file of .*, 49 tensors of/m, /^Model: llama, 2 layers of 64, vocabulary 100$/m, /^Quantised with awq$/m, /^Scheme: weights int4 of 4\.625 bits, activations fp16/m, /^int4 in groups of 32 +42 /m, /^q_proj +2 +int4/m, /^The largest 20 of 49 tensors/m]) assert.match(out, line);
    assert.ok(out.split('\n').every((line) => line.length <= 100));
    assert.match((await archsim('inspect', 'm', '--tensors')).out, /model\.layers\.1\.mlp\.down_proj\.scales/);
  });

  it('reads an index with its shards, and a config.json alone', async () => {
    const shards = { 'a.safetensors': plain.slice(0, 5), 'b.safetensors': plain.slice(5) };
    const index = indexOf('i', shards);
    write({ 'm/model.safetensors.index.json': new TextDecoder().decode(index.read(0, index.size)), 'm/a.safetensors': whole(shards['a.safetensors']), 'm/b.safetensors': whole(shards['b.safetensors']), 'm/config.json': JSON.stringify(config), 'c/config.json': JSON.stringify({ ...config, quantization_config: awq }) });
    const found = await inspected('m');
    assert.deepEqual([found.kind, found.files.length, found.tensorBytes, found.bitsPerWeight], ['safetensors in shards', 2, bytesOfEntries(plain), 16]);
    const alone = await inspected('c');
    assert.deepEqual([alone.kind, alone.tensors, alone.ops.find(({ op }) => op === 'up_proj')?.schemeBitsPerWeight, alone.ops.find(({ op }) => op === 'lm_head')?.schemeBitsPerWeight], ['config.json', [], 4.625, 16]);
  });

  it('reads ONNX with its data beside it', async () => {
    const bytes = model({ nodes: [node('MatMul', ['x', 'w'], ['y']), node('Oracle', ['y'], ['z'])], tensors: [far('w', types.fp16, [64, 96], 64 * 96 * 2)], inputs: [value('x', types.fp16, ['n', 64])] });
    write({ 'model.onnx': bytes, 'model.onnx.data': new Uint8Array(64 * 96 * 2) });
    const found = await inspected('model.onnx');
    assert.deepEqual([found.kind, found.weights, found.bitsPerWeight, found.notUnderstood, found.ops[0]?.op], ['onnx', 64 * 96, 16, ['operator Oracle in 1 node'], 'MatMul_y (MatMul n x 64 x 96)']);
    assert.match((await archsim('inspect', 'model.onnx')).out, /^Not understood\n- operator Oracle in 1 node$/m);
  });

  it('ends with 1 where files and configuration differ, and shows both', async () => {
    write({ 'm/model.safetensors': whole(plain.filter(([name]) => name !== 'lm_head.weight')), 'm/config.json': JSON.stringify(config) });
    const { code, out } = await archsim('inspect', 'm');
    assert.equal(code, 1);
    assert.match(out, /^Files and configuration differ\n- m\/model\.safetensors checkpoint\/op-differs: the configuration gives lm_head 6400/m);
  });

  const wrong: readonly (readonly [files: Readonly<Record<string, string | Uint8Array>>, path: string, told: RegExp])[] = [
    [{}, 'nothing.safetensors', /^file\/unreadable: "nothing\.safetensors" cannot be read: .*; /],
    [{ 'm/readme.md': 'x' }, 'm', /^m checkpoint\/empty-folder: the folder has no model file, only "readme\.md"; /],
    [{ 'm/a.onnx': 'x', 'm/b.onnx': 'x' }, 'm', /^m checkpoint\/several: the folder has several models: "a\.onnx", "b\.onnx"; name the file/],
    [{ 'notes.txt': 'hello' }, 'notes.txt', /^notes\.txt checkpoint\/unknown-kind: .*; known: safetensors/],
    [{ 'x.json': '{"a": 1}' }, 'x.json', /^x\.json checkpoint\/unknown-kind/],
    [{ 'x.json': '{"a": ' }, 'x.json', /^x\.json:1:\d+ json\//],
    [{ 'empty.onnx': '' }, 'empty.onnx', /^empty\.onnx onnx\/not-a-model: byte 0/],
    [{ 'cut.onnx': Uint8Array.from([...int(1, 8), ...field(7, graph('g', { nodes: [] })).slice(0, 3)]) }, 'cut.onnx', /^cut\.onnx onnx\/malformed: byte 2: /],
    [{ 'cut.safetensors': whole(plain).subarray(0, 2000) }, 'cut.safetensors', /^cut\.safetensors tensor\/truncated/],
    [{ 'm/model.safetensors': whole(plain), 'm/config.json': JSON.stringify({ ...config, quantization_config: { quant_method: 'gptqq' } }) }, 'm', /^m\/config\.json quantization\/unknown-method: .*did you mean "gptq"\?/],
  ];
  for (const [files, path, told] of wrong) {
    it(`ends with 2, the place and a remedy: ${path} of ${Object.keys(files).join(', ') || 'nothing'}`, async () => {
      write(files);
      const { code, out, err } = await archsim('inspect', path);
      assert.deepEqual([code, out], [2, '']);
      assert.match(err, told);
    });
  }
});
