import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { systolicFunctional } from '../../../src/arch/systolic/functional.js';
import type { MacKind } from '../../../src/arch/systolic/spec.js';
import { createRng } from '../../../src/sim/core/rng.js';
import { dataType, dataTypes } from '../../../src/sim/model/datatype.js';
import type { Matrix } from '../../../src/sim/model/matrix.js';
import { plainProduct } from '../../../src/sim/numerics/arithmetic/integer-gemm.js';
import { matrix } from '../../../src/sim/numerics/arithmetic/matrix.js';
import { dataflows, plainArray } from './arrays.js';
import { small } from './parameters.js';
import { simulateArray } from './wavefront.js';

const macs: readonly MacKind[] = ['bit-parallel', 'bit-serial-weights', 'bit-serial-activations'];

function drawn(rng: ReturnType<typeof createRng>, rows: number, columns: number, bits: number, extreme: boolean): Matrix {
  const [least, most] = [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1];
  return matrix(rows, columns, Float64Array.from({ length: rows * columns }, () => (extreme ? rng.pick([least, most, 0, -1]) : rng.integer(least, most))));
}

describe('arch/systolic/functional', () => {
  it('is the integer product for operands of any widths, at the ends of their ranges too', () => {
    const bits = fc.integer({ min: 2, max: 16 });
    fc.assert(fc.property(bits, bits, fc.constantFrom(...macs), fc.integer(), fc.boolean(), fc.integer({ min: 1, max: 30 }), (weights, activations, mac, seed, extreme, k) => {
      const rng = createRng(seed);
      const [a, w] = [drawn(rng, 3, k, activations, extreme), drawn(rng, 2, k, weights, extreme)];
      const model = systolicFunctional({ ...small, mac, operandBits: { weights, activations }, accumulatorBits: 48 });
      assert.deepEqual([...model.product(a, w).values], [...plainProduct(a, w).values]);
    }), { numRuns: 200 });
  });

  it('is what the registers of every dataflow hold in the end', () => {
    const rng = createRng(3);
    for (const dataflow of dataflows) {
      // The serial operand is the streaming one: inputs past weights, weights past inputs, weights where sums stay.
      const mac: MacKind = dataflow === 'weight-stationary' ? 'bit-serial-activations' : 'bit-serial-weights';
      for (const [macCycles, kind] of [[1, 'bit-parallel'], [8, mac]] as const) {
        const [activations, weights] = [drawn(rng, 7, 11, 8, false), drawn(rng, 5, 11, 8, false)];
        const { sums } = simulateArray({ array: plainArray(4, 3, dataflow, macCycles), activations, weights });
        assert.deepEqual([...systolicFunctional({ ...small, mac: kind }).product(activations, weights).values], sums);
      }
    }
  });

  it('wraps sums at the width of the accumulator, and is exact below', () => {
    const model = systolicFunctional({ ...small, accumulatorBits: 16 });
    assert.equal(model.exactBelow, 2 ** 15);
    const of = (value: number, length: number): Matrix => matrix(1, length, new Float64Array(length).fill(value));
    assert.deepEqual([...model.product(of(-128, 1), of(-128, 1)).values], [2 ** 14]);
    assert.deepEqual([...model.product(of(-128, 2), of(-128, 2)).values], [-(2 ** 15)]);
    assert.deepEqual([...model.product(of(-128, 4), of(-128, 4)).values], [0]);
  });

  it('declines floats, code books and operands that are too wide, with a reason', () => {
    const model = systolicFunctional(small);
    const int8 = dataType('int8')!;
    for (const type of dataTypes) {
      const taken = (type.kind === 'integer' || type.kind === 'ternary') && type.bits <= 8;
      for (const reason of [model.declines(type, int8), model.declines(int8, type)]) assert.ok(taken ? reason === null : reason !== null && reason.length > 10, type.name);
    }
  });
});
