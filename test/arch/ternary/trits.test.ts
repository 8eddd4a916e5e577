import assert from 'node:assert/strict';
import { passesOf, tritPlanes, tritsOf } from '../../../src/arch/ternary/trits.js';
import { dataType } from '../../../src/sim/model/datatype.js';
import { matrix } from '../../../src/sim/numerics/arithmetic/matrix.js';

describe('trits of integers', () => {
  it('give every value of 2 to 8 bits back, with as few as hold them all', () => {
    for (let bits = 2; bits <= 8; bits++) {
      const values = Float64Array.from({ length: 2 ** bits }, (_, i) => i - 2 ** (bits - 1));
      const planes = tritPlanes(matrix(1, values.length, values), tritsOf(bits));
      values.forEach((value, i) => {
        assert.equal(planes.reduce((sum, plane, p) => sum + 3 ** p * plane.values[i]!, 0), value);
        assert.ok(planes.every((plane) => Math.abs(plane.values[i]!) <= 1));
      });
      assert.throws(() => tritPlanes(matrix(1, values.length, values), tritsOf(bits) - 1), RangeError);
    }
  });

  it('are one pass for ternary weights, six for INT8, none for floats', () => {
    assert.deepEqual(['ternary', 'int2', 'int4', 'int8', 'fp16', 'nf4'].map((name) => passesOf(dataType(name)!)), [1, 2, 3, 6, null, null]);
  });
});
