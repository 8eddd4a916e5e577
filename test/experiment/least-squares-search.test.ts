import assert from 'node:assert/strict';
import fc from 'fast-check';
import { leastInUnitCube, mostTrials } from '../../src/experiment/least-squares-search.js';

const share = fc.double({ min: -0.3, max: 1.3, noNaN: true });
const slope = fc.double({ min: -1, max: 1, noNaN: true });

/** The least of a sum of squares of linear terms in the cube, by many small steps downhill. */
function slowLeast(best: readonly number[], terms: readonly (readonly number[])[]): readonly number[] {
  const step = 0.5 / (best.length * terms.length);
  let point = best.map(() => 0.5);
  for (let i = 0; i < 5000; i++) {
    const slopes = best.map(() => 0);
    for (const term of terms) {
      const off = term.reduce((sum, factor, j) => sum + factor * (point[j]! - best[j]!), 0);
      term.forEach((factor, j) => { slopes[j]! += 2 * off * factor; });
    }
    point = point.map((x, j) => Math.min(1, Math.max(0, x - step * slopes[j]!)));
  }
  return point;
}

describe('the search for the least cost', () => {
  it('is where a slow descent ends, for sums of squares whose least is inside the bounds or beyond them', () => {
    const problem = fc.integer({ min: 1, max: 3 }).chain((n) => fc.tuple(fc.array(share, { minLength: n, maxLength: n }), fc.array(fc.array(slope, { minLength: n, maxLength: n }), { minLength: n, maxLength: n + 2 }), fc.constantFrom(0, 0.01), fc.boolean()));
    fc.assert(fc.property(problem, ([best, mixed, floor, hasStart]) => {
      // Every coordinate counts for itself too, so that the descent is not endless.
      const terms = [...mixed, ...best.map((_, i) => best.map((__, j) => (i === j ? 0.5 : 0)))];
      const cost = (point: readonly number[]): number => terms.reduce<number>((sum, term) => sum + term.reduce((off, factor, j) => off + factor * (point[j]! - best[j]!), 0) ** 2, floor);
      const { point, isSettled } = leastInUnitCube(best.length, cost, hasStart ? best.map(() => 0.9) : null);
      assert.ok(isSettled);
      const expected = slowLeast(best, terms);
      point.forEach((x, i) => { assert.ok(Math.abs(x - expected[i]!) < 3e-6, `${point.join()} for ${expected.join()}`); });
    }), { numRuns: 100 });
  });

  it('finds the least of a function with kinks and a plateau, as models made of maxima have', () => {
    fc.assert(fc.property(fc.double({ min: 0.05, max: 0.6, noNaN: true }), (best) => {
      const time = (x: number): number => Math.max(1 / x, 1 / 0.7);
      const { point } = leastInUnitCube(1, ([x]) => (x === 0 ? Infinity : (time(x!) / time(best) - 1) ** 2));
      assert.ok(Math.abs(point[0]! / best - 1) < 1e-6);
    }));
  });

  it('ends at a bound where the least lies beyond it', () => {
    for (const beyond of [[1.7, 0.4], [-0.2, 1.3], [2, 2]]) {
      const { point } = leastInUnitCube(2, ([x, y]) => (x! - beyond[0]!) ** 2 + (y! - beyond[1]!) ** 2);
      point.forEach((x, i) => { assert.ok(Math.abs(x - Math.min(1, Math.max(0, beyond[i]!))) < 1e-6); });
    }
  });

  it('follows a curved valley', () => {
    const { point, isSettled } = leastInUnitCube(2, ([x, y]) => (0.7 - x!) ** 2 + 100 * (y! - x! ** 2) ** 2, [0, 1]);
    assert.ok(isSettled && Math.abs(point[0]! - 0.7) < 1e-5 && Math.abs(point[1]! - 0.49) < 1e-5);
  });

  it('leaves the better of two bowls only for a better one', () => {
    const cost = ([x]: readonly number[]): number => Math.min((x! - 0.15) ** 2 + 1e-3, (x! - 0.85) ** 2);
    assert.ok(Math.abs(leastInUnitCube(1, cost, [0.1]).point[0]! - 0.85) < 1e-6);
  });

  it('asks only for points of the cube, and for no more than it says', () => {
    for (const dimensions of [1, 2, 4, 6]) {
      let asked = 0;
      const jagged = (point: readonly number[]): number => {
        asked++;
        assert.ok(point.length === dimensions && point.every((x) => x >= 0 && x <= 1));
        return point.reduce((sum, x, i) => sum + Math.abs(Math.sin(40 * x + i)) + (i % 2) * x, 0);
      };
      leastInUnitCube(dimensions, jagged);
      // A step that has begun is finished.
      assert.ok(asked <= mostTrials(dimensions) + 2 * dimensions + 2, String(asked));
    }
  });

  it('keeps out of what has no cost, and says so where nothing has one', () => {
    const { point } = leastInUnitCube(1, ([x]) => (x! < 0.5 ? Infinity : x!));
    assert.ok(Math.abs(point[0]! - 0.5) < 1e-6);
    assert.equal(leastInUnitCube(2, () => Infinity).cost, Infinity);
  });

  it('gives the same point for the same cost', () => {
    const cost = ([x, y]: readonly number[]): number => Math.abs(x! - 0.3) + Math.abs(x! * y! - 0.1);
    assert.deepEqual(leastInUnitCube(2, cost), leastInUnitCube(2, cost));
  });
});
