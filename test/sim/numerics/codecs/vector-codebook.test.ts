import assert from 'node:assert/strict';
import { InputError } from '../../../../src/sim/core/diagnostics.js';
import { createRng } from '../../../../src/sim/core/rng.js';
import { bitsPerWeightOf, type Codec } from '../../../../src/sim/numerics/codec.js';
import { fitAdditive, vectorCodebookCodec, vectorCodebookCodecs, type VectorCodebookParts } from '../../../../src/sim/numerics/codecs/vector-codebook.js';
import { pack, unpack } from '../../../../src/sim/numerics/pack.js';
import { referenceTable } from '../../../kit/fixtures.js';

interface VqVector {
  readonly family: string;
  readonly params: { readonly inF: number; readonly outF: number; readonly vectorLen: number; readonly centroids: number; readonly resCentroids: number };
  readonly inputs: { readonly centroids: readonly number[][]; readonly resCentroids: readonly number[][]; readonly indices: readonly number[]; readonly resIndices: readonly number[]; readonly scale: readonly number[]; readonly bias: readonly number[]; readonly x: readonly number[] };
  readonly expect: { readonly y: readonly number[]; readonly bitsPerWeight: number; readonly codebookBytesFp16: number };
}

const vectors = (referenceTable('lut.json') as { vectors: VqVector[] }).vectors.filter((v) => v.family === 'vq-gemv');

function codecOf(parts: Partial<VectorCodebookParts>): Codec {
  return vectorCodebookCodec({ name: 'test', summary: '', source: '', vectorLength: 4, entries: 8, ...parts });
}

function normal(length: number, seed: number): Float64Array {
  const rng = createRng(seed);
  return Float64Array.from({ length }, () => rng.next() + rng.next() + rng.next() + rng.next() - 2);
}

function errorOf(codec: Codec, weights: Float64Array): number {
  return codec.decode(codec.encode(weights, weights.length)).reduce((sum, v, i) => sum + (v - weights[i]!) ** 2, 0);
}

function bytesOfFields(codec: Codec): number {
  return codec.fields.reduce((sum, field) => sum + (field.count * field.store.bits) / 8, 0);
}

