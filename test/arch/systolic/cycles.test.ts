import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { bends, foldCycles, overlapFillCycles, productCycles, type SystolicArray } from '../../../src/arch/systolic/cycles.js';
import { foldingOf, type Product } from '../../../src/arch/systolic/fold.js';
import { createRng } from '../../../src/sim/core/rng.js';
import { plainProduct } from '../../../src/sim/numerics/arithmetic/integer-gemm.js';
import { matrix } from '../../../src/sim/numerics/arithmetic/matrix.js';
import { anyArray, anyProduct, dataflows, plainArray } from './arrays.js';
import { simulateArray } from './wavefront.js';

/** The sum over folds, fold by fold. */
function foldByFold(array: SystolicArray, product: Product): number {
  const { alongRows, alongColumns, stream, rowFolds, columnFolds } = foldingOf(array.dataflow, array.rows, array.columns, product);
  let cycles = 0;
  for (let f = 0; f < rowFolds; f++) {
    for (let g = 0; g < columnFolds; g++) {
      const r = array.wholeFolds ? array.rows : Math.min(array.rows, alongRows - f * array.rows);
      const c = array.wholeFolds ? array.columns : Math.min(array.columns, alongColumns - g * array.columns);
      cycles += foldCycles(array, r, c, stream);
    }
  }
  return cycles;
}

/** Folds whose shift registers are shadowed: when each may begin to stream, and when the last result of the last one has left. */
function overlappedFoldByFold(array: SystolicArray, product: Product): number {
  const { stream, rowFolds, columnFolds } = foldingOf(array.dataflow, array.rows, array.columns, product);
  const streaming = stream * array.macCycles;
  const outputs = array.dataflow === 'output-stationary';
  const shifts = outputs && array.directOutputs ? 0 : array.rows;
  let begins = outputs ? 0 : shifts;
  let end = 0;
  for (let fold = 0; fold < rowFolds * columnFolds; fold++) {
    end = begins + streaming + array.rows + array.columns - 2 + (outputs ? shifts : 0);
    // The next one needs the PE and the shadow registers of its column.
    begins += Math.max(streaming, shifts);
  }
  return end;
}

