import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { productCycles, foldCycles } from '../../../../src/arch/systolic/cycles.js';
import { systolicProduct } from '../../../../src/arch/systolic/functional.js';
import { anyNumber, checkProblems, problemOf } from '../../../../src/arch/systolic/mesh/check-problems.js';
import type { MeshParameters } from '../../../../src/arch/systolic/mesh/parameters.js';
import { meshFolds } from '../../../../src/arch/systolic/mesh/problem.js';
import { meshBeats, meshStreams } from '../../../../src/arch/systolic/mesh/stream.js';
import { createRng } from '../../../../src/sim/core/rng.js';
import { matrix } from '../../../../src/sim/numerics/arithmetic/matrix.js';
import { wrapToBits } from '../../../../src/sim/numerics/arithmetic/width.js';
import { plainArray } from '../arrays.js';

const side = fc.integer({ min: 1, max: 7 });
const anyMesh: fc.Arbitrary<MeshParameters> = fc.record({
  dataflow: fc.constantFrom('output-stationary' as const, 'weight-stationary' as const), rows: side, columns: side,
  activationBits: fc.integer({ min: 2, max: 9 }), weightBits: fc.integer({ min: 2, max: 9 }), sumBits: fc.integer({ min: 18, max: 24 }),
});
const product = fc.record({ m: fc.integer({ min: 1, max: 20 }), n: fc.integer({ min: 1, max: 20 }), k: fc.integer({ min: 1, max: 20 }) });

describe('folds of a product on a systolic tile', () => {
  it('have sums that add up to the product, and the cycles of the model', () => {
    fc.assert(fc.property(anyMesh, product, fc.nat(), (p, { m, n, k }, seed) => {
      const rng = createRng(seed);
      const problem = problemOf({ m, n, k }, (bits) => anyNumber(rng, bits), p);
      const widths = { activations: p.activationBits, weights: p.weightBits, accumulator: p.sumBits };
      const sums = new Float64Array(m * n);
      const folds = meshFolds(p, problem);
      const streams = meshStreams(p);
      const { out } = meshBeats(p, problem);
      let beat = 0;
      // Places of the folds, in their order: those of a block of columns one after the other.
      let [row, column] = [0, 0];
      for (const { r, c, activations } of folds) {
        for (let token = 0; token < activations.rows; token++, beat++) {
          for (let j = 0; j < c; j++) {
            const at = (p.dataflow === 'output-stationary' ? (row + token) * n : token * n) + column + j;
            sums[at] = wrapToBits(sums[at]! + Number(BigInt.asIntN(p.sumBits, out[beat]! >> BigInt(p.sumBits * j))), p.sumBits);
          }
        }
        row += r;
        if (row < (p.dataflow === 'output-stationary' ? m : k)) continue;
        [row, column] = [0, column + c];
      }
      assert.equal(beat, out.length);
      assert.equal(streams.out.fields[0]!.count, p.columns);
      assert.deepEqual(Array.from(sums), Array.from(systolicProduct(problem.activations, problem.weights, 'bit-parallel', widths).values));
      const array = plainArray(p.rows, p.columns, p.dataflow);
      const stream = p.dataflow === 'output-stationary' ? k : m;
      assert.equal(folds.reduce((cycles, { r, c }) => cycles + foldCycles(array, r, c, stream), 0), productCycles(array, { m, n, k }));
    }), { numRuns: 60 });
  });

  it('are refused for operands that the tile has no bits for, or that have no product', () => {
    const p: MeshParameters = { dataflow: 'output-stationary', rows: 2, columns: 2, activationBits: 4, weightBits: 3, sumBits: 8 };
    const of = (a: number, w: number): (() => unknown) => () => meshFolds(p, { activations: matrix(1, 1, Float64Array.of(a)), weights: matrix(1, 1, Float64Array.of(w)) });
    assert.doesNotThrow(of(-8, 3));
    for (const [a, w] of [[8, 0], [-9, 0], [0, 4], [0, -5], [0.5, 0]] as const) assert.throws(of(a, w), RangeError);
    assert.throws(() => meshFolds(p, { activations: matrix(1, 2, new Float64Array(2)), weights: matrix(1, 1, new Float64Array(1)) }), RangeError);
    assert.throws(() => meshFolds(p, { activations: matrix(0, 1, new Float64Array(0)), weights: matrix(1, 1, new Float64Array(1)) }), RangeError);
  });

  it('put activations of a partial weight-stationary fold into the last rows and everything else into the first lanes', () => {
    const problem = { activations: matrix(1, 1, Float64Array.of(3)), weights: matrix(1, 1, Float64Array.of(2)) };
    const p: MeshParameters = { dataflow: 'weight-stationary', rows: 3, columns: 2, activationBits: 4, weightBits: 4, sumBits: 8 };
    assert.deepEqual(meshBeats(p, problem, -1), { act: [0x13ffn], wgt: [0x1000100_01f2n], out: [6n] });
    assert.deepEqual(meshBeats({ ...p, dataflow: 'output-stationary' }, problem, 1), { act: [0x1113n], wgt: [0x1000100_0112n], out: [6n] });
  });

  it('of the check problems reach full folds, partial ones and single elements, on every tile', () => {
    for (const dataflow of ['output-stationary', 'weight-stationary'] as const) {
      const p: MeshParameters = { dataflow, rows: 4, columns: 5, activationBits: 8, weightBits: 8, sumBits: 32 };
      const folds = checkProblems(p).flatMap(({ problem }) => meshFolds(p, problem)).map(({ r, c }) => `${r} x ${c}`);
      for (const fold of ['4 x 5', '2 x 2', '1 x 1', '1 x 5', '4 x 1', '3 x 5']) assert.ok(folds.includes(fold), `${dataflow}: no fold of ${fold}`);
    }
  });
});
