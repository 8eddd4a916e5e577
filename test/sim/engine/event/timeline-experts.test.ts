import assert from 'node:assert/strict';
import { timelineOf } from '../../../../src/sim/engine/event/timeline.js';
import { simulate } from '../../../../src/sim/engine/simulate.js';
import { inputOfExample } from '../../../kit/fixtures.js';

const experts = {
  '_name_or_path': 'small', 'model_type': 'mixtral', 'hidden_size': 256, 'num_hidden_layers': 2, 'num_attention_heads': 4, 'num_key_value_heads': 4, 'intermediate_size': 512, 'vocab_size': 1000,
  'max_position_embeddings': 512, 'num_local_experts': 8, 'num_experts_per_tok': 2, 'tie_word_embeddings': false, 'sliding_window': null,
};

describe('a timeline of a model with experts', () => {
  for (const file of ['ternary.json', 'systolic.json']) {
    it(`takes as long as the result, all experts that are expected counted: ${file}`, () => {
      const input = inputOfExample(file, { 'workload.model': experts, 'fidelity': 'event', 'workload.scenario.promptTokens': 8, 'workload.scenario.outputTokens': 2 });
      const slices = timelineOf(input);
      const end = Math.max(...slices.map((slice) => slice.startSeconds + slice.seconds));
      const total = simulate(input).totals.latencySeconds!;
      assert.ok(Math.abs(end - total) <= 1e-9 * total, `${end} against ${total}`);
      const more = slices.filter(({ label }) => label.includes('more experts of expert_up_proj'));
      // Of one token two experts are taken; of a prompt of 8 tokens 8 (1 - (3/4)^8).
      assert.ok(Math.abs(more.find(({ phase }) => phase === 'decode')!.repeats! - 1) < 1e-9);
      assert.ok(Math.abs(more.find(({ phase }) => phase === 'prefill')!.repeats! - (8 * (1 - 0.75 ** 8) - 1)) < 1e-9);
    });
  }
});
