import assert from 'node:assert/strict';
import fc from 'fast-check';
import { gatedRecurrence, recurrenceCycles, stateBytes } from '../../../src/arch/ternary/recurrence.js';

describe('the gated recurrence', () => {
  it('keeps its state where the gate is one and takes the candidate where it is zero', () => {
    assert.deepEqual([...gatedRecurrence(Float64Array.of(0, 1, 1, 0), Float64Array.of(3, 4, 5, 6), 2)], [3, 0, 3, 6]);
  });

  it('goes on from the state that was left', () => {
    const gates = Float64Array.of(0.5, 0.25, 0.75, 0.5, 1, 0);
    const candidates = Float64Array.of(1, 2, 3, 4, 5, 6);
    const whole = gatedRecurrence(gates, candidates, 2);
    const first = gatedRecurrence(gates.subarray(0, 4), candidates.subarray(0, 4), 2);
    assert.deepEqual([...gatedRecurrence(gates.subarray(4), candidates.subarray(4), 2, first.subarray(2))], [...whole.subarray(4)]);
    assert.throws(() => gatedRecurrence(gates, candidates.subarray(1), 2), RangeError);
  });

  it('takes the cycles of lanes that wait for the token before', () => {
    const size = fc.integer({ min: 1, max: 12 });
    fc.assert(fc.property(size, size, size, size, (tokens, width, lanes, latency) => {
      // Each group of lanes starts when a slot is free and its previous token is through.
      const ready = new Array<number>(Math.ceil(width / lanes)).fill(0);
      let slot = 0;
      for (let t = 0; t < tokens; t++) {
        ready.forEach((last, g) => {
          slot = Math.max(slot, last);
          ready[g] = slot + latency;
          slot++;
        });
      }
      assert.ok(recurrenceCycles(tokens, width, lanes, latency) >= Math.max(...ready));
      assert.ok(recurrenceCycles(tokens, width, lanes, latency) <= Math.max(...ready) + 1);
    }));
  });

  it('has a state that does not grow with the context', () => {
    assert.equal(stateBytes(24, 1024, 16), 24 * 1024 * 2);
  });
});
