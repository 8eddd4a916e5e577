import assert from 'node:assert/strict';
import fc from 'fast-check';
import { codecNamed } from '../../../src/sim/numerics/catalogue.js';
import { bitsPerWeightOf } from '../../../src/sim/numerics/codec.js';
import { quantize } from '../../../src/sim/numerics/quantize.js';
import { problemOf } from '../../kit/problems.js';

const wave = (length: number): Float32Array => Float32Array.from({ length }, (_, i) => Math.sin(i * 0.7) * 0.03);

describe('quantize', () => {
  it('gives codes, what they take and what they lose', () => {
    const q = quantize(Float64Array.of(0.7, -0.1, 0.31, 0), { datatype: 'int4', group: 4 });
    assert.equal(q.datatype, 'int4-sym');
    assert.deepEqual([...q.codec.codes(q.encoded)], [7, -1, 3, 0]);
    assert.equal(q.encoded.fields['scale']![0], 0.7 / 7);
    assert.equal(q.bitsPerWeight, 4 + 16 / 4);
    assert.ok(Math.abs(q.error.mse - 0.0001 / 4) < 1e-12);
    assert.ok(Math.abs(q.error.maxAbsolute - 0.01) < 1e-12);
    assert.equal(quantize(Float64Array.of(1, -7), { datatype: 'int4', group: 2 }).error.sqnrDb, null);
  });

  it('groups along a row: by number, by row, by tensor, or as is usual', () => {
    const group = (options: Partial<Parameters<typeof quantize>[1]>): number => quantize(wave(512), { datatype: 'bitmod4', shape: [2, 256], ...options }).groupSize;
    assert.deepEqual([group({}), group({ group: 64 }), group({ group: 'channel' }), group({ group: 'tensor' }), group({ datatype: 'fp16' })], [128, 64, 256, 512, 512]);
  });

  it('rounds scales to what is stored, or a second time with one scale a row, and says what that loses', () => {
    const weights = wave(512).map((w, i) => w * (1 + Math.floor(i / 64) * 0.37));
    const error = (scales: 'exact' | 'stored' | number): number => quantize(weights, { datatype: 'int4-sym', shape: [2, 256], group: 64, scales }).error.mse;
    assert.ok(Math.abs(error('stored') / error('exact') - 1) < 1e-2);
    assert.ok(error(8) < error(4) && error(4) < error(2));
    const bits = (scales: 'exact' | number): number => quantize(weights, { datatype: 'int4-sym', shape: [2, 256], group: 64, scales }).bitsPerWeight;
    assert.deepEqual([bits('exact'), bits(8)], [4.25, 4.125]);
    const second = quantize(weights, { datatype: 'int4-sym', shape: [2, 256], group: 64, scales: 8 });
    const unit = second.encoded.fields['scale']!.subarray(0, 4).reduce((a, b) => Math.max(a, b)) / 127;
    for (const scale of second.encoded.fields['scale']!.subarray(0, 4)) assert.ok(Math.abs(scale / unit - Math.round(scale / unit)) < 1e-6);
  });

  it('stores BitMoD\'s scales in 8 bits', () => {
    const exact = quantize(wave(1024), { datatype: 'bitmod4' });
    const stored = quantize(wave(1024), { datatype: 'bitmod4', scales: 'stored' });
    assert.equal(stored.bitsPerWeight, 4.078125);
    const most = Math.max(...exact.encoded.fields['scale']!);
    stored.encoded.fields['scale']!.forEach((scale, i) => { assert.ok(Math.abs(scale - exact.encoded.fields['scale']![i]!) <= most / 127 / 2 * 1.001); });
  });

  it('refuses NaN, infinities, no weights, groups that do not divide, wrong names and shapes, each with its place', () => {
    const code = (body: () => unknown): string => { const p = problemOf(body); return `${p.code}: ${p.message}; ${p.remedy ?? ''}`; };
    const weights = wave(256);
    const spoilt = (at: number, value: number): Float32Array => { const copy = weights.slice(); copy[at] = value; return copy; };
    assert.match(code(() => quantize(spoilt(130, NaN), { datatype: 'int4', shape: [2, 128], name: 'q_proj' })), /^quantize\/not-finite: weight 130 \(row 1, column 2\) of "q_proj" is NaN/);
    assert.match(code(() => quantize(spoilt(0, -Infinity), { datatype: 'fp16' })), /weight 0 of "the tensor" is -Infinity/);
    assert.match(code(() => quantize(new Float32Array(0), { datatype: 'int4' })), /quantize\/empty/);
    assert.match(code(() => quantize(wave(200), { datatype: 'int4' })), /groups of 128 do not divide a row of 200 weights .*: 72 would be left over/);
    assert.match(code(() => quantize(weights, { datatype: 'int4', shape: [4, 64] })), /row of 64/);
    assert.match(code(() => quantize(weights, { datatype: 'bitmod44' })), /unknown-datatype.*did you mean "bitmod4"/);
    assert.match(code(() => quantize(weights, { datatype: 'mxfp4', group: 128 })), /group-is-fixed: mxfp4 has groups of 32/);
    for (const group of [0, -1, 1.5, NaN]) assert.match(code(() => quantize(weights, { datatype: 'int4', group })), /no-group-size/);
    assert.match(code(() => quantize(weights, { datatype: 'int4', shape: [3, 100] })), /wrong-shape: .*256 weights.*3 x 100 has 300/);
    assert.match(code(() => quantize(weights, { datatype: 'fp16', scales: 8 })), /no-scales/);
    assert.match(code(() => quantize(wave(12), { datatype: 'aqlm-2x8' })), /vectors-do-not-divide: aqlm-2x8 writes vectors of 8 weights, and a row of "the tensor" has 12/);
    assert.match(code(() => quantize(wave(16), { datatype: 'aqlm-2x8' })), /too-few-vectors/);
    assert.match(code(() => quantize(weights, { datatype: 'aqlm-2x8', group: 8 })), /group-is-fixed: aqlm-2x8 fits one codebook to the whole tensor/);
    assert.match(code(() => quantize(weights, { datatype: 'int4', scales: 1 })), /no-scale-bits/);
  });

  it('never turns what is not finite into a code, wherever it stands', () => {
    fc.assert(fc.property(fc.nat(127), fc.constantFrom(NaN, Infinity, -Infinity), fc.constantFrom('int4', 'bitmod4', 'mxfp4', 'nvfp4', 'olive4', 'fp16', 'int4-asym', 'nf4'), (at, value, datatype) => {
      const weights = new Float64Array(128).fill(0.5);
      weights[at] = value;
      assert.match(problemOf(() => quantize(weights, { datatype })).message, new RegExp(`^weight ${at} `));
    }));
  });

  it('takes single and double precision to the same codes where singles are exact', () => {
    const weights = wave(128);
    for (const name of ['int4-sym', 'bitmod3', 'olive4']) {
      const codes = (w: Float32Array | Float64Array): number[] => [...codecNamed(name)!.codes(quantize(w, { datatype: name }).encoded)];
      assert.deepEqual(codes(weights), codes(Float64Array.from(weights)));
    }
    assert.equal(bitsPerWeightOf(codecNamed('int4')!, 0, 64), 4.25);
  });
});
