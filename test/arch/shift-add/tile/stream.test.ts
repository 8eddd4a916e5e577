import assert from 'node:assert/strict';
import fc from 'fast-check';
import { termsOf } from '../../../../src/arch/shift-add/cycles.js';
import { problemOf, weightRange } from '../../../../src/arch/shift-add/tile/check-problems.js';
import { tileWidths, type TileParameters } from '../../../../src/arch/shift-add/tile/parameters.js';
import type { TileProblem } from '../../../../src/arch/shift-add/tile/problem.js';
import { tileBeats } from '../../../../src/arch/shift-add/tile/stream.js';
import { createRng } from '../../../../src/sim/core/rng.js';
import { matrix } from '../../../../src/sim/numerics/arithmetic/matrix.js';

const small = fc.integer({ min: 1, max: 4 });
const anyTile: fc.Arbitrary<TileParameters> = fc.record({
  tokens: small, columns: small, depth: small, encoding: fc.constantFrom('binary' as const, 'booth' as const), terms: fc.integer({ min: 1, max: 8 }), steps: small, scalers: small,
  activationBits: fc.integer({ min: 2, max: 9 }), weightBits: fc.integer({ min: 2, max: 8 }), scaleBits: fc.integer({ min: 4, max: 9 }), accumulatorBits: fc.integer({ min: 24, max: 40 }),
}).map(({ terms, steps, ...p }) => ({
  ...p, kind: 'shift-add' as const, group: p.depth * steps, scalers: Math.min(p.scalers, p.columns), termsPerCycle: Math.min(terms, termsOf(p.encoding, p.weightBits)),
}));

function drawn(p: TileParameters, m: number, n: number, k: number, seed: number): TileProblem {
  const rng = createRng(seed);
  const weightBits = rng.integer(2, p.weightBits);
  const { least, most } = weightRange(p, weightBits);
  const half = 2 ** (p.activationBits - 1);
  return problemOf(p, { m, n, k }, weightBits, {
    activation: () => rng.integer(-half, half - 1), weight: () => rng.integer(least, most), scale: () => rng.integer(0, 2 ** p.scaleBits - 1), zeroPoint: () => rng.integer(0, 2 ** p.weightBits - 1),
  });
}

/** An array that reads beats one by one, slow and obvious: weights come back from their slices, groups are scaled with what `scl` says. */
function listen(p: TileParameters, { act, wgt, scl }: Readonly<Record<'act' | 'wgt' | 'scl', readonly bigint[]>>): bigint[] {
  const { slice, zero } = tileWidths(p);
  const batches = Math.ceil(p.columns / p.scalers);
  const out: bigint[] = [];
  const field = (beat: bigint, at: number, bits: number): bigint => BigInt.asUintN(bits, beat >> BigInt(at));
  let [step, pass, scale] = [0, 0, 0];
  let weights = new Array<bigint>(p.columns * p.depth).fill(0n);
  let sums = new Array<bigint>(p.tokens * p.columns).fill(0n);
  let rows = new Array<bigint>(p.tokens).fill(0n);
  let outputs = new Array<bigint>(p.tokens * p.columns).fill(0n);
  for (const beat of wgt) {
    weights = weights.map((weight, i) => weight | (field(beat, i * slice, slice) << BigInt(pass * slice)));
    pass++;
    const [endsStep, endsGroup, endsReduction] = [0, 1, 2].map((i) => field(beat, p.columns * p.depth * slice + i, 1) === 1n);
    if (endsStep !== true) continue;
    const signed = weights.map((weight) => (p.encoding === 'booth' ? BigInt.asIntN(pass * slice, weight) : weight));
    for (let t = 0; t < p.tokens; t++) {
      for (let d = 0; d < p.depth; d++) {
        const a = BigInt.asIntN(p.activationBits, act[step]! >> BigInt((t * p.depth + d) * p.activationBits));
        rows[t]! += a;
        for (let c = 0; c < p.columns; c++) sums[t * p.columns + c]! += a * signed[c * p.depth + d]!;
      }
    }
    step++;
    pass = 0;
    weights = weights.map(() => 0n);
    if (endsGroup !== true) continue;
    for (let c = 0; c < p.columns; c++) {
      const lane = c % p.scalers;
      const scales = scl[scale + Math.floor(c / p.scalers)]!;
      const point = zero === 0 ? 0n : field(scales, p.scalers * p.scaleBits + lane * zero, zero);
      for (let t = 0; t < p.tokens; t++) outputs[t * p.columns + c]! += field(scales, lane * p.scaleBits, p.scaleBits) * (sums[t * p.columns + c]! - point * rows[t]!);
    }
    scale += batches;
    sums = sums.map(() => 0n);
    rows = rows.map(() => 0n);
    if (endsReduction !== true) continue;
    for (let batch = 0; batch < batches; batch++) {
      let word = 0n;
      for (let t = 0; t < p.tokens; t++) {
        for (let lane = 0; lane < p.scalers; lane++) {
          const column = batch * p.scalers + lane;
          const value = column < p.columns ? outputs[t * p.columns + column]! : 0n;
          word |= BigInt.asUintN(p.accumulatorBits, value) << BigInt((t * p.scalers + lane) * p.accumulatorBits);
        }
      }
      out.push(word);
    }
    outputs = outputs.map(() => 0n);
  }
  assert.deepEqual([step, scale], [act.length, scl.length]);
  return out;
}

