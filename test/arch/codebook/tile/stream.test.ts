import assert from 'node:assert/strict';
import fc from 'fast-check';
import { problemOf } from '../../../../src/arch/codebook/tile/check-problems.js';
import type { TileParameters } from '../../../../src/arch/codebook/tile/parameters.js';
import type { TileProblem } from '../../../../src/arch/codebook/tile/problem.js';
import { tileBeats } from '../../../../src/arch/codebook/tile/stream.js';
import { createRng } from '../../../../src/sim/core/rng.js';
import { matrix } from '../../../../src/sim/numerics/arithmetic/matrix.js';

const small = fc.integer({ min: 1, max: 5 });
const anyTile: fc.Arbitrary<TileParameters> = fc.record({
  tokens: small, vectorLength: small, main: fc.constantFrom(2, 8, 64), rest: fc.constantFrom(0, 2, 16), entryBits: fc.integer({ min: 2, max: 9 }), activationBits: fc.integer({ min: 7, max: 9 }),
  sumBits: fc.integer({ min: 19, max: 40 }), memory: fc.constant('luts' as const),
});

function drawn(p: TileParameters, m: number, vectors: number, k: number, seed: number): TileProblem {
  const rng = createRng(seed);
  const number = (bits: number) => () => rng.integer(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1);
  const loaded = { main: rng.integer(1, p.main), rest: p.rest === 0 ? 0 : rng.integer(1, p.rest) };
  return problemOf(p, { m, n: vectors * p.vectorLength, k }, loaded, {
    activation: number(p.activationBits), element: number(p.entryBits), residualElement: number(p.entryBits), index: () => rng.integer(0, loaded.main - 1), residualIndex: () => rng.integer(0, loaded.rest - 1),
  });
}

/** A decoder that reads beats one by one, slow and obvious. */
function listen(p: TileParameters, { ent, idx, act }: Readonly<Record<'ent' | 'idx' | 'act', readonly bigint[]>>): bigint[] {
  const { vectorLength: v, entryBits } = p;
  const [main, rest]: [bigint[][], bigint[][]] = [[], []];
  let book = main;
  for (const beat of ent) {
    book.push(Array.from({ length: v }, (_, i) => BigInt.asIntN(entryBits, beat >> BigInt(i * entryBits))));
    if (beat >> BigInt(v * entryBits) === 1n) book = rest;
  }
  const [mainBits, restBits] = [Math.log2(p.main), p.rest === 0 ? 0 : Math.log2(p.rest)];
  const out: bigint[] = [];
  let sums = new Array<bigint>(p.tokens * v).fill(0n);
  idx.forEach((beat, n) => {
    const entry = main[Number(BigInt.asUintN(mainBits, beat))]!;
    const other = p.rest === 0 ? entry.map(() => 0n) : rest[Number(BigInt.asUintN(restBits, beat >> BigInt(mainBits)))]!;
    for (let t = 0; t < p.tokens; t++) {
      const a = BigInt.asIntN(p.activationBits, act[n]! >> BigInt(t * p.activationBits));
      for (let i = 0; i < v; i++) sums[t * v + i]! += a * (entry[i]! + other[i]!);
    }
    if (beat >> BigInt(mainBits + restBits) === 0n) return;
    out.push(sums.reduce((word, sum, i) => word | (BigInt.asUintN(p.sumBits, sum) << BigInt(i * p.sumBits)), 0n));
    sums = sums.map(() => 0n);
  });
  return out;
}

describe('beats of the codebook decoder', () => {
  it('are such that a decoder which reads them one by one sends the results', () => {
    fc.assert(fc.property(anyTile, fc.integer({ min: 1, max: 7 }), small, fc.integer({ min: 1, max: 12 }), fc.integer(), (p, m, vectors, k, seed) => {
      const beats = tileBeats(p, drawn(p, m, vectors, k, seed));
      assert.deepEqual(listen(p, beats), beats.out);
      assert.equal(beats.idx.length, Math.ceil(m / p.tokens) * vectors * k);
      assert.equal(beats.act.length, beats.idx.length);
    }), { numRuns: 60 });
  });

  it('are refused where numbers do not fit the tile', () => {
    const p: TileParameters = { tokens: 1, vectorLength: 2, main: 4, rest: 2, entryBits: 3, activationBits: 6, sumBits: 20, memory: 'luts' };
    const good = drawn(p, 1, 1, 3, 1);
    assert.equal(tileBeats(p, good).out.length, 1);
    const { activations, weights } = good;
    const wrongs: readonly TileProblem[] = [
      { weights, activations: matrix(1, 3, Float64Array.of(32, 0, 0)) },
      { weights, activations: matrix(1, 2, Float64Array.of(0, 0)) },
      { activations, weights: { ...weights, centroids: matrix(1, 2, Float64Array.of(4, 0)), indices: new Uint32Array(3) } },
      { activations, weights: { ...weights, centroids: matrix(5, 2, new Float64Array(10)) } },
      { activations, weights: { ...weights, scale: Float64Array.of(1, 2, 1) } },
      { activations, weights: { ...weights, bias: Float64Array.of(0, 0, 1) } },
      { activations, weights: { inputs: 3, outputs: 2, centroids: weights.centroids, indices: weights.indices, scale: weights.scale, bias: weights.bias } },
    ];
    for (const wrong of wrongs) assert.throws(() => tileBeats(p, wrong), RangeError);
  });
});
