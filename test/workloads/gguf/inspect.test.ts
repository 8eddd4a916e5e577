import assert from 'node:assert/strict';
import { inspectGguf } from '../../../src/workloads/gguf/inspect.js';
import { readGguf } from '../../../src/workloads/gguf/read-gguf.js';
import { tableTypeOfBlock, weightFormatOfBlock } from '../../../src/workloads/gguf/block-weights.js';
import { modelNamed } from '../../../src/workloads/models.js';
import { bitsPerWeight } from '../../../src/sim/model/quantization.js';
import { ggufBitsPerWeight, ggufBlocks } from '../../../src/sim/numerics/gguf/index.js';
import { sparseFile } from './fixture.js';
import { typesOfMix, type Mix } from './k-quant-mixes.js';
import { modelFile } from './model-file.js';
import { writeGguf } from './write-gguf.js';

describe('the tensors of a GGUF file', () => {
  it('are rows with format, shape, bits, bytes and role, whatever the architecture', () => {
    const file = readGguf(sparseFile(writeGguf({
      metadata: [['general.architecture', ['string', 'unheard-of']]],
      tensors: [
        { name: 'token_embd.weight', dims: [256, 10], type: 12, bytes: 1440 }, { name: 'blk.7.attn_qkv.bias', dims: [768], type: 0, bytes: 3072 },
        { name: 'blk.7.ssm_a', dims: [4], type: 0, bytes: 16 }, { name: 'rope_freqs.weight', dims: [4], type: 0, bytes: 16 }, { name: 'i', dims: [128], type: 36, bytes: 64 },
      ],
    })));
    const { rows, formats, architecture, weights, bytes, bitsPerWeight: bits } = inspectGguf(file);
    assert.deepEqual(rows, [
      { tensor: 'token_embd.weight', format: 'Q4_K', dims: [256, 10], weights: 2560, bitsPerWeight: 4.5, bytes: 1440, role: 'embed_tokens', layer: null },
      { tensor: 'blk.7.attn_qkv.bias', format: 'F32', dims: [768], weights: 768, bitsPerWeight: 32, bytes: 3072, role: 'q_proj + k_proj + v_proj bias', layer: 7 },
      { tensor: 'blk.7.ssm_a', format: 'F32', dims: [4], weights: 4, bitsPerWeight: 32, bytes: 16, role: null, layer: null },
      { tensor: 'rope_freqs.weight', format: 'F32', dims: [4], weights: 4, bitsPerWeight: 32, bytes: 16, role: 'rope factors', layer: null },
      { tensor: 'i', format: 'I2_S', dims: [128], weights: 128, bitsPerWeight: 4, bytes: 64, role: null, layer: null },
    ]);
    assert.deepEqual(formats, [{ format: 'F32', tensors: 3, weights: 776, bytes: 3104 }, { format: 'Q4_K', tensors: 1, weights: 2560, bytes: 1440 }, { format: 'I2_S', tensors: 1, weights: 128, bytes: 64 }]);
    assert.deepEqual([architecture, weights, bytes, bits], ['unheard-of', 3464, 4608, (8 * 4608) / 3464]);
    assert.deepEqual(inspectGguf(readGguf(sparseFile(writeGguf({})))), { architecture: null, rows: [], formats: [], weights: 0, bytes: 0, bitsPerWeight: null });
  });

  /** llama.cpp, examples/quantize/README.md: bits a weight of Llama 2, all tensors together, to two places. */
  const published: Readonly<Record<string, Readonly<Record<Mix, number>>>> = {
    'llama-2-7b': { Q2_K: 3.35, Q3_K_S: 3.5, Q3_K_M: 3.91, Q3_K_L: 4.27, Q4_K_S: 4.58, Q4_K_M: 4.84, Q5_K_S: 5.52, Q5_K_M: 5.68, Q6_K: 6.56 },
    'llama-2-13b': { Q2_K: 3.34, Q3_K_S: 3.48, Q3_K_M: 3.89, Q3_K_L: 4.26, Q4_K_S: 4.56, Q4_K_M: 4.83, Q5_K_S: 5.51, Q5_K_M: 5.67, Q6_K: 6.56 },
    'llama-2-70b': { Q2_K: 3.4, Q3_K_S: 3.47, Q3_K_M: 3.85, Q3_K_L: 4.19, Q4_K_S: 4.53, Q4_K_M: 4.8, Q5_K_S: 5.5, Q5_K_M: 5.65, Q6_K: 6.56 },
  };

  for (const [model, figures] of Object.entries(published)) {
    it(`take the bits a weight that llama.cpp publishes for its K-quants: ${model}`, () => {
      const spec = modelNamed(model) ?? assert.fail();
      for (const [mix, bits] of Object.entries(figures)) {
        const found = inspectGguf(readGguf(modelFile({ architecture: 'llama', spec, typeOf: typesOfMix(mix as Mix, spec.layers, model === 'llama-2-70b') }))).bitsPerWeight;
        assert.equal(Math.round(found! * 100) / 100, bits, mix);
      }
    });
  }
});

describe('a type of ggml as the format of weights', () => {
  it('takes its bits a weight exactly, in matrices and in tables; integers and activations are no weights', () => {
    const none: string[] = [];
    for (const block of ggufBlocks) {
      const format = weightFormatOfBlock(block);
      if (format === null) none.push(block.name);
      else assert.equal(bitsPerWeight(format), ggufBitsPerWeight(block), block.name);
      assert.equal(tableTypeOfBlock(block)?.bits, format === null ? undefined : ggufBitsPerWeight(block));
    }
    assert.deepEqual(none, ['Q8_1', 'Q8_K', 'I8', 'I16', 'I32', 'I64']);
  });
});