describe('vectorCodebookCodec', () => {
  it('decodes the reference indices to weights that give the reference product', () => {
    assert.equal(vectors.length, 2);
    for (const { params, inputs, expect } of vectors) {
      const { inF, outF, vectorLen, centroids, resCentroids } = params;
      const codec = codecOf({ vectorLength: vectorLen, entries: centroids, residualEntries: resCentroids });
      const patterns = Uint32Array.from(inputs.indices, (index, n) => index + inputs.resIndices[n]! * centroids);
      const sums = codec.decode({ length: inF * outF, groupSize: inF * outF, patterns, fields: { centroids: Float64Array.from(inputs.centroids.flat()), residualCentroids: Float64Array.from(inputs.resCentroids.flat()) } });
      const y = new Array<number>(outF).fill(0);
      // Vector n stands in row n mod inF of the transposed matrix and starts at column floor(n / inF) * v.
      sums.forEach((sum, i) => {
        const n = Math.floor(i / vectorLen);
        const column = Math.floor(n / inF) * vectorLen + (i % vectorLen);
        y[column] = y[column]! + inputs.x[n % inF]! * (inputs.scale[n % inF]! * sum + inputs.bias[n % inF]!);
      });
      assert.deepEqual(y, expect.y);
      assert.equal(bitsPerWeightOf(codec, 0), expect.bitsPerWeight);
      assert.equal(bytesOfFields(codec), expect.codebookBytesFp16);
    }
  });

  it('is exact where a tensor has no more different vectors than entries', () => {
    const weights = Float64Array.from({ length: 64 }, (_, i) => ((Math.floor(i / 4) % 5) * 3 - (i % 4)) / 8);
    assert.equal(errorOf(codecOf({ rounds: 30 }), weights), 0);
  });

  it('errs less with more entries, less with a residual codebook, and no more with alternations', () => {
    const weights = normal(1024, 3);
    const errors = [
      errorOf(codecOf({ entries: 8 }), weights), errorOf(codecOf({ entries: 32 }), weights),
      errorOf(codecOf({ entries: 32, residualEntries: 16 }), weights), errorOf(codecOf({ entries: 32, residualEntries: 16, alternations: 3 }), weights),
    ];
    errors.forEach((error, i) => { assert.ok(i === 0 || error < errors[i - 1]!); });
  });

  it('never raises the error in a step of an alternation', () => {
    for (let seed = 1; seed <= 8; seed++) {
      const { errors } = fitAdditive({ values: normal(480, seed), dimension: 4 }, { entries: 8, residualEntries: 8, rounds: 4, alternations: 4, seed });
      assert.equal(errors.length, 10);
      errors.forEach((error, i) => { assert.ok(i === 0 || error <= errors[i - 1]! * (1 + 1e-12)); });
    }
  });

  it('gives the same bytes for the same tensor, and codes that are its patterns', () => {
    const codec = codecOf({ entries: 16, residualEntries: 4, alternations: 1 });
    const weights = normal(256, 4);
    const encoded = codec.encode(weights, 256);
    assert.deepEqual(codec.encode(weights, 256), encoded);
    assert.deepEqual([...codec.codes(encoded)], [...encoded.patterns]);
    assert.ok(encoded.patterns.every((pattern) => pattern < 64));
    const again = unpack(codec, pack(codec, encoded), 256, 256);
    assert.deepEqual([...again.patterns], [...encoded.patterns]);
    codec.decode(again).forEach((w, i) => { assert.ok(Math.abs(w - codec.decode(encoded)[i]!) < 2e-3); });
  });

  it('scales with its weights, however small or large they are', () => {
    const weights = normal(256, 6);
    const codec = codecOf({ residualEntries: 4 });
    for (const exponent of [-800, 800]) {
      assert.deepEqual(codec.decode(codec.encode(weights.map((w) => w * 2 ** exponent), 256)), codec.decode(codec.encode(weights, 256)).map((v) => v * 2 ** exponent));
    }
  });

  it('decodes zeros to zeros', () => {
    const codec = codecOf({ residualEntries: 8 });
    assert.deepEqual(codec.decode(codec.encode(new Float64Array(64), 64)), new Float64Array(64));
  });

  it('refuses a tensor with fewer vectors than entries as wrong input', () => {
    assert.throws(() => codecOf({ entries: 64 }).encode(normal(128, 1), 128), (error: unknown) => error instanceof InputError && error.problems[0]!.code === 'quantize/too-few-vectors' && error.message.includes('at least 256 weights'));
    assert.throws(() => codecOf({ entries: 8, residualEntries: 64 }).encode(normal(128, 1), 128), InputError);
  });

  it('refuses codebooks that indices cannot address, and broken vectors', () => {
    for (const entries of [0, 1, 12, 131_072]) assert.throws(() => codecOf({ entries }), RangeError);
    assert.throws(() => codecOf({ residualEntries: 3 }), RangeError);
    assert.throws(() => codecOf({ vectorLength: 0 }), RangeError);
    assert.throws(() => codecOf({}).encode(normal(126, 1), 126), RangeError);
  });
});

describe('vectorCodebookCodecs', () => {
  // VPTQ, README: bits a weight = log2(k) / v + log2(k_res) / v.
  it('takes 2 and 3 bits a weight, and codebooks of 1 MiB, 1 MiB + 4 KiB, 8 KiB and 1 MiB', () => {
    const codecs = vectorCodebookCodecs();
    assert.deepEqual(codecs.map((c) => c.name), ['vptq-2bit', 'vptq-3bit', 'aqlm-2x8', 'aqlm-1x16']);
    assert.deepEqual(codecs.map((c) => bitsPerWeightOf(c, 0)), [2, 3, 2, 2]);
    assert.deepEqual(codecs.map(bytesOfFields), [1_048_576, 1_052_672, 8192, 1_048_576]);
    assert.deepEqual(codecs.map((c) => c.patternBits), [16, 24, 16, 16]);
    assert.equal(bitsPerWeightOf(codecs[0]!, 0, 4096 * 4096), 2.5);
  });
});
