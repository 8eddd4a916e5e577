import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { evenParts, lineSeconds, loopSeconds } from '../../../src/serving/platform/pipeline.js';

/**
 * A line run event by event: jobs wait in front of each station, first come, first served; a job that has left the line enters it again until it made its rounds. The time of
 * each return of each job.
 */
function runLine(times: readonly (readonly number[])[], rounds: number): readonly (readonly number[])[] {
  const stations = times[0]!.length;
  const free = new Array<number>(stations).fill(0);
  const ends: number[][] = times.map(() => []);
  // Everything that may happen next: a job at a station from some time on. The earliest goes first, ties by job.
  const waiting = times.map((_, job) => ({ job, station: 0, from: 0 }));
  while (waiting.length > 0) {
    waiting.sort((a, b) => Math.max(a.from, free[a.station]!) - Math.max(b.from, free[b.station]!) || a.from - b.from || a.job - b.job);
    const { job, station, from } = waiting.shift()!;
    const end = Math.max(from, free[station]!) + times[job]![station]!;
    free[station] = end;
    if (station + 1 < stations) waiting.push({ job, station: station + 1, from: end });
    else {
      ends[job]!.push(end);
      if (ends[job]!.length < rounds) waiting.push({ job, station: 0, from: end });
    }
  }
  return ends;
}

const line = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 7 }));

describe('serving/platform/pipeline', () => {
  it('ends when a line that is run event by event does, whatever each micro-batch takes at each station', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 5 }).chain((stations) => fc.array(fc.array(fc.integer({ min: 0, max: 50 }), { minLength: stations, maxLength: stations }), { minLength: 1, maxLength: 6 })), (times) => {
      assert.equal(lineSeconds(times), Math.max(...runLine(times, 1).map(([end]) => end!)));
    }));
  });

  it('fills, runs at the pace of its slowest station and drains with equal micro-batches', () => {
    fc.assert(fc.property(line, ([count, stations]) => {
      const sum = stations.reduce((a, b) => a + b, 0);
      assert.equal(lineSeconds(Array.from({ length: count }, () => stations)), sum + (count - 1) * Math.max(...stations));
    }));
  });

  it('takes one loop time a step where equal micro-batches enter again, as in the run event by event', () => {
    fc.assert(fc.property(line, ([count, stations]) => {
      const times = Array.from({ length: count }, () => stations);
      const ends = runLine(times, 12);
      const last = (round: number): number => Math.max(...ends.map((each) => each[round]!));
      assert.equal(last(11) - last(10), loopSeconds(times));
      assert.equal(last(11), lineSeconds(times) + 11 * loopSeconds(times));
    }));
  });

  it('is not faster in a loop than any run of unequal micro-batches, which stay within a tenth of it where they differ as parts of a batch do', () => {
    fc.assert(fc.property(fc.integer({ min: 5, max: 64 }), fc.integer({ min: 2, max: 8 }), fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 2, maxLength: 5 }), (batch, most, stations) => {
      const times = evenParts(batch, most).map((size) => stations.map((each) => each * (10 + size)));
      const ends = runLine(times, 30);
      const last = (round: number): number => Math.max(...ends.map((each) => each[round]!));
      const mean = (last(29) - last(9)) / 20;
      assert.ok(mean >= loopSeconds(times) * (1 - 1e-12), `${mean} ${loopSeconds(times)}`);
      assert.ok(mean <= loopSeconds(times) * 1.1, `${mean} ${loopSeconds(times)}`);
    }));
  });

  it('makes parts that are as equal as can be, none empty, the larger ones first', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 20 }), (total, most) => {
      const parts = evenParts(total, most);
      assert.equal(parts.reduce((a, b) => a + b, 0), total);
      assert.equal(parts.length, Math.min(total, most));
      assert.ok(parts[0]! - parts[parts.length - 1]! <= 1 && parts[parts.length - 1]! >= 1);
    }));
  });
});
