import assert from 'node:assert/strict';
import fc from 'fast-check';
import { processingElement } from '../../../src/arch/bit-serial/variants/elements.js';
import { essentialBits, pragmaticCycles } from '../../../src/arch/bit-serial/variants/essential-bits.js';
import { fp16Sum } from '../../../src/arch/bit-serial/variants/fp16-sum.js';
import { brickDigits } from '../../../src/arch/bit-serial/variants/serial-products.js';
import type { BitSerialParameters } from '../../../src/arch/bit-serial/spec.js';
import { createRng } from '../../../src/sim/core/rng.js';
import { dataType, dataTypes } from '../../../src/sim/model/datatype.js';
import { plainProduct } from '../../../src/sim/numerics/arithmetic/integer-gemm.js';
import { matrix, type Matrix } from '../../../src/sim/numerics/arithmetic/matrix.js';
import { decodeFloat, encodeFloat, fp16 } from '../../../src/sim/numerics/formats/float-format.js';

const base: BitSerialParameters = {
  clock: '1 GHz', tiles: { rows: 1, columns: 1 }, pes: { rows: 8, columns: 8 },
  buffers: { weights: { kib: 512, primitive: 'sram' }, activations: { kib: 512, primitive: 'sram' } }, vectorLanes: 8, memory: { channels: 1, efficiency: 1 },
};
type Name = NonNullable<BitSerialParameters['pe']>;
const names: readonly Name[] = ['bitmod', 'fp16', 'ant', 'olive', 'bitfusion', 'stripes', 'loom', 'pragmatic'];
const element = (pe: Name, activations?: BitSerialParameters['activations']): ReturnType<typeof processingElement> => processingElement({ ...base, pe, ...(activations === undefined ? {} : { activations }) });
const rate = (pe: Name, format: string, activations?: BitSerialParameters['activations']): number | null => {
  const step = element(pe, activations).step(dataType(format)!);
  return step === null ? null : step.lanes / step.cycles;
};

describe('arch/bit-serial: processing elements', () => {
  it('make as many products a cycle as their papers say', () => {
    assert.deepEqual(['fp3', 'bitmod4', 'int6', 'int8', 'fp16'].map((f) => rate('bitmod', f)), [2, 2, 4 / 3, 1, null]);
    assert.deepEqual(['fp16', 'int8', 'bitmod4', 'nf4', 'int16', 'bf16', 'fp32'].map((f) => rate('fp16', f)), [1, 1, 1, 1, null, null, null]);
    assert.deepEqual(['flint4', 'pot4', 'int4', 'int8', 'olive4', 'fp16', 'bitmod4'].map((f) => rate('ant', f)), [1, 1, 1, 1, null, null, null]);
    assert.deepEqual(['olive4', 'int8', 'flint4'].map((f) => rate('olive', f)), [1, 1, null]);
    // 64 / (w a): 8 x 8 bits give one product, 2 x 2 bits sixteen.
    assert.deepEqual(['int8', 'int5', 'int4', 'int3', 'int2', 'ternary', 'fp4'].map((f) => rate('bitfusion', f)), [1, 1, 2, 2, 4, 4, null]);
    assert.deepEqual([rate('bitfusion', 'int4', { bits: 4 }), rate('bitfusion', 'int2', { bits: 2 })], [4, 16]);
    // Sixteen lanes, a cycle for each bit of the activations, whatever the weights.
    assert.deepEqual(['int2', 'int8', 'int16'].map((f) => rate('stripes', f)), [2, 2, 2]);
    assert.equal(rate('stripes', 'int8', { bits: 16, processedBits: 5 }), 16 / 5);
    // Loom: both.
    assert.deepEqual([rate('loom', 'int8'), rate('loom', 'int4'), rate('loom', 'int4', { bitsPerCycle: 2 }), rate('loom', 'int4', { bits: 7, bitsPerCycle: 2 })], [16 / 64, 16 / 32, 16 / 16, 16 / 16]);
    assert.equal(rate('pragmatic', 'int8', { processedBits: 3.5 }), 16 / 3.5);
  });

  it('compute the plain integer product for all formats that they do not decline', () => {
    const integers = dataTypes.filter((type) => type.kind === 'integer' && type.bits >= 2 && type.bits <= 16);
    for (const name of names) {
      for (const activations of name === 'bitmod' || name === 'fp16' || name === 'ant' || name === 'olive' ? [undefined] : [undefined, { bits: 5 }]) {
        const { functional } = element(name, activations);
        const pairs = integers.flatMap((a) => integers.map((w) => [a, w] as const)).filter(([a, w]) => functional.declines(a, w) === null);
        assert.ok(pairs.length > 5, name);
        fc.assert(fc.property(fc.constantFrom(...pairs), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 36 }), fc.integer(), fc.boolean(), ([a, w], m, n, k, seed, extreme) => {
          const rng = createRng(seed);
          const drawn = (rows: number, bits: number): Matrix => {
            const limit = functional.exactBelow === null ? Infinity : Math.floor(Math.sqrt((functional.exactBelow - 1) / k));
            const [least, most] = [Math.max(-(2 ** (bits - 1)), -limit), Math.min(2 ** (bits - 1) - 1, limit)];
            return matrix(rows, k, Float64Array.from({ length: rows * k }, () => (extreme ? rng.pick([least, most, 0]) : rng.integer(least, most))));
          };
          const [x, y] = [drawn(m, a.bits), drawn(n, w.bits)];
          assert.deepEqual([...functional.product(x, y).values], [...plainProduct(x, y).values], `${name} ${a.name} x ${w.name}`);
        }), { numRuns: 25 });
        for (const type of dataTypes) for (const reason of [functional.declines(type, dataType('int4')!), functional.declines(dataType('int4')!, type)]) assert.ok(reason === null || reason.length > 10);
      }
    }
  });

  it('round an FP16 accumulator after every product, as FP16 additions in doubles do', () => {
    const round = (value: number): number => decodeFloat(fp16, encodeFloat(fp16, value));
    fc.assert(fc.property(fc.array(fc.tuple(fc.integer({ min: -60, max: 60 }), fc.integer({ min: -128, max: 127 })), { minLength: 1, maxLength: 8 }), (pairs) => {
      const k = pairs.length;
      const y = fp16Sum('INT8', 8).product(matrix(1, k, Float64Array.from(pairs, ([a]) => a)), matrix(1, k, Float64Array.from(pairs, ([, w]) => w)));
      assert.equal(y.values[0]! + 0, pairs.reduce((sum, [a, w]) => round(sum + a * w), 0) + 0);
    }), { numRuns: 200 });
    const rounded = fp16Sum('INT8', 8).product(matrix(1, 3, Float64Array.from([2047, 1, 1])), matrix(1, 3, Float64Array.from([1, 2, 0])));
    assert.equal(rounded.values[0], 2048);
  });

  it('refuse what contradicts them', () => {
    assert.throws(() => element('bitmod', { bits: 8 }), /bit-serial\/fp16-activations/);
    assert.throws(() => element('stripes', { bits: 4, processedBits: 5 }), /bit-serial\/processed-bits/);
    assert.throws(() => element('bitfusion', { bits: 9 }), /bit-serial\/activation-bits/);
  });

  it('have silicon figures with a source, or a reason why not', () => {
    for (const name of names) {
      const { component, encoder } = element(name);
      for (const figure of [component.area, component.energy, ...(encoder === null ? [] : [encoder.area, encoder.energy])]) assert.ok((figure.value === null ? figure.reason : figure.source).length > 20);
      assert.equal(component.area.value === null, ['bitfusion', 'stripes', 'loom', 'pragmatic'].includes(name));
    }
    // HPCA 2025, Table X: a BitMoD PE has 24 % less area than the FP16 unit.
    assert.ok(Math.abs(1 - element('bitmod').component.area.value! / element('fp16').component.area.value! - 0.24) < 0.005);
  });
});

