import assert from 'node:assert/strict';
import { parameterCount } from '../../../src/sim/model/op-graph.js';
import { deviceNamed } from '../../../src/sim/physical/devices/index.js';
import { decoderGraph } from '../../../src/workloads/decoder-graph.js';
import { modelNames } from '../../../src/workloads/models.js';
import { machines } from '../../../src/validation/genz/machines.js';
import { catalogueIds, mixtures, slips } from '../../../src/validation/genz/model-table.js';
import { modelOf, type KnownModel } from '../../../src/validation/genz/models.js';
import { reference } from './reference.js';

function known(id: string): KnownModel {
  const model = modelOf(id);
  assert.ok(model !== undefined, id);
  return model;
}

describe('validation/genz/models', () => {
  it('knows every model of the reference with its sizes', () => {
    for (const [id, sizes] of Object.entries(reference.header.models)) {
      const { spec, slip } = known(id);
      assert.deepEqual(slip, {}, id);
      assert.deepEqual(
        [spec.vocabularySize, spec.hiddenSize, spec.intermediateSize, spec.gatedMlp ? 2 : 1, spec.layers, spec.heads, spec.kvHeads, spec.headDim, spec.experts?.count ?? 1, spec.experts?.active ?? 1],
        [sizes.vocab_size, sizes.hidden_size, sizes.intermediate_size, sizes.num_ffi, sizes.num_decoder_layers, sizes.num_attention_heads, sizes.num_key_value_heads, sizes.head_dim,
          sizes.num_experts, sizes.expert_top_k], id);
    }
  });

  it('takes ids in any case of letters, names and hub ids of the catalogue among them', () => {
    assert.equal(known('Llama2_7B').spec.name, 'llama-2-7b');
    assert.equal(known('Qwen/Qwen2.5-14B').spec.name, 'qwen2.5-14b');
    assert.equal(known('opt-30b').spec.layers, 48);
    assert.equal(known('meta-llama/meta-llama-3.1-70b').spec.name, 'llama-2-70b');
    assert.equal(modelOf('deepseek-ai/DeepSeek-V3-Base'), undefined);
  });

  it('has ids for models of the catalogue only, each in small letters', () => {
    for (const [id, name] of Object.entries(catalogueIds)) {
      assert.equal(id, id.toLowerCase());
      assert.ok(modelNames().includes(name), name);
    }
    for (const name of Object.keys(slips)) assert.ok(modelNames().includes(name), name);
  });

  it('has no rules for latent attention, shared experts, dense layers between, state spaces, or experts of another width', () => {
    for (const id of ['deepseek-v2-lite', 'deepseek-v3', 'mamba-2.8b', 'qwen3-30b-a3b']) {
      assert.ok(modelNames().includes(id), id);
      assert.equal(modelOf(id), undefined, id);
    }
  });

  it('has mixtures with the parameters that are published for them', () => {
    const published: Readonly<Record<string, number>> = { 'mixtral-8x22b-instruct': 140.6e9, 'phi-3.5-moe': 41.9e9, 'dbrx': 132e9 };
    assert.deepEqual(mixtures.map(({ name }) => name), Object.keys(published));
    for (const { name, ids } of mixtures) {
      const count = parameterCount(decoderGraph(known(ids[0]!).spec));
      assert.ok(Math.abs(count / published[name]! - 1) < 0.005, `${name}: ${count}`);
    }
  });

  it('has the machines of the reference, figure by figure, each with its counterpart in the catalogue', () => {
    assert.deepEqual(machines.map(({ name }) => name).sort(), Object.keys(reference.header.systems).sort());
    for (const machine of machines) {
      const { Flops, Memory_size, Memory_BW, ICN, ICN_LL = 1 } = reference.header.systems[machine.name]!;
      assert.deepEqual([machine.teraOps, machine.gigabytes, machine.gigabytesPerSecond, machine.linkGigabytesPerSecond, machine.linkMicroseconds], [Flops, Memory_size, Memory_BW, ICN, ICN_LL]);
      assert.ok(deviceNamed(machine.catalogueName) !== undefined, machine.catalogueName);
    }
  });
});
