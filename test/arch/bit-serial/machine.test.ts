import assert from 'node:assert/strict';
import fc from 'fast-check';
import { dataType, dataTypes } from '../../../src/sim/model/datatype.js';
import { inputOfExample, runExample } from '../../kit/fixtures.js';

type Changes = Readonly<Record<string, unknown>>;
const at = (path: string): string => `architecture.parameters.${path}`;
const scheme = (weights: string, activations: string, kvCache: string): Changes => ({ 'workload.quantization': { weights, activations, kvCache } });
const small: Changes = { 'workload.model': 'opt-1.3b', 'workload.scenario.outputTokens': 41 };

/** Every PE with formats that it takes. */
const variants: Readonly<Record<string, Changes>> = {
  bitmod: scheme('bitmod4', 'fp16', 'int8'),
  fp16: scheme('fp16', 'fp16', 'fp16'),
  ant: scheme('flint4', 'fp16', 'int8'),
  olive: scheme('olive4', 'fp16', 'int8'),
  bitfusion: scheme('int4', 'int8', 'int8'),
  stripes: scheme('int8', 'int8', 'int8'),
  loom: scheme('int4', 'int8', 'int8'),
  pragmatic: { ...scheme('int8', 'int8', 'int8'), [at('activations')]: { processedBits: 3.5 } },
};
const cases = Object.entries(variants).map(([pe, changes]): [string, Changes] => [pe, { ...small, ...changes, [at('pe')]: pe }]);

