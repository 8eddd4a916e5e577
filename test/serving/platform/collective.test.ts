import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { collectiveSeconds, collectiveSteps, sentBytes, type Collective } from '../../../src/serving/platform/collective.js';
import { linkOfDevice, usableLink, type Link } from '../../../src/serving/platform/link.js';
import { deviceNamed } from '../../../src/sim/physical/devices/index.js';
import { problemsOf } from '../../kit/problems.js';

/** Blocks of numbers on N devices, sent step by step: what is there in the end, the steps, and the blocks that a device sends. */
interface Trace { readonly held: readonly (readonly (readonly number[])[])[]; readonly steps: number; readonly sent: number }

/** Blocks b of device d begin as [d]; an addition joins lists, so that sums show who is in them. */
function reduceScatterOnRing(devices: number): Trace {
  const held = Array.from({ length: devices }, (_, d) => Array.from({ length: devices }, () => [d]));
  for (let step = 0; step < devices - 1; step++) {
    const moving = held.map((blocks, d) => blocks[(d - step + devices) % devices]!.slice());
    moving.forEach((block, d) => {
      const to = (d + 1) % devices;
      held[to]![(d - step + devices) % devices]!.push(...block);
    });
  }
  return { held, steps: devices - 1, sent: devices - 1 };
}

function allGatherOnRing(before: Trace, devices: number): Trace {
  const held = before.held.map((blocks) => blocks.map((block) => block.slice()));
  for (let step = 0; step < devices - 1; step++) {
    const moving = held.map((blocks, d) => blocks[(d + 1 - step + devices) % devices]!.slice());
    moving.forEach((block, d) => { held[(d + 1) % devices]![(d + 1 - step + devices) % devices] = block; });
  }
  return { held, steps: before.steps + devices - 1, sent: before.sent + devices - 1 };
}

const everyone = (devices: number): readonly number[] => Array.from({ length: devices }, (_, d) => d);
const sorted = (block: readonly number[]): readonly number[] => [...block].sort((a, b) => a - b);
const link: Link = { bytesPerSecond: 100e9, latencySeconds: 2e-6 };

describe('serving/platform/collective', () => {
  for (const devices of [2, 3, 4, 7, 8]) {
    it(`takes the steps and bytes of a ring that is stepped through, of ${devices} devices`, () => {
      const bytes = devices * 1000;
      const scattered = reduceScatterOnRing(devices);
      for (let d = 0; d < devices; d++) assert.deepEqual(sorted(scattered.held[d]![(d + 1) % devices]!), everyone(devices));
      const whole = allGatherOnRing(scattered, devices);
      for (const blocks of whole.held) for (const block of blocks) assert.deepEqual(sorted(block), everyone(devices));
      const gathered = whole.sent - scattered.sent;
      const cases: readonly (readonly [Collective, number, number])[] = [['reduce-scatter', scattered.steps, scattered.sent], ['all-gather', whole.steps - scattered.steps, gathered], ['all-reduce', whole.steps, whole.sent]];
      for (const [kind, steps, blocks] of cases) {
        assert.equal(collectiveSteps(kind, devices), steps);
        assert.equal(sentBytes(kind, bytes, devices), blocks * 1000);
        let seconds = 0;
        for (let step = 0; step < steps; step++) seconds += link.latencySeconds + 1000 / link.bytesPerSecond;
        assert.ok(Math.abs(collectiveSeconds(kind, bytes, devices, link) - seconds) < 1e-15);
      }
    });

    it(`takes the steps and bytes of an all-to-all in pairs, of ${devices} devices`, () => {
      const got = Array.from({ length: devices }, (_, d) => [d]);
      let steps = 0;
      for (let away = 1; away < devices; away++, steps++) for (let d = 0; d < devices; d++) got[(d + away) % devices]!.push(d);
      for (const from of got) assert.deepEqual(sorted(from), everyone(devices));
      assert.equal(collectiveSteps('all-to-all', devices), steps);
      assert.equal(sentBytes('all-to-all', devices * 8, devices), steps * 8);
    });
  }

  it('is nothing where there is nobody to exchange with, or nothing to say', () => {
    for (const kind of ['all-reduce', 'all-gather', 'reduce-scatter', 'all-to-all'] as const) {
      assert.equal(collectiveSeconds(kind, 1e9, 1, link, 5e-6), 0);
      assert.equal(collectiveSeconds(kind, 0, 8, link, 5e-6), 0);
    }
    assert.equal(collectiveSeconds('send', 0, 2, link), 0);
    assert.equal(collectiveSeconds('send', 200e9, 2, link), 2 + 2e-6);
  });

  it('never takes less than its bytes over the link, and more the more devices and bytes there are', () => {
    const kind = fc.constantFrom<Collective>('all-reduce', 'all-gather', 'reduce-scatter', 'all-to-all');
    fc.assert(fc.property(kind, fc.integer({ min: 1, max: 1e9 }), fc.integer({ min: 2, max: 512 }), (of, bytes, devices) => {
      const seconds = collectiveSeconds(of, bytes, devices, link);
      assert.ok(seconds >= sentBytes(of, bytes, devices) / link.bytesPerSecond);
      assert.ok(collectiveSeconds(of, bytes, devices + 1, link) > seconds);
      assert.ok(collectiveSeconds(of, bytes + 1024, devices, link) > seconds);
    }));
  });
});

describe('serving/platform/link', () => {
  it('says what is wrong with a link that carries nothing', () => {
    assert.match(problemsOf(() => usableLink({ bytesPerSecond: 0, latencySeconds: 0 }))[0]!.message, /bandwidth of a link between devices must be above 0, got 0 B\/s/);
    assert.deepEqual(problemsOf(() => usableLink({ bytesPerSecond: NaN, latencySeconds: -1 }, '/platform/link')).map(({ code, pointer }) => [code, pointer]),
      [['platform/no-bandwidth', '/platform/link/bandwidth'], ['platform/latency', '/platform/link/latency']]);
    assert.deepEqual(usableLink(link), link);
  });

  it('is that of the device catalogue where it is known there', () => {
    assert.equal(linkOfDevice(deviceNamed('mi300x')!)?.bytesPerSecond, 400e9);
    assert.equal(linkOfDevice({ ...deviceNamed('u280')! }), undefined);
  });
});
