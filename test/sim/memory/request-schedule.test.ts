import assert from 'node:assert/strict';
import { dramsim3, ramulator21 } from '../../../src/sim/memory/controller.js';
import { dramParts } from '../../../src/sim/memory/parts.js';
import { ChannelSchedule } from '../../../src/sim/memory/request-schedule.js';

/** Ends of requests that all arrive in cycle 0, in the order in which they are served. */
function endsOf(schedule: ChannelSchedule, requests: readonly (readonly [bank: number, row: number, write?: boolean])[]): readonly number[] {
  for (const [bank, row, write = false] of requests) schedule.add(0, bank, row, write);
  const ends: number[] = [];
  for (let now = 0; ends.length < requests.length; ) {
    schedule.look(now);
    assert.ok(schedule.next >= now && schedule.next < Infinity, `the next step is in cycle ${schedule.next} after ${now}`);
    now = schedule.next;
    const end = schedule.take();
    if (end >= 0) ends.push(end);
  }
  return ends;
}

describe('the schedule of requests', () => {
  it('answers one read after tRCD + tCL + tBL, and a hit a burst later', () => {
    for (const part of dramParts.filter(({ bus }) => bus.kind === 'single' && bus.activateCycles === 1 && bus.split === null)) {
      const { timing: t, organization } = part;
      const gap = organization.bankGroups > 1 ? Math.max(t.tBL, t.tCCDL) : t.tBL;
      assert.deepEqual(endsOf(new ChannelSchedule(part, ramulator21, 8), [[0, 5], [0, 5]]), [t.tRCDRD + t.tCL + t.tBL, t.tRCDRD + t.tCL + t.tBL + gap], part.name);
    }
  });

  it('serves another row of the same bank a row cycle later, and hits before it', () => {
    for (const part of dramParts) {
      const { timing: t } = part;
      const ends = endsOf(new ChannelSchedule(part, ramulator21, 8), [[0, 1], [0, 2], [0, 1]]);
      assert.ok(ends[1]! < ends[2]! && ends[2]! - ends[0]! >= t.tRC, `${part.name}: ${ends.join(' ')}`);
    }
  });

  it('waits from a write to a read at least tCWL + tBL + tWTR less what the latencies differ by', () => {
    for (const part of dramParts) {
      const { timing: t } = part;
      const schedule = new ChannelSchedule(part, dramsim3, 8);
      const [write] = endsOf(schedule, [[0, 1, true]]);
      schedule.add(write!, 0, 1, false);
      schedule.look(write!);
      assert.ok(schedule.take() - write! >= t.tWTRS + t.tCL + t.tBL - 1, part.name);
    }
  });

  it('opens no row between a refresh and its end', () => {
    for (const part of dramParts) {
      const { timing: t } = part;
      const schedule = new ChannelSchedule(part, ramulator21, 8);
      const [first] = endsOf(schedule, [[0, 1]]);
      schedule.refresh(0, part.organization.pseudoChannels * part.organization.ranks);
      schedule.add(first!, 0, 1, false);
      let end = -1;
      for (let now = first!; end < 0; now = schedule.next) {
        schedule.look(now);
        end = schedule.take();
      }
      assert.ok(end - first! >= t.tRFC + t.tRCDRD + t.tCL, `${part.name}: ${end} ${first}`);
    }
  });
});
