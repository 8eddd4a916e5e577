import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { boothTerms } from '../../../../src/sim/numerics/arithmetic/booth.js';
import { exactGroupSum } from '../../../../src/sim/numerics/arithmetic/exact-group-sum.js';
import { bitmodPe, groupAccumulate, laneSum, type PeNumerics } from '../../../../src/sim/numerics/arithmetic/fp16-accumulate.js';
import { fp16Parts } from '../../../../src/sim/numerics/arithmetic/fp16-parts.js';
import { fpTerms } from '../../../../src/sim/numerics/arithmetic/fp-terms.js';
import { scaledValue } from '../../../../src/sim/numerics/arithmetic/scaled.js';
import { termValue, type Term } from '../../../../src/sim/numerics/arithmetic/term.js';
import { decodeFloat, encodeFloat, fp16 } from '../../../../src/sim/numerics/formats/float-format.js';
import { rounded, unitsOf } from './fractions.js';
import { referenceTable } from '../../../kit/fixtures.js';

const { groups } = referenceTable('datatypes.json') as {
  readonly groups: readonly { readonly activations_fp16_bits: readonly number[]; readonly exact_group_partial_sum: Readonly<Record<string, number>>; readonly results: Readonly<Record<string, { readonly codes: readonly number[] }>> }[];
};

const termsOf: Readonly<Record<string, (code: number) => readonly Term[]>> = { int8_sym: (code) => boothTerms(code, 8), int6_sym: (code) => boothTerms(code, 6), bitmod4: fpTerms, bitmod3: fpTerms };
const wide: PeNumerics = { ...bitmodPe, accumulatorBits: 32 };
const finite = fc.integer({ min: 0, max: 65535 }).filter((pattern) => ((pattern >>> 10) & 31) !== 31);

function patterns(values: readonly number[]): Uint16Array {
  return Uint16Array.from(values, (value) => encodeFloat(fp16, value));
}

/** The PE written down once more, with exact fractions: aligned lanes are multiples of one step, and the accumulator is rounded after each cycle. */
function slowly(activations: Uint16Array, weights: readonly (readonly Term[])[], pe: PeNumerics): number {
  let accumulator = 0;
  for (let first = 0; first < weights.length; first += pe.lanes) {
    for (let t = 0; t < weights[0]!.length; t++) {
      const lanes = weights.slice(first, first + pe.lanes).map((terms, i) => ({ a: decodeFloat(fp16, activations[first + i]!), term: terms[t]!, exponent: fp16Parts(activations[first + i]!).exponent }))
        .filter(({ a, term }) => a !== 0 && term.man === 1);
      const largest = Math.max(...lanes.map(({ exponent, term }) => exponent + term.exp));
      const step = 2 ** (largest - 25 - pe.extraBits);
      const sum = lanes.reduce((total, { a, term }) => {
        const exact = Math.abs(a) * 2 ** term.exp / step;
        const floor = Math.floor(exact);
        const up = pe.alignment === 'nearest-even' && (exact - floor > 0.5 || (exact - floor === 0.5 && floor % 2 === 1));
        return total + Math.sign(a) * (term.sign === 1 ? -1 : 1) * (floor + (up ? 1 : 0));
      }, 0);
      const addend = lanes.length === 0 ? 0 : sum * step * 2 ** lanes[0]!.term.bsig;
      accumulator = rounded(unitsOf(accumulator) + unitsOf(addend), pe.accumulatorBits, pe.accumulation);
    }
  }
  return accumulator;
}

/**
 * The stated bound of the error. Of the lanes of a cycle all but the largest are off by at most half a step, and the step is at most
 * 2^-(10 + extra bits) of the largest product; each rounding of the accumulator is at most 2^-bits of what it holds, which no sum of magnitudes passes.
 * Truncation has twice of both.
 */