describe('arch/bit-serial: the machine with each processing element', () => {
  for (const [pe, changes] of cases) {
    it(`runs, never below its lower bound, and declares what it assumes: ${pe}`, () => {
      for (const fidelity of ['roofline', 'analytic']) {
        const { feasible, reasons, phases } = runExample('bitmod.json', { ...changes, fidelity });
        assert.deepEqual([feasible, reasons], [true, []]);
        for (const phase of [phases.prefill!, phases.decode!]) assert.ok(phase.latencySeconds >= phase.lowerBoundSeconds * (1 - 1e-9));
      }
      const { machine } = inputOfExample('bitmod.json', changes);
      assert.ok(machine.assumptions().every((a) => a.source.length > 5));
      assert.equal(machine.resources(), null);
    });

    it(`takes whole cycles, no fewer for a larger tile, and never more than its peak: ${pe}`, () => {
      const { machine } = inputOfExample('bitmod.json', changes);
      const mode = machine.tiled!.modes[0]!;
      const size = fc.integer({ min: 1, max: 3000 });
      fc.assert(fc.property(size, size, size, fc.integer({ min: 0, max: 200 }), fc.constantFrom(...dataTypes.filter((type) => type.bits <= 8)), (m, n, k, more, type) => {
        const cycles = (a: number, b: number, c: number): number => mode.tileCycles(a, b, c, 1, type);
        const base = cycles(m, n, k);
        assert.ok(Number.isInteger(base) && base > 0);
        assert.ok(cycles(m + more, n, k) >= base && cycles(m, n + more, k) >= base && cycles(m, n, k + more) >= base);
        assert.ok(((m * n * k) / base) * machine.tiled!.coreCyclesPerSecond <= machine.peakMacsPerSecond(type, dataType('int8')!) * (1 + 1e-9));
      }), { numRuns: 60 });
    });

    it(`has the sum over decode steps that stepping through gives: ${pe}`, () => {
      // `addSteps` jumps where the mode says that cycles may; the context runs over 40 steps.
      const whole = runExample('bitmod.json', changes).phases.decode!.latencySeconds;
      let sum = 0;
      for (let context = 257; context <= 296; context++) sum += runExample('bitmod.json', { ...changes, 'workload.scenario.promptTokens': context - 1, 'workload.scenario.outputTokens': 2 }).phases.decode!.latencySeconds;
      assert.ok(Math.abs(whole / sum - 1) < 1e-9);
    });
  }

  it('refuses formats that the PE does not take, with what it takes', () => {
    const refused = (pe: string, formats: Changes): readonly string[] => runExample('bitmod.json', { ...small, ...formats, [at('pe')]: pe }).reasons.map((r) => r.resource);
    assert.match(refused('bitmod', scheme('fp16', 'fp16', 'fp16')).join(), /bit-serial terms for weights of q_proj in fp16/);
    assert.match(refused('ant', scheme('olive4', 'fp16', 'int8')).join(), /ANT's 4-bit types for weights of q_proj in olive4/);
    assert.match(refused('ant', scheme('flint4', 'fp16', 'fp16')).join(), /the KV cache in fp16/);
    assert.match(refused('stripes', scheme('int8', 'fp16', 'int8')).join(), /Stripes lanes of 8 bits for activations in fp16/);
    assert.match(refused('loom', scheme('fp4', 'int8', 'int8')).join(), /Loom weight bits for weights of q_proj in fp4/);
  });

  it('orders them as their arithmetic does: in prefill BitMoD\'s terms beat the multipliers of as many PEs', () => {
    const seconds = (pe: string): number => runExample('bitmod.json', { ...variants[pe], [at('pe')]: pe }).phases.prefill!.latencySeconds;
    assert.ok(seconds('bitmod') < seconds('ant') && seconds('ant') < seconds('fp16'));
  });

  it('wants buffers of what the chip has', () => {
    const primitive = at('buffers.weights.primitive');
    assert.throws(() => runExample('bitmod.json', { [primitive]: 'bram' }), /bit-serial\/buffer-primitive.*ASIC/);
    assert.throws(() => runExample('bit-serial.json', { [primitive]: 'sram' }), /bit-serial\/buffer-primitive.*FPGA/);
  });
});

describe('arch/bit-serial: silicon of an ASIC', () => {
  it('adds up its parts, and is not known where a part is not', () => {
    const { area } = runExample('bitmod.json');
    assert.ok(Math.abs(area!.totalMm2! - area!.parts.reduce((sum, part) => sum + part.mm2!, 0)) < 1e-12);
    // 16 tiles of 97,090 um2 and their encoders, x 1.5 for place and route.
    assert.ok(Math.abs(area!.parts[0]!.mm2! - (16 * 97_090 * 1.5) / 1e6) < 1e-9 && Math.abs(area!.parts[1]!.mm2! - (16 * 2419 * 1.5) / 1e6) < 1e-9);
    assert.equal(runExample('bitmod.json', { [at('buffers.weights.kib')]: 256 }).area!.totalMm2, null);
    const stripes = runExample('bitmod.json', { ...variants['stripes'], [at('pe')]: 'stripes' });
    assert.deepEqual([stripes.area!.totalMm2, stripes.totals.energyJoules], [null, null]);
    assert.equal(runExample('bit-serial.json').area, null);
  });

  it('has an energy only where static power is left out by name, since nobody published it', () => {
    const known = runExample('bitmod.json');
    const unknown = runExample('bitmod.json', { [at('options.ignoreStaticPower')]: false });
    assert.equal(unknown.totals.energyJoules, null);
    assert.match(unknown.notModelled.find(({ path }) => path === 'totals.energyJoules')!.reason, /ignoreStaticPower/);
    // DRAM alone: 18.75 pJ a bit.
    const dram = known.phases.decode!.dramBytes * 8 * 18.75e-12;
    assert.ok(known.phases.decode!.energyJoules! > dram && known.phases.decode!.energyJoules! < dram * 1.1);
  });

  it('moves activations where they do not stay, and takes longer for it', () => {
    const [away, kept] = ['memory', 'on-chip'].map((activations) => runExample('bitmod.json', { [at('memory.activations')]: activations }).phases.prefill!);
    assert.ok(away!.dramBytes > kept!.dramBytes && away!.latencySeconds > kept!.latencySeconds);
  });

  it('comes near the published simulator where that is honest: decode within 2 %, prefill faster for its mask, its last logits and its heads', () => {
    const { published } = runExample('bitmod.json');
    const errors = Object.fromEntries(published.map((p) => [p.metric, p.relativeError!]));
    assert.ok(Math.abs(errors['totals.secondsPerOutputToken']!) < 0.02);
    assert.ok(errors['phases.prefill.latencySeconds']! < -0.2 && errors['phases.prefill.latencySeconds']! > -0.3);
  });
});