describe('arch/bit-serial: Pragmatic and BitFusion digits', () => {
  it('finds the ones of a magnitude', () => {
    fc.assert(fc.property(fc.integer({ min: -32768, max: 32767 }), (value) => {
      const places = essentialBits(value);
      assert.equal(places.reduce((sum, place) => sum + 2 ** place, 0), Math.abs(value));
      assert.deepEqual(places, [...new Set(places)].sort((a, b) => a - b));
    }));
  });

  it('takes the most ones of a group with a full shifter, every place that occurs with none, and at least a cycle', () => {
    assert.deepEqual([pragmaticCycles([], 2), pragmaticCycles([0, 0], 2), pragmaticCycles([-128], 0)], [1, 1, 1]);
    // 1 and 16 in step: four places apart, more than a shifter of two bits bridges.
    assert.deepEqual([0, 1, 2, 3].map((bits) => pragmaticCycles([0b00001, 0b10000], bits)), [2, 2, 2, 1]);
    fc.assert(fc.property(fc.array(fc.integer({ min: -255, max: 255 }), { minLength: 1, maxLength: 16 }), (values) => {
      const cycles = [0, 1, 2, 3].map((bits) => pragmaticCycles(values, bits));
      const most = Math.max(1, ...values.map((v) => essentialBits(v).length));
      assert.equal(cycles[3], most);
      assert.equal(cycles[0], Math.max(1, new Set(values.flatMap(essentialBits)).size));
      assert.ok(cycles.every((c, i) => c >= most && (i === 0 || c <= cycles[i - 1]!)));
    }));
  });

  it('cuts two\'s complement numbers into digits of two bits that add up', () => {
    for (let bits = 2; bits <= 8; bits++) {
      for (let value = -(2 ** (bits - 1)); value < 2 ** (bits - 1); value++) {
        const digits = brickDigits(value, bits);
        assert.equal(digits.reduce((sum, digit, i) => sum + digit * 4 ** i, 0), value);
        assert.ok(digits.every((digit, i) => (i === digits.length - 1 ? digit >= -2 && digit <= 1 : digit >= 0 && digit <= 3)));
      }
    }
  });
});
