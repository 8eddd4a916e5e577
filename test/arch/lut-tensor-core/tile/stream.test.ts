import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { TileParameters } from '../../../../src/arch/lut-tensor-core/tile/parameters.js';
import { tileProduct, type TileProblem } from '../../../../src/arch/lut-tensor-core/tile/problem.js';
import { tileBeats } from '../../../../src/arch/lut-tensor-core/tile/stream.js';
import { createRng } from '../../../../src/sim/core/rng.js';
import { plainProduct } from '../../../../src/sim/numerics/arithmetic/integer-gemm.js';
import { matrix } from '../../../../src/sim/numerics/arithmetic/matrix.js';
import { wrapToBits } from '../../../../src/sim/numerics/arithmetic/width.js';

const small = fc.integer({ min: 1, max: 5 });
const anyTile: fc.Arbitrary<TileParameters> = fc.record({
  m: small, n: small, k: fc.integer({ min: 2, max: 6 }), activationBits: fc.integer({ min: 2, max: 9 }), planes: fc.integer({ min: 1, max: 8 }), sumBits: fc.integer({ min: 20, max: 40 }),
  sign: fc.constantFrom('first' as const, 'last' as const),
});

function drawn(p: TileParameters, m: number, n: number, k: number, seed: number): TileProblem {
  const rng = createRng(seed);
  const weightBits = rng.integer(1, p.planes);
  const numbers = (rows: number, bits: number) => matrix(rows, k, Float64Array.from({ length: rows * k }, () => rng.integer(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)));
  return { activations: numbers(m, p.activationBits), weights: numbers(n, weightBits), weightBits };
}

/**
 * An array that reads beats one by one, slow and obvious: weight bits come back from codes and signs, a bit is +1 or -1 times 2^plane, and half of what
 * the odd weights 2 w + 1 give too much is the sum of the activations.
 */
function listen(p: TileParameters, act: readonly bigint[], wgt: readonly bigint[]): bigint[] {
  const out: bigint[] = [];
  const signPlace = p.sign === 'first' ? 0 : p.k - 1;
  let [group, plane] = [0, 0];
  let sums = Array.from({ length: p.m * p.n }, () => 0);
  let rows = Array.from({ length: p.m }, () => 0);
  for (const beat of wgt) {
    const a = Array.from({ length: p.m * p.k }, (_, i) => Number(BigInt.asIntN(p.activationBits, act[group]! >> BigInt(i * p.activationBits))));
    for (let f = 0; f < p.n; f++) {
      const code = Number(BigInt.asUintN(p.k, beat >> BigInt(f * p.k)));
      const sign = (code >> signPlace) & 1;
      for (let r = 0; r < p.m; r++) {
        for (let e = 0; e < p.k; e++) {
          const bit = e === signPlace ? sign : ((code >> e) & 1) ^ sign;
          sums[r * p.n + f]! += (bit === 1 ? 1 : -1) * 2 ** plane * a[r * p.k + e]!;
        }
      }
    }
    if (plane === 0) for (let r = 0; r < p.m; r++) for (let e = 0; e < p.k; e++) rows[r]! += a[r * p.k + e]!;
    const [endsGroup, endsReduction] = [0n, 1n].map((i) => ((beat >> (BigInt(p.n * p.k) + i)) & 1n) === 1n);
    plane = endsGroup === true ? 0 : plane + 1;
    if (endsGroup === true) group++;
    if (endsReduction !== true) continue;
    for (let f = 0; f < p.n; f++) out.push(rows.reduce((word, row, r) => word | (BigInt.asUintN(p.sumBits, BigInt((sums[r * p.n + f]! - row) / 2)) << BigInt(r * p.sumBits)), 0n));
    sums = sums.map(() => 0);
    rows = rows.map(() => 0);
  }
  return out;
}

describe('beats of the look-up array', () => {
  it('are such that an array which reads them one by one sends the results', () => {
    fc.assert(fc.property(anyTile, fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 20 }), fc.integer(), (p, m, n, k, seed) => {
      const { act, wgt, out } = tileBeats(p, drawn(p, m, n, k, seed));
      assert.deepEqual(listen(p, act, wgt), out);
      assert.equal(act.length * p.m * p.k, Math.ceil(m / p.m) * p.m * Math.ceil(n / p.n) * Math.ceil(k / p.k) * p.k);
    }), { numRuns: 60 });
  });

  it('have the plain products as results, in the width of a sum', () => {
    fc.assert(fc.property(anyTile, small, small, fc.integer({ min: 1, max: 20 }), fc.integer(), (p, m, n, k, seed) => {
      const problem = drawn(p, m, n, k, seed);
      assert.deepEqual([...tileProduct(p, problem).values], [...plainProduct(problem.activations, problem.weights).values].map((value) => wrapToBits(value, p.sumBits)));
    }));
  });

  it('are refused where numbers do not fit the tile', () => {
    const p: TileParameters = { m: 1, n: 1, k: 2, activationBits: 4, planes: 2, sumBits: 12, sign: 'first' };
    const problem = (a: number, w: number, weightBits: number): TileProblem => ({ activations: matrix(1, 2, Float64Array.of(a, 0)), weights: matrix(1, 2, Float64Array.of(w, 0)), weightBits });
    for (const wrong of [problem(8, 0, 2), problem(0.5, 0, 2), problem(0, 2, 2), problem(0, -2, 1), problem(0, 0, 3), problem(0, 0, 0)]) assert.throws(() => tileBeats(p, wrong), RangeError);
    assert.throws(() => tileBeats(p, { ...problem(0, 0, 1), weights: matrix(1, 3, new Float64Array(3)) }), RangeError);
    assert.throws(() => tileBeats(p, { ...problem(0, 0, 1), activations: matrix(0, 2, new Float64Array(0)) }), RangeError);
  });
});
