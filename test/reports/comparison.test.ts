import assert from 'node:assert/strict';
import { compareResults } from '../../src/reports/comparison.js';
import { comparisonTable } from '../../src/reports/text/comparison-table.js';
import { runExample } from '../kit/fixtures.js';

const plain = { colour: false, width: 100 };

describe('designs side by side', () => {
  const base = runExample('flightllm.json');
  const halved = runExample('flightllm.json', { 'architecture.device': { name: 'half', extends: 'u280', memories: { hbm: { bandwidth: '230 GB/s' } } }, 'name': 'half' });

  it('have every metric with its gain over the first, in the sense in which it is better', () => {
    const { metrics } = compareResults([base, halved]);
    const of = (path: string) => metrics.find(({ metric }) => metric === path)!;
    assert.deepEqual(of('totals.latencySeconds').values, [base.totals.latencySeconds, halved.totals.latencySeconds]);
    assert.equal(of('totals.latencySeconds').gains[1], base.totals.latencySeconds! / halved.totals.latencySeconds!);
    assert.equal(of('totals.tokensPerSecond').gains[1], halved.totals.tokensPerSecond! / base.totals.tokensPerSecond!);
    assert.deepEqual(metrics.filter(({ values }) => values.every((value) => value === null)), []);
  });

  it('name the fastest, and why: what binds the next in the phase that makes the difference', () => {
    const { winner, why } = compareResults([halved, base]);
    assert.equal(winner, 1);
    assert.match(why[0]!, /^decode makes \d+\.\d % of the difference \(1\.9\d × as fast\): half is bound by hbm load, and flightllm\S* sustains 1\.9\d × the bytes a second$/);
  });

  it('have no winner where their work differs, and are told how', () => {
    const { winner, why } = compareResults([base, runExample('flightllm.json', { 'workload.scenario.promptTokens': 64 })]);
    assert.equal(winner, null);
    assert.match(why[0]!, /the scenario differs \(batch 1, 64 \+ 128 tokens and batch 1, 128 \+ 128 tokens\)/);
  });

  it('keep their place where one does not fit', () => {
    const large = runExample('flightllm.json', { 'workload.model': 'llama-2-70b' });
    const { designs, winner, metrics } = compareResults([base, large]);
    assert.deepEqual(designs.map(({ feasible }) => feasible), [true, false]);
    assert.equal(winner, null);
    assert.deepEqual(metrics.find(({ metric }) => metric === 'totals.latencySeconds')!.values, [base.totals.latencySeconds, null]);
  });

  it('are a table that says what is not modelled, and never 0 in its place', () => {
    const text = comparisonTable(compareResults([base, halved]), plain);
    assert.match(text, /totals\.latencySeconds +2\.542 s +4\.\d+ s \(0\.5\d ×\)/);
    assert.match(text, /decode bound by +hbm load, 99\.\d % busy/);
    assert.match(text, /\* flightllm-u280-llama2-7b is the fastest/);
    assert.ok(!text.includes('undefined') && !text.includes('NaN'));
  });
});
