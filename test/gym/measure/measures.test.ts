import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createRng } from '../../../src/sim/core/rng.js';
import { crowdingDistances } from '../../../src/gym/measure/crowding.js';
import { dominanceFronts } from '../../../src/gym/measure/dominance.js';
import { frontArchive, frontOf } from '../../../src/gym/measure/front.js';
import { hypervolume } from '../../../src/gym/measure/hypervolume.js';
import { kneeOf } from '../../../src/gym/measure/knee.js';
import { hypervolumeArchive } from '../../../src/gym/measure/progress.js';
import { directionCount, partitionsFor, referenceDirections } from '../../../src/gym/measure/reference-directions.js';
import { compareScores, type Score } from '../../../src/gym/problem/evaluation.js';
import type { Evaluation } from '../../../src/gym/problem/search-problem.js';

const points = (dimensions: number, most: number): fc.Arbitrary<number[][]> => fc.array(fc.array(fc.oneof(fc.integer({ min: 0, max: 6 }).map((value) => value / 4), fc.double({ min: 0, max: 1.4, noNaN: true })), { minLength: dimensions, maxLength: dimensions }), { maxLength: most });
const reference = (dimensions: number): number[] => new Array<number>(dimensions).fill(1.1);

/** Every cell of the grid that the coordinates span, counted if some point dominates it. */
function volumeByCells(all: readonly (readonly number[])[], limit: readonly number[]): number {
  const cuts = limit.map((top, d) => [...new Set([...all.map((point) => point[d]!).filter((value) => value < top), top])].sort((a, b) => a - b));
  const visit = (corner: readonly number[], size: number): number => {
    const d = corner.length;
    if (d === limit.length) return all.some((point) => point.every((value, k) => value <= corner[k]!)) ? size : 0;
    let total = 0;
    for (let i = 0; i + 1 < cuts[d]!.length; i++) total += visit([...corner, cuts[d]![i]!], size * (cuts[d]![i + 1]! - cuts[d]![i]!));
    return total;
  };
  return visit([], 1);
}

describe('the hypervolume', () => {
  for (const [dimensions, most] of [[1, 8], [2, 10], [3, 7], [4, 5], [5, 4]] as const) {
    it(`of ${dimensions} costs is that of the cells counted one by one`, () => {
      fc.assert(fc.property(points(dimensions, most), (all) => {
        const [ours, cells] = [hypervolume(all, reference(dimensions)), volumeByCells(all, reference(dimensions))];
        assert.ok(Math.abs(ours - cells) <= 1e-12 * Math.max(1, cells), `${ours}, not ${cells}`);
      }), { numRuns: 60 });
    });
  }

  it('of a fine staircase on a known front is met in twelve digits', () => {
    // f2 = 1 - sqrt(f1) at f1 = (k / n)^2: a sum that is known in closed form, whatever the order of the points.
    const n = 1000;
    const all = Array.from({ length: n + 1 }, (_, k) => [(k / n) ** 2, 1 - k / n]);
    // Sum over k of ((k + 1)^2 - k^2) / n^2 * (0.1 + k / n), the last step reaching to 1.1.
    const wanted = 0.1 + (4 * n + 1) * (n - 1) / (6 * n * n) + 0.1 * 1.1;
    const shuffledPoints = all.map((point, i) => ({ point, order: (i * 7919) % (n + 1) })).sort((a, b) => a.order - b.order).map(({ point }) => point);
    assert.ok(Math.abs(hypervolume(shuffledPoints, [1.1, 1.1]) - wanted) < 1e-12 * wanted);
  });

  it('is the same in any order of the points, and of the costs', () => {
    fc.assert(fc.property(points(3, 40), (all) => {
      const value = hypervolume(all, reference(3));
      const turned = hypervolume([...all].reverse().map(([a, b, c]) => [c!, a!, b!]), reference(3));
      assert.ok(Math.abs(value - turned) <= 1e-12 * Math.max(1, value));
    }));
  });

  it('of four costs is that of three times the depth, where the fourth is the same', () => {
    fc.assert(fc.property(points(3, 12), (all) => {
      const [deep, flat] = [hypervolume(all.map((point) => [...point, 0.5]), [1.1, 1.1, 1.1, 1]), hypervolume(all, reference(3))];
      assert.ok(Math.abs(deep - flat / 2) <= 1e-12);
    }));
  });

  it('grows point by point to that of the whole set', () => {
    for (const dimensions of [2, 3, 4]) {
      fc.assert(fc.property(points(dimensions, 25), (all) => {
        const archive = hypervolumeArchive(reference(dimensions));
        let sum = 0;
        for (const point of all) {
          const gained = archive.add(point);
          assert.ok(gained >= 0);
          sum += gained;
        }
        const whole = hypervolume(all, reference(dimensions));
        assert.ok(Math.abs(archive.value - whole) <= 1e-9 * Math.max(1, whole));
        assert.equal(sum, archive.value);
      }), { numRuns: 50 });
    }
  });
});

