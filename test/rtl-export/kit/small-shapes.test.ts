import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { smallShapes } from '../../../src/rtl-export/kit/small-shapes.js';

describe('small shapes', () => {
  it('are all combinations once, fewest products first and the shorter reduction of equal ones', () => {
    const shapes = smallShapes({ m: [1, 2, 1], n: [1, 3], k: [1, 2] });
    assert.deepEqual(shapes.map(({ m, n, k }) => [m, n, k].join('')), ['111', '211', '112', '131', '212', '231', '132', '232']);
  });
});
