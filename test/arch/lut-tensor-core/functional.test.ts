import assert from 'node:assert/strict';
import fc from 'fast-check';
import { dequantizedTables, lutFunctional, quantizedTables, signedLutProduct } from '../../../src/arch/lut-tensor-core/functional.js';
import { createRng } from '../../../src/sim/core/rng.js';
import { dataType } from '../../../src/sim/model/datatype.js';
import type { Matrix } from '../../../src/sim/model/matrix.js';
import type { FunctionalModel } from '../../../src/sim/model/functional.js';
import { plainProduct } from '../../../src/sim/numerics/arithmetic/integer-gemm.js';
import { halfTables } from '../../../src/sim/numerics/arithmetic/lut-mpgemm.js';
import { matrix } from '../../../src/sim/numerics/arithmetic/matrix.js';

const size = fc.integer({ min: 1, max: 6 });

function drawn(seed: number, rows: number, columns: number, bits: number): Matrix {
  const rng = createRng(seed);
  return matrix(rows, columns, Float64Array.from({ length: rows * columns }, () => rng.integer(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)));
}

const declines = (model: FunctionalModel, activations: string, weights: string): string | null => model.declines(dataType(activations)!, dataType(weights)!);

describe('products by symmetrised tables', () => {
  it('are the plain products of signed weights of 1 to 8 bits, for groups of 2 to 6 and both places of the sign', () => {
    fc.assert(fc.property(size, size, fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 8 }), fc.integer({ min: 2, max: 6 }), fc.constantFrom('first' as const, 'last' as const), fc.integer(), (m, n, k, bits, group, sign, seed) => {
      const [a, w] = [drawn(seed, m, k, 8), drawn(seed + 1, n, k, bits)];
      assert.deepEqual([...signedLutProduct(a, w, bits, { group, sign }).values], [...plainProduct(a, w).values]);
    }));
  });

  it('need entries that hold the sums of a group: 11 bits for INT8 with -128, fewer are declined', () => {
    const exact = lutFunctional({ group: 4, entryBits: 11 });
    assert.equal(declines(exact, 'int8', 'int2'), null);
    assert.match(declines(lutFunctional({ group: 4, entryBits: 10 }), 'int8', 'int2')!, /take 11 bits, an entry has 10/);
    assert.equal(declines(lutFunctional({ group: 4, entryBits: 8 }), 'int5', 'int2'), null);
    assert.match(declines(exact, 'fp16', 'int2')!, /rounded in an order/);
    assert.match(declines(exact, 'int8', 'fp4')!, /no bit planes/);
    assert.match(declines(exact, 'int8', 'int16')!, /planes for 8/);
    assert.equal(declines(exact, 'int8', 'ternary'), null);
  });

  it('refuse weights that their bits do not hold', () => {
    assert.throws(() => signedLutProduct(drawn(1, 1, 4, 8), matrix(1, 4, Float64Array.of(0, 1, 2, -3)), 2, { group: 4 }), RangeError);
  });
});

describe('quantised tables', () => {
  it('are off by at most half a step of their own scale', () => {
    fc.assert(fc.property(size, fc.integer({ min: 1, max: 40 }), fc.integer({ min: 4, max: 12 }), fc.integer(), (m, k, bits, seed) => {
      const tables = halfTables(drawn(seed, m, k, 16), { group: 4, sign: 'first' });
      const quantized = quantizedTables(tables, bits);
      const back = dequantizedTables(quantized);
      tables.values.forEach((value, i) => {
        const scale = quantized.scales[Math.floor(i / tables.entries)]!;
        assert.ok(Math.abs(value - back.values[i]!) <= scale * 0.5 * (1 + 1e-9));
        assert.ok(Math.abs(quantized.codes.values[i]!) <= 2 ** (bits - 1) - 1);
      });
    }));
  });

  it('round ties to even and keep a table of zeros', () => {
    const tables = { ...halfTables(matrix(1, 2, Float64Array.of(0, 0)), { group: 2, sign: 'first' }) };
    assert.deepEqual([...quantizedTables(tables, 8).codes.values], [0, 0]);
    const ties = quantizedTables({ ...tables, values: Float64Array.of(127, 2.5) }, 8);
    assert.deepEqual([...ties.codes.values], [127, 2]);
    assert.deepEqual([...quantizedTables({ ...tables, values: Float64Array.of(127, -3.5) }, 8).codes.values], [127, -4]);
  });
});
