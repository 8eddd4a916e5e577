import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { addressLayouts, type AddressLayout } from '../../../src/sim/memory/address-mapping.js';
import { dramsim3, ramulator21, type ControllerRules } from '../../../src/sim/memory/controller.js';
import { DramSystem, type DramConfig } from '../../../src/sim/memory/dram-system.js';
import { accessBytes, channelBytes, refreshShare, type DramPart } from '../../../src/sim/memory/part.js';
import { dramPart, dramParts } from '../../../src/sim/memory/parts.js';
import type { LoggedCommand } from './slow-channel.js';
import { runSlowly, type SlowRead } from './slow-memory.js';

const named = (name: string): DramPart => dramPart(name)!;
const layouts: readonly AddressLayout[] = Object.values(addressLayouts);
const calm = (rules: ControllerRules): ControllerRules => ({ ...rules, refresh: 'none' });

function config(part: DramPart, change: Partial<DramConfig> = {}): DramConfig {
  return { part, controller: ramulator21, layout: addressLayouts.RoBaRaCoCh, channels: 1, window: 32, offersPerCycle: 1, ports: 1, ...change };
}

/** A part whose refreshes come often and end soon, so that small cases have some. */
function restless(part: DramPart): DramPart {
  return { ...part, timing: { ...part.timing, tRFC: 90, tREFI: 700 }, organization: { ...part.organization, rows: 64 } };
}

function runFast(memory: DramConfig, transfers: readonly SlowRead[]): { commands: LoggedCommand[]; completions: (number | null)[] } {
  const commands: LoggedCommand[] = [];
  const system = new DramSystem(memory, (cycle, channel, command, bank, row) => commands.push({ cycle, channel, command, bank, row }));
  const ids = transfers.map((t) => system.issue(t.address, t.bytes, t.write, 0, t.from));
  system.drain();
  return { commands, completions: ids.map((id) => system.completion(id)) };
}

/** Cycles until `count` reads of one access each are complete. */
function cyclesOf(memory: DramConfig, count: number, address: (i: number) => number): number {
  const system = new DramSystem(memory);
  const bytes = accessBytes(memory.part.organization);
  for (let i = 0; i < count; i++) system.issue(address(i), bytes);
  return system.drain();
}

function shareOf(memory: DramConfig, count: number, address: (i: number) => number): number {
  const { part: { organization, timing }, channels } = memory;
  return (count * timing.tBL) / (cyclesOf(memory, count, address) * channels * organization.pseudoChannels);
}

