import assert from 'node:assert/strict';
import { tileOutputs } from '../../../src/arch/bit-serial/functional.js';
import { checkProblems } from '../../../src/arch/bit-serial/tile/check-problems.js';
import { groupLengths, type TileProblem } from '../../../src/arch/bit-serial/tile/problem.js';
import { bitmodWeights, termTables, weightValues, type WeightFormat } from '../../../src/arch/bit-serial/tile/weight-format.js';
import { createRng } from '../../../src/sim/core/rng.js';
import { bitmodPe, laneSum } from '../../../src/sim/numerics/arithmetic/fp16-accumulate.js';
import { fp16Parts } from '../../../src/sim/numerics/arithmetic/fp16-parts.js';
import { addScaled, scaledValue } from '../../../src/sim/numerics/arithmetic/scaled.js';
import type { Term } from '../../../src/sim/numerics/arithmetic/term.js';
import { decodeFloat, encodeFloat, fp16 } from '../../../src/sim/numerics/formats/float-format.js';
import { rounded, unitsOf } from '../../sim/numerics/arithmetic/fractions.js';

const formats: readonly WeightFormat[] = [bitmodWeights(3), bitmodWeights(4), ...[2, 4, 5, 6, 8].map((bits) => ({ kind: 'integer', bits }) as const)];

/** One output with exact fractions: each cycle's lanes are added to the group's sum, which is rounded to 15 bits, and each group's product to the output, rounded to 24. */
function slowly(format: WeightFormat, { shape, activations, weights, selectors, scales }: TileProblem, token: number, channel: number): number {
  const tables = termTables(format);
  const lengths = groupLengths(shape);
  const idle: readonly Term[] = tables[0]![0]!;
  let output = 0;
  lengths.forEach((length, g) => {
    const table = tables[selectors[channel * lengths.length + g]!]!;
    let sum = 0;
    for (let i = 0; i < length; i += 4) {
      const elements = [0, 1, 2, 3].map((lane) => (i + lane < length ? g * shape.group + i + lane : undefined));
      const parts = elements.map((k) => fp16Parts(k === undefined ? 0 : activations[token * shape.reduction + k]!));
      const terms = elements.map((k) => (k === undefined ? idle : table[weights[channel * shape.reduction + k]!]!));
      idle.forEach((_, t) => {
        sum = rounded(unitsOf(sum) + unitsOf(scaledValue(laneSum(parts, terms.map((list) => list[t]!), bitmodPe))), 15, 'nearest-even');
      });
    }
    output = rounded(unitsOf(output) + unitsOf(sum) * BigInt(scales[channel * lengths.length + g]!), 24, 'nearest-even');
  });
  return output;
}

/** A product of one output from plain numbers. */
function single(values: readonly number[], weights: readonly number[], group: number, scales: readonly number[], selectors: readonly number[] = scales.map(() => 0)): TileProblem {
  return {
    shape: { tokens: 1, channels: 1, reduction: values.length, group },
    activations: Uint16Array.from(values, (value) => encodeFloat(fp16, value)),
    weights: Uint8Array.from(weights), selectors: Uint8Array.from(selectors), scales: Uint8Array.from(scales),
  };
}

