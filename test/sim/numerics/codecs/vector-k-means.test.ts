import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createRng } from '../../../../src/sim/core/rng.js';
import { assignNearest, drawnCodebook, fitCodebook, moveToMeans, moveUnused, type Codebook, type Vectors } from '../../../../src/sim/numerics/codecs/vector-k-means.js';

const problem = fc.record({ dimension: fc.integer({ min: 1, max: 4 }), count: fc.integer({ min: 1, max: 40 }), seed: fc.integer({ min: 0, max: 1000 }), levels: fc.integer({ min: 1, max: 50 }) })
  .map(({ dimension, count, seed, levels }) => {
    const rng = createRng(seed);
    // Few levels make equal vectors and ties.
    return { dimension, values: Float64Array.from({ length: dimension * count }, () => rng.integer(0, levels - 1)) };
  });

function distance({ values, dimension }: Vectors, v: number, { centers }: Codebook, c: number): number {
  let sum = 0;
  for (let d = 0; d < dimension; d++) sum += (values[v * dimension + d]! - centers[c * dimension + d]!) ** 2;
  return sum;
}

const countOf = ({ values, dimension }: Vectors): number => values.length / dimension;

describe('drawnCodebook', () => {
  it('draws different vectors, each at its own center', () => {
    fc.assert(fc.property(problem, fc.double({ min: 0, max: 1, noNaN: true }), (vectors, share) => {
      const entries = Math.max(1, Math.floor(countOf(vectors) * share));
      const codebook = drawnCodebook({ ...vectors, values: vectors.values.map((x, i) => x + i * 1000) }, entries, createRng(1));
      const centers = Array.from({ length: entries }, (_, c) => codebook.centers.slice(c * vectors.dimension, (c + 1) * vectors.dimension).join());
      assert.equal(new Set(centers).size, entries);
    }));
  });

  it('refuses more centers than vectors', () => {
    assert.throws(() => drawnCodebook({ values: new Float64Array(8), dimension: 4 }, 3, createRng(1)), RangeError);
  });
});

describe('assignNearest', () => {
  it('finds the first of the nearest centers, whatever the vectors had before', () => {
    fc.assert(fc.property(problem, fc.integer({ min: 0, max: 1000 }), (vectors, seed) => {
      const rng = createRng(seed);
      const entries = Math.ceil(countOf(vectors) / 2);
      const codebook = drawnCodebook(vectors, entries, rng);
      codebook.indices.forEach((_, v) => { codebook.indices[v] = rng.integer(0, entries - 1); });
      const { error } = assignNearest(vectors, codebook);
      let sum = 0;
      codebook.indices.forEach((index, v) => {
        const distances = Array.from({ length: entries }, (_, c) => distance(vectors, v, codebook, c));
        const least = Math.min(...distances);
        assert.equal(index, distances.indexOf(least));
        sum += least;
      });
      assert.equal(error, sum);
    }));
  });
});

describe('moveToMeans', () => {
  it('puts centers at the means of their vectors and leaves the others', () => {
    const codebook = { centers: Float64Array.of(9, 9, 5, 5), indices: Uint32Array.of(0, 0, 0) };
    moveToMeans({ values: Float64Array.of(1, 2, 3, 4, 5, 9), dimension: 2 }, codebook);
    assert.deepEqual([...codebook.centers], [3, 5, 5, 5]);
  });
});

describe('moveUnused', () => {
  it('moves centers nobody takes to the farthest vectors', () => {
    const codebook = { centers: Float64Array.of(0, 100, 200), indices: Uint32Array.of(0, 0, 0) };
    assert.ok(moveUnused({ values: Float64Array.of(1, 3, -2), dimension: 1 }, codebook));
    assert.deepEqual([...codebook.centers], [0, 3, -2]);
  });

  it('moves none where every vector has a center of its own', () => {
    const codebook = { centers: Float64Array.of(1, 100), indices: Uint32Array.of(0, 0) };
    assert.equal(moveUnused({ values: Float64Array.of(1, 1), dimension: 1 }, codebook), false);
    assert.deepEqual([...codebook.centers], [1, 100]);
  });
});

describe('fitCodebook', () => {
  it('never raises the error from round to round, and ends with every vector at its nearest center', () => {
    fc.assert(fc.property(problem, fc.integer({ min: 0, max: 12 }), (vectors, rounds) => {
      const entries = Math.ceil(countOf(vectors) / 3);
      const { codebook, errors } = fitCodebook(vectors, entries, rounds, createRng(1));
      assert.ok(errors.length <= rounds + 1);
      errors.forEach((error, round) => { assert.ok(round === 0 || error <= errors[round - 1]! + 1e-9); });
      const copy = { centers: codebook.centers, indices: codebook.indices.slice() };
      assert.equal(assignNearest(vectors, copy).changed, false);
    }));
  });

  it('is exact where there are no more different vectors than centers', () => {
    const values = Float64Array.from({ length: 60 }, (_, i) => Math.floor(i / 2) % 3);
    const { errors } = fitCodebook({ values, dimension: 2 }, 3, 20, createRng(1));
    assert.equal(errors.at(-1), 0);
  });

  it('gives the same codebook for the same seed', () => {
    const rng = createRng(5);
    const vectors = { values: Float64Array.from({ length: 400 }, () => rng.next()), dimension: 4 };
    assert.deepEqual(fitCodebook(vectors, 16, 5, createRng(1)), fitCodebook(vectors, 16, 5, createRng(1)));
  });
});
