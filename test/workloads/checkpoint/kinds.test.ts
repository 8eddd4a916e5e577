import assert from 'node:assert/strict';
import { parameterCount } from '../../../src/sim/model/op-graph.js';
import { bitsPerWeight } from '../../../src/sim/model/quantization.js';
import { inspectFile, modelFileIn, modelFileKinds, workloadInFile } from '../../../src/workloads/checkpoint/kinds.js';
import { modelNamed } from '../../../src/workloads/models.js';
import { typesOfMix } from '../gguf/k-quant-mixes.js';
import { modelFile } from '../gguf/model-file.js';
import { problemOf } from '../../kit/problems.js';
import { sourceOf } from '../tensors/fixture.js';
import { far, model, node, types, value } from '../onnx/encode.js';
import { llama2 } from './families.js';
import { folder, headerOnly, jsonSource, textSource } from './fixture.js';

const onnx = sourceOf(model({ nodes: [node('MatMul', ['x', 'w'], ['y'])], tensors: [far('w', types.fp16, [64, 96], 64 * 96 * 2)], inputs: [value('x', types.fp16, ['n', 64])] }), 'm/model.onnx');
const data = { ...textSource('m/model.onnx.data', ''), size: 64 * 96 * 2 };

describe('a model file', () => {
  it('of any kind has its graph and its scheme', () => {
    const file = headerOnly('m/model.safetensors', llama2.entries);
    const config = jsonSource('m/config.json', llama2.config);
    const stored = workloadInFile(file, folder(file, config));
    assert.deepEqual([parameterCount(stored.graph), stored.maxContext, stored.scheme.weights.type.name], [6_738_415_616, 4096, 'fp16']);
    assert.deepEqual(workloadInFile(config, folder()).graph.groups, stored.graph.groups);
    const computed = workloadInFile(onnx, folder(data));
    assert.deepEqual([parameterCount(computed.graph), bitsPerWeight(computed.scheme.weights)], [64 * 96, 16]);
  });

  it('counts the weights of every expert where a configuration stands alone', () => {
    const mixtral = { model_type: 'mixtral', hidden_size: 64, intermediate_size: 128, num_hidden_layers: 2, num_attention_heads: 4, num_key_value_heads: 2, vocab_size: 100, num_local_experts: 8, num_experts_per_tok: 2, max_position_embeddings: 512 };
    const { ops } = inspectFile(jsonSource('m/config.json', mixtral), folder());
    const up = ops.find(({ op }) => op === 'expert_up_proj')!;
    assert.deepEqual([up.count, up.weights], [2 * 8, 2 * 8 * 64 * 128]);
  });

  it('of GGUF has its formats, roles and graph', () => {
    const spec = modelNamed('llama-2-7b')!;
    const file = modelFile({ architecture: 'llama', spec, typeOf: typesOfMix('Q4_K_M', spec.layers) });
    const found = inspectFile(file, folder(file));
    assert.deepEqual([found.kind, found.notUnderstood, found.modelAbsent, found.weights], ['gguf', [], null, parameterCount(workloadInFile(file, folder(file)).graph)]);
    assert.equal(found.formats.reduce((sum, { bytes }) => sum + bytes, 0), found.tensorBytes);
    assert.ok(found.bitsPerWeight! > 4.5 && found.bitsPerWeight! < 5);
    assert.deepEqual(found.ops.find(({ op }) => op === 'up_proj')?.formats, ['Q4_K']);
  });

  it('is no workload where its configuration is absent, differs, or nothing is understood', () => {
    const file = headerOnly('m/model.safetensors', llama2.entries.slice(1));
    const codes = [
      problemOf(() => workloadInFile(file, folder(file))),
      problemOf(() => workloadInFile(file, folder(file, jsonSource('m/config.json', llama2.config)))),
      problemOf(() => workloadInFile(sourceOf(model({ nodes: [node('Oracle', ['x'], ['y'])] }), 'x.onnx'), folder())),
      problemOf(() => workloadInFile(onnx, folder())),
    ].map(({ code }) => code);
    assert.deepEqual(codes, ['checkpoint/no-model', 'checkpoint/op-differs', 'checkpoint/no-model', 'onnx/external-file']);
  });

  it('is known by its bytes, whatever its name', () => {
    const renamed = { ...headerOnly('weights.bin', [['a', 'F16', [2]]]) };
    assert.equal(inspectFile(renamed, folder()).kind, 'safetensors');
    assert.equal(inspectFile({ ...onnx, name: 'm/net.bin' }, folder(data)).kind, 'onnx');
    for (const text of ['', 'hello', '[1]', '{"kind": "experiment"}', 'PK\u0003\u0004']) assert.equal(problemOf(() => inspectFile(textSource('x', text), folder())).code, 'checkpoint/unknown-kind', text);
  });

  it('stands for its folder where it is the only one of its kind', () => {
    assert.equal(modelFileIn('m', ['config.json', 'model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors', 'model.safetensors.index.json']), 'model.safetensors.index.json');
    assert.equal(modelFileIn('m', ['adapter.safetensors', 'model.safetensors', 'config.json']), 'model.safetensors');
    assert.equal(modelFileIn('m', ['README.md', 'llama-q4.gguf']), 'llama-q4.gguf');
    assert.equal(modelFileIn('m', ['config.json', 'tokenizer.json']), 'config.json');
    assert.equal(problemOf(() => modelFileIn('m', ['a.gguf', 'b.gguf'])).code, 'checkpoint/several');
    assert.equal(problemOf(() => modelFileIn('m', [])).code, 'checkpoint/empty-folder');
    assert.ok(modelFileKinds.length >= 5);
  });
});
