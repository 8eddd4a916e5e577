import assert from 'node:assert/strict';
import fc from 'fast-check';
import { lutCpuProduct } from '../../../src/arch/lut-cpu/functional.js';
import { i2sProduct } from '../../../src/arch/lut-cpu/i2s-sums.js';
import type { LutCpuParameters } from '../../../src/arch/lut-cpu/spec.js';
import { createRng } from '../../../src/sim/core/rng.js';
import { dataTypes, type DataType } from '../../../src/sim/model/datatype.js';
import type { FunctionalModel } from '../../../src/sim/model/functional.js';
import { plainProduct } from '../../../src/sim/numerics/arithmetic/integer-gemm.js';
import { matrix, type Matrix } from '../../../src/sim/numerics/arithmetic/matrix.js';
import { tmacGemv } from '../../../src/sim/numerics/arithmetic/tmac.js';
import { parameters, typeNamed } from './parameters.js';

function model(changes: Partial<LutCpuParameters>): FunctionalModel {
  const found = lutCpuProduct(parameters(changes));
  assert.ok('product' in found);
  return found;
}

const kernels: readonly Partial<LutCpuParameters>[] = [
  { kernel: 't-mac' }, { kernel: 'tl1' }, { kernel: 'tl2', vectorUnit: 'avx2' }, { kernel: 'i2-s' }, { kernel: 'i2-s', vectorUnit: 'avx2' }, { kernel: 'llama.cpp' },
];

const range = (type: DataType): readonly [number, number] => (type.kind === 'ternary' ? [-1, 1] : [-(2 ** (type.bits - 1)), 2 ** (type.bits - 1) - 1]);

describe('what kernels of CPUs compute', () => {
  for (const changes of kernels) {
    it(`is the plain integer product for every pair of formats that it does not decline: ${changes.kernel} on ${changes.vectorUnit ?? 'neon'}`, () => {
      const { declines, product, arithmetic } = model(changes);
      assert.ok(arithmetic.length > 20);
      const whole = dataTypes.filter((type) => type.kind === 'ternary' || (type.kind === 'integer' && type.bits >= 2));
      const pairs = whole.flatMap((a) => whole.map((w) => [a, w] as const)).filter(([a, w]) => declines(a, w) === null);
      assert.ok(pairs.length > 0);
      fc.assert(fc.property(fc.constantFrom(...pairs), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 60 }), fc.integer(), fc.boolean(), ([a, w], m, n, k, seed, extreme) => {
        const rng = createRng(seed);
        const drawn = (rows: number, type: DataType): Matrix => {
          const [least, most] = range(type);
          return matrix(rows, k, Float64Array.from({ length: rows * k }, () => (extreme ? rng.pick([least, most, 0]) : rng.integer(least, most))));
        };
        const [activations, weights] = [drawn(m, a), drawn(n, w)];
        assert.deepEqual([...product(activations, weights).values], [...plainProduct(activations, weights).values], `${a.name} x ${w.name}`);
      }), { numRuns: 60 });
    });
  }

  it('is declined with reasons: floats, activations whose tables would be rounded, weights without a kernel', () => {
    const tmac = model({ kernel: 't-mac' });
    assert.equal(tmac.declines(typeNamed('int5'), typeNamed('int4')), null);
    assert.match(tmac.declines(typeNamed('int6'), typeNamed('int4')) ?? '', /127/);
    assert.match(tmac.declines(typeNamed('int4'), typeNamed('int8')) ?? '', /1 to 4 planes/);
    assert.match(tmac.declines(typeNamed('fp16'), typeNamed('int2')) ?? '', /whole numbers/);
    assert.match(model({ kernel: 'tl1' }).declines(typeNamed('int8'), typeNamed('int2')) ?? '', /ternary/);
    const fast = lutCpuProduct(parameters({ fastAggregation: true }));
    assert.ok('reason' in fast && fast.reason.length > 20);
  });

  it('has the widest exact activations: one bit more does not fit INT8 entries, and T-MAC rounds them', () => {
    const { product } = model({ kernel: 't-mac' });
    const row = (value: number): Matrix => matrix(1, 4, Float64Array.of(value, value, value, value));
    assert.deepEqual([...product(row(-16), row(3)).values], [-192]);
    assert.throws(() => product(row(-32), row(3)), RangeError);
    // The scale of T-MAC makes 127 of the largest sum, so that smaller sums are rounded.
    const { maxAbsError } = tmacGemv(Float64Array.of(16, 16, 16, 16, 3, 0, 0, 0), matrix(1, 8, Float64Array.of(3, 3, 3, 3, 2, 3, 3, 3)), 2);
    assert.ok(maxAbsError > 0);
  });

  it('of I2_S wraps on AVX2 where 256 products pass 16 bits, and not up to a magnitude of 63', () => {
    const columns = 4096;
    const all = (value: number): Matrix => matrix(1, columns, new Float64Array(columns).fill(value));
    assert.equal(i2sProduct(all(63), all(1)).values[0], 63 * columns);
    assert.equal(i2sProduct(all(-64), all(1)).values[0], -64 * columns);
    // 256 products of 2 and 127 make 65 024, which a lane holds as -512.
    assert.equal(i2sProduct(all(127), all(1)).values[0], 16 * -512 - 127 * columns);
    // A span of its own starts behind 4096 columns.
    assert.equal(i2sProduct(matrix(1, 2 * columns, new Float64Array(2 * columns).fill(60)), matrix(1, 2 * columns, new Float64Array(2 * columns).fill(1))).values[0], 120 * columns);
  });
});