describe('DRAM', () => {
  const transfer = fc.record({
    block: fc.integer({ min: 0, max: 40 }), offset: fc.integer({ min: 0, max: 200 }), bytes: fc.integer({ min: 1, max: 700 }),
    write: fc.boolean(), wait: fc.integer({ min: 0, max: 30 }),
  });
  const rules = fc.record({
    base: fc.constantFrom(ramulator21, dramsim3), page: fc.constantFrom('open', 'closed'), refresh: fc.constantFrom('together', 'staggered', 'none'),
    queue: fc.integer({ min: 1, max: 12 }), low: fc.integer({ min: 0, max: 3 }),
  });
  const cases = fc.record({
    part: fc.constantFrom(...dramParts), rules, layout: fc.constantFrom(...layouts), channels: fc.constantFrom(1, 2), ranks: fc.constantFrom(1, 2),
    window: fc.integer({ min: 1, max: 24 }), offersPerCycle: fc.integer({ min: 1, max: 3 }),
    transfers: fc.array(transfer, { minLength: 1, maxLength: 25 }), writes: fc.boolean(), scatter: fc.constantFrom(64, 1000, 9000, 260_000),
  });

  it('issues the commands of a simulator that steps through every cycle, one by one and in the same cycles', () => {
    fc.assert(fc.property(cases, (c) => {
      const { page, refresh, queue, low } = c.rules;
      const controller: ControllerRules = { ...c.rules.base, page, refresh, readQueue: queue, writeQueue: queue, bankQueue: Math.ceil(queue / 3), drain: { high: Math.max(low, queue * 0.8), low } };
      const part = restless(c.part);
      const organization = part.organization.pseudoChannels > 1 ? part.organization : { ...part.organization, ranks: c.ranks };
      const memory = config({ ...part, organization }, { controller, layout: c.layout, channels: c.channels, window: c.window, offersPerCycle: c.offersPerCycle });
      const transfers = c.transfers.map((t, i): SlowRead => ({ address: t.block * c.scatter + t.offset, bytes: t.bytes, write: c.writes && t.write, from: t.wait * i }));
      const [slow, fast] = [runSlowly(memory, transfers), runFast(memory, transfers)];
      const order = (a: LoggedCommand, b: LoggedCommand): number => a.cycle - b.cycle || a.channel - b.channel;
      assert.deepEqual(fast.commands.sort(order).slice(0, slow.commands.length), [...slow.commands].sort(order));
      assert.deepEqual(fast.completions, slow.completions);
    }), { numRuns: 100 });
  });

  it('answers a single read of an idle memory after tRCD + tCL + tBL, and after tCL + tBL when the row is open', () => {
    for (const part of dramParts) {
      const { timing: t, bus } = part;
      const system = new DramSystem(config(part, { controller: calm(ramulator21) }));
      const first = system.finish(system.issue(0, 1));
      // Commands of several cycles end later; LPDDR5 starts its data clocks in the cycle before the read.
      const starts = bus.split === null ? 0 : 1;
      assert.equal(first, t.tRCDRD + t.tCL + t.tBL + bus.activateCycles - bus.columnCycles + starts, part.name);
      system.advance(first + 500);
      assert.equal(system.finish(system.issue(accessBytes(part.organization), 1)) - (first + 500), t.tCL + t.tBL + starts, part.name);
    }
  });

  it('streams open rows at the rate of the data pins when neighbouring accesses change the bank group, and at tBL / tCCDL of it within one', () => {
    for (const part of dramParts) {
      const { organization, timing: t, bus } = part;
      const bytes = accessBytes(organization);
      const one: DramPart = { ...part, organization: { ...organization, ranks: 1, pseudoChannels: 1 } };
      const secondPass = (layout: AddressLayout, count: number): number => {
        const system = new DramSystem(config(one, { controller: { ...calm(ramulator21), readQueue: 64 }, layout, window: 64, offersPerCycle: 2 }));
        system.finish(system.issue(0, count * bytes));
        system.advance(system.now + 200);
        const start = system.now;
        return system.finish(system.issue(0, count * bytes)) - start;
      };
      const idle = t.tCL + t.tBL + (bus.split === null ? 0 : 1);
      const perRow = organization.columns / organization.burstLength;
      const banks = organization.bankGroups * organization.banksPerGroup;
      assert.equal(secondPass(addressLayouts.rocorababgch, perRow * banks), idle + (perRow * banks - 1) * Math.max(t.tBL, t.tCCDS, bus.columnCycles), part.name);
      assert.equal(secondPass(addressLayouts.rochrababgco, perRow), idle + (perRow - 1) * Math.max(t.tBL, t.tCCDL, bus.columnCycles), part.name);
    }
  });

  it('loses to refresh what the standard takes and little more', () => {
    for (const name of ['ddr4-2400', 'ddr4-3200', 'ddr5-4800', 'lpddr5-6400']) {
      const part = named(name);
      const share = shareOf(config(part, { layout: addressLayouts.rocorababgch, window: 64, offersPerCycle: 2 }), 40_000, (i) => i * accessBytes(part.organization));
      assert.ok(share <= refreshShare(part.timing) + 0.005 && share > 0.96 * refreshShare(part.timing), `${name}: ${share}`);
    }
  });

  it('never passes the peak, and with one rank never the share that refresh leaves', () => {
    const [parts, controllers, strides] = [fc.constantFrom(...dramParts), fc.constantFrom(ramulator21, dramsim3), fc.constantFrom(1, 3, 16, 100, 999)];
    fc.assert(fc.property(parts, fc.constantFrom(...layouts), controllers, fc.integer({ min: 1, max: 64 }), strides, (part, layout, controller, window, stride) => {
      const one: DramPart = { ...part, organization: { ...part.organization, ranks: 1 } };
      const bytes = accessBytes(part.organization);
      const count = Math.ceil((4 * part.timing.tREFI) / part.timing.tBL) * part.organization.pseudoChannels;
      const memory = config(one, { layout, controller, window, offersPerCycle: 4 });
      const share = shareOf(memory, Math.min(count, 12_000), (i) => (i * stride * bytes) % channelBytes(one.organization));
      // A run of a few refresh periods may end just before a refresh.
      assert.ok(share > 0 && share <= 1);
      const periods = cyclesOf(memory, Math.min(count, 12_000), (i) => (i * stride * bytes) % channelBytes(one.organization)) / part.timing.tREFI;
      assert.ok(share <= refreshShare(part.timing) + 1.05 * (part.timing.tRFC / part.timing.tREFI) / Math.max(1, Math.floor(periods)), `${part.name} ${layout.name}: ${share}`);
    }), { numRuns: 25 });
  });

  it('does not take longer with more banks, or in longer random chunks when the column is lowest', () => {
    const part = named('ddr4-3200');
    const scatter = (i: number): number => Math.imul(i + 1, 0x9e3779b1) >>> 0;
    let before = Infinity;
    for (const banksPerGroup of [1, 2, 4, 8]) {
      const cycles = cyclesOf(config({ ...part, organization: { ...part.organization, banksPerGroup, rows: 4096 } }), 4000, (i) => (scatter(i) % 2 ** 20) * 64);
      assert.ok(cycles <= before, `${banksPerGroup} banks: ${cycles} after ${before}`);
      before = cycles;
    }
    before = Infinity;
    for (const chunk of [1, 2, 4]) {
      const cycles = cyclesOf(config(part, { layout: addressLayouts.rochrababgco }), 4000, (i) => ((scatter(Math.floor(i / chunk)) % 2 ** 18) * chunk + (i % chunk)) * 64);
      assert.ok(cycles <= before, `chunks of ${chunk}: ${cycles} after ${before}`);
      before = cycles;
    }
  });

  it('gives the same cycles however its time is moved', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 30 }), (steps) => {
      const memory = config(restless(named('hbm2-2000')), { ports: 2 });
      const [whole, pieces] = [new DramSystem(memory), new DramSystem(memory)];
      const ids = Array.from({ length: 12 }, (_, i) => [whole, pieces].map((m) => m.issue(i * 5000, 900, i % 3 === 0, i % 2, i * 20))[0]!);
      whole.drain();
      for (const step of steps) pieces.advance(pieces.now + step);
      pieces.drain();
      for (const id of ids) assert.equal(pieces.completion(id), whole.completion(id));
    }));
  });

  it('lets ports share the memory: both are served, and one that waits for its time does not hold up the other', () => {
    const system = new DramSystem(config(named('ddr4-3200'), { ports: 2 }));
    const late = system.issue(0, 64, false, 0, 5000);
    const early = system.issue(1 << 20, 4096, false, 1);
    assert.ok(system.finish(early) < 600);
    assert.equal(system.completion(late), null);
    assert.ok(system.finish(late) >= 5000 && system.now === system.completion(late)! + 1);
    const [a, b] = [system.issue(0, 1 << 16, false, 0), system.issue(1 << 22, 1 << 16, false, 1)];
    system.drain();
    const [endA, endB] = [system.completion(a)! - 5000, system.completion(b)! - 5000];
    assert.ok(Math.abs(endA - endB) < 0.1 * endA, `${endA} and ${endB}`);
    assert.equal(system.pendingTransfers, 0);
  });

  it('tells each transfer once, in order of completion, and nothing that is complete only later', () => {
    const system = new DramSystem(config(named('ddr4-3200'), { ports: 2 }));
    const ids = [system.issue(0, 8192, false, 0), system.issue(8192, 64, false, 1), system.issue(1 << 21, 64, true, 0, 3000)];
    const [first, second] = [system.nextCompleted(), system.nextCompleted()];
    assert.deepEqual([first, second, system.nextCompleted(2000)], [ids[1], ids[0], null]);
    assert.equal(system.now, 2000);
    assert.deepEqual([system.nextCompleted(), system.nextCompleted()], [ids[2], null]);
    const ends = ids.map((id) => system.completion(id)!);
    assert.ok(ends[1]! < ends[0]! && ends[0]! < 2000 && ends[2]! > 3000);
  });

  it('spreads a chunk over channels and takes that much less time', () => {
    const cycles = (channels: number): number => {
      const system = new DramSystem(config(named('hbm2-2000'), { channels, layout: addressLayouts.MOP4CLXOR, window: 64 * channels, offersPerCycle: 2 * channels }));
      return system.finish(system.issue(0, 1 << 20));
    };
    const ratio = cycles(1) / cycles(8);
    assert.ok(ratio > 7 && ratio < 8.5, String(ratio));
  });

  it('turns the bus between reads and writes', () => {
    const part = named('ddr4-3200');
    const time = (writes: number): number => {
      const system = new DramSystem(config(part));
      for (let i = 0; i < 2000; i++) system.issue(i * 64, 64, i % 10 < writes);
      return system.drain();
    };
    assert.ok(time(5) > 1.05 * time(0), `${time(5)} against ${time(0)}`);
  });

  it('refuses transfers and configurations that make no sense', () => {
    const memory = config(named('ddr4-3200'));
    const system = new DramSystem(memory);
    for (const [address, bytes] of [[-1, 64], [0, 0], [0.5, 64], [0, NaN], [2 ** 53, 64]] as const) assert.throws(() => system.issue(address, bytes), RangeError);
    assert.throws(() => system.issue(0, 64, false, 1), RangeError);
    assert.throws(() => system.completion(7), RangeError);
    assert.throws(() => new DramSystem({ ...memory, channels: 3 }), RangeError);
    assert.throws(() => new DramSystem({ ...memory, window: 0 }), RangeError);
  });

  it('simulates a hundred thousand requests in well under a second', () => {
    const start = performance.now();
    cyclesOf(config(named('hbm2-2000'), { window: 64, offersPerCycle: 2 }), 100_000, (i) => i * 4096 % 2 ** 30);
    assert.ok(performance.now() - start < 2000);
  });
});