const scores = fc.array(fc.record<Score>({ costs: fc.oneof(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 3, maxLength: 3 }), fc.constant(null)), violation: fc.constantFrom(0, 0, 0, 0.5, 2) }), { maxLength: 40 })
  .map((all) => all.map((score) => (score.costs === null && score.violation === 0 ? { ...score, violation: 9 } : score)));

describe('fronts of domination', () => {
  it('are what is left undominated, front after front', () => {
    fc.assert(fc.property(scores, (all) => {
      const fronts = dominanceFronts(all);
      let left = all.map((_, i) => i);
      for (const front of fronts) {
        const wanted = left.filter((i) => !left.some((j) => compareScores(all[j]!, all[i]!) < 0));
        assert.deepEqual(front, wanted);
        left = left.filter((i) => !front.includes(i));
      }
      assert.deepEqual(left, []);
    }));
  });

  it('begin with the archive of the legal, in any order, whatever the number of costs', () => {
    for (const count of [1, 2, 3, 4]) {
      const problem = { objectives: Array.from({ length: count }, (_, i) => ({ name: `f${i}`, direction: i === 1 ? 'maximise' as const : 'minimise' as const })) };
      fc.assert(fc.property(fc.array(fc.tuple(fc.array(fc.integer({ min: 0, max: 4 }), { minLength: count, maxLength: count }), fc.constantFrom(0, 0, 1)), { maxLength: 30 }), (all) => {
        const items = all.map(([objectives, violation], index): { index: number; evaluation: Evaluation } => ({ index, evaluation: { objectives, violations: [violation], reasons: [], metrics: {} } }));
        const isWorse = (a: readonly number[], b: readonly number[]): boolean => a.every((value, i) => (i === 1 ? value <= b[i]! : value >= b[i]!));
        const legal = items.filter(({ evaluation }) => evaluation.violations[0] === 0);
        const wanted = legal.filter((item) => !legal.some((other) => other !== item && isWorse(item.evaluation.objectives!, other.evaluation.objectives!) && (other.index < item.index || !isWorse(other.evaluation.objectives!, item.evaluation.objectives!))));
        const archive = frontArchive<typeof items[number]>(problem);
        for (const item of items) archive.add(item);
        const order = (front: readonly { index: number }[]): number[] => front.map(({ index }) => index);
        assert.deepEqual(order(archive.items()).sort((a, b) => a - b), order(wanted));
        assert.deepEqual(order(frontOf(problem, items)), order(archive.items()));
      }), { numRuns: 60 });
    }
  });
});

describe('crowding', () => {
  it('is the gap between neighbours as a share of the range, infinite at the ends', () => {
    assert.deepEqual(crowdingDistances([[0, 4], [1, 3], [3, 1], [4, 0]]), [Infinity, 1.5, 1.5, Infinity]);
    assert.deepEqual(crowdingDistances([[0, 1], [0, 1], [1, 0]]), [Infinity, 0, Infinity]);
    assert.deepEqual(crowdingDistances([[2, 5]]), [Infinity]);
    assert.deepEqual(crowdingDistances([]), []);
  });
});

describe('the knee', () => {
  it('is where a front bends', () => {
    assert.equal(kneeOf([[0, 10], [1, 2], [5, 1], [10, 0]]), 1);
    assert.equal(kneeOf([[3, 3]]), 0);
    assert.equal(kneeOf([]), null);
  });
  it('does not depend on the units of the costs', () => {
    fc.assert(fc.property(fc.integer({ min: 3, max: 20 }), fc.integer({ min: -8, max: 8 }), fc.nat(), (count, power, seed) => {
      const rng = createRng(seed);
      const front = Array.from({ length: count }, (_, i) => [i, (count - i) ** 2 + rng.next()]);
      assert.equal(kneeOf(front.map(([a, b]) => [a! * 2 ** power, b! * 2 ** -power])), kneeOf(front));
    }));
  });
});

describe('reference directions', () => {
  it('are 91 for three objectives in twelve parts, all different, each with a sum of 1', () => {
    const directions = referenceDirections(3, 12);
    assert.equal(directions.length, 91);
    assert.equal(new Set(directions.map(String)).size, 91);
    for (const direction of directions) assert.ok(Math.abs(direction.reduce((a, b) => a + b, 0) - 1) < 1e-12 && direction.every((part) => part >= 0));
  });
  it('are as many as are counted, and as many as fit', () => {
    for (let objectives = 1; objectives <= 6; objectives++) for (let parts = 1; parts <= 6; parts++) assert.equal(directionCount(objectives, parts), referenceDirections(objectives, parts).length);
    assert.equal(partitionsFor(3, 92), 12);
    assert.equal(partitionsFor(2, 100), 99);
  });
});
