import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { exactGroupSum } from '../../../../src/sim/numerics/arithmetic/exact-group-sum.js';
import { fp16Parts } from '../../../../src/sim/numerics/arithmetic/fp16-parts.js';
import { decodeFloat, encodeFloat, fp16 } from '../../../../src/sim/numerics/formats/float-format.js';
import { rounded, unitsOf } from './fractions.js';
import { referenceTable } from '../../../kit/fixtures.js';

const { groups } = referenceTable('datatypes.json') as {
  readonly groups: readonly {
    readonly id: number;
    readonly activations_fp16_bits: readonly number[];
    readonly exact_group_partial_sum: Readonly<Record<string, number>>;
    readonly results: Readonly<Record<string, { readonly codes: readonly number[] }>>;
  }[];
};

const finite = fc.integer({ min: 0, max: 65535 }).filter((pattern) => ((pattern >>> 10) & 31) !== 31);

describe('sim/numerics/arithmetic/exact-group-sum', () => {
  it('gives the exact partial sums of the reference from its codes', () => {
    let compared = 0;
    for (const { id, activations_fp16_bits: bits, exact_group_partial_sum: sums, results } of groups) {
      for (const [type, sum] of Object.entries(sums)) {
        assert.equal(exactGroupSum(Uint16Array.from(bits), results[type]?.codes ?? []), sum, `group ${id} ${type}`);
        compared++;
      }
    }
    assert.equal(compared, groups.length * 4);
  });

  it('rounds the sum of exact fractions once, for all magnitudes of activations', () => {
    const pairs = fc.array(fc.tuple(finite, fc.integer({ min: -1024, max: 1024 })), { maxLength: 200 });
    fc.assert(fc.property(pairs, (list) => {
      let units = 0n;
      for (const [pattern, halves] of list) units += (unitsOf(decodeFloat(fp16, pattern)) * BigInt(halves)) / 2n;
      assert.equal(exactGroupSum(Uint16Array.from(list, ([pattern]) => pattern), list.map(([, halves]) => halves / 2)) + 0, rounded(units, 53, 'nearest-even') + 0);
    }), { numRuns: 300 });
  });

  it('keeps the smallest subnormal number beside the largest', () => {
    const largest = encodeFloat(fp16, 65504);
    assert.equal(exactGroupSum(Uint16Array.of(largest, 1, largest | 0x8000), [127, 1, 127]), 2 ** -24);
    assert.equal(exactGroupSum(Uint16Array.of(1, 0x8001), [0.5, 1]), -(2 ** -25));
  });

  it('takes every finite FP16 pattern apart', () => {
    for (let pattern = 0; pattern < 65536; pattern++) {
      if (((pattern >>> 10) & 31) === 31) continue;
      const { sign, exponent, mantissa } = fp16Parts(pattern);
      if ((sign === 1 ? -1 : 1) * mantissa * 2 ** (exponent - 25) !== decodeFloat(fp16, pattern)) assert.fail(`pattern ${pattern}`);
    }
  });

  it('rejects infinities, NaN, other codes and other lengths', () => {
    for (const pattern of [0x7c00, 0xfc00, 0x7e00]) assert.throws(() => exactGroupSum(Uint16Array.of(pattern), [1]), RangeError);
    for (const code of [0.25, 513, NaN]) assert.throws(() => exactGroupSum(Uint16Array.of(1), [code]), RangeError);
    assert.throws(() => exactGroupSum(Uint16Array.of(1), [1, 2]), RangeError);
  });
});
