import assert from 'node:assert/strict';
import type { Problem } from '../../src/sim/core/diagnostics.js';
import { bitsPerWeight } from '../../src/sim/model/quantization.js';
import { codecNamed } from '../../src/sim/numerics/catalogue.js';
import { bitsPerWeightOf } from '../../src/sim/numerics/codec.js';
import { schemeFromInput } from '../../src/experiment/scheme-input.js';
import type { SchemeInput, SparsityInput } from '../../src/experiment/schema/scheme.js';
import { problemOf } from '../kit/problems.js';

const plain: SchemeInput = { weights: 'int4', activations: 'int8', kvCache: 'int8' };

function problemWith(sparsity: SparsityInput): Problem {
  return problemOf(() => schemeFromInput({ ...plain, weights: { type: 'int4', sparsity } }, '/workload/quantization'));
}

describe('a scheme of a user', () => {
  it('has one scale a matrix and an unquantised embedding unless it says otherwise', () => {
    const scheme = schemeFromInput(plain, '');
    assert.deepEqual([scheme.name, scheme.source, scheme.embedding.name, scheme.overrides], ['custom', 'given in the experiment', 'fp16', []]);
    assert.deepEqual({ ...scheme.weights, type: scheme.weights.type.name }, { type: 'int4', groupSize: 0, scaleBits: 16, zeroPointBits: 0, sparsity: null, outlierShare: 0, outlierBits: 0 });
    assert.equal(bitsPerWeight(scheme.weights), 4);
  });

  it('sums integers in INT32 and floats in FP32 unless it says otherwise', () => {
    assert.equal(schemeFromInput(plain, '').accumulator.name, 'int32');
    assert.equal(schemeFromInput({ ...plain, activations: 'fp16' }, '').accumulator.name, 'fp32');
    assert.equal(schemeFromInput({ ...plain, weights: 'fp8' }, '').accumulator.name, 'fp32');
    assert.equal(schemeFromInput({ ...plain, accumulator: 'fp16' }, '').accumulator.name, 'fp16');
  });

  it('stores what its format defines unless it says otherwise, and what the format itself counts', () => {
    for (const [name, codec = name] of [['bitmod3'], ['bitmod4'], ['mxfp4'], ['mxfp6', 'mxfp6-e2m3'], ['mxfp8', 'mxfp8-e4m3'], ['nvfp4'], ['nf4'], ['flint4'], ['pot4'], ['olive4']] as const) {
      const { weights } = schemeFromInput({ ...plain, weights: name, activations: 'fp16' }, '');
      assert.equal(bitsPerWeight(weights), bitsPerWeightOf(codecNamed(codec)!, weights.groupSize), name);
    }
    assert.equal(bitsPerWeight(schemeFromInput({ ...plain, weights: { type: 'bitmod4', groupSize: 64 } }, '').weights), 4 + 10 / 64);
  });

  it('counts scales, zero points and outliers', () => {
    const { weights } = schemeFromInput({ ...plain, weights: { type: 'int4', groupSize: 128, zeroPointBits: 4, outliers: { share: 0.01, bits: 32 } } }, '');
    assert.equal(bitsPerWeight(weights), 4 * 0.99 + 32 * 0.01 + (16 + 4) / 128);
  });

  it('has other weights where it overrides them', () => {
    const scheme = schemeFromInput({ ...plain, overrides: [{ ops: ['lm_head'], weights: 'int8' }, { ops: ['q_proj'], weights: { type: 'int2' } }] }, '');
    assert.deepEqual(scheme.overrides.map((o) => [o.ops, o.weights.type.name]), [[['lm_head'], 'int8'], [['q_proj'], 'int2']]);
  });

  it('has the density that it gives, or the mean of its mix of n:m blocks', () => {
    const density = (sparsity: SparsityInput): number => schemeFromInput({ ...plain, weights: { type: 'int4', sparsity } }, '').weights.sparsity!.density;
    assert.equal(density({ pattern: 'unstructured', density: 0.25, span: 64 }), 0.25);
    assert.equal(density({ pattern: 'n-m', span: 16, mix: [{ n: 16, share: 0.5 }, { n: 8, share: 0.5 }] }), 0.75);
    assert.equal(density({ pattern: 'n-m', span: 4, mix: [{ n: 2, share: 1 }] }), 0.5);
  });

  it('refuses sparsity that contradicts itself, at its place', () => {
    const rows: readonly (readonly [sparsity: SparsityInput, message: RegExp])[] = [
      [{ pattern: 'n-m', span: 4 }, /needs a density or a mix/],
      [{ pattern: 'block', span: 4, mix: [{ n: 2, share: 1 }] }, /a mix is for the pattern n-m/],
      [{ pattern: 'n-m', span: 4, density: 0.5, mix: [{ n: 2, share: 1 }] }, /not both/],
      [{ pattern: 'n-m', span: 4, mix: [{ n: 2, share: 0.5 }] }, /add up to 0\.5, not to 1/],
      [{ pattern: 'n-m', span: 4, mix: [{ n: 5, share: 1 }] }, /a block of 4 cannot keep 5 values/],
      [{ pattern: 'n-m', span: 4, mix: [{ n: 0, share: 1 }] }, /keeps no value at all/],
    ];
    for (const [sparsity, message] of rows) {
      const found = problemWith(sparsity);
      assert.deepEqual([found.code, found.pointer], ['scheme/sparsity', '/workload/quantization/weights/sparsity']);
      assert.match(found.message, message);
    }
  });

  it('adds up shares as people write them', () => {
    const mix = Array.from({ length: 10 }, (_, n) => ({ n: n + 1, share: 0.1 }));
    assert.ok(Math.abs(schemeFromInput({ ...plain, weights: { type: 'int4', sparsity: { pattern: 'n-m', span: 16, mix } } }, '').weights.sparsity!.density - 5.5 / 16) < 1e-12);
  });
});