function bound(activations: Uint16Array, weights: readonly (readonly Term[])[], pe: PeNumerics, cycles: number): number {
  // A subnormal activation has the step of the smallest normal one.
  const magnitudes = Array.from(activations, (pattern) => Math.max(2 ** -14, Math.abs(decodeFloat(fp16, pattern))));
  const largest = Math.max(...magnitudes) * weights.flat().reduce((most, term) => Math.max(most, Math.abs(termValue(term))), 0);
  const total = magnitudes.reduce((sum, a, i) => sum + a * weights[i]!.reduce((all, term) => all + Math.abs(termValue(term)), 0), 0);
  const alignment = (pe.alignment === 'truncate' ? 1 : 0.5) * (pe.lanes - 1) * 2 ** -(10 + pe.extraBits) * largest * cycles;
  const accumulation = (pe.accumulation === 'truncate' ? 2 : 1) * 2 ** -pe.accumulatorBits * cycles * (total + alignment);
  return alignment + accumulation;
}

describe('sim/numerics/arithmetic/fp16-accumulate', () => {
  it('is exact for small integers and for powers of two near each other', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.integer({ min: -15, max: 15 }), fc.integer({ min: -128, max: 127 })), { minLength: 1, maxLength: 40 }), (list) => {
      const { value, exact } = groupAccumulate(patterns(list.map(([a]) => a)), list.map(([, q]) => boothTerms(q, 8)), { ...bitmodPe, accumulatorBits: 24 });
      assert.equal(exact, list.reduce((sum, [a, q]) => sum + a * q, 0));
      assert.equal(value + 0, exact + 0);
    }), { numRuns: 100 });
    fc.assert(fc.property(fc.array(fc.tuple(fc.integer({ min: -4, max: 4 }), fc.constantFrom(0.5, 1, -1.5, 2, 3, -5, 8)), { minLength: 1, maxLength: 40 }), (list) => {
      const { value, exact } = groupAccumulate(patterns(list.map(([exponent]) => 2 ** exponent)), list.map(([, q]) => fpTerms(q)));
      assert.equal(value + 0, exact + 0);
    }), { numRuns: 100 });
  });

  it('equals the same PE written down with exact fractions, in every rounding and width', () => {
    const lists = fc.array(fc.tuple(finite, fc.integer({ min: -32, max: 31 })), { minLength: 1, maxLength: 14 });
    const numerics = fc.record({ lanes: fc.integer({ min: 1, max: 5 }), extraBits: fc.integer({ min: 0, max: 6 }), alignment: fc.constantFrom('nearest-even' as const, 'truncate' as const), accumulatorBits: fc.integer({ min: 2, max: 32 }), accumulation: fc.constantFrom('nearest-even' as const, 'truncate' as const) });
    fc.assert(fc.property(lists, numerics, (list, pe) => {
      const activations = Uint16Array.from(list, ([pattern]) => pattern);
      const weights = list.map(([, q]) => boothTerms(q, 6));
      assert.equal(groupAccumulate(activations, weights, pe).value + 0, slowly(activations, weights, pe) + 0);
    }), { numRuns: 400 });
  });

  it('errs by no more than the stated bound on the groups of the reference, and gives their exact sums beside', () => {
    for (const { activations_fp16_bits: bits, exact_group_partial_sum: sums, results } of groups) {
      const activations = Uint16Array.from(bits);
      for (const [type, sum] of Object.entries(sums)) {
        const weights = (results[type]?.codes ?? []).map(termsOf[type]!);
        for (const pe of [bitmodPe, wide, { ...bitmodPe, alignment: 'truncate', accumulation: 'truncate' }] as const) {
          const { value, exact, cycles } = groupAccumulate(activations, weights, pe);
          assert.equal(exact, sum);
          assert.ok(Math.abs(value - exact) <= bound(activations, weights, pe, cycles), `${type}: ${value} against ${exact}`);
        }
      }
    }
  });

  it('errs by no more than the bound on random groups of all magnitudes', () => {
    const lists = fc.array(fc.tuple(finite, fc.integer({ min: -128, max: 127 })), { minLength: 1, maxLength: 64 });
    fc.assert(fc.property(lists, fc.constantFrom('nearest-even' as const, 'truncate' as const), (list, rounding) => {
      const pe = { ...bitmodPe, alignment: rounding, accumulation: rounding };
      const activations = Uint16Array.from(list, ([pattern]) => pattern);
      const weights = list.map(([, q]) => boothTerms(q, 8));
      const { value, exact, cycles } = groupAccumulate(activations, weights, pe);
      assert.ok(Math.abs(value - exact) <= bound(activations, weights, pe, cycles));
    }), { numRuns: 300 });
  });

  it('loses less with rounding to nearest than with truncation, over the groups of the reference', () => {
    const error = (pe: PeNumerics): number => groups.reduce((sum, { activations_fp16_bits: bits, results }) => {
      const { value, exact } = groupAccumulate(Uint16Array.from(bits), results['int6_sym']!.codes.map((code) => boothTerms(code, 6)), pe);
      return sum + Math.abs(value - exact) / Math.abs(exact);
    }, 0);
    const rounding = error(bitmodPe);
    assert.ok(rounding > 0 && rounding < error({ ...bitmodPe, alignment: 'truncate', accumulation: 'truncate' }));
  });

  it('takes 64 cycles for a group of 128 with FP4 weights, 96 with INT6 and 128 with INT8', () => {
    const activations = new Uint16Array(128);
    for (const [terms, cycles] of [[fpTerms(1.5), 64], [boothTerms(5, 6), 96], [boothTerms(5, 8), 128]] as const) assert.equal(groupAccumulate(activations, Array.from(activations, () => terms)).cycles, cycles);
  });

  it('keeps zeros and subnormal numbers: neither has a hidden bit', () => {
    const smallest = 2 ** -24;
    assert.equal(groupAccumulate(patterns([0, -0, smallest, 3 * smallest]), [5, 7, 1, -2].map((q) => boothTerms(q, 6))).value, -5 * smallest);
    assert.equal(groupAccumulate(patterns([0, 0]), [1, 1].map((q) => boothTerms(q, 6))).value, 0);
  });

  it('does not let a zero weight beside a large activation push the others out', () => {
    const sum = laneSum(Array.from(patterns([60000, 1 / 1024]), fp16Parts), [boothTerms(0, 2)[0]!, boothTerms(1, 2)[0]!], bitmodPe);
    assert.equal(scaledValue(sum), 1 / 1024);
  });

  it('keeps three bits below the mantissa when lanes are aligned', () => {
    const one = boothTerms(1, 2)[0]!;
    const sumOf = (values: readonly number[], alignment: PeNumerics['alignment']): number => scaledValue(laneSum(Array.from(patterns(values), fp16Parts), values.map(() => one), { ...bitmodPe, alignment }));
    // The step beside 1024 is 2^-3: 1.125 is on it, 1.0625 lies half way and goes to the even step.
    assert.equal(sumOf([1024, 1.125], 'nearest-even'), 1025.125);
    assert.equal(sumOf([1024, 1.0625], 'nearest-even'), 1025);
    assert.equal(sumOf([1024, 1.1875], 'nearest-even'), 1025.25);
    assert.equal(sumOf([1024, 1.1875], 'truncate'), 1025.125);
    assert.equal(sumOf([1024, -1.1875], 'truncate'), 1022.875);
  });

  it('adds partial sums of larger and of smaller exponent alike', () => {
    const up = groupAccumulate(patterns([1, 0, 0, 0, 2048]), [1, 0, 0, 0, 1].map((q) => boothTerms(q, 2)));
    const down = groupAccumulate(patterns([2048, 0, 0, 0, 1]), [1, 0, 0, 0, 1].map((q) => boothTerms(q, 2)));
    assert.equal(up.value, 2049);
    assert.equal(down.value, 2049);
  });

  it('rejects groups that do not fit together', () => {
    assert.throws(() => groupAccumulate(patterns([1, 2]), [boothTerms(1, 4)]), RangeError);
    assert.throws(() => groupAccumulate(patterns([1, 2]), [boothTerms(1, 4), boothTerms(1, 6)]), RangeError);
    assert.throws(() => groupAccumulate(patterns([1, 2]), [boothTerms(1, 4), [...fpTerms(1)].reverse()]), /significance/);
    assert.throws(() => groupAccumulate(Uint16Array.of(0x7c00), [boothTerms(1, 4)]), RangeError);
    assert.equal(exactGroupSum(new Uint16Array(0), []), 0);
  });
});
