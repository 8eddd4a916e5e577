import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import fc from 'fast-check';
import { overlaps, placeLabels, type Box } from '../../../src/reports/figures/label-placement.js';

const bounds = { x: 0, y: 0, width: 600, height: 400 };
const coordinate = (limit: number): fc.Arbitrary<number> => fc.double({ min: 0, max: limit, noNaN: true });
const request = fc.record({ x: coordinate(600), y: coordinate(400), radius: fc.double({ min: 2, max: 30, noNaN: true }), width: fc.double({ min: 10, max: 150, noNaN: true }), height: fc.constant(14) });

describe('labels of points', () => {
  it('overlap no mark, no text and no other label, and stay inside the plot', () => {
    fc.assert(fc.property(fc.array(request, { maxLength: 12 }), (requests) => {
      const marks = requests.map(({ x, y, radius }): Box => ({ x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius }));
      const otherTexts: Box[] = [{ x: 300, y: 10, width: 200, height: 15 }];
      const placed = placeLabels(requests, { marks, otherTexts, bounds }).filter((label) => label !== null).map((label) => label.box);
      for (const [index, box] of placed.entries()) {
        assert.ok(box.x >= 0 && box.y >= 0 && box.x + box.width <= 600 && box.y + box.height <= 400);
        for (const other of [...placed.slice(index + 1), ...otherTexts, ...marks]) assert.ok(!overlaps(box, other));
      }
    }));
  });

  it('stand to the right of a point that is alone, without a leader', () => {
    const [label] = placeLabels([{ x: 100, y: 100, radius: 5, width: 40, height: 14 }], { marks: [], otherTexts: [], bounds });
    assert.deepEqual(label, { box: { x: 108, y: 93, width: 40, height: 14 }, leader: null });
  });

  it('are left out where there is no room', () => {
    assert.deepEqual(placeLabels([{ x: 10, y: 10, radius: 5, width: 700, height: 14 }], { marks: [], otherTexts: [], bounds }), [null]);
  });
});
