import assert from 'node:assert/strict';
import fc from 'fast-check';
import { scheduled, type Job } from '../../../src/serving/calls/schedule.js';

/** The same first come, first served, second by second: what is ready waits in a line for its places. */
function stepped(jobs: readonly Job[], places: number): readonly number[] {
  const next = jobs.map(() => 0);
  const until = jobs.map(() => 0);
  const running = jobs.map(() => false);
  const readyAt = jobs.map(() => NaN);
  const ends = jobs.map(() => NaN);
  const busy = new Array<boolean>(places).fill(false);
  for (let now = 0; now < 10_000 && ends.some(Number.isNaN); now++) {
    for (let changed = true; changed;) {
      changed = false;
      jobs.forEach(({ segments, after }, i) => {
        if (running[i]! && until[i] === now) {
          for (const place of segments[next[i]!]!.places) busy[place] = false;
          running[i] = false;
          next[i]!++;
          readyAt[i] = now;
          changed = true;
        }
        if (Number.isNaN(readyAt[i]!) && after.every((j) => ends[j]! <= now)) { readyAt[i] = now; changed = true; }
        if (!Number.isNaN(readyAt[i]!) && Number.isNaN(ends[i]!) && !running[i]! && next[i] === segments.length) { ends[i] = now; changed = true; }
      });
    }
    const waiting = jobs.map((_, i) => i).filter((i) => !running[i]! && Number.isNaN(ends[i]!) && !Number.isNaN(readyAt[i]!));
    for (const i of waiting.sort((a, b) => readyAt[a]! - readyAt[b]! || a - b)) {
      const { places: wanted, seconds } = jobs[i]!.segments[next[i]!]!;
      if (wanted.some((place) => busy[place])) continue;
      for (const place of wanted) busy[place] = true;
      running[i] = true;
      until[i] = now + seconds;
    }
  }
  return ends;
}

describe('scheduled', () => {
  it('ends every job when a walk through all seconds ends it', () => {
    const segment = fc.record({ places: fc.constantFrom<readonly number[]>([0], [1], []), seconds: fc.integer({ min: 1, max: 9 }) });
    fc.assert(fc.property(fc.array(fc.record({ after: fc.array(fc.nat(6), { maxLength: 2 }), segments: fc.array(segment, { maxLength: 3 }) }), { minLength: 1, maxLength: 7 }), (shapes) => {
      const jobs = shapes.map(({ after, segments }, i): Job => ({ segments, after: [...new Set(after.filter((j) => j < i))] }));
      assert.deepEqual(scheduled(jobs, 2).ends, stepped(jobs, 2));
    }), { numRuns: 500 });
  });
});
