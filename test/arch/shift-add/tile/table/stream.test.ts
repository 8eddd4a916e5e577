import assert from 'node:assert/strict';
import fc from 'fast-check';
import { randomCodes } from '../../../../../src/arch/shift-add/tile/table/check-problems.js';
import { tableWidths, type TableParameters } from '../../../../../src/arch/shift-add/tile/table/parameters.js';
import { tableBeats } from '../../../../../src/arch/shift-add/tile/table/stream.js';
import { createRng } from '../../../../../src/sim/core/rng.js';
import { matrix } from '../../../../../src/sim/numerics/arithmetic/matrix.js';
import { tables } from '../../rtl/table/modules.js';

/** Tables that read beats one by one, slow and obvious: weights by their bits and shifts, no table at all. */
function listen(p: TableParameters, { act, wgt }: Readonly<Record<'act' | 'wgt', readonly bigint[]>>): bigint[] {
  const out: bigint[] = [];
  const cut = (beat: bigint, at: number, bits: number): bigint => BigInt.asUintN(bits, beat >> BigInt(at));
  const shiftsAt = 8 * p.reads * p.tables;
  const usedAt = shiftsAt + p.tables * p.scaleTerms * p.shiftBits;
  const flagsAt = usedAt + p.tables * p.scaleTerms;
  let [set, batch, halves] = [0, 0, 0n];
  const sums = new Map<number, bigint>();
  for (const beat of wgt) {
    const activations = Array.from({ length: 8 * p.tables }, (_, i) => BigInt.asIntN(p.activationBits, act[set]! >> BigInt(i * p.activationBits)));
    if (cut(beat, flagsAt, 1) === 1n) halves += activations.reduce((sum, value) => sum + value, 0n);
    for (let read = 0; read < p.reads; read++) {
      const row = batch * p.reads + read;
      for (let i = 0; i < 8 * p.tables; i++) {
        const group = Math.floor(i / 8);
        let scale = 0n;
        for (let term = group * p.scaleTerms; term < (group + 1) * p.scaleTerms; term++) scale += cut(beat, usedAt + term, 1) << cut(beat, shiftsAt + term * p.shiftBits, p.shiftBits);
        const sign = cut(beat, read * p.tables * 8 + i, 1) === 1n ? 1n : -1n;
        sums.set(row, (sums.get(row) ?? 0n) + sign * activations[i]! * scale);
      }
    }
    const [endsBatch, endsSet, gives] = [1, 2, 3].map((flag) => cut(beat, flagsAt + flag, 1) === 1n);
    if (gives) out.push(Array.from({ length: p.reads }, (_, read) => BigInt.asUintN(p.accumulatorBits, (sums.get(batch * p.reads + read)! - halves) >> 1n)).reduceRight((word, sum) => (word << BigInt(p.accumulatorBits)) | sum, 0n));
    if (endsBatch) batch++;
    if (endsSet) [batch, set] = [0, set + 1];
    if (endsSet && gives) {
      sums.clear();
      halves = 0n;
    }
  }
  return out;
}

describe('beats of the look-up tables', () => {
  it('say what the outputs are, to one who multiplies', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 1000 }), (count, reads, scaleTerms, seed) => {
      const rng = createRng(seed);
      const p = tables(count, reads, { featuresHeld: 3 * reads, scaleTerms, shifters: rng.integer(1, scaleTerms), accumulatorBits: rng.integer(12, 30) });
      const rowGroups = rng.integer(1, 2);
      const n = rowGroups === 2 ? 2 * reads : rng.integer(1, 3 * reads);
      const beats = tableBeats(p, randomCodes(p, rng, { m: rng.integer(1, 3), n, k: rng.integer(1, 50), planes: rng.integer(1, 4), rowGroups, terms: rng.integer(1, scaleTerms) }));
      assert.deepEqual(listen(p, beats), beats.out);
    }), { numRuns: 60 });
  });

  it('are refused for products that do not fit', () => {
    const p = tables(1, 2);
    const fits = randomCodes(p, createRng(1), { m: 1, n: 4, k: 9, planes: 2, rowGroups: 1, terms: 1 });
    const { weights } = fits;
    assert.ok(tableBeats(p, fits).out.length > 0);
    const wrong = [
      { ...fits, activations: matrix(1, 8, new Float64Array(8)) }, { ...fits, activations: matrix(1, 9, new Float64Array(9).fill(128)) }, { ...fits, weights: { ...weights, shifts: new Int8Array(4).fill(7) } },
      randomCodes(p, createRng(1), { m: 1, n: 5, k: 9, planes: 2, rowGroups: 1, terms: 1 }), randomCodes(p, createRng(1), { m: 1, n: 2, k: 9, planes: 2, rowGroups: 2, terms: 1 }),
      randomCodes(p, createRng(1), { m: 1, n: 4, k: 9, planes: 2, rowGroups: 1, terms: 2 }),
    ];
    for (const problem of wrong) assert.throws(() => tableBeats(p, problem), RangeError);
  });

  it('have sums that hold every product of an entry', () => {
    assert.deepEqual(tableWidths(tables(3, 1, { scaleTerms: 3, shifters: 3, accumulatorBits: 40 })), { entry: 12, product: 21, tree: 23, sum: 41, set: 13 });
  });
});
