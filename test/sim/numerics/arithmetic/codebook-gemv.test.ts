import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { codebookCost, codebookGemv, codebookWeights, type CodebookWeights } from '../../../../src/sim/numerics/arithmetic/codebook-gemv.js';
import { fromRows, matrixOf } from './matrices.js';

const cases = fc.record({ inputs: fc.integer({ min: 1, max: 6 }), blocks: fc.integer({ min: 1, max: 4 }), v: fc.integer({ min: 1, max: 8 }), k: fc.integer({ min: 1, max: 20 }), residuals: fc.integer({ min: 0, max: 5 }) })
  .chain(({ inputs, blocks, v, k, residuals }) => {
    const indices = (most: number): fc.Arbitrary<Uint32Array> => fc.array(fc.integer({ min: 0, max: most }), { minLength: inputs * blocks, maxLength: inputs * blocks }).map((list) => Uint32Array.from(list));
    return fc.record({
      centroids: matrixOf(k, v, { low: -64, high: 63 }), indices: indices(k - 1),
      residual: fc.record({ centroids: matrixOf(residuals, v, { low: -8, high: 7 }), indices: indices(Math.max(0, residuals - 1)) }),
      scale: matrixOf(1, inputs, { low: 1, high: 4 }), bias: matrixOf(1, inputs, { low: -3, high: 3 }), x: matrixOf(1, inputs, { low: -16, high: 15 }),
    }).map(({ residual, scale, bias, x, ...rest }): { readonly w: CodebookWeights; readonly x: Float64Array } => ({
      w: { inputs, outputs: blocks * v, ...rest, scale: scale.values, bias: bias.values, ...(residuals === 0 ? {} : { residual }) }, x: x.values,
    }));
  });

const small: CodebookWeights = { inputs: 2, outputs: 2, centroids: fromRows([[1, 2], [3, 4]]), indices: Uint16Array.of(0, 1), scale: Float64Array.of(2, 3), bias: Float64Array.of(0, 1) };

describe('sim/numerics/arithmetic/codebook-gemv', () => {
  it('equals x W with the decoded weights, with and without residuals', () => {
    fc.assert(fc.property(cases, ({ w, x }) => {
      const decoded = codebookWeights(w);
      const expected = Array.from({ length: w.outputs }, (_, o) => x.reduce((sum, value, i) => sum + value * decoded.values[i * w.outputs + o]!, 0));
      assert.deepEqual([...codebookGemv(x, w)].map((y) => y + 0), expected.map((y) => y + 0));
    }), { numRuns: 150 });
  });

  it('decodes an index to the input it runs through first', () => {
    assert.deepEqual([...codebookWeights(small).values], [2, 4, 10, 13]);
    assert.deepEqual([...codebookWeights({ ...small, residual: { centroids: fromRows([[10, 20]]), indices: Uint16Array.of(0, 0) } }).values], [22, 44, 40, 73]);
  });

  it('counts 2 and 3 bits for vectors of 8 from 65536, without and with 256 residuals', () => {
    const book = (k: number): CodebookWeights['centroids'] => ({ rows: k, columns: 8, values: new Int8Array(k * 8) });
    const w = { ...small, outputs: 8, centroids: book(65536) };
    assert.deepEqual(codebookCost(w), { bitsPerWeight: 2, codebookBytes: 2 ** 20, lookups: 2 });
    assert.deepEqual(codebookCost({ ...w, residual: { centroids: book(256), indices: w.indices } }), { bitsPerWeight: 3, codebookBytes: 2 ** 20 + 4096, lookups: 4 });
  });

  it('rejects parts that do not fit together', () => {
    assert.throws(() => codebookWeights({ ...small, outputs: 3 }), RangeError);
    assert.throws(() => codebookWeights({ ...small, indices: Uint16Array.of(0) }), RangeError);
    assert.throws(() => codebookWeights({ ...small, indices: Uint16Array.of(0, 2) }), RangeError);
    assert.throws(() => codebookWeights({ ...small, scale: Float64Array.of(1) }), RangeError);
    assert.throws(() => codebookWeights({ ...small, residual: { centroids: fromRows([[1]]), indices: small.indices } }), RangeError);
    assert.throws(() => codebookGemv(Float64Array.of(1), small), RangeError);
  });
});
