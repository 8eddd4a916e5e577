import assert from 'node:assert/strict';
import { original } from '../../../src/validation/llm-viewer/bookkeeping.js';
import { modelOf, type KnownModel } from '../../../src/validation/llm-viewer/models.js';
import { toolGraph } from '../../../src/validation/llm-viewer/tool-graph.js';
import { reference } from './reference.js';

function known(id: string): KnownModel {
  const model = modelOf(id);
  assert.ok(typeof model !== 'string', id);
  return model;
}

describe('validation/llm-viewer/models', () => {
  it('knows every model of the reference with its sizes', () => {
    for (const [id, sizes] of Object.entries(reference.header.models)) {
      const { spec } = known(id);
      assert.equal(spec.hiddenSize, sizes['hidden_size'] ?? sizes['n_embd'], id);
      assert.equal(spec.layers, sizes['num_hidden_layers'] ?? sizes['num_layers'], id);
      assert.equal(spec.heads, sizes['num_attention_heads'], id);
      assert.equal(spec.kvHeads, sizes['num_key_value_heads'] ?? sizes['multi_query_group_num'] ?? sizes['num_attention_heads'], id);
      assert.equal(spec.vocabularySize, sizes['vocab_size'] ?? sizes['padded_vocab_size'], id);
    }
  });

  it('knows other models of the catalogue by their ids, tuned variants among them', () => {
    assert.equal(known('meta-llama/Llama-3.1-70B').spec.layers, 80);
    assert.equal(known('facebook/opt-66b').spec.hiddenSize, 9216);
    assert.equal(known('meta-llama/Llama-2-7b-chat-hf').spec.name, 'llama-2-7b');
    assert.equal(known('meta-llama/Llama-3.1-8B-Instruct').spec.name, 'llama-3.1-8b');
    assert.equal(known('meta-llama/Meta-Llama-3.1-8B').spec.name, 'llama-3.1-8b');
    assert.equal(known('meta-llama/Meta-Llama-3-8B').spec.name, 'llama-3-8b');
  });

  it('gives the op names of the tool: no gate and one norm for GPT-J, a gate for OPT', () => {
    const names = (id: string): readonly string[] => toolGraph(known(id), original).layerOps.map(({ name }) => name);
    const llama = ['q_proj', 'k_proj', 'v_proj', 'out_proj', 'gate_proj', 'up_proj', 'down_proj', 'qk_matmul', 'sv_matmul', 'softmax', 'attn_norm', 'mlp_norm', 'attn_add', 'mlp_add', 'mlp_act'];
    assert.deepEqual(names('meta-llama/Llama-2-7b-hf'), llama);
    assert.deepEqual(names('facebook/opt-125m'), llama);
    assert.deepEqual(names('THUDM/chatglm3-6b'), llama);
    assert.deepEqual(names('EleutherAI/gpt-j-6B'), llama.filter((name) => name !== 'gate_proj' && name !== 'mlp_norm'));
  });

  it('puts lm_head on the hidden size where the embedding is narrower', () => {
    const { op } = toolGraph(known('facebook/opt-350m'), original).head;
    assert.ok(op.kind === 'linear');
    assert.equal(op.inFeatures, 1024);
  });
});
