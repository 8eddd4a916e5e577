import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import fc from 'fast-check';
import { hypervolume } from '../../../src/gym/measure/hypervolume.js';
import { hypervolumeLine, type VolumePoint } from '../../../src/gym/study/hypervolume-line.js';
import type { TrajectoryHeader, TrajectoryRow } from '../../../src/gym/study/trajectory.js';
import { createRng } from '../../../src/sim/core/rng.js';

type Header = Pick<TrajectoryHeader, 'objectives' | 'referencePoint'>;

const minimised = (count: number, reference: number): Header => ({ objectives: Array.from({ length: count }, (_, i) => ({ name: `f${i}`, direction: 'minimise' })), referencePoint: Array.from({ length: count }, () => reference) });

function row(index: number, objectives: readonly number[] | null, violation = 0): TrajectoryRow {
  return { index, design: {}, objectives, violations: [violation], reasons: [], metrics: {}, digest: String(index) };
}

function pointsOf(header: Header, rows: readonly TrajectoryRow[], total = rows.length): readonly VolumePoint[] {
  const line = hypervolumeLine(header, rows, total);
  assert.ok('points' in line, JSON.stringify(line).slice(0, 200));
  return line.points;
}

/** The volume of all legal rows with these indices below a limit. */
function slowly({ referencePoint }: Header, rows: readonly TrajectoryRow[], evaluations: number): number {
  return hypervolume(rows.filter(({ index, objectives, violations }) => index < evaluations && objectives !== null && violations[0] === 0).map(({ objectives }) => objectives!), referencePoint!);
}

const someRows = (objectives: number): fc.Arbitrary<readonly TrajectoryRow[]> => fc.array(fc.tuple(fc.array(fc.integer({ min: 0, max: 12 }), { minLength: objectives, maxLength: objectives }), fc.boolean()), { maxLength: 90 })
  .map((all) => all.map(([values, isLegal], i) => row(2 * i, i % 9 === 4 ? null : values, isLegal ? 0 : 1)));

describe('the hypervolume over a search', () => {
  for (const objectives of [2, 3, 4]) {
    it(`is that of all legal designs so far, at each of its points (${objectives} objectives)`, () => {
      const header = minimised(objectives, 11);
      fc.assert(fc.property(someRows(objectives), (rows) => {
        const points = pointsOf(header, rows, 2 * rows.length);
        points.forEach(({ evaluations, value }, i) => {
          assert.ok(Math.abs(value - slowly(header, rows, evaluations)) <= 1e-9 * value);
          assert.ok(i === 0 || (evaluations > points[i - 1]!.evaluations && value >= points[i - 1]!.value));
        });
        if (rows.length > 0) assert.deepEqual([points[0]!.evaluations, points.at(-1)!.evaluations], [1, 2 * rows.length]);
        // With two objectives nothing happens between two points.
        if (objectives === 2) for (let n = 1; n <= 2 * rows.length; n++) assert.ok(Math.abs(points.filter(({ evaluations }) => evaluations <= n).at(-1)!.value - slowly(header, rows, n)) < 1e-9);
      }), { numRuns: objectives === 4 ? 20 : 60 });
    });
  }

  it('takes objectives to be maximised from the other side', () => {
    const header: Header = { objectives: [{ name: 'time', direction: 'minimise' }, { name: 'rate', direction: 'maximise' }], referencePoint: [4, 10] };
    assert.deepEqual(pointsOf(header, [row(0, [5, 50]), row(1, [3, 12]), row(2, [2, 11]), row(3, [2, 9])]), [{ evaluations: 1, value: 0 }, { evaluations: 2, value: 2 }, { evaluations: 3, value: 3 }, { evaluations: 4, value: 3 }]);
  });

  it('is a reason in words where it cannot be known', () => {
    const reasonOf = (header: Header, rows: readonly TrajectoryRow[] = []): string => {
      const line = hypervolumeLine(header, rows, rows.length);
      return 'reason' in line ? line.reason : '';
    };
    const { objectives } = minimised(2, 1);
    assert.match(reasonOf({ objectives }), /names no reference point\. Give the study a referencePoint/);
    assert.match(reasonOf({ objectives, referencePoint: [1] }), /names no reference point/);
    assert.match(reasonOf(minimised(1, 1)), /one objective/);
    const front = Array.from({ length: 400 }, (_, i) => row(i, [i, 400 - i, i, 400 - i]));
    assert.match(reasonOf(minimised(4, 500), front), /of \d+ designs in 4 objectives takes too long/);
    assert.match(reasonOf(minimised(6, 500), [row(0, [1, 1, 1, 1, 1, 1])]), /in 6 objectives/);
  });

  for (const objectives of [2, 3]) {
    it(`takes less than a second and a half for 20,000 designs of ${objectives} objectives, most of them on a front`, () => {
      const rng = createRng(objectives);
      const rows = Array.from({ length: 20_000 }, (_, i) => {
        const angle = rng.next() * Math.PI / 2;
        const near = 1 + 0.02 * rng.next();
        return row(i, objectives === 2 ? [near * (1 - Math.sin(angle)), near * (1 - Math.cos(angle))] : [near * (1 - Math.sin(angle)), near * (1 - Math.cos(angle)), rng.next()]);
      });
      const before = process.cpuUsage();
      const points = pointsOf(minimised(objectives, 1.1), rows);
      const { user, system } = process.cpuUsage(before);
      assert.ok(points.length > 20 && (objectives === 2 || points.length <= 66));
      assert.ok(user + system < 1.5e6, `${(user + system) / 1e6} s`);
    });
  }
});
