import assert from 'node:assert/strict';
import { explainMetric } from '../../src/sim/engine/explain.js';
import { timelineOf } from '../../src/sim/engine/event/timeline.js';
import { simulate } from '../../src/sim/engine/simulate.js';
import { fastTotals } from '../../src/sim/engine/totals.js';
import { fidelitiesOf } from '../../src/sim/model/architecture.js';
import { inputOfExample, runExample } from '../kit/fixtures.js';
import { problemsOf } from '../kit/problems.js';

const t5 = { 'workload.model': 't5-base', 'workload.scenario': { promptTokens: 24, outputTokens: 4, decoderPromptTokens: 2 } };
const scheme = { 'flightllm.json': 'w4a8', 'gpu.json': 'fp16' };

describe('an experiment with an encoder', () => {
  it('runs, explains itself and has the totals of the fast path, at every fidelity', () => {
    for (const file of ['flightllm.json', 'gpu.json'] as const) {
      const input = inputOfExample(file, { ...t5, 'workload.quantization': scheme[file] });
      assert.deepEqual(input.scenario, { batch: 1, promptTokens: 24, outputTokens: 4, decoderPromptTokens: 2, logits: 'last' });
      for (const fidelity of fidelitiesOf(input.machine)) {
        const own = { ...input, fidelity };
        const result = simulate(own);
        assert.ok(result.feasible, JSON.stringify(result.reasons));
        assert.equal(fastTotals(own.machine, own.graph, own.scheme, own.scenario, fidelity).latencySeconds, result.totals.latencySeconds);
        const values = { 'phases.prefill.latencySeconds': result.phases.prefill!.latencySeconds, 'phases.decode.latencySeconds': result.phases.decode!.latencySeconds, 'totals.latencySeconds': result.totals.latencySeconds! };
        for (const [metric, value] of Object.entries(values)) assert.ok(Math.abs(explainMetric(own, result, metric)!.value / value - 1) < 1e-9, `${file} ${fidelity} ${metric}`);
      }
    }
  });

  it('has a timeline that ends with its prefill', () => {
    const input = { ...inputOfExample('flightllm.json', { ...t5, 'workload.quantization': 'w4a8' }), fidelity: 'event' as const };
    const end = timelineOf(input).filter((slice) => slice.phase === 'prefill').reduce((last, slice) => Math.max(last, slice.startSeconds + slice.seconds), 0);
    assert.ok(Math.abs(end / simulate(input).phases.prefill!.latencySeconds - 1) < 1e-6);
  });

  it('needs no output tokens for an encoder and refuses more than one', () => {
    const run = (scenario: object): unknown => runExample('gpu.json', { 'workload.model': 'bert-base', 'workload.quantization': 'fp16', 'workload.scenario': scenario });
    assert.doesNotThrow(() => run({ promptTokens: 128 }));
    assert.deepEqual(problemsOf(() => run({ promptTokens: 128, outputTokens: 8 })).map((p) => [p.code, p.pointer]), [['scenario/encoder-output', '/workload/scenario/outputTokens']]);
    assert.deepEqual(problemsOf(() => runExample('gpu.json', { 'workload.scenario': { promptTokens: 8 } })).map((p) => p.code), ['scenario/missing-output']);
  });
});
