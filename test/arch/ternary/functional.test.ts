import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ternaryProduct } from '../../../src/arch/ternary/functional.js';
import type { Lookup } from '../../../src/arch/ternary/spec.js';
import { createRng } from '../../../src/sim/core/rng.js';
import { dataType } from '../../../src/sim/model/datatype.js';
import { plainProduct } from '../../../src/sim/numerics/arithmetic/integer-gemm.js';
import { matrix } from '../../../src/sim/numerics/arithmetic/matrix.js';
import { wrapToBits } from '../../../src/sim/numerics/arithmetic/width.js';
import { parameters } from './parameters.js';

const lookups: readonly Lookup[] = [{ table: 'tl1' }, { table: 'tl2' }, ...[1, 2, 3, 4, 5].map((group): Lookup => ({ table: 'symmetric', group }))];

describe('what ternary cores compute', () => {
  it('is the plain integer product in every way of looking up, for ternary and wider weights', () => {
    fc.assert(fc.property(fc.constantFrom(...lookups), fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 20 }), fc.integer(), (lookup, bits, m, n, k, seed) => {
      const rng = createRng(seed);
      const [least, most] = bits === 1 ? [-1, 1] : [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1];
      const a = matrix(m, k, Float64Array.from({ length: m * k }, () => rng.pick([-128, 127, rng.integer(-128, 127)])));
      const w = matrix(n, k, Float64Array.from({ length: n * k }, () => rng.pick([least, most, rng.integer(least, most)])));
      assert.deepEqual([...ternaryProduct(parameters({ lookup })).product(a, w).values], [...plainProduct(a, w).values]);
    }), { numRuns: 200 });
  });

  it('wraps at the width of the sums', () => {
    const p = parameters({}, { accumulatorBits: 8 });
    const ones = (rows: number): ReturnType<typeof matrix> => matrix(rows, 3, Float64Array.of(100, 100, 100));
    assert.deepEqual([...ternaryProduct(p).product(ones(1), matrix(1, 3, Float64Array.of(1, 1, 1))).values], [wrapToBits(300, 8)]);
  });

  it('declines floats and activations wider than the tables take', () => {
    const { declines } = ternaryProduct(parameters());
    const type = (name: string): NonNullable<ReturnType<typeof dataType>> => dataType(name)!;
    assert.equal(declines(type('int8'), type('ternary')), null);
    assert.match(declines(type('fp16'), type('ternary')) ?? '', /whole numbers/);
    assert.match(declines(type('int16'), type('ternary')) ?? '', /take 8/);
    assert.match(declines(type('int8'), type('fp4')) ?? '', /ternary weights and integers/);
  });
});
