import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { oneRound, schedule, type Step } from '../../../src/rtl-export/runners/schedule.js';
import { createRng } from '../../../src/sim/core/rng.js';

function step(name: string, reads: readonly number[], writes: readonly number[]): Step {
  return { cell: { name, type: '$test', parameters: {}, connections: {} }, lines: [], reads: new Set(reads), writes };
}

describe('a schedule of steps', () => {
  it('has every step once, after those whose words it reads', () => {
    const rng = createRng(1);
    for (let round = 0; round < 50; round++) {
      const count = rng.integer(1, 60);
      const steps = Array.from({ length: count }, (_, i) => step(`s${i}`, Array.from({ length: rng.integer(0, 3) }, () => rng.integer(-5, i - 1)), [i]));
      const shuffled = steps.map((one) => ({ one, key: rng.next() })).sort((a, b) => a.key - b.key).map(({ one }) => one);
      const { order, loops } = schedule(shuffled);
      assert.deepEqual(loops, []);
      assert.deepEqual(new Set(order), new Set(steps));
      const done = new Set<number>();
      for (const { reads, writes } of order) {
        for (const word of reads) assert.ok(word < 0 || done.has(word));
        for (const word of writes) done.add(word);
      }
    }
  });

  it('finds every loop, and one way round it', () => {
    const steps = [step('a', [3], [1]), step('b', [1], [2]), step('c', [2, 9], [3]), step('d', [3], [4]), step('self', [5], [5]), step('e', [0], [9])];
    const { loops } = schedule(steps);
    assert.deepEqual(loops.map((loop) => loop.map(({ cell }) => cell.name).sort()).sort(), [['a', 'b', 'c'], ['self']]);
    const round = oneRound(loops.find((loop) => loop.length === 3)!).map(({ cell }) => cell.name);
    assert.ok(['abc', 'bca', 'cab'].includes(round.join('')), round.join(' '));
    assert.deepEqual(oneRound([steps[4]!]).map(({ cell }) => cell.name), ['self']);
  });

  it('is as deep as a netlist may be', () => {
    const steps = Array.from({ length: 50_000 }, (_, i) => step(`s${i}`, [i - 1], [i])).reverse();
    const { order } = schedule(steps);
    assert.deepEqual([order[0]!.cell.name, order.at(-1)!.cell.name, order.length], ['s0', 's49999', 50_000]);
  });
});
