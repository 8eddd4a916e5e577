import assert from 'node:assert/strict';
import { buildGpu } from '../../../src/arch/gpu/machine.js';
import { dataType, type DataType } from '../../../src/sim/model/datatype.js';
import { deviceNamed, devices } from '../../../src/sim/physical/devices/index.js';
import { runExample } from '../../kit/fixtures.js';

const type = (name: string): DataType => dataType(name)!;
const peak = (device: string, weights: string, activations: string): number => 2 * buildGpu({}, deviceNamed(device)!).peakMacsPerSecond(type(weights), type(activations));

describe('the peak of a GPU', () => {
  it('is that of the wider operand: INT4 weights with FP16 activations run at the FP16 rate', () => {
    assert.equal(peak('a100-sxm-80gb', 'int4', 'fp16'), 312e12);
    assert.equal(peak('a100-sxm-80gb', 'int4', 'int8'), 624e12);
    assert.equal(peak('h100-sxm', 'fp8', 'fp8'), 1978e12);
    assert.equal(peak('h100-sxm', 'nf4', 'fp8'), peak('h100-sxm', 'fp16', 'fp16'));
    assert.equal(peak('h100-sxm', 'mxfp8', 'fp8'), 1978e12);
  });

  it('falls back to a wider format where the device has no unit for the narrow one', () => {
    assert.equal(peak('h100-sxm', 'int4', 'int4'), 1978e12);
    assert.equal(peak('v100', 'int8', 'int8'), 112e12);
  });
});

describe('every device with peak rates and a bandwidth', () => {
  it('runs Llama-2-7B as a roofline, or says that the model does not fit', () => {
    let ran = 0;
    for (const device of devices.filter((d) => d.peaks.length > 0)) {
      const result = runExample('gpu.json', { 'architecture.device': device.name });
      if (result.feasible) {
        assert.ok(result.totals.latencySeconds! > 0, device.name);
        assert.ok(result.phases.decode!.dramUtilization <= 1 + 1e-9, device.name);
        ran++;
      } else {
        assert.deepEqual(result.reasons.map((r) => r.code), ['memory-exceeded'], device.name);
      }
    }
    assert.ok(ran > 45, String(ran));
  });
});

describe('a roofline on a GPU', () => {
  it('says what it does not model', () => {
    const result = runExample('gpu.json');
    assert.equal(result.totals.energyJoules, null);
    assert.equal(result.phases.decode!.cycles, null);
    assert.ok(result.notModelled.some((n) => n.path === 'phases.*.cycles'));
    assert.equal(result.resources, null);
  });

  it('moves the scores when attention is not fused', () => {
    const fused = runExample('gpu.json').phases.prefill!;
    const eager = runExample('gpu.json', { 'architecture.parameters.fusedAttention': false }).phases.prefill!;
    // Scores are written once and probabilities read once: 2 x pairs x heads x layers x 2 bytes.
    const pairs = (1024 * 1025) / 2;
    assert.equal(eager.dramBytes - fused.dramBytes, 2 * pairs * 32 * 32 * 2);
  });
});
