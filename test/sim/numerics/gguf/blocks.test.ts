import assert from 'node:assert/strict';
import { ggufBitsPerWeight, ggufBlock, ggufBlockById, ggufBlocks, ggufTensorBytes } from '../../../../src/sim/numerics/gguf/index.js';
import { problemOf } from '../../../kit/problems.js';

describe('ggufBlocks', () => {
  it('has one entry for each name and each number', () => {
    assert.equal(new Set(ggufBlocks.map((b) => b.name)).size, ggufBlocks.length);
    assert.equal(new Set(ggufBlocks.map((b) => b.id)).size, ggufBlocks.length);
    for (const b of ggufBlocks) assert.ok(ggufBlockById(b.id) === b && ggufBlock(b.name.toLowerCase()) === b);
  });

  it('gives the sizes that the fields of each block add up to', () => {
    // FP16 numbers are 2 bytes; then codes, codebook indices, signs and scales in the order of the structure.
    const sums: Record<string, number> = {
      Q4_0: 2 + 16, Q4_1: 4 + 16, Q5_0: 2 + 4 + 16, Q5_1: 4 + 4 + 16, Q8_0: 2 + 32, Q8_1: 4 + 32,
      Q2_K: 16 + 64 + 4, Q3_K: 32 + 64 + 12 + 2, Q4_K: 4 + 12 + 128, Q5_K: 4 + 12 + 32 + 128, Q6_K: 128 + 64 + 16 + 2, Q8_K: 4 + 256 + 32,
      IQ2_XXS: 2 + 64, IQ2_XS: 2 + 64 + 8, IQ2_S: 2 + 64 + 8 + 8, IQ3_XXS: 2 + 96, IQ3_S: 2 + 64 + 8 + 32 + 4, IQ1_S: 2 + 32 + 16, IQ1_M: 32 + 16 + 8,
      IQ4_NL: 2 + 16, IQ4_XS: 2 + 2 + 4 + 128, TQ1_0: 48 + 4 + 2, TQ2_0: 64 + 2, MXFP4: 1 + 16, NVFP4: 4 + 32, Q1_0: 2 + 16, Q2_0: 2 + 16,
    };
    for (const [name, bytes] of Object.entries(sums)) assert.equal(ggufBlock(name).blockBytes, bytes, name);
  });

  it('gives the bits a weight that the names of the codebook types are known for', () => {
    const bits: Record<string, number> = { IQ2_XXS: 2.0625, IQ2_XS: 2.3125, IQ2_S: 2.5625, IQ3_XXS: 3.0625, IQ3_S: 3.4375, IQ1_S: 1.5625, IQ1_M: 1.75, NVFP4: 4.5, Q1_0: 1.125, Q2_0: 2.25, BF16: 16, F64: 64 };
    for (const [name, value] of Object.entries(bits)) assert.equal(ggufBitsPerWeight(ggufBlock(name)), value, name);
  });

  it('counts the bytes of a tensor, with those after its blocks', () => {
    assert.equal(ggufTensorBytes(ggufBlock('Q4_K'), 4096 * 4096), 4096 * 16 * 144);
    assert.equal(ggufTensorBytes(ggufBlock('F32'), 7), 28);
    assert.equal(ggufTensorBytes(ggufBlock('I2_S'), 2560 * 6912), (2560 * 6912) / 4 + 32);
    assert.equal(problemOf(() => ggufTensorBytes(ggufBlock('Q4_K'), 4096 + 32)).code, 'gguf/partial-block');
  });

  it('tells unknown types from removed ones', () => {
    for (const id of [4, 5, 31, 32, 33, 37, 38]) assert.equal(problemOf(() => ggufBlockById(id)).code, 'gguf/retired-type');
    for (const id of [-1, 43, 1000, 2.5, NaN]) assert.equal(problemOf(() => ggufBlockById(id)).code, 'gguf/unknown-type');
    const { code, remedy } = problemOf(() => ggufBlock('q4_m'));
    assert.equal(code, 'gguf/unknown-type');
    assert.ok(remedy!.includes('Q4_K') || remedy!.includes('Q4_'), remedy);
  });
});
