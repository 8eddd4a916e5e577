import assert from 'node:assert/strict';
import type { Problem } from '../../../src/sim/core/diagnostics.js';
import type { SimulationResult } from '../../../src/sim/model/result.js';
import { runExample } from '../../kit/fixtures.js';
import { problemOf } from '../../kit/problems.js';

const run = (changes: Readonly<Record<string, unknown>>): SimulationResult => runExample('flightllm.json', changes);
const parameters = 'architecture.parameters';

function problemWith(changes: Readonly<Record<string, unknown>>): Problem {
  return problemOf(() => run(changes));
}

describe('a DSP chain that does not fit', () => {
  const cases: readonly (readonly [what: string, changes: Readonly<Record<string, unknown>>, code: string, resource: RegExp])[] = [
    ['too many channels', { [`${parameters}.cores`]: 5 }, 'channels-exceeded', /hbm channels/],
    ['a buffer that two pieces do not fit', { [`${parameters}.buffers.narrow.words`]: 100 }, 'buffer-exceeded', /narrow buffer/],
    ['a wide buffer that two pieces do not fit', { [`${parameters}.tiles.vector.columns`]: 4096 }, 'buffer-exceeded', /wide buffer/],
    ['more DSPs than the device has', { [`${parameters}.matrix.columns`]: 4 }, 'resource-exceeded', /dsp/],
    ['more block RAM than the device has', { [`${parameters}.buffers.index.banks`]: 64 }, 'resource-exceeded', /bram36/],
    ['floats', { 'workload.quantization': 'fp16' }, 'unsupported-format', /float multipliers for activations in fp16/],
    ['wide integers', { 'workload.quantization': { weights: 'int16', activations: 'int8', kvCache: 'int8' } }, 'unsupported-format', /INT8 multiplier for weights/],
    ['float weights', { 'workload.quantization': { weights: 'fp8', activations: 'int8', kvCache: 'int8' } }, 'unsupported-format', /weights of .* in fp8/],
    ['a float KV cache', { 'workload.quantization': { weights: 'int4', activations: 'int8', kvCache: 'fp16' } }, 'unsupported-format', /KV cache in fp16/],
  ];
  for (const [what, changes, code, resource] of cases) {
    it(`names the limit and by how much it is exceeded, and gives no times: ${what}`, () => {
      const result = run(changes);
      assert.equal(result.feasible, false);
      const reason = result.reasons.find((r) => r.code === code && resource.test(r.resource));
      assert.ok(reason !== undefined, JSON.stringify(result.reasons));
      assert.ok(reason.used > reason.available);
      assert.deepEqual(result.phases, { prefill: null, decode: null });
      assert.equal(result.totals.tokensPerSecond, null);
      assert.ok(result.memory.weightBytes > 0);
      // What does not depend on the limit stays: operations and bytes of every operator.
      assert.ok(result.operators.length > 30 && result.operators.every((o) => o.latencySeconds === null && o.bound === null && o.cycles === null));
      assert.equal(result.operators.find((o) => o.name === 'v_proj' && o.phase === 'prefill')?.flops, 2 * 128 * 4096 * 4096 * 32);
    });
  }

  it('warns before a planning limit is a real one, and where a core would cross dies', () => {
    assert.ok(run({}).warnings.some((w) => w.includes('planning limit')));
    assert.ok(run({ [`${parameters}.cores`]: 1, [`${parameters}.matrix.columns`]: 6, [`${parameters}.memory.vector.weights.channels`]: 24 }).warnings.some((w) => w.includes('cross dies')));
  });
});

describe('wrong parameters of a DSP chain', () => {
  it('are input errors with a place', () => {
    assert.deepEqual(problemWith({ 'architecture.device': 'a100-sxm-80gb' }).code, 'dsp-chain/no-fabric');
    assert.deepEqual(problemWith({ 'architecture.device': 'v80' }).code, 'dsp-chain/unknown-memory');
    assert.deepEqual(problemWith({ [`${parameters}.memory.vector.weights`]: 'on-chip' }).code, 'dsp-chain/weights-on-chip');
    assert.deepEqual(problemWith({ 'architecture.device': 'u55c' }).code, 'dsp-chain/no-ddr');
    assert.deepEqual(problemWith({ [`${parameters}.clock`]: '225 furlongs' }).code, 'unit/wrong-unit');
    assert.ok(run({ 'architecture.sources': { '/parameters/nothing': { quality: 'assumed', source: 'x' } } }).warnings.some((w) => w.includes('/parameters/nothing')));
    assert.ok(problemWith({ 'architecture.device': 'u55c' }).line !== undefined);
  });
});

describe('options of a DSP chain', () => {
  const decode = (changes: Readonly<Record<string, unknown>> = {}): number => run({ 'workload.scenario.outputTokens': 4, ...changes }).phases.decode!.latencySeconds;
  const prefill = (changes: Readonly<Record<string, unknown>> = {}): number => run({ 'workload.scenario.outputTokens': 1, ...changes }).phases.prefill!.latencySeconds;

  it('cost time where a published tool pays for a habit: padding, whole scores, copied cache, larger transfers', () => {
    assert.ok(decode() > decode({ [`${parameters}.options.padTiles`]: false }));
    const arrayBusy = (changes: Readonly<Record<string, unknown>>): number => run({ 'workload.scenario.promptTokens': 512, ...changes }).phases.prefill!.busySeconds['matrix unit']!;
    assert.ok(arrayBusy({ [`${parameters}.options.valuesIgnoreMask`]: true }) > arrayBusy({}));
    assert.ok(decode({ [`${parameters}.options.concatenateCache`]: true }) > decode());
  });

  it('save time where a tool idealises: the fill of the array', () => {
    assert.ok(decode({ [`${parameters}.options.ignoreFill`]: true }) < decode());
  });

  it('skip zeros only with the sparse multiplexer', () => {
    assert.ok(prefill({ [`${parameters}.sparse`]: false }) > prefill());
  });
});
