import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { bcqCost, bcqGemv, bcqTables, bcqWeights, type BcqWeights } from '../../../../src/sim/numerics/arithmetic/bcq.js';
import { plainProduct } from '../../../../src/sim/numerics/arithmetic/integer-gemm.js';
import { matrix } from '../../../../src/sim/numerics/arithmetic/matrix.js';
import { int8, wholeNumber } from './matrices.js';

const weights = fc.record({
  planes: fc.integer({ min: 1, max: 8 }), rows: fc.integer({ min: 1, max: 12 }), columns: fc.integer({ min: 1, max: 30 }), rowGroups: fc.integer({ min: 1, max: 8 }), terms: fc.integer({ min: 1, max: 3 }),
}).chain((shape) => {
  const shifts = shape.planes * Math.ceil(shape.columns / 8) * shape.rowGroups * shape.terms;
  const places = shape.planes * shape.rows * shape.columns;
  return fc.record({
    w: fc.tuple(fc.array(fc.integer({ min: 0, max: 1 }), { minLength: places, maxLength: places }), fc.array(fc.integer({ min: -3, max: 7 }), { minLength: shifts, maxLength: shifts }))
      .map(([bits, exponents]): BcqWeights => ({ ...shape, bits: Uint8Array.from(bits), shifts: Int8Array.from(exponents) })),
    x: fc.array(wholeNumber(int8), { minLength: shape.columns, maxLength: shape.columns }).map((values) => Float64Array.from(values)),
  });
});

describe('sim/numerics/arithmetic/bcq', () => {
  it('equals the product with the weights that bits and shifts stand for, with 1 to 8 planes', () => {
    fc.assert(fc.property(weights, ({ w, x }) => {
      assert.deepEqual([...bcqGemv(x, w)], [...plainProduct(matrix(1, x.length, x), bcqWeights(w)).values]);
    }), { numRuns: 100 });
  });

  it('holds each sum of eight signed activations at its index', () => {
    fc.assert(fc.property(fc.array(wholeNumber(int8), { minLength: 1, maxLength: 20 }), (x) => {
      const tables = bcqTables(Float64Array.from(x));
      assert.equal(tables.rows, Math.ceil(x.length / 8));
      tables.values.forEach((entry, at) => {
        const index = at % 256;
        const start = Math.floor(at / 256) * 8;
        let sum = 0;
        for (let k = 0; k < 8; k++) sum += ((index >> k) & 1 ? 1 : -1) * (x[start + k] ?? 0);
        assert.equal(entry, sum);
      });
    }), { numRuns: 20 });
  });

  it('counts 262 additions a table, and 3 shifts a look-up', () => {
    const w: BcqWeights = { planes: 2, rows: 8, columns: 16, rowGroups: 8, terms: 3, bits: new Uint8Array(256), shifts: new Int8Array(96) };
    assert.deepEqual(bcqCost(w), { tableAdds: 524, lookups: 32, shifts: 96, adds: 88 });
  });

  it('rejects parts that do not fit together', () => {
    const w: BcqWeights = { planes: 1, rows: 2, columns: 8, rowGroups: 2, terms: 1, bits: new Uint8Array(16), shifts: new Int8Array(2) };
    assert.deepEqual([...bcqGemv(new Float64Array(8).fill(1), w)], [-8, -8]);
    assert.throws(() => bcqGemv(new Float64Array(7), w), RangeError);
    assert.throws(() => bcqGemv(new Float64Array(8), { ...w, bits: new Uint8Array(15) }), RangeError);
    assert.throws(() => bcqGemv(new Float64Array(8), { ...w, shifts: new Int8Array(3) }), RangeError);
  });
});