describe('arch/bit-serial/functional', () => {
  it('equals the tile written down with exact fractions, in every format, on the problems that the Verilog is checked with', () => {
    for (const format of formats) {
      for (const { what, problem } of checkProblems({ rows: 2, columns: 2, format })) {
        const { tokens, channels } = problem.shape;
        const outputs = tileOutputs(format, problem);
        for (let token = 0; token < tokens; token++) {
          for (let channel = 0; channel < channels; channel++) assert.equal(outputs[token * channels + channel], slowly(format, problem, token, channel) + 0, what);
        }
      }
    }
  });

  it('is the exact product where nothing has to be rounded', () => {
    const rng = createRng(5);
    const format: WeightFormat = { kind: 'integer', bits: 8 };
    for (let trial = 0; trial < 20; trial++) {
      const [tokens, channels, reduction, group] = [rng.integer(1, 3), rng.integer(1, 3), rng.integer(1, 12), rng.integer(1, 6)];
      const shape = { tokens, channels, reduction, group };
      const groups = groupLengths(shape).length;
      const of = (count: number, low: number, high: number): number[] => Array.from({ length: count }, () => rng.integer(low, high));
      const values = of(tokens * reduction, -15, 15);
      const [weights, scales] = [of(channels * reduction, 0, 255), of(channels * groups, 0, 255)];
      const outputs = tileOutputs(format, { shape, activations: Uint16Array.from(values, (value) => encodeFloat(fp16, value)), weights: Uint8Array.from(weights), selectors: new Uint8Array(channels * groups), scales: Uint8Array.from(scales) });
      const numbers = weightValues(format, 0);
      outputs.forEach((output, i) => {
        const [token, channel] = [Math.floor(i / channels), i % channels];
        const exact = Array.from({ length: reduction }, (_, k) => values[token * reduction + k]! * numbers[weights[channel * reduction + k]!]! * scales[channel * groups + Math.floor(k / group)]!).reduce((sum, product) => sum + product, 0);
        assert.equal(output, exact + 0);
      });
    }
  });

  it('takes the special value that the group selects in the place of -0', () => {
    for (const bits of [3, 4] as const) {
      const format = bitmodWeights(bits);
      const minusZero = 2 ** (bits - 1);
      format.specials.forEach((special, selector) => { assert.deepEqual([...tileOutputs(format, single([1.5], [minusZero], 1, [2], [selector]))], [3 * special]); });
    }
  });

  it('rounds a group to 15 bits, its product with the scale not at all, and the output to 24', () => {
    const format: WeightFormat = { kind: 'integer', bits: 8 };
    // 2^15 + 1 needs 16 bits; the tie goes to the even 2^15.
    assert.deepEqual([...tileOutputs(format, single([512, 0, 0, 0, 1], [64, 0, 0, 0, 1], 5, [255]))], [2 ** 15 * 255]);
    // 32767 * 255 has 23 bits.
    assert.deepEqual([...tileOutputs(format, single([512, -1], [64, 1], 2, [255]))], [32767 * 255]);
    // 2^24 + 1 is a tie between 2^24 and 2^24 + 2.
    assert.deepEqual([...tileOutputs(format, single([2048, 1], [64, 1], 1, [128, 1]))], [2 ** 24]);
    assert.deepEqual([...tileOutputs(format, single([2048, 3], [64, 1], 1, [128, 1]))], [2 ** 24 + 4]);
  });

  it('never gives -0, and gives 0 for scales of 0', () => {
    const format = bitmodWeights(4);
    for (const output of [...tileOutputs(format, single([-0, 0], [15, 15], 1, [255, 255])), ...tileOutputs(format, single([-3], [7], 1, [0])), ...tileOutputs(format, single([1, -1], [7, 7], 2, [9]))]) assert.ok(Object.is(output, 0));
  });

  it('stays within the bounds that seven bits of exponent rest on', () => {
    // The largest sum of four lanes in INT8, even with the exponent 31; then the largest product of a group with its scale.
    const largestLanes = { mantissa: 4 * 8 * 2047, exponent: 31 + 1 - 28 + 6 };
    assert.ok(scaledValue(largestLanes) < 2 ** 26);
    assert.equal(scaledValue(addScaled({ mantissa: 2 ** 14, exponent: 41 - 14 }, largestLanes, 15, 'nearest-even')), 2 ** 41);
    const largestProduct = { mantissa: 2 ** 14 * 255, exponent: 41 - 14 };
    assert.ok(scaledValue(largestProduct) < 2 ** 49);
    assert.equal(scaledValue(addScaled({ mantissa: 2 ** 23, exponent: 73 - 23 }, largestProduct, 24, 'nearest-even')), 2 ** 73);
    // The smallest: the lowest place of a subnormal number with three extra bits, half of it in the second term of a float.
    assert.equal(scaledValue({ mantissa: 1, exponent: 1 - 28 - 1 }), 2 ** -28);
  });

  it('is close to the exact product of random groups', () => {
    const rng = createRng(8);
    const format = bitmodWeights(4);
    const values = Array.from({ length: 256 }, () => rng.next() * 2 - 1);
    const problem = single(values, values.map(() => rng.integer(0, 15)), 128, [100, 77], [1, 2]);
    const exact = Array.from(problem.activations).reduce((sum, pattern, k) => sum + decodeFloat(fp16, pattern) * weightValues(format, k < 128 ? 1 : 2)[problem.weights[k]!]! * (k < 128 ? 100 : 77), 0);
    const [output] = tileOutputs(format, problem);
    assert.ok(Math.abs(output! - exact) <= 2 ** -10 * values.length * 8 * 100 * 2 ** -3);
    assert.notEqual(output, 0);
  });

  it('rejects what the tile would take for something else', () => {
    const format = bitmodWeights(4);
    const good = single([1, 2], [1, 2], 2, [1]);
    assert.doesNotThrow(() => tileOutputs(format, good));
    for (const [bad, message] of [
      [{ ...good, activations: Uint16Array.of(0x7c00, 0) }, /infinities/],
      [{ ...good, activations: Uint16Array.of(0, 0xfe00) }, /infinities/],
      [{ ...good, weights: Uint8Array.of(16, 0) }, /4 bits/],
      [{ ...good, selectors: Uint8Array.of(4) }, /selectors/],
      [{ ...good, scales: Uint8Array.of(1, 1) }, /numbers/],
      [{ ...good, shape: { ...good.shape, group: 0 } }, /whole numbers/],
    ] as const) assert.throws(() => tileOutputs(format, bad), message);
    assert.throws(() => tileOutputs({ kind: 'integer', bits: 9 }, good), /2 to 8 bits/);
    assert.throws(() => tileOutputs({ kind: 'float', bits: 4, specials: [5.5, 0, 0, 0] }, good), /datatype\/not-two-terms/);
  });
});
