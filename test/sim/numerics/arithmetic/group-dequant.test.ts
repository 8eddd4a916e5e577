import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { groupDequantCost, groupProduct, shiftAdd } from '../../../../src/sim/numerics/arithmetic/group-dequant.js';
import { plainProduct } from '../../../../src/sim/numerics/arithmetic/integer-gemm.js';
import { matrix } from '../../../../src/sim/numerics/arithmetic/matrix.js';
import { forWidths, fromRows, int8, matrixOf, operands, unsigned } from './matrices.js';

describe('sim/numerics/arithmetic/group-dequant', () => {
  it('equals the product with weights that are dequantised one by one, for 1 to 8 bits', () => {
    forWidths((bits) => {
      const cases = fc.tuple(operands(int8, unsigned(bits), { m: 3, n: 4, k: 40 }), fc.integer({ min: 1, max: 45 })).chain(([{ a, w: q }, group]) => {
        const groups = Math.ceil(q.columns / group);
        return fc.record({ a: fc.constant(a), q: fc.constant(q), group: fc.constant(group), scale: matrixOf(q.rows, groups, { low: 1, high: 15 }), zero: matrixOf(q.rows, groups, unsigned(bits)) });
      });
      fc.assert(fc.property(cases, ({ a, ...w }) => {
        const at = (i: number): number => Math.floor(i / w.q.columns) * w.scale.columns + Math.floor((i % w.q.columns) / w.group);
        const dequantized = matrix(w.q.rows, w.q.columns, w.q.values.map((q, i) => w.scale.values[at(i)]! * (q - w.zero.values[at(i)]!)));
        assert.deepEqual([...groupProduct(a, w).y.values].map((y) => y + 0), [...plainProduct(a, dequantized).values].map((y) => y + 0));
      }), { numRuns: 25 });
    });
  });

  it('multiplies by shifted copies', () => {
    for (let q = 0; q < 256; q++) for (const a of [-128, -1, 0, 3, 127]) assert.equal(shiftAdd(a, q) + 0, a * q + 0);
  });

  it('accumulates products and activations of each group apart', () => {
    const { accumulators, sums, y } = groupProduct(fromRows([[1, 2, 3]]), { q: fromRows([[4, 5, 6]]), group: 2, scale: fromRows([[10, 100]]), zero: fromRows([[1, 2]]) });
    assert.deepEqual([...accumulators], [14, 18]);
    assert.deepEqual([...sums.values], [3, 3]);
    assert.deepEqual([...y.values], [10 * (14 - 3) + 100 * (18 - 6)]);
  });

  it('needs 128 times fewer multiplications by scales with groups of 128', () => {
    assert.deepEqual(groupDequantCost(1, 2, 4096, 128), { perOutput: 32, total: 64, naive: 8192 });
  });

  it('rejects scales of another shape', () => {
    const w = { q: fromRows([[4, 5, 6]]), group: 2, scale: fromRows([[10]]), zero: fromRows([[1, 2]]) };
    assert.throws(() => groupProduct(fromRows([[1, 2, 3]]), w), RangeError);
    assert.throws(() => groupProduct(fromRows([[1, 2, 3]]), { ...w, group: 0 }), RangeError);
  });
});