describe('beats of the shift-add array', () => {
  it('are such that an array which reads them one by one sends the results', () => {
    fc.assert(fc.property(anyTile, fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 20 }), fc.integer(), (p, m, n, k, seed) => {
      const beats = tileBeats(p, drawn(p, m, n, k, seed));
      assert.deepEqual(listen(p, beats), beats.out);
      const tiles = Math.ceil(m / p.tokens) * Math.ceil(n / p.columns);
      assert.equal(beats.act.length, tiles * Math.ceil(k / p.depth));
      assert.equal(beats.scl.length, tiles * Math.ceil(k / p.group) * Math.ceil(p.columns / p.scalers));
    }), { numRuns: 60 });
  });

  it('are refused where numbers do not fit the tile', () => {
    const p: TileParameters = {
      kind: 'shift-add', tokens: 1, columns: 1, depth: 2, encoding: 'binary', termsPerCycle: 4, group: 2, scalers: 1, activationBits: 4, weightBits: 4, scaleBits: 4, accumulatorBits: 12,
    };
    const one = (value: number) => matrix(1, 1, Float64Array.of(value));
    const problem = (a: number, w: number, weightBits: number, scale = 1, zero = 0): TileProblem => (
      { activations: matrix(1, 2, Float64Array.of(a, 0)), weights: matrix(1, 2, Float64Array.of(w, 0)), weightBits, scales: one(scale), zeroPoints: one(zero) });
    const wrongs = [problem(8, 0, 4), problem(0.5, 0, 4), problem(0, 16, 4), problem(0, 4, 2), problem(0, -1, 4), problem(0, 0, 5), problem(0, 0, 1), problem(0, 0, 4, 16), problem(0, 0, 4, -1), problem(0, 0, 4, 1, 16)];
    for (const wrong of wrongs) assert.throws(() => tileBeats(p, wrong), RangeError);
    assert.throws(() => tileBeats({ ...p, encoding: 'booth', termsPerCycle: 2 }, problem(0, 0, 4, 1, 1)), RangeError);
    assert.throws(() => tileBeats(p, { ...problem(0, 0, 4), weights: matrix(1, 3, new Float64Array(3)) }), RangeError);
    assert.throws(() => tileBeats(p, { ...problem(0, 0, 4), scales: matrix(1, 2, new Float64Array(2)) }), RangeError);
    assert.equal(tileBeats(p, problem(-8, 15, 4, 15, 15)).out.length, 1);
  });
});
