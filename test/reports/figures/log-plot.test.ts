import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { logScale, logTicks, tickText } from '../../../src/reports/figures/log-plot.js';

describe('a logarithmic axis', () => {
  it('marks powers of ten, thinned when there are many', () => {
    assert.deepEqual(logTicks(0.5, 5000, 8), [1, 10, 100, 1000]);
    assert.deepEqual(logTicks(1, 1e12, 7), [1, 1e2, 1e4, 1e6, 1e8, 1e10, 1e12]);
  });

  it('marks 2 and 5 as well when it is short', () => {
    assert.deepEqual(logTicks(3, 60, 8), [5, 10, 20, 50]);
  });

  it('names its marks shortly', () => {
    assert.deepEqual([0.1, 20, 1e3, 5e11, 1e-5].map(tickText), ['0.1', '20', '1 k', '500 G', '1e-5']);
  });

  it('keeps every value away from its ends, also a single one', () => {
    const scale = logScale([2, 200], 400, 0, 30);
    assert.ok(Math.abs(scale(2) - 370) < 1e-6 && Math.abs(scale(200) - 30) < 1e-6);
    assert.ok(Number.isFinite(logScale([5], 0, 100, 10)(5)));
  });
});
