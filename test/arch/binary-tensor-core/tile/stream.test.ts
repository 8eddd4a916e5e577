import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mmaCalls } from '../../../../src/arch/binary-tensor-core/cycles.js';
import { planeArithmetic } from '../../../../src/arch/binary-tensor-core/functional.js';
import { tileCalls } from '../../../../src/arch/binary-tensor-core/tile/calls.js';
import { anyPattern, problemOf } from '../../../../src/arch/binary-tensor-core/tile/check-problems.js';
import type { PlaneTileParameters } from '../../../../src/arch/binary-tensor-core/tile/parameters.js';
import { operandsOf, planesOf } from '../../../../src/arch/binary-tensor-core/tile/problem.js';
import { planeBeats, planeStreams } from '../../../../src/arch/binary-tensor-core/tile/stream.js';
import type { RtlStream } from '../../../../src/rtl-export/kit/design.js';
import { createRng } from '../../../../src/sim/core/rng.js';
import { matrix } from '../../../../src/sim/numerics/arithmetic/matrix.js';
import { wrapToBits } from '../../../../src/sim/numerics/arithmetic/width.js';

const shape = fc.record({
  code: fc.constantFrom('bipolar' as const, 'twos-complement' as const), tokens: fc.integer({ min: 1, max: 3 }), columns: fc.integer({ min: 1, max: 4 }), depth: fc.integer({ min: 1, max: 40 }),
  inRows: fc.boolean(), activationBits: fc.integer({ min: 2, max: 8 }), weightBits: fc.integer({ min: 1, max: 8 }),
  m: fc.integer({ min: 1, max: 6 }), n: fc.integer({ min: 1, max: 6 }), k: fc.integer({ min: 1, max: 90 }), seed: fc.nat(),
});

/** The numbers of a beat, unsigned. */
function numbersOf(stream: RtlStream, beat: bigint): bigint[] {
  let rest = beat;
  return stream.fields.flatMap(({ bits, count }) => Array.from({ length: count }, () => {
    const number = BigInt.asUintN(bits, rest);
    rest >>= BigInt(bits);
    return number;
  }));
}

function ones(bits: bigint): number {
  return bits.toString(2).replaceAll('0', '').length;
}

