import assert from 'node:assert/strict';
import fc from 'fast-check';
import { accelerators, arrayAreaMm2, arrayOf, type Accelerator } from '../../../../src/arch/bit-serial/published/accelerators.js';
import { bufferBytes, bufferPoint, bufferPoints } from '../../../../src/arch/bit-serial/published/buffers.js';
import type { DecoderShape } from '../../../../src/arch/bit-serial/published/decoder-shape.js';
import { comparisonPreset, comparisonPresets } from '../../../../src/arch/bit-serial/published/options.js';
import { productCost } from '../../../../src/arch/bit-serial/published/product-cost.js';
import { productsOf, type MatrixProduct } from '../../../../src/arch/bit-serial/published/products.js';
import { modelNamed } from '../../../../src/workloads/models.js';
import { decoderGraph } from '../../../../src/workloads/decoder-graph.js';

const head = comparisonPresets['bitmod-2025-head'];
const published = comparisonPresets['bitmod-2025-published'];
const llama2: DecoderShape = modelNamed('llama-2-7b')!;

function named(products: readonly MatrixProduct[], name: string): MatrixProduct {
  return products.find((p) => p.name === name)!;
}

const size = fc.integer({ min: 1, max: 200 });
const products: fc.Arbitrary<MatrixProduct> = fc.record({ repeats: fc.integer({ min: 1, max: 4 }), outputs: size, inputs: size, tokens: size }).map((p) => ({
  name: 'q_proj', count: 1, operands: 1, inputWidth: p.inputs, operand: 'weights', ...p,
}));
const anyAccelerator: fc.Arbitrary<Accelerator> = fc.constantFrom(...Object.values(accelerators));

describe('arch/bit-serial/published: cost of a product', () => {
  it('is that of a layer worked out by hand: q_proj of Llama-2-7B, lossy, decode and prefill', () => {
    const decode = named(productsOf(llama2, { phase: 'decode', context: 256, batch: 1 }, head), 'q_proj');
    const cost = productCost(decode, accelerators.bitmod, { rows: 64, columns: 16 }, { weightBits: 3.0625, cacheBits: 8 }, head);
    // 4096 / 4 lanes x 4096 / 64 rows tiles of 2 cycles; rows of 1568 bytes.
    assert.deepEqual([cost.tiles, cost.computeCycles, cost.weightBytes, cost.inputBytes, cost.outputBytes, cost.dramCycles], [65_536, 131_072, 1568 * 4096, 8192, 8192, 201_216]);
    const prefill = named(productsOf(llama2, { phase: 'prefill', context: 256, batch: 1 }, head), 'q_proj');
    const first = productCost(prefill, accelerators.bitmod, { rows: 32, columns: 32 }, { weightBits: 4.0625, cacheBits: 8 }, head);
    assert.deepEqual([first.tiles, first.computeCycles, first.weightBytes, first.inputBytes, first.weightFetches, first.inputFetches, first.dramCycles], [1_048_576, 2_097_152, 8_519_680, 2_097_152, 4, 1, 1_196_032]);
  });

  it('counts the tiles that a walk over lanes, rows, columns and repeats visits', () => {
    fc.assert(fc.property(products, anyAccelerator, fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), (product, accelerator, rows, columns) => {
      let tiles = 0;
      for (let r = 0; r < product.repeats; r++) for (let o = 0; o < product.outputs; o += rows) for (let t = 0; t < product.tokens; t += columns) for (let i = 0; i < product.inputs; i += accelerator.lanes) tiles++;
      assert.equal(productCost(product, accelerator, { rows, columns }, { weightBits: 8, cacheBits: 8 }, head).tiles, tiles);
    }), { numRuns: 60 });
  });

  it('takes 1 cycle a tile on multipliers, and 2, 2, 3, 3 and 4 on terms of 3, 4, 5, 6 and 8 bits, metadata aside', () => {
    const product: MatrixProduct = { name: 'q_proj', count: 1, repeats: 1, operands: 1, outputs: 32, inputs: 4, tokens: 32, inputWidth: 4, operand: 'weights' };
    const cycles = (accelerator: Accelerator, bits: number): number => productCost(product, accelerator, { rows: 32, columns: 32 }, { weightBits: bits, cacheBits: 16 }, head).computeCycles;
    assert.deepEqual([3.0625, 4.0625, 5.0625, 6.0625, 8.0625].map((bits) => cycles(accelerators.bitmod, bits)), [2, 2, 3, 3, 4]);
    assert.deepEqual([3, 4, 8, 16].map((bits) => cycles(accelerators.fp16, bits)), [4, 4, 4, 4]);
  });

  it('fetches an operand again only where both exceed the buffer, and then moves no more than with the other one', () => {
    const large = fc.integer({ min: 1, max: 20_000 });
    fc.assert(fc.property(large, large, fc.integer({ min: 1, max: 4096 }), fc.boolean(), (outputs, inputs, tokens, noDoubleBuffering) => {
      const product: MatrixProduct = { name: 'q_proj', count: 1, repeats: 1, operands: 1, outputs, inputs, tokens, inputWidth: inputs, operand: 'weights' };
      const { weightBytes: w, inputBytes: i, weightFetches, inputFetches } = productCost(product, accelerators.fp16, { rows: 32, columns: 24 }, { weightBits: 16, cacheBits: 16 }, { ...head, noDoubleBuffering });
      const capacity = noDoubleBuffering ? bufferBytes : bufferBytes / 2;
      if (w <= capacity || i <= capacity) assert.deepEqual([weightFetches, inputFetches], [1, 1]);
      else assert.equal(weightFetches * w + inputFetches * i, Math.min(Math.ceil(i / capacity) * w + i, Math.ceil(w / capacity) * i + w));
    }), { numRuns: 100 });
  });

  it('adds stages and drain of a tile to every product unless told not to', () => {
    const product = named(productsOf(llama2, { phase: 'decode', context: 256, batch: 1 }, head), 'q_proj');
    const cycles = (noFill: boolean): number => productCost(product, accelerators.bitmod, { rows: 32, columns: 32 }, { weightBits: 4, cacheBits: 8 }, { ...head, noFill }).computeCycles;
    assert.equal(cycles(false) - cycles(true), 17 + 8);
  });
});

