import assert from 'node:assert/strict';
import { parseQuantity } from '../../../src/sim/core/units.js';
import { valueAt } from '../../../src/sim/core/pointer.js';
import { experimentOf } from '../../../src/reports/what-if/experiment-of.js';
import { whatIfData } from '../../../src/reports/what-if/page-data.js';
import { quantityWritten } from '../../../src/reports/what-if/quantity-written.js';
import { example } from '../../kit/fixtures.js';

describe('the experiment that a report gives back', () => {
  it('is the experiment itself where nothing is changed', async () => {
    const { base, knobs } = await whatIfData(example('flightllm.json'));
    assert.equal(experimentOf(base, knobs, {}), base.experiment);
    assert.equal(experimentOf(base, knobs, { 'workload.scenario.batch': 1, 'architecture.parameters.clock': 225e6 }), base.experiment);
  });

  it('extends the device of the catalogue whose bandwidth is changed', async () => {
    const { base, knobs } = await whatIfData(example('flightllm.json'));
    const { architecture } = experimentOf(base, knobs, { 'architecture.device.memories.hbm.bandwidth': 920e9 });
    assert.deepEqual(architecture.device, { name: 'u280-what-if', extends: 'u280', memories: { hbm: { bandwidth: '920 GB/s' } } });
    assert.equal(architecture.parameters, base.experiment.architecture.parameters);
  });

  it('does not claim a source for what is changed, nor for the whole that it is part of', async () => {
    const { base, knobs } = await whatIfData(example('flightllm.json'));
    const { sources } = experimentOf(base, knobs, { 'architecture.parameters.clock': 3e8, 'architecture.parameters.matrix.rows': 64 }).architecture;
    assert.deepEqual(sources!['/parameters/clock'], { quality: 'assumed', source: 'chosen in a report' });
    assert.deepEqual(sources!['/parameters/matrix/rows'], { quality: 'assumed', source: 'chosen in a report' });
    assert.equal(sources!['/parameters/matrix']!.quality, 'assumed');
    assert.match(sources!['/parameters/matrix']!.source, /; rows chosen in a report$/);
    assert.deepEqual(sources!['/parameters/vector'], base.experiment.architecture.sources!['/parameters/vector']);
  });

  it('says in name and description that it is a variant, and compares with no published figure', async () => {
    const { base, knobs } = await whatIfData(example('flightllm.json'));
    assert.ok(valueAt(example('flightllm.json').value, '/published') !== undefined);
    const variant = experimentOf(base, knobs, { 'workload.scenario.batch': 4, 'workload.quantization': 'int8' });
    assert.equal(variant.name, 'flightllm-u280-llama2-7b (what-if)');
    assert.match(variant.description!, /Changed in a report: scenario\.batch, quantization\.$|Changed in a report: batch, quantization\.$/);
    assert.ok(!('published' in variant));
    assert.equal(variant.workload.quantization, 'int8');
  });

  it('keeps names and descriptions within what a file may hold', async () => {
    const { base, knobs } = await whatIfData(example('flightllm.json'));
    const long = { experiment: { ...base.experiment, name: 'n'.repeat(200), description: 'd'.repeat(10_000) } };
    const variant = experimentOf(long, knobs, { 'workload.scenario.batch': 4 });
    assert.ok(variant.name.length <= 200 && variant.description!.length <= 10_000);
  });

  it('writes quantities with a unit only where that is the same number', () => {
    assert.equal(quantityWritten(225e6, 'frequency'), '225 MHz');
    assert.equal(quantityWritten(460e9, 'bandwidth'), '460 GB/s');
    assert.equal(quantityWritten(8 * 2 ** 30, 'size'), '8 GiB');
    assert.equal(quantityWritten(parseQuantity('17.32 ms', 'time'), 'time'), '17.32 ms');
    assert.equal(quantityWritten(123_456_789.123, 'frequency'), 123_456_789.123);
    for (const dimension of ['frequency', 'bandwidth', 'size', 'time', 'power', 'rate'] as const) {
      for (let exponent = -9; exponent <= 15; exponent++) {
        for (const digits of [1, 1.5, 3.3, 7.77, 9.999]) {
          const value = digits * 10 ** exponent;
          const written = quantityWritten(value, dimension);
          assert.equal(parseQuantity(written, dimension), value);
        }
      }
    }
  });
});
