import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { sumOfLarger } from '../../../src/validation/llm-viewer/generate.js';

const time = fc.double({ min: 0, max: 10, noNaN: true });
const ends = fc.record({ computeSeconds: time, memorySeconds: time });

describe('validation/llm-viewer/generate', () => {
  it('adds the larger of two straight lines up, wherever they cross', () => {
    fc.assert(fc.property(ends, ends, fc.integer({ min: 1, max: 300 }), (a, b, steps) => {
      let expected = 0;
      for (let i = 0; i < steps; i++) {
        const at = (from: number, to: number): number => (steps === 1 ? from : from + ((to - from) * i) / (steps - 1));
        expected += Math.max(at(a.computeSeconds, b.computeSeconds), at(a.memorySeconds, b.memorySeconds));
      }
      const sum = sumOfLarger(a, steps === 1 ? a : b, steps);
      assert.ok(Math.abs(sum - expected) <= 1e-9 * Math.max(1, expected), `${sum} instead of ${expected}`);
    }), { numRuns: 2000 });
  });
});
