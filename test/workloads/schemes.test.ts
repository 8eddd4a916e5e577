import assert from 'node:assert/strict';
import fc from 'fast-check';
import { bitsPerWeight, weightFormatOf } from '../../src/sim/model/quantization.js';
import { presetSchemes, schemeNamed, schemeNames } from '../../src/workloads/schemes.js';
import { indexBitsOf, withIndex } from '../../src/workloads/sparse-index.js';

describe('quantisation schemes', () => {
  it('are the presets that users expect', () => {
    for (const name of ['fp16', 'int8', 'w8a8', 'w4a16-g128', 'w4a8', 'w3-g128', 'w2-g128', 'w1.58', 'fp8', 'mxfp4', 'nvfp4', 'flightllm-mixed']) assert.ok(schemeNames().includes(name), name);
    for (const scheme of presetSchemes()) assert.ok(scheme.source.length > 10, scheme.name);
  });

  it('count every bit beside the values: AWQ has 4 + 20 / 128, mxfp4 4.25, nvfp4 4.5', () => {
    const bits = (name: string): number => bitsPerWeight(schemeNamed(name)!.weights);
    assert.equal(bits('w4a16-g128'), 4 + 20 / 128);
    assert.equal(bits('mxfp4'), 4.25);
    assert.equal(bits('nvfp4'), 4.5);
    assert.equal(bits('fp16'), 16);
  });

  it('count the mask and the selector of N:M blocks: 0.7 x 4 + 1 + 3 / 16 + 20 / 128 for q_proj of FlightLLM', () => {
    const format = weightFormatOf(schemeNamed('flightllm-mixed')!, 'q_proj');
    assert.ok(Math.abs(bitsPerWeight(format) - (0.7 * 4 + 1 + 3 / 16 + 20 / 128)) < 1e-12);
    assert.equal(weightFormatOf(schemeNamed('flightllm-mixed')!, 'o_proj').sparsity, null);
  });

  it('take the last override that names an op', () => {
    const scheme = schemeNamed('fp16')!;
    const [a, b] = [schemeNamed('int8')!.weights, schemeNamed('w4a8')!.weights];
    assert.equal(weightFormatOf({ ...scheme, overrides: [{ ops: ['x'], weights: a }, { ops: ['x', 'y'], weights: b }] }, 'x'), b);
  });
});

describe('the index of a sparse tensor', () => {
  it('is the smallest of bitmask, CSR and run length, and named', () => {
    fc.assert(fc.property(fc.double({ min: 0.01, max: 1, noNaN: true }), fc.constantFrom(4, 16, 128, 4096), (density, span) => {
      const chosen = withIndex({ pattern: 'unstructured', density, span, selectorBits: 0, index: 'smallest' });
      for (const index of ['bitmask', 'csr', 'run-length'] as const) assert.ok(chosen.indexBitsPerWeight <= indexBitsOf('unstructured', density, span, index) + 1e-12);
      assert.equal(chosen.indexBitsPerWeight, indexBitsOf('unstructured', density, span, chosen.index));
    }));
  });

  it('is a bitmask for half of the weights and a position list for one in a hundred', () => {
    assert.equal(withIndex({ pattern: 'unstructured', density: 0.5, span: 16, selectorBits: 0, index: 'smallest' }).index, 'bitmask');
    assert.notEqual(withIndex({ pattern: 'unstructured', density: 0.01, span: 4096, selectorBits: 0, index: 'smallest' }).index, 'bitmask');
  });

  it('costs one bit a block when whole blocks are dropped', () => {
    assert.equal(indexBitsOf('block', 0.3, 64, 'bitmask'), 1 / 64);
  });
});
