import assert from 'node:assert/strict';
import { chipOf } from '../../../src/arch/gpu/chips.js';
import { buildGpu } from '../../../src/arch/gpu/machine.js';
import { InputError } from '../../../src/sim/core/diagnostics.js';
import { fidelitiesOf } from '../../../src/sim/model/architecture.js';
import { dataType } from '../../../src/sim/model/datatype.js';
import { deviceNamed, devices } from '../../../src/sim/physical/devices/index.js';
import { runExample, stepAt } from '../../kit/fixtures.js';

const kernels = (more: object = {}): Readonly<Record<string, unknown>> => ({ 'architecture.parameters.kernels': more, fidelity: 'analytic' });

describe('a GPU with kernels', () => {
  it('is offered tile by tile only when it is asked for', () => {
    const device = deviceNamed('a100-sxm-80gb')!;
    assert.deepEqual(fidelitiesOf(buildGpu({}, device)), ['roofline']);
    assert.deepEqual(fidelitiesOf(buildGpu({ kernels: {} }, device)), ['roofline', 'analytic', 'event']);
    assert.deepEqual(runExample('gpu.json').totals, runExample('gpu.json', { ...kernels(), fidelity: 'roofline' }).totals);
  });

  it('decodes Llama-2-7B on an A100 at the bandwidth that was fitted, with a launch for each op', () => {
    const { phases, totals } = runExample('gpu.json', kernels());
    const decode = phases.decode!;
    assert.ok(decode.dramUtilization > 0.85 && decode.dramUtilization < 0.927);
    // Nine kernels a layer (norms, projections, append, two of attention, MLP) and a few more, a microsecond each.
    assert.ok(Math.abs(decode.boundBy.overhead / 127 / 1e-6 - 387) < 1);
    assert.ok(totals.secondsPerOutputToken! > 0.0072 && totals.secondsPerOutputToken! < 0.0080);
    assert.ok(phases.prefill!.computeUtilization > 0.7 && phases.prefill!.computeUtilization < 0.913);
  });

  it('stays above the lower bound and below the roofline of its peaks, for every device whose chip is known', () => {
    const known = devices.filter((d) => chipOf(d) !== null && d.memories[0]?.capacityBytes !== null && d.peaks.length > 0);
    assert.ok(known.length >= 6, String(known.length));
    for (const device of known) {
      for (const quantization of ['fp16', 'w4a16-g128', 'w8a8', 'w4a8']) {
        for (const batch of [1, 16]) {
          const { phases } = runExample('gpu.json', { ...kernels(), 'architecture.device': device.name, 'workload.quantization': quantization, 'workload.scenario.batch': batch });
          for (const phase of [phases.prefill, phases.decode]) {
            if (phase === null) continue;
            assert.ok(phase.latencySeconds >= phase.lowerBoundSeconds, `${device.name} ${quantization}`);
            const { compute, memory, vector, overhead } = phase.boundBy;
            assert.ok(Math.abs(compute + memory + vector + overhead - phase.latencySeconds) < 1e-9 * phase.latencySeconds);
          }
        }
      }
    }
  });

  it('multiplies at the wider of its activations and the weights, and refuses wider activations', () => {
    const prefill = (quantization: string, activations?: string) => runExample('gpu.json', { ...kernels(activations === undefined ? {} : { activations }), 'workload.quantization': quantization });
    assert.ok(prefill('w8a8', 'int8').phases.prefill!.latencySeconds < 0.7 * prefill('w8a8').phases.prefill!.latencySeconds);
    assert.deepEqual(prefill('fp16', 'int8').reasons[0]!.code, 'unsupported-format');
  });

  it('gains from flat tiles where narrow weights make padding to 64 rows bind', () => {
    const seconds = (linear: string): number => runExample('gpu.json', { ...kernels({ linear }), 'workload.quantization': 'w4a16-g128' }).totals.secondsPerOutputToken!;
    assert.ok(seconds('flat') < 0.9 * seconds('library'), `${seconds('flat')} ${seconds('library')}`);
  });

  it('moves scores where attention is not fused, and takes less for a unified maximum', () => {
    const seconds = (more: Readonly<Record<string, unknown>>): number => runExample('gpu.json', { ...kernels(), ...more }).totals.firstTokenSeconds!;
    assert.ok(seconds({ 'architecture.parameters.fusedAttention': false }) > seconds({}) * 1.01);
    assert.ok(seconds(kernels({ softmax: 'unified' })) < seconds({}));
  });

  it('adds decode up as its steps one by one', () => {
    const whole = runExample('gpu.json', { ...kernels({ linear: 'flat' }), 'workload.scenario.promptTokens': 100, 'workload.scenario.outputTokens': 41 }).phases.decode!.latencySeconds;
    let sum = 0;
    for (let context = 101; context <= 140; context++) sum += runExample('gpu.json', { ...kernels({ linear: 'flat' }), ...stepAt(context) }).phases.decode!.latencySeconds;
    assert.ok(Math.abs(sum / whole - 1) < 1e-9, `${sum} ${whole}`);
  });

  it('takes a chip of one\'s own, and says where none is known', () => {
    const chip = { multiprocessors: 60, clock: '1.5 GHz', vectorLanes: 64, specialLanes: 16 };
    assert.ok(runExample('gpu.json', { ...kernels({ chip }), 'architecture.device': 'mi210' }).totals.latencySeconds! > 0);
    assert.throws(() => runExample('gpu.json', { ...kernels(), 'architecture.device': 'mi210' }), (e) => e instanceof InputError && e.problems[0]!.code === 'gpu/unknown-chip');
  });

  it('keeps every rule of the engine for its modes', () => {
    const machine = buildGpu({ kernels: { linear: 'flat' } }, deviceNamed('a100-sxm-80gb')!);
    const int8 = dataType('int8')!;
    assert.equal(machine.tiled!.modes.length, 2);
    for (const mode of machine.tiled!.modes) {
      assert.ok(mode.streams.weights <= machine.peakBytesPerSecond && mode.streams.kvCache <= machine.peakBytesPerSecond);
      const rate = ((128 * 512 * 4096) / mode.tileCycles(128, 512, 4096, 1, int8)) * machine.tiled!.coreCyclesPerSecond;
      assert.ok(rate <= machine.peakMacsPerSecond(int8, int8));
    }
    for (const assumption of machine.assumptions()) assert.ok(assumption.source.length > 5 && assumption.affects !== '');
  });
});