describe('arch/systolic/cycles', () => {
  it('equals an array simulated register by register, in cycles and in values, for every dataflow and option', () => {
    fc.assert(fc.property(anyArray(5), anyProduct(9), fc.integer(), (array, { m, n, k }, seed) => {
      const rng = createRng(seed);
      // The serial operand has as many bits as a multiply-accumulate has cycles; it is the one that streams, or the weight where both do.
      const [least, most] = array.macCycles === 1 ? [-9, 9] : [-(2 ** (array.macCycles - 1)), 2 ** (array.macCycles - 1) - 1];
      const drawn = (rows: number): ReturnType<typeof matrix> => matrix(rows, k, Float64Array.from({ length: rows * k }, () => rng.integer(least, most)));
      const [activations, weights] = [drawn(m), drawn(n)];
      const observed = simulateArray({ array, activations, weights });
      assert.deepEqual(observed.sums, [...plainProduct(activations, weights).values]);
      assert.equal(productCycles(array, { m, n, k }), observed.cycles);
      if (!array.wholeFolds) assert.equal(observed.busy, m * n * k * array.macCycles);
    }), { numRuns: 400 });
  });

  it('is the sum over its folds', () => {
    fc.assert(fc.property(anyArray(40), anyProduct(300), (array, product) => {
      assert.equal(productCycles(array, product), foldByFold(array, product));
    }), { numRuns: 500 });
  });

  it('has the cycles that were counted by hand', () => {
    // 4 x 4 x 4 on 4 x 4: wavefront 4 + 4 + 4 - 2 = 10, and 4 to load or to shift out.
    for (const dataflow of dataflows) assert.equal(productCycles(plainArray(4, 4, dataflow), { m: 4, n: 4, k: 4 }), 14);
    assert.equal(productCycles({ ...plainArray(4, 4, 'output-stationary'), directOutputs: true }, { m: 4, n: 4, k: 4 }), 10);
    // One token of Llama-2-7B on 128 x 128: 32 column folds of one used row; or 32 x 32 whole folds of weights past which one token streams.
    assert.equal(productCycles(plainArray(128, 128, 'output-stationary'), { m: 1, n: 4096, k: 4096 }), 32 * (4096 + 2 + 128 - 2));
    assert.equal(productCycles(plainArray(128, 128, 'weight-stationary'), { m: 1, n: 4096, k: 4096 }), 1024 * (1 + 256 + 128 - 2));
    assert.equal(productCycles(plainArray(128, 128, 'input-stationary'), { m: 1, n: 4096, k: 4096 }), 32 * (4096 + 256 + 1 - 2));
    // 5 x 3 of which 4 x 2 fit: folds of 4 x 2, 4 x 1, 1 x 2 and 1 x 1.
    assert.equal(productCycles(plainArray(4, 2, 'output-stationary'), { m: 5, n: 3, k: 10 }), (10 + 8 + 2 - 2) + (10 + 8 + 1 - 2) + (10 + 2 + 2 - 2) + (10 + 2 + 1 - 2));
    // Bit-serial: only the stream takes longer.
    assert.equal(productCycles(plainArray(4, 4, 'weight-stationary', 8), { m: 10, n: 4, k: 4 }), 80 + 8 + 4 - 2);
  });

  it('overlaps folds so that each takes its stream, or as long as its shift registers, and fill and drain come once', () => {
    fc.assert(fc.property(anyArray(30), anyProduct(200), (given, product) => {
      const array = { ...given, overlapFolds: true };
      const steady = productCycles(array, product) + overlapFillCycles(array);
      const stepped = overlappedFoldByFold(array, product);
      const { stream } = foldingOf(array.dataflow, array.rows, array.columns, product);
      // Where the stream is the shorter one, the last fold does not wait for a next one: the closed form is at most R above.
      assert.ok(steady >= stepped && steady - stepped <= array.rows);
      if (stream * array.macCycles >= array.rows) assert.equal(steady, stepped);
      assert.ok(steady <= productCycles({ ...array, overlapFolds: false, wholeFolds: true }, product) + array.rows);
    }), { numRuns: 300 });
  });

  it('does not fall when a dimension or the cycles of a multiply-accumulate grow, and is never below work / peak', () => {
    fc.assert(fc.property(anyArray(40), fc.boolean(), anyProduct(400), fc.integer({ min: 1, max: 50 }), (given, overlapFolds, product, more) => {
      const array = { ...given, overlapFolds };
      const base = productCycles(array, product);
      assert.ok(Number.isInteger(base) && base > 0);
      for (const key of ['m', 'n', 'k'] as const) assert.ok(productCycles(array, { ...product, [key]: product[key] + more }) >= base);
      assert.ok(productCycles({ ...array, macCycles: array.macCycles + 1 }, product) >= base);
      assert.ok(base >= (product.m * product.n * product.k * array.macCycles) / (array.rows * array.columns));
      assert.ok(productCycles({ ...array, wholeFolds: true }, product) >= base);
    }), { numRuns: 300 });
  });

  it('is affine in each dimension between the lengths where it bends', () => {
    fc.assert(fc.property(anyArray(20), fc.boolean(), anyProduct(100), fc.constantFrom('m', 'n', 'k'), (given, overlapFolds, product, key) => {
      const array = { ...given, overlapFolds };
      const at = (length: number): number => productCycles(array, { ...product, [key]: length });
      const x = product[key] + 1;
      if (bends(array).some((length) => (x - 1) % length === 0 || x % length === 0)) return;
      assert.equal(at(x + 1) - at(x), at(x) - at(x - 1));
    }), { numRuns: 500 });
  });

  it('is the same for a product and an array that are both transposed, where sums leave directly', () => {
    fc.assert(fc.property(anyArray(30), anyProduct(200), (given, { m, n, k }) => {
      const array: SystolicArray = { ...given, dataflow: 'output-stationary', directOutputs: true };
      assert.equal(productCycles(array, { m, n, k }), productCycles({ ...array, rows: array.columns, columns: array.rows }, { m: n, n: m, k }));
      // Weights and inputs change places without their array.
      assert.equal(productCycles({ ...array, dataflow: 'weight-stationary' }, { m, n, k }), productCycles({ ...array, dataflow: 'input-stationary' }, { m: n, n: m, k }));
    }));
  });
});