describe('the calls of a product on a unit of binary matrix products', () => {
  it('give the product of the functional model when they are added up by hand, and are as many as there are instructions', () => {
    fc.assert(fc.property(shape, ({ code, tokens, columns, depth, inRows, activationBits, weightBits, m, n, k, seed }) => {
      const rng = createRng(seed);
      const rowPlanes = inRows ? activationBits : 1;
      const p: PlaneTileParameters = { code, rows: tokens * rowPlanes, columns, depth, rowPlanes, sumBits: 40 };
      const problem = problemOf(p, { m, n, k, activationBits, weightBits }, (bits) => anyPattern(rng, bits));
      const beats = planeBeats(p, problem);
      const streams = planeStreams(p);
      assert.equal(beats.act.length, mmaCalls(planesOf(p, problem), m, n, k, { m: p.rows, n: columns, k: depth }));
      assert.equal(beats.wgt.length, beats.act.length);

      // What the unit does with each call, in plain numbers.
      const sums = new Float64Array(m * n);
      let acc = new Float64Array(p.rows * columns);
      let tile = 0;
      beats.act.forEach((act, call) => {
        const rows = numbersOf(streams.act, act);
        const of = numbersOf(streams.wgt, beats.wgt[call]!);
        const [length, doubles, negative, ends] = of.slice(columns).map(Number) as [number, number, number, number];
        acc = acc.map((before, at) => {
          const [a, w] = [rows[Math.floor(at / columns)]!, of[at % columns]!];
          const value = code === 'bipolar' ? length - 2 * ones(a ^ w) : (negative === 1 ? -1 : 1) * ones(a & w);
          return (doubles === 1 ? 2 * before : before) + value;
        });
        if (ends === 0) return;
        const out = numbersOf(streams.out, beats.out[tile]!).map((sum) => Number(BigInt.asIntN(p.sumBits, sum)));
        const across = Math.ceil(n / columns);
        for (let token = 0; token < tokens; token++) {
          for (let column = 0; column < columns; column++) {
            let total = 0;
            for (let plane = 0; plane < rowPlanes; plane++) {
              const sign = code === 'twos-complement' && inRows && plane === rowPlanes - 1 ? -1 : 1;
              total += sign * 2 ** plane * acc[(token * rowPlanes + plane) * columns + column]!;
            }
            assert.equal(out[token * columns + column], total);
            const [row, feature] = [Math.floor(tile / across) * tokens + token, (tile % across) * columns + column];
            if (row < m && feature < n) sums[row * n + feature] = total;
          }
        }
        acc = new Float64Array(p.rows * columns);
        tile++;
      });
      assert.equal(tile, beats.out.length);

      // Bipolar planes hold 2 v + 1: what is left without the row sums is the product of the numbers v.
      const signed = (x: typeof problem.activations, bits: number): typeof problem.activations => (code === 'bipolar' ? matrix(x.rows, x.columns, Float64Array.from(x.values, (pattern) => pattern - 2 ** (bits - 1))) : x);
      const [a, w] = [signed(problem.activations, activationBits), signed(problem.weights, weightBits)];
      const rowSum = (x: typeof a, row: number): number => Array.from(x.values.slice(row * k, (row + 1) * k)).reduce((sum, v) => sum + v, 0);
      const y = planeArithmetic({ activationBits, code }).product(a, w);
      for (let row = 0; row < m; row++) {
        for (let feature = 0; feature < n; feature++) {
          const at = row * n + feature;
          const plain = code === 'bipolar' ? (sums[at]! - 2 * rowSum(a, row) - 2 * rowSum(w, feature) - k) / 4 : sums[at]!;
          assert.equal(plain, y.values[at]);
        }
      }
    }), { numRuns: 60 });
  });

  it('go from the highest weight down, and double once for each lower one', () => {
    const p: PlaneTileParameters = { code: 'twos-complement', rows: 1, columns: 1, depth: 4, rowPlanes: 1, sumBits: 32 };
    const calls = tileCalls(p, { activations: 2, weights: 2, inRows: false }, 5);
    assert.deepEqual(calls.map(({ activationPlane: i, weightPlane: j, length, doubles, negative }) => [i, j, length, doubles, negative]), [
      [1, 1, 4, false, false], [1, 1, 1, false, false],
      [0, 1, 4, true, true], [0, 1, 1, false, true], [1, 0, 4, false, true], [1, 0, 1, false, true],
      [0, 0, 4, true, false], [0, 0, 1, false, false],
    ]);
  });

  it('are refused for numbers that have no such planes, and for other planes than a unit has rows for', () => {
    const p: PlaneTileParameters = { code: 'twos-complement', rows: 4, columns: 1, depth: 4, rowPlanes: 4, sumBits: 16 };
    const of = (value: number, activationBits = 4) => ({ activations: matrix(1, 1, Float64Array.of(value)), weights: matrix(1, 1, Float64Array.of(0)), activationBits, weightBits: 1 });
    assert.doesNotThrow(() => operandsOf(p, of(7)));
    assert.throws(() => operandsOf(p, of(8)), RangeError);
    assert.throws(() => operandsOf({ ...p, code: 'bipolar' }, of(-1)), RangeError);
    assert.throws(() => planeBeats(p, of(1, 3)), RangeError);
  });

  it('have sums that wrap to the width of the unit', () => {
    const p: PlaneTileParameters = { code: 'twos-complement', rows: 1, columns: 1, depth: 3, rowPlanes: 1, sumBits: 5 };
    const problem = problemOf(p, { m: 1, n: 1, k: 9, activationBits: 2, weightBits: 2 }, () => 2);
    assert.deepEqual(planeBeats(p, problem).out, [BigInt.asUintN(5, BigInt(wrapToBits(9 * 4, 5)))]);
  });
});
