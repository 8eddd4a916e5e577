import assert from 'node:assert/strict';
import type { NumberKnob } from '../../../src/reports/what-if/knob.js';
import { whatIfData } from '../../../src/reports/what-if/page-data.js';
import { differences } from '../../../src/reports/what-if/differences.js';
import { sweepLines, sweepSettings, sweepValues } from '../../../src/reports/what-if/sweep-lines.js';
import { runExample, example } from '../../kit/fixtures.js';

async function knobAt(path: string): Promise<NumberKnob> {
  const { knobs } = await whatIfData(example('flightllm.json'));
  return knobs.find((knob): knob is NumberKnob => knob.kind === 'number' && knob.path === path) ?? assert.fail(path);
}

describe('lines over one setting', () => {
  it('run from end to end of the slider, ascending, through the present value', async () => {
    for (const path of ['workload.scenario.batch', 'architecture.parameters.clock', 'architecture.parameters.options.leastOperandBytes']) {
      const knob = await knobAt(path);
      const values = sweepValues(knob, 120);
      assert.ok(values.length <= 120 && values.length >= 2, path);
      assert.ok(values.every((value, i) => i === 0 || value > values[i - 1]!), path);
      assert.deepEqual([values[0], values.at(-1)], [knob.low, knob.high], path);
      assert.ok(values.includes(knob.value), path);
    }
  });

  it('are in a unit that can be read, and have no point where a design does not fit', async () => {
    const clock = await knobAt('architecture.parameters.clock');
    const totals = { firstTokenSeconds: 1, secondsPerOutputToken: null, tokensPerSecond: 3, latencySeconds: 2 };
    const result = sweepLines(clock, [1e8, 2e8, 3e8], 'totals.latencySeconds', [['now', [{ kind: 'totals', totals }, { kind: 'exceeded', reasons: [] }]]]);
    assert.deepEqual(result.axes, [{ path: clock.path, name: 'Clock, MHz', values: [100, 200, 300] }]);
    assert.deepEqual(result.rows.map(({ feasible, values }) => [feasible, values[0]]), [[true, 2], [false, null], [false, null]]);
    const two = sweepLines(clock, [1e8, 2e8], 'totals.latencySeconds', [['now', []], ['before', []]]);
    assert.deepEqual(two.rows.map(({ experiment, point }) => [experiment, point[0]]), [['now', 100], ['before', 100], ['now', 200], ['before', 200]]);
    assert.equal(sweepLines(clock, [1e8], 'totals.secondsPerOutputToken', [['now', [{ kind: 'totals', totals }]]]).rows[0]!.values[0], null);
  });

  it('are those of the closed form where single variants are run event by event', () => {
    assert.deepEqual(sweepSettings({ a: 1 }, 'event'), { a: 1, fidelity: 'analytic' });
    assert.deepEqual(sweepSettings({ fidelity: 'event' }, 'analytic'), { fidelity: 'analytic' });
    assert.deepEqual(sweepSettings({ a: 1 }, 'analytic'), { a: 1 });
    assert.deepEqual(sweepSettings({ fidelity: 'roofline' }, 'event'), { fidelity: 'roofline' });
  });
});

describe('key numbers before and after', () => {
  it('say what is better by its direction, and nothing where nothing changes', () => {
    const [was, is] = [runExample('systolic.json'), runExample('systolic.json', { 'workload.scenario.batch': 2 })];
    const rows = new Map(differences(was, is).map((row) => [row.name, row]));
    assert.equal(rows.get('First token')!.verdict, 'worse');
    assert.equal(rows.get('Token/s over all')!.verdict, 'better');
    assert.deepEqual([rows.get('Weights')!.verdict, rows.get('Weights')!.ratio], [null, '1.00 ×']);
    assert.ok(differences(was, was).every(({ verdict, was: before, is: now }) => verdict === null && before === now));
  });

  it('leave out what neither has, and call what only one has by name', () => {
    const [gpu, encoder] = [runExample('gpu.json'), runExample('gpu.json', { 'workload.scenario.outputTokens': 1 })];
    assert.ok(!differences(gpu, gpu).some(({ name }) => name === 'DSP blocks' || name === 'Energy'));
    const perToken = differences(gpu, encoder).find(({ name }) => name === 'Time per output token')!;
    assert.deepEqual([perToken.is, perToken.ratio, perToken.verdict], ['none', '', null]);
  });
});
