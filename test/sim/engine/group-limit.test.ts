import assert from 'node:assert/strict';
import { runExample } from '../../kit/fixtures.js';

const grouped = (type: string, activations: string, kvCache: string) => ({ name: 'groups', weights: { type, groupSize: 128 }, activations, kvCache });

describe('scales of groups along the reduction', () => {
  for (const [file, scheme] of [['systolic.json', grouped('int8', 'int8', 'int8')], ['ternary.json', grouped('ternary', 'int8', 'int8')], ['binary-tensor-core.json', grouped('int2', 'int8', 'fp16')]] as const) {
    it(`are refused with the reason by an array that scales sums after all their products: ${file}`, () => {
      const { feasible, reasons, totals } = runExample(file, { 'workload.quantization': scheme });
      assert.equal(feasible, false);
      assert.deepEqual(reasons.find(({ resource }) => resource.includes('q_proj'))?.code, 'unsupported-groups');
      assert.equal(totals.latencySeconds, null);
    });

    it(`are no scales of groups where a row has one: ${file}`, () => {
      assert.equal(runExample(file, { 'workload.quantization': { ...scheme, weights: { type: scheme.weights.type, groupSize: 0 } } }).feasible, true);
    });
  }

  it('are taken by arrays that scale each group', () => {
    for (const file of ['flightllm.json', 'bit-serial.json', 'shift-add.json', 'lut-cpu.json']) assert.equal(runExample(file).feasible, true, file);
  });
});
