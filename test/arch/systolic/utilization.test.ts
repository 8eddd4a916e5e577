import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { bufferAccesses } from '../../../src/arch/systolic/accesses.js';
import { foldingOf } from '../../../src/arch/systolic/fold.js';
import { computeUtilization, mappingEfficiency } from '../../../src/arch/systolic/utilization.js';
import { anyArray, anyProduct, plainArray } from './arrays.js';

describe('arch/systolic/utilization', () => {
  it('has computeUtilization <= mappingEfficiency <= 1', () => {
    fc.assert(fc.property(anyArray(40), fc.boolean(), anyProduct(300), (given, overlapFolds, product) => {
      const array = { ...given, overlapFolds };
      const mapped = mappingEfficiency(array, product);
      const used = computeUtilization(array, product);
      assert.ok(used > 0 && mapped <= 1);
      assert.ok(used <= mapped * (1 + 1e-12));
    }), { numRuns: 300 });
  });

  it('is full where the operand fills the array and streams for ever', () => {
    assert.equal(mappingEfficiency(plainArray(8, 8, 'weight-stationary'), { m: 3, n: 16, k: 24 }), 1);
    assert.ok(computeUtilization(plainArray(8, 8, 'weight-stationary'), { m: 1e6, n: 16, k: 24 }) > 0.9999);
    assert.equal(mappingEfficiency(plainArray(128, 128, 'output-stationary'), { m: 1, n: 4096, k: 4096 }), 1 / 128);
  });
});

describe('arch/systolic/accesses', () => {
  it('counts what every fold reads and writes, word by word', () => {
    fc.assert(fc.property(anyArray(6), anyProduct(20), (array, product) => {
      const { m, n, k } = product;
      const reads = { a: 0, w: 0, y: 0, again: 0 };
      const { rowFolds, columnFolds, alongRows, alongColumns, stream } = foldingOf(array.dataflow, array.rows, array.columns, product);
      for (let f = 0; f < rowFolds; f++) for (let g = 0; g < columnFolds; g++) {
        const r = Math.min(array.rows, alongRows - f * array.rows);
        const c = Math.min(array.columns, alongColumns - g * array.columns);
        if (array.dataflow === 'output-stationary') {
          reads.a += r * stream;
          reads.w += c * stream;
          reads.y += r * c;
          continue;
        }
        const [stationary, streaming] = array.dataflow === 'weight-stationary' ? ['w', 'a'] as const : ['a', 'w'] as const;
        reads[stationary] += r * c;
        reads[streaming] += r * stream;
        reads.y += c * stream;
        if (f > 0) reads.again += c * stream;
      }
      assert.deepEqual(bufferAccesses(array, { m, n, k }), { inputReads: reads.a, weightReads: reads.w, outputWrites: reads.y, partialSumReads: reads.again });
    }), { numRuns: 300 });
  });
});
