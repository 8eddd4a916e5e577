import assert from 'node:assert/strict';
import { InputError } from '../../../src/sim/core/diagnostics.js';
import { atDataRate, dataRate } from '../../../src/sim/memory/data-rate.js';
import { deviceDram, dramPeakBytesPerSecond } from '../../../src/sim/memory/device-dram.js';
import type { MemoryDrive } from '../../../src/sim/memory/drive-spec.js';
import { memoryShare } from '../../../src/sim/memory/memory-share.js';
import { peakBytesPerSecond } from '../../../src/sim/memory/part.js';
import { dramPart, dramParts } from '../../../src/sim/memory/parts.js';
import type { DramUse } from '../../../src/sim/model/device.js';
import { deviceNamed, devices } from '../../../src/sim/physical/devices/index.js';

function hbmOf(name: string): DramUse {
  return deviceNamed(name)!.memories.find((memory) => memory.name === 'hbm')!.dram!;
}

function codeOf(body: () => unknown): string | undefined {
  try {
    body();
  } catch (error) {
    return error instanceof InputError ? error.problems[0]!.code : undefined;
  }
  return undefined;
}

const sequential: MemoryDrive = { controller: 'ramulator21', layout: 'RGBCG', window: 64 };

describe('the DRAM of devices', () => {
  it('has the peak of its device within half a percent, by its listed data rate and by the rounded clock of the model', () => {
    const known = devices.flatMap((device) => device.memories.flatMap((memory) => (memory.dram === undefined ? [] : [{ device, memory, dram: memory.dram }])));
    assert.ok(known.length >= 20);
    for (const { device, memory, dram } of known) {
      const part = deviceDram(dram);
      const channels = dram.pseudoChannels === 'separate' ? dram.channels * dramPart(dram.part)!.organization.pseudoChannels : dram.channels;
      for (const peak of [dramPeakBytesPerSecond(dram), channels * peakBytesPerSecond(part)]) {
        assert.ok(Math.abs(peak / memory.bytesPerSecond! - 1) < 0.005, `${device.name}: ${peak} of ${memory.bytesPerSecond}`);
      }
      if (memory.channels !== null) assert.equal(channels, memory.channels, device.name);
      assert.ok(dram.source.length > 0);
    }
  });

  it('keeps its nanoseconds at another data rate, and its cycles of the interface', () => {
    for (const part of dramParts) {
      assert.equal(atDataRate(part, dataRate(part)), part);
      const slower = atDataRate(part, 0.8 * dataRate(part));
      assert.ok(Math.abs(dataRate(slower) / dataRate(part) - 0.8) < 0.002, part.name);
      for (const name of ['tRCDRD', 'tRP', 'tRAS', 'tRFC', 'tFAW'] as const) {
        const [was, is] = [part.timing[name] * part.timing.tCKps, slower.timing[name] * slower.timing.tCKps];
        assert.ok(is >= was * 0.999 && is < was * 1.001 + slower.timing.tCKps, `${part.name} ${name}: ${was} ps, ${is} ps`);
      }
      assert.equal(slower.timing.tCCDL, part.timing.tCCDL);
    }
  });

  it('is refused where the catalogue has no such part, or none of that speed', () => {
    const use = hbmOf('u280');
    assert.equal(codeOf(() => deviceDram({ ...use, part: 'hbm9' })), 'memory/unknown-part');
    assert.equal(codeOf(() => deviceDram({ ...use, transfersPerSecond: 6.4e9 })), 'memory/data-rate');
  });
});

describe('the share of a driven memory', () => {
  it('is within 1 % of the 425 of 460 GB/s that Shuhai measured on the HBM of the U280, for a sequential stream with enough under way', () => {
    for (const controller of ['ramulator21', 'dramsim3'] as const) {
      for (const model of ['simulation', 'estimate'] as const) {
        const { share } = memoryShare({ ...sequential, controller, model }, hbmOf('u280'));
        assert.ok(Math.abs((share * 460) / 425 - 1) < 0.01, `${controller} ${model}: ${share * 460} GB/s`);
      }
    }
  });

  it('owes that to the refresh of stacks of four dies: with eight it is 2 % to 4 % less', () => {
    const [four, eight] = [memoryShare({ ...sequential, model: 'simulation' }, hbmOf('u280')).share, memoryShare({ ...sequential, model: 'simulation' }, hbmOf('u55c')).share];
    assert.ok(four - eight > 0.02 && four - eight < 0.04, `${four} ${eight}`);
  });

  it('falls with short chunks, long strides and small windows', () => {
    const shareOf = (change: Partial<MemoryDrive>): number => memoryShare({ ...sequential, ...change }, hbmOf('u280')).share;
    assert.ok(shareOf({ chunk: 32 }) < 0.6 * shareOf({}) && shareOf({ chunk: 4096 }) > shareOf({ chunk: 32 }));
    assert.ok(shareOf({ stride: 65536 }) < 0.2);
    assert.ok(shareOf({ window: 4 }) < 0.7 * shareOf({}));
  });

  it('takes the model that a fidelity asks for before that of the experiment', () => {
    const [simulated, estimated] = [memoryShare(sequential, hbmOf('u280'), '', 'simulation'), memoryShare(sequential, hbmOf('u280'))];
    assert.ok(simulated.words.startsWith('simulation of hbm2-2000-4-high') && estimated.words.startsWith('estimate of hbm2-2000-4-high'));
  });

  it('refuses two patterns, and requests that overlap', () => {
    assert.equal(codeOf(() => memoryShare({ ...sequential, chunk: 64, stride: 64 }, hbmOf('u280'))), 'memory/two-patterns');
    assert.equal(codeOf(() => memoryShare({ ...sequential, stride: 64, request: 128 }, hbmOf('u280'))), 'memory/overlapping-requests');
  });

  it('is explained by numbers that give it again', () => {
    const { share, explain } = memoryShare({ ...sequential, writeShare: 0.25, chunk: 100 }, hbmOf('u280'));
    const node = explain('efficiency');
    assert.equal(node.value, share);
    assert.deepEqual(node.inputs.map((input) => input.name), ['busy', 'useful', 'refresh']);
    assert.equal(node.inputs.reduce((product, input) => product * input.value, 1), share);
    const [busy, , refresh] = node.inputs;
    const [accesses, burst, cycles, buses] = busy!.inputs.map((input) => input.value);
    assert.equal(busy!.value, Math.min(1, (accesses! * burst!) / (cycles! * buses!)));
    const [lost, interval] = refresh!.inputs.map((input) => input.value);
    assert.equal(refresh!.value, Math.max(0, 1 - lost! / interval!));
  });
});