describe('arch/bit-serial/published: products of a pass', () => {
  it('have the weights of the model\'s graph, lm_head included', () => {
    for (const name of ['opt-1.3b', 'phi-2', 'llama-2-7b', 'llama-3-8b', 'gemma-2b', 'qwen2.5-7b']) {
      const model = modelNamed(name)!;
      const linear = decoderGraph(model).groups.flatMap((g) => g.ops.flatMap((op) => (op.kind === 'linear' ? [g.repeat * op.inFeatures * op.outFeatures] : [])));
      const ours = productsOf(model, { phase: 'decode', context: 8, batch: 1 }, {}).filter((p) => p.operand === 'weights');
      assert.equal(ours.reduce((sum, p) => sum + p.count * p.outputs * p.inputs, 0), linear.reduce((a, b) => a + b, 0), name);
    }
  });

  it('have the multiply-accumulates of unmasked attention for each head, which flattened heads do not', () => {
    const macs = (options: object, phase: 'prefill' | 'decode', batch: number): number => productsOf(llama2, { phase, context: 100, batch }, options).filter((p) => p.operand === 'cache').reduce((sum, p) => sum + p.repeats * p.outputs * p.inputs * p.tokens, 0);
    assert.equal(macs({}, 'decode', 3), 3 * 2 * 32 * 100 * 128);
    assert.equal(macs({}, 'prefill', 1), 2 * 32 * 100 * 100 * 128);
    assert.equal(macs(published, 'prefill', 1), 32 * 100 * 100 * 4096 + 32 * 100 * 100 * 100);
  });

  it('runs lm_head for one token of a prompt unless told otherwise', () => {
    const tokens = (options: object): number => named(productsOf(llama2, { phase: 'prefill', context: 256, batch: 1 }, options), 'lm_head').tokens;
    assert.deepEqual([tokens({}), tokens({ logitsForAllTokens: true })], [1, 256]);
  });
});

describe('arch/bit-serial/published: arrays and buffers', () => {
  it('gives every baseline the area of the FP16 array at most, unless areas are left unequal', () => {
    const budget = arrayAreaMm2(accelerators.fp16, {});
    assert.deepEqual(arrayOf(accelerators.fp16, 'prefill', {}), { rows: 32, columns: 24 });
    for (const accelerator of Object.values(accelerators)) {
      assert.ok(arrayAreaMm2(accelerator, {}) <= budget * (1 + 1e-9));
      assert.deepEqual(arrayOf(accelerator, 'decode', {}), arrayOf(accelerator, 'prefill', {}));
    }
    const unequal = { unequalArea: true, noEncoders: true, unscaledArea: true };
    assert.deepEqual(Object.values(accelerators).map((a) => arrayAreaMm2(a, unequal).toFixed(3)), ['1.512', '1.350', '1.519', '1.544']);
  });

  it('reshapes for decode to twice the rows and half the columns where that is free', () => {
    assert.deepEqual(Object.values(accelerators).map((a) => arrayOf(a, 'decode', published)), [{ rows: 64, columns: 12 }, { rows: 64, columns: 16 }, { rows: 72, columns: 16 }, { rows: 64, columns: 16 }]);
  });

  it('has buffer energies on lines between the widths of CACTI, none outside', () => {
    for (const { busBits, read } of bufferPoints) assert.equal(bufferPoint(busBits)?.read.value, read.value);
    const between = bufferPoint(240)!;
    assert.ok(between.read.value > bufferPoint(192)!.read.value && between.read.value < bufferPoint(256)!.read.value && between.read.source.includes('line'));
    assert.deepEqual([bufferPoint(64), bufferPoint(2048)], [null, null]);
  });

  it('knows its presets by name, and says which there are', () => {
    assert.equal(comparisonPreset('honest'), comparisonPresets.honest);
    for (const name of ['x', 'constructor']) assert.throws(() => comparisonPreset(name), /bit-serial\/unknown-preset.*bitmod-2025-published, bitmod-2025-head, honest/);
  });
});
