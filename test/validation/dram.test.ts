import assert from 'node:assert/strict';
import { dram } from '../../src/validation/dram.js';
import { dramAddresses } from '../../src/validation/dram-addresses.js';
import { mersenneTwister64 } from '../../src/validation/dram-random.js';
import { judgeSystem } from '../../src/validation/judge.js';
import type { Outcome, ReferenceRow } from '../../src/validation/system.js';
import { referenceTable } from '../kit/fixtures.js';

const { points } = referenceTable('dram.json') as { points: readonly ReferenceRow[] };

/** One row in so many, of every configuration. */
const sample = points.filter((_, i) => i % 13 === 0);

const simulate = (row: ReferenceRow): Outcome => dram.simulate('points', row, 'analytic');
const row = (change: ReferenceRow): ReferenceRow => ({
  sim: 'DRAMsim3', config: 'ddr4_3200_r1', channels: 1, window_per_channel: 32, access_bytes: 64, pattern: 'burst', param: 64, n_requests: 500, ...change,
});

describe('validation of DRAM', () => {
  it('gives the digits of both tools, in every configuration', () => {
    const judged = judgeSystem(dram, () => ({ points: sample }), 'analytic');
    assert.equal(new Set(sample.map((r) => `${String(r['sim'])} ${String(r['config'])}`)).size, 16);
    assert.deepEqual([judged.agree, judged.differ, judged.notModelled, judged.meanAbsoluteRelativeError], [sample.length, 0, 0, 0]);
  }).timeout(20_000);

  it('answers patterns and windows that are in no row, within 0 and 1', () => {
    const others = [
      row({ window_per_channel: 17 }), row({ pattern: 'stride', param: 192 }), row({ pattern: 'multi', param: 3 }), row({ config: 'hbm2_8ch', channels: 8, n_requests: 900 }),
      row({ sim: 'Ramulator2.1', config: 'lpddr5_6400', mapper: 'MOP4CLXOR', access_bytes: 32, param: 96 }), row({ channels: 2, config: 'ddr4_2400_bgil' }),
    ];
    for (const other of others) {
      const outcome = simulate(other);
      assert.ok(outcome.kind === 'simulated');
      const { efficiency } = outcome.answers as { efficiency: number };
      assert.ok(efficiency > 0.02 && efficiency <= 1, JSON.stringify(other));
    }
  });

  it('says why it has no answer', () => {
    for (const [change, reason] of [
      [{ config: 'ddr9' }, /configuration "ddr9" is none of ddr4_2400/], [{ sim: 'Ramulator3' }, /neither/], [{ pattern: 'zigzag' }, /pattern/],
      [{ sim: 'Ramulator2.1', config: 'ddr4_3200', mapper: 'toString' }, /mapper/], [{ channels: 3 }, /power of two/], [{ window_per_channel: 0 }, /window/],
      [{ param: 100 }, /whole number of accesses/], [{ param: 0, pattern: 'stride' }, /parameter/], [{ n_requests: -1 }, /whole numbers/],
    ] as const) {
      const outcome = simulate(row(change));
      assert.ok(outcome.kind === 'not-modelled');
      assert.match(outcome.reason, reason);
    }
  });

  it('draws the random numbers of the C++ standard: the 10,000th of the default seed', () => {
    const random = mersenneTwister64(5489n);
    let last = 0n;
    for (let i = 0; i < 10_000; i++) last = random();
    assert.equal(last, 9981545732273789042n);
  });

  it('reads bursts and streams one access after the other, from aligned places', () => {
    const bursts = dramAddresses({ pattern: 'burst', param: 256, accessBytes: 64, requests: 12 });
    assert.deepEqual([...bursts].map((a) => a % 256), [0, 64, 128, 192, 0, 64, 128, 192, 0, 64, 128, 192]);
    const streams = dramAddresses({ pattern: 'multi', param: 2, accessBytes: 64, requests: 6 });
    assert.deepEqual([...streams].map((a) => a % 8192), [0, 0, 64, 64, 128, 128]);
    assert.equal(streams[2]! - streams[0]!, 64);
    assert.deepEqual([...dramAddresses({ pattern: 'stride', param: 2 ** 28, accessBytes: 64, requests: 3 })], [0, 2 ** 28, 0]);
  });
});
