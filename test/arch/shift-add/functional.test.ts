import assert from 'node:assert/strict';
import fc from 'fast-check';
import { shiftAddFunctional } from '../../../src/arch/shift-add/functional.js';
import { createRng } from '../../../src/sim/core/rng.js';
import { dataType } from '../../../src/sim/model/datatype.js';
import { plainProduct } from '../../../src/sim/numerics/arithmetic/integer-gemm.js';
import { matrix, type Matrix } from '../../../src/sim/numerics/arithmetic/matrix.js';
import { wrapToBits } from '../../../src/sim/numerics/arithmetic/width.js';
import { parameters, pes, tables } from './parameters.js';

const arrays = [pes, { ...pes, encoding: 'booth' as const }, tables];

function drawn(rows: number, columns: number, bits: number, seed: number): Matrix {
  const rng = createRng(seed);
  const [least, most] = [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1];
  return matrix(rows, columns, Float64Array.from({ length: rows * columns }, () => (rng.integer(0, 3) === 0 ? rng.pick([least, most]) : rng.integer(least, most))));
}

describe('what arrays without multipliers compute', () => {
  it('is the plain integer product, with shifted ones, Booth digits and look-ups alike', () => {
    const size = fc.integer({ min: 1, max: 6 });
    fc.assert(fc.property(fc.constantFrom(...arrays), size, size, fc.integer({ min: 1, max: 70 }), fc.integer({ min: 2, max: 8 }), fc.integer({ min: 2, max: 8 }), fc.integer(), (array, m, n, k, a, w, seed) => {
      const [x, weights] = [drawn(m, k, a, seed), drawn(n, k, w, seed + 1)];
      assert.deepEqual([...shiftAddFunctional(parameters(array)).product(x, weights).values], [...plainProduct(x, weights).values]);
    }), { numRuns: 120 });
  });

  it('takes ternary weights as two bits', () => {
    const weights = matrix(2, 9, Float64Array.from([1, 0, -1, -1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]));
    const x = drawn(3, 9, 8, 4);
    for (const array of arrays) {
      const model = shiftAddFunctional(parameters(array));
      assert.equal(model.declines(dataType('int8')!, dataType('ternary')!), null);
      assert.deepEqual([...model.product(x, weights).values], [...plainProduct(x, weights).values]);
    }
  });

  it('wraps at the width of its accumulators', () => {
    const x = matrix(1, 200, new Float64Array(200).fill(127));
    const weights = matrix(1, 200, new Float64Array(200).fill(-128));
    for (const array of arrays) {
      const model = shiftAddFunctional(parameters(array, { accumulatorBits: 16 }));
      assert.equal(model.exactBelow, 2 ** 15);
      assert.equal(model.product(x, weights).values[0], wrapToBits(200 * 127 * -128, 16));
    }
  });

  it('declines floats, codebooks and wider integers', () => {
    const model = shiftAddFunctional(parameters(pes, { weightBits: 4 }));
    const [int8, int4] = [dataType('int8')!, dataType('int4')!];
    assert.equal(model.declines(int8, int4), null);
    for (const [a, w] of [[dataType('fp16')!, int4], [int8, dataType('nf4')!], [int8, int8], [dataType('int16')!, int4], [dataType('ternary')!, int4]] as const) assert.match(model.declines(a, w)!, /shifted terms|bits: the array/);
  });
});
