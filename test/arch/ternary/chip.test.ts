import assert from 'node:assert/strict';
import fc from 'fast-check';
import { chipParts, macsPerCycle } from '../../../src/arch/ternary/chip.js';
import { decoderCycles, weightsPerCycle } from '../../../src/arch/ternary/cycles.js';
import { partsUm2 } from '../../../src/arch/ternary/inventory.js';
import { coreArea } from '../../../src/arch/ternary/physical.js';
import type { TernaryParameters } from '../../../src/arch/ternary/spec.js';
import { buildTernary } from '../../../src/arch/ternary/machine.js';
import type { Part } from '../../../src/sim/model/component.js';
import { library } from '../../../src/sim/physical/components/index.js';
import { deviceNamed } from '../../../src/sim/physical/devices/index.js';
import { chip, parameters } from './parameters.js';

const technology = { nodeNm: 28, library: 'aladdin-40', dram: 'LPDDR4' } as const;
const priced = parameters({ technology });
const named = (parts: readonly Part[]): Record<string, Part> => Object.fromEntries(parts.map((each) => [each.name, each]));

const anyParameters: fc.Arbitrary<TernaryParameters> = fc.record({
  lookup: fc.oneof(fc.record({ table: fc.constant('symmetric' as const), group: fc.integer({ min: 1, max: 5 }) }), fc.record({ table: fc.constantFrom('tl1' as const, 'tl2' as const) })),
  features: fc.integer({ min: 1, max: 16 }), tokens: fc.integer({ min: 1, max: 4 }), tables: fc.integer({ min: 1, max: 32 }), reads: fc.integer({ min: 1, max: 32 }),
  decoderBytes: fc.constantFrom(0, 1, 16), onChip: fc.boolean(), depth: fc.integer({ min: 1, max: 64 }),
}).map(({ lookup, features, tokens, tables, reads, decoderBytes, onChip, depth }) => parameters({
  lookup, technology, integerUnit: { features: 4, depth },
  weights: onChip ? { placement: 'on-chip', decoderBytes, onChipMib: 12 } : { placement: 'streamed', decoderBytes },
}, { features, tokens, tables, reads }));

describe('the parts of a chip with ternary cores', () => {
  it('are those of the cores, and keys, decoders, integer unit, memories and vector lanes beside them', () => {
    const parts = chipParts(priced);
    const cores = coreArea(priced, 28);
    assert.deepEqual(parts.slice(0, cores.length).map(({ name, count }) => [name, count]), cores.map(({ name, count }) => [name, count]));
    // 2 cores of 4 tables of three activations, read 8 times: 192 weights a cycle are 39 bytes of five.
    assert.deepEqual(parts.slice(cores.length).map(({ name, component, count, activity }) => [name, component.name, count, activity]), [
      ['keys', '5 bit register', 64, 1], ['weight decoders', 'decoder of five weights', 39, 1],
      ['integer multiply-adders', '8 x 8 + 19 bit multiply-add', 32, 0], ['integer weight registers', '8 bit register', 32, 0], ['integer activation registers', '8 bit register', 8, 0], ['integer sums', '24 bit accumulator', 4, 0],
      ['weight buffer', 'SRAM 64 KiB x 312 bit, lstp', 1, 1], ['activation buffer', 'SRAM 64 KiB x 96 bit, lstp', 1, 1],
      ['vector lanes', 'FP16 vector lane', 16, 0],
    ]);
    assert.ok(partsUm2(parts) > partsUm2(cores));
  });

  it('work one unit at a time: nothing of the cores acts while the integer unit does, which reads its operands from both buffers', () => {
    const integer = named(chipParts(priced, 'integer'));
    assert.deepEqual(['table registers', 'accumulators', 'keys', 'weight decoders', 'integer multiply-adders', 'integer sums'].map((name) => integer[name]!.activity), [0, 0, 0, 0, 1, 1]);
    assert.deepEqual([integer['weight buffer']!.activity, integer['activation buffer']!.activity], [(4 * 8 * 8) / 312, (8 * 8) / 96]);
  });

  it('look up once in the cycles that a narrow decoder takes, while it works in each', () => {
    const narrow = parameters({ technology, weights: { placement: 'streamed', decoderBytes: 13 } });
    assert.equal(decoderCycles(narrow), 3);
    const parts = named(chipParts(narrow));
    assert.deepEqual(['table registers', 'keys', 'activation buffer', 'weight decoders', 'weight buffer'].map((name) => parts[name]!.activity), [1 / 3, 1 / 3, 1 / 3, 1, 1]);
    assert.equal(macsPerCycle(narrow, 'ternary', 1), 192 / 3);
    assert.equal(macsPerCycle(narrow, 'integer', 1), 32);
  });

  it('keep weights on the chip in banks of no more than 4 MiB, whose reads are counted with the bytes', () => {
    const { 'weight memory': memory } = named(chipParts(parameters({ technology, weights: { placement: 'on-chip', decoderBytes: 0, onChipMib: 200 } })));
    assert.deepEqual([memory!.count, memory!.activity, memory!.component.name], [50, 0, 'SRAM 4096 KiB x 312 bit, lstp']);
  });

  it('have an area above zero with a source, or none with a reason, and act no more than the peak allows', () => {
    fc.assert(fc.property(anyParameters, (p) => {
      for (const unit of ['ternary', 'integer'] as const) {
        for (const { component, count, activity } of chipParts(p, unit)) {
          assert.ok(count > 0 && activity >= 0 && Number.isFinite(activity));
          assert.ok(component.area.value === null ? component.area.reason.length > 20 : component.area.value > 0 && component.area.source.length > 10);
        }
      }
      assert.ok(macsPerCycle(p, 'ternary', 1) <= weightsPerCycle(p) * p.cores.tokens);
    }), { numRuns: 60 });
  });

  it('have no figures without a technology, and an area only on chips', () => {
    assert.ok(chipParts(parameters()).every(({ component }) => component.area.value === null && component.energy.value === null));
    assert.ok(chipParts(parameters({ technology: { nodeNm: 28, library: 'nangate-45' } })).every(({ component }) => component.area.value !== null));
    const fpga = buildTernary(priced, deviceNamed('u280')!, {});
    assert.ok(!('area' in fpga) && fpga.warnings().some((text) => /technology/.test(text)));
    assert.equal(buildTernary(priced, chip, {}).area!().length, chipParts(priced).length);
  });

  it('have a decoder of five weights below two 8 x 8 bit multipliers', () => {
    const decoder = named(chipParts(priced))['weight decoders']!.component.area.value!;
    assert.ok(decoder > 0 && decoder < 2 * library('aladdin-40', { nodeNm: 28 }).multiplier(8, 8).area.value!);
  });
});
