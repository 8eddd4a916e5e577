import assert from 'node:assert/strict';
import fc from 'fast-check';
import { bitsPerWeightOf } from '../../../../src/sim/numerics/codec.js';
import { fdbCodec, planeDensity } from '../../../../src/sim/numerics/codecs/fdb.js';
import { referenceTable } from '../../../kit/fixtures.js';

interface FdbVector {
  readonly family: string;
  readonly params: { readonly M: number; readonly K: number; readonly alpha1: number; readonly alpha2: number };
  readonly inputs: { readonly x: readonly number[] };
  readonly expect: { readonly b1: readonly number[][]; readonly b2: readonly number[][]; readonly weights: readonly number[][]; readonly y: readonly number[]; readonly addsNonZero: number; readonly sparsity: string };
}

const vectors = (referenceTable('lut.json') as { vectors: FdbVector[] }).vectors.filter((v) => v.family === 'fdb');

const codec = fdbCodec();
const tensor = fc.array(fc.integer({ min: -64, max: 64 }).map((n) => n / 16), { minLength: 1, maxLength: 50 }).map((w) => Float64Array.from(w));

describe('fdbCodec', () => {
  it('gives every weight the nearest of -s, 0, s and 2s', () => {
    fc.assert(fc.property(tensor, (weights) => {
      const s = Math.max(...weights.map(Math.abs)) / 2;
      const decoded = codec.decode(codec.encode(weights, weights.length));
      weights.forEach((w, i) => {
        const least = Math.min(...[-s, 0, s, 2 * s].map((v) => Math.abs(w - v)));
        assert.equal(Math.abs(w - decoded[i]!), least);
      });
    }));
  });

  it('sets its bits by the published thresholds, ties included', () => {
    fc.assert(fc.property(tensor, (weights) => {
      const s = Math.max(...weights.map(Math.abs)) / 2;
      fc.pre(s > 0);
      const [a1, a2] = [2 * s, -s];
      const { patterns } = codec.encode(weights, weights.length);
      weights.forEach((w, i) => {
        const b1 = w >= (a1 + a2) / 2 ? 1 : 0;
        const b2 = -(w - a1 * b1 - a2 / 2) >= 0 ? 1 : 0;
        assert.equal(patterns[i], b1 | (b2 << 1));
      });
    }));
  });

  it('has a scale of its own for each group, and codes in units of it', () => {
    const encoded = codec.encode(Float64Array.from([2, -1, 1, 0.1, 20, -10, 10, 1]), 4);
    assert.deepEqual([...codec.decode(encoded)], [2, -1, 1, 0, 20, -10, 10, 0]);
    assert.deepEqual([...codec.codes(encoded)], [2, -1, 1, 0, 2, -1, 1, 0]);
    assert.deepEqual([...encoded.fields['alpha1']!], [2, 20]);
    assert.deepEqual([...encoded.fields['alpha2']!], [-1, -10]);
  });

  it('encodes zeros as zeros that add nothing', () => {
    const encoded = codec.encode(new Float64Array(8), 8);
    assert.deepEqual([...codec.decode(encoded)], new Array(8).fill(0));
    assert.equal(planeDensity(encoded.patterns).adds, 0);
  });

  it('takes 2.25 bits a weight in groups of 128', () => {
    assert.equal(bitsPerWeightOf(codec, 128), 2.25);
  });

  it('decodes the reference vectors and counts their additions', () => {
    assert.equal(vectors.length, 2);
    for (const { params: { M, K, alpha1, alpha2 }, inputs, expect } of vectors) {
      const patterns = Uint8Array.from(expect.b1.flatMap((row, m) => row.map((b1, k) => b1 + 2 * expect.b2[m]![k]!)));
      const weights = codec.decode({ length: M * K, groupSize: M * K, patterns, fields: { alpha1: Float64Array.of(alpha1), alpha2: Float64Array.of(alpha2) } });
      assert.deepEqual([...weights], expect.weights.flat());
      assert.deepEqual(expect.y, Array.from({ length: M }, (_, m) => inputs.x.reduce((sum, x, k) => sum + x * weights[m * K + k]!, 0)));
      const { ones, adds, density } = planeDensity(patterns);
      const all = 2 * M * K;
      assert.equal(adds, expect.addsNonZero);
      assert.equal(ones[0] + ones[1], adds);
      assert.equal(`${all - adds}/${all}`, expect.sparsity);
      assert.equal(density, adds / all);
    }
  });
});
