import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkCore, readSumBits, storedFormats, type CoreParameters } from '../../../../src/arch/ternary/core/parameters.js';
import { coreProduct, type CoreProblem } from '../../../../src/arch/ternary/core/problem.js';
import { coreBeats } from '../../../../src/arch/ternary/core/stream.js';
import { codesOf, storedCodes } from '../../../../src/arch/ternary/core/stored-weights.js';
import { gemvTiles } from '../../../../src/arch/ternary/cycles.js';
import { tableEntries } from '../../../../src/arch/ternary/table.js';
import { createRng } from '../../../../src/sim/core/rng.js';
import { plainProduct } from '../../../../src/sim/numerics/arithmetic/integer-gemm.js';
import { matrix } from '../../../../src/sim/numerics/arithmetic/matrix.js';
import { wrapToBits } from '../../../../src/sim/numerics/arithmetic/width.js';

const small = fc.integer({ min: 1, max: 5 });
const anyCore: fc.Arbitrary<CoreParameters> = fc.record({
  group: small, tables: small, reads: small, activationBits: fc.integer({ min: 2, max: 9 }), sumBits: fc.integer({ min: 16, max: 40 }), format: fc.constantFrom(...storedFormats),
});

function drawn(p: CoreParameters, m: number, n: number, k: number, seed: number): CoreProblem {
  const rng = createRng(seed);
  const numbers = (rows: number, number: () => number) => matrix(rows, k, Float64Array.from({ length: rows * k }, number));
  const half = 2 ** (p.activationBits - 1);
  return { activations: numbers(m, () => rng.integer(-half, half - 1)), weights: numbers(n, () => rng.integer(-1, 1)) };
}

/** The weights of a code, by its definition in words: slow, and no part of the code that packs them. */
function unpacked({ group, format }: CoreParameters, code: number): number[] {
  const digits = (number: number, count: number, weightOf: (digit: number) => number): number[] => (
    Array.from({ length: count }, (_, i) => weightOf(Math.floor(number / 3 ** (count - 1 - i)) % 3)));
  switch (format) {
    case 'keys': {
      const sign = 2 ** Math.ceil(Math.log2(tableEntries(group) + 1));
      return digits(code % sign, group, (digit) => 1 - digit).map((w) => (code >= sign ? -w : w));
    }
    case 'tl1': return digits(code, 2, (digit) => digit - 1);
    case 'tl2': return digits((code % 16) + 13, 3, (digit) => digit - 1).map((w) => (code >= 16 ? -w : w));
    case 'pack5': return digits(code, 5, (digit) => (digit === 2 ? -1 : digit));
  }
}

/** A core that reads beats one by one. */
function listen(p: CoreParameters, act: readonly bigint[], wgt: readonly bigint[]): bigint[] {
  const { bits, count } = codesOf(p);
  const out: bigint[] = [];
  let sums = new Array<number>(p.reads).fill(0);
  wgt.forEach((beat, tile) => {
    const a = Array.from({ length: p.tables * p.group }, (_, i) => Number(BigInt.asIntN(p.activationBits, act[tile]! >> BigInt(i * p.activationBits))));
    for (let r = 0; r < p.reads; r++) {
      const weights = Array.from({ length: count }, (_, i) => unpacked(p, Number(BigInt.asUintN(bits, beat >> BigInt((r * count + i) * bits))))).flat();
      a.forEach((each, i) => { sums[r]! += each * weights[i]!; });
    }
    if (((beat >> BigInt(p.reads * count * bits)) & 1n) === 0n) return;
    out.push(sums.reduce((word, sum, r) => word | (BigInt.asUintN(p.sumBits, BigInt(sum)) << BigInt(r * p.sumBits)), 0n));
    sums = sums.map(() => 0);
  });
  return out;
}

describe('beats of the ternary core', () => {
  it('are such that a core which reads them one by one sends the results, in every format', () => {
    fc.assert(fc.property(anyCore, small, fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 30 }), fc.integer(), (p, m, n, k, seed) => {
      const { act, wgt, out } = coreBeats(p, drawn(p, m, n, k, seed));
      assert.deepEqual(listen(p, act, wgt), out);
      assert.deepEqual([act.length, wgt.length], [m * gemvTiles(p, k, n), act.length]);
    }), { numRuns: 100 });
  });

  it('have the plain products as results, in the width of a sum', () => {
    fc.assert(fc.property(anyCore, small, small, fc.integer({ min: 1, max: 30 }), fc.integer(), (p, m, n, k, seed) => {
      const problem = drawn(p, m, n, k, seed);
      assert.deepEqual([...coreProduct(p, problem).values], [...plainProduct(problem.activations, problem.weights).values].map((value) => wrapToBits(value, p.sumBits) + 0));
    }));
  });

  it('store a tile of an output in so many bits a weight: 5 / 3 as keys of triples, 2 in TL1, 5 / 3 in TL2, 1.6 in base 3', () => {
    const bitsOf = (group: number, tables: number, format: CoreParameters['format']): number => {
      const { bits, count } = codesOf({ group, tables, format });
      return (bits * count) / (group * tables);
    };
    assert.deepEqual([bitsOf(3, 4, 'keys'), bitsOf(2, 4, 'tl1'), bitsOf(3, 4, 'tl2'), bitsOf(3, 5, 'pack5')], [5 / 3, 2, 5 / 3, 1.6]);
    assert.equal(codesOf({ group: 3, tables: 2, format: 'pack5' }).count, 2);
    assert.deepEqual(storedCodes({ group: 1, format: 'pack5' }, [1, -1, 0, 0, 0, 1]), [81 + 2 * 27, 81]);
  });

  it('are refused where numbers do not fit the core', () => {
    const p: CoreParameters = { group: 2, tables: 1, reads: 1, activationBits: 4, sumBits: 12, format: 'keys' };
    const problem = (a: number, w: number): CoreProblem => ({ activations: matrix(1, 2, Float64Array.of(a, 0)), weights: matrix(1, 2, Float64Array.of(w, 0)) });
    for (const wrong of [problem(8, 0), problem(0.5, 0), problem(0, 2), problem(0, 0.5)]) assert.throws(() => coreBeats(p, wrong), RangeError);
    assert.throws(() => coreBeats(p, { ...problem(0, 1), weights: matrix(1, 3, new Float64Array(3)) }), /RangeError|elements|columns/);
    assert.throws(() => coreBeats(p, { ...problem(0, 1), activations: matrix(0, 2, new Float64Array(0)) }), RangeError);
  });
});

describe('parameters of the ternary core', () => {
  it('have sums wider than what they add up', () => {
    const p: CoreParameters = { group: 3, tables: 5, reads: 1, activationBits: 8, sumBits: 14, format: 'keys' };
    assert.equal(readSumBits(p), 8 + 2 + 3);
    checkCore(p);
    assert.throws(() => { checkCore({ ...p, sumBits: 13 }); }, /sumBits of a core is a whole number from 14 to 48/);
  });
});
