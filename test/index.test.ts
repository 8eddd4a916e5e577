import assert from 'node:assert/strict';
import { explain, fastTotals, prepare, run, simulate } from '../src/index.js';

const experiment = {
  kind: 'experiment', name: 'library',
  workload: { model: 'llama-3-8b', quantization: 'w4a16-g128', scenario: { batch: 8, promptTokens: 1024, outputTokens: 16 } },
  architecture: { family: 'gpu', device: 'a100-sxm-80gb' },
};

describe('the library', () => {
  it('prepares what run simulates, for loops of its users', () => {
    const input = prepare(experiment);
    const result = run(experiment);
    assert.deepEqual({ ...simulate(input), published: [] }, result);
    assert.equal(fastTotals(input.machine, input.graph, input.scheme, input.scenario, input.fidelity).latencySeconds, result.totals.latencySeconds);
  });

  it('explains a number of the result', () => {
    const tree = explain(experiment, 'totals.firstTokenSeconds');
    assert.equal(tree?.value, run(experiment).totals.firstTokenSeconds);
    assert.ok(tree.inputs.length > 10);
    assert.equal(explain(experiment, 'totals.energyJoules'), undefined);
  });
});
