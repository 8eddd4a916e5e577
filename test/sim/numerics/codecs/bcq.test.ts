import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createRng } from '../../../../src/sim/core/rng.js';
import { bitsPerWeightOf } from '../../../../src/sim/numerics/codec.js';
import { bcqCodec } from '../../../../src/sim/numerics/codecs/bcq.js';
import { fitBinaryCode } from '../../../../src/sim/numerics/codecs/binary-code.js';
import { pack, unpack } from '../../../../src/sim/numerics/pack.js';
import { referenceTable } from '../../../kit/fixtures.js';

interface BcqVector {
  readonly family: string;
  readonly params: { readonly qBits: number; readonly M: number; readonly K: number; readonly group: number };
  readonly inputs: { readonly x: readonly number[]; readonly B: readonly number[][][]; readonly shifts: readonly number[][][][] };
  readonly expect: { readonly y: readonly number[] };
}

const vectors = (referenceTable('lut.json') as { vectors: BcqVector[] }).vectors.filter((v) => v.family === 'bcq-shiftadd');

const real = fc.integer({ min: -(2 ** 21), max: 2 ** 21 }).map((n) => n / 2 ** 20);
const tensor = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 24 })).chain(([groups, size]) => fc.tuple(
  fc.array(real, { minLength: groups * size, maxLength: groups * size }).map((w) => Float64Array.from(w)), fc.constant(size)));
const bits = fc.integer({ min: 1, max: 4 });

describe('bcqCodec', () => {
  it('stores for each group what the fit finds', () => {
    fc.assert(fc.property(tensor, bits, fc.boolean(), ([weights, size], b, powersOfTwo) => {
      const codec = bcqCodec(b, { powersOfTwo });
      const encoded = codec.encode(weights, size);
      const decoded = codec.decode(encoded);
      for (let g = 0; g < weights.length / size; g++) {
        const code = fitBinaryCode(weights.slice(g * size, (g + 1) * size), b, powersOfTwo ? { powerTerms: 3 } : {});
        const error = weights.slice(g * size, (g + 1) * size).reduce((sum, w, i) => sum + (w - decoded[g * size + i]!) ** 2, 0);
        assert.ok(Math.abs(error - code.error) <= 1e-9);
        assert.deepEqual([...encoded.patterns.slice(g * size, (g + 1) * size)], [...code.patterns]);
      }
      assert.deepEqual([...codec.codes(encoded)], [...encoded.patterns]);
    }));
  });

  it('loses nothing of its powers of two in its bytes', () => {
    fc.assert(fc.property(tensor, bits, ([weights, size], b) => {
      const codec = bcqCodec(b, { powersOfTwo: true });
      const encoded = codec.encode(weights, size);
      const powers = encoded.fields['powers']!;
      const again = unpack(codec, pack(codec, encoded), weights.length, size);
      assert.deepEqual(again.patterns, encoded.patterns);
      // A term below 2^-47 is no longer held.
      assert.deepEqual(again.fields['powers'], powers.map((p) => (Math.abs(p) < 2 ** -47 ? 0 : p)));
    }));
  });

  it('rounds its alphas to FP16 in its bytes', () => {
    const rng = createRng(2);
    const weights = Float64Array.from({ length: 256 }, () => rng.next() + rng.next() - 1);
    const codec = bcqCodec(3);
    const encoded = codec.encode(weights, 128);
    const again = unpack(codec, pack(codec, encoded), 256, 128);
    assert.deepEqual(again.patterns, encoded.patterns);
    again.fields['alphas']!.forEach((alpha, i) => {
      const exact = encoded.fields['alphas']![i]!;
      assert.ok(Math.abs(alpha - exact) <= exact * 2 ** -11);
    });
  });

  it('errs less with every bit', () => {
    const rng = createRng(9);
    const weights = Float64Array.from({ length: 512 }, () => rng.next() + rng.next() + rng.next() - 1.5);
    const errors = [1, 2, 3, 4, 5].map((b) => bcqCodec(b).decode(bcqCodec(b).encode(weights, 128)).reduce((sum, v, i) => sum + (v - weights[i]!) ** 2, 0));
    errors.forEach((error, i) => { assert.ok(i === 0 || error < errors[i - 1]! / 2); });
  });

  it('takes an FP16 alpha, or three powers of 7 bits, for each bit and group', () => {
    assert.equal(bitsPerWeightOf(bcqCodec(3), 128), 3 + (3 * 16) / 128);
    assert.equal(bitsPerWeightOf(bcqCodec(3, { powersOfTwo: true }), 128), 3 + (3 * 3 * 7) / 128);
    assert.deepEqual([bcqCodec(2).name, bcqCodec(4, { powersOfTwo: true }).name], ['bcq2', 'bcq4-apot']);
  });

  it('decodes the reference planes and shifts to weights that give the reference product', () => {
    assert.equal(vectors.length, 2);
    for (const { params: { qBits, M, K, group }, inputs: { x, B, shifts }, expect } of vectors) {
      const codec = bcqCodec(qBits, { powersOfTwo: true });
      const rowsPerGroup = M / 8;
      // Row by row, each run of 8 columns is a group with the shifts of its columns and of its eighth of the rows.
      const patterns = Uint8Array.from({ length: M * K }, (_, i) => B.reduce((pattern, plane, b) => pattern + plane[Math.floor(i / K)]![i % K]! * 2 ** b, 0));
      const powers = Float64Array.from(Array.from({ length: (M * K) / group }, (_, g) => {
        const row = Math.floor((g * group) / K);
        const columns = ((g * group) % K) / group;
        return shifts.flatMap((plane) => plane[columns]![Math.floor(row / rowsPerGroup)]!.map((shift) => 2 ** shift));
      }).flat());
      const weights = codec.decode({ length: M * K, groupSize: group, patterns, fields: { powers } });
      assert.deepEqual(expect.y, Array.from({ length: M }, (_, m) => x.reduce((sum, value, k) => sum + value * weights[m * K + k]!, 0)));
    }
  });
});
