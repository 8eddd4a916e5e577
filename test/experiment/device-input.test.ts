import assert from 'node:assert/strict';
import { InputError, type Problem } from '../../src/sim/core/diagnostics.js';
import { deviceNamed, devices } from '../../src/sim/physical/devices/index.js';
import { catalogueDevice, deviceFromInput } from '../../src/experiment/device-input.js';
import type { DeviceInput } from '../../src/experiment/schema/device.js';
import { problemOf } from '../kit/problems.js';

function problemWith(input: DeviceInput): Problem {
  return problemOf(() => deviceFromInput(input, '/architecture/device'));
}

describe('a device of a user', () => {
  it('is the device that it extends, but for its name and that its figures are assumed', () => {
    for (const base of devices) {
      const own = deviceFromInput({ name: 'own', extends: base.name }, '');
      const { name, title, quality, sources, linkBytesPerSecond } = own;
      assert.deepEqual({ ...own, name: base.name, title: base.title, quality: base.quality, sources: base.sources }, base);
      assert.deepEqual([name, title, quality, sources[0], linkBytesPerSecond], ['own', `own (after ${base.title})`, 'assumed', 'given in the experiment', base.linkBytesPerSecond]);
    }
  });

  it('replaces figure by figure what it gives', () => {
    const base = deviceNamed('u280')!;
    const own = deviceFromInput({ name: 'own', extends: 'u280', memories: { hbm: { bandwidth: '920 GB/s' } }, fabric: { dsp: 100, shell: { lut: 1 } }, peaks: { int8: '24.5 TOP/s' }, tdp: '100 W', price: 7000, sources: ['made up'] }, '');
    const hbm = base.memories.find((m) => m.name === 'hbm')!;
    assert.deepEqual(own.memories.find((m) => m.name === 'hbm'), { name: 'hbm', capacityBytes: hbm.capacityBytes, bytesPerSecond: 920e9, channels: hbm.channels });
    assert.deepEqual(own.memories.map((m) => m.name), base.memories.map((m) => m.name));
    assert.deepEqual(own.fabric!.total, { ...base.fabric!.total, dsp: 100 });
    assert.deepEqual(own.fabric!.shell, { ...base.fabric!.shell!, lut: 1 });
    assert.deepEqual(own.peaks.filter((p) => p.format === 'int8'), [{ format: 'int8', opsPerSecond: 24.5e12 }]);
    assert.deepEqual([own.tdpWatts, own.priceDollars, own.sources[0]], [100, 7000, 'made up']);
  });

  it('knows nothing that it does not say when it extends none', () => {
    const own = deviceFromInput({ name: 'own', type: 'fpga', memories: { ddr: { capacity: '16 GiB' } }, fabric: { lut: 5 } }, '');
    assert.deepEqual(own.memories, [{ name: 'ddr', capacityBytes: 2 ** 34, bytesPerSecond: null, channels: null }]);
    assert.deepEqual(own.fabric, { total: { lut: 5, ff: null, dsp: null, bram36: null, uram: null }, shell: null, dspKind: 'DSP48E2', slrs: null, part: null });
    assert.deepEqual([own.peaks, own.onchipBytes, own.tdpWatts, own.priceDollars], [[], null, null, null]);
    assert.equal(deviceFromInput({ name: 'own', type: 'gpu' }, '').fabric, null);
  });

  it('is refused at its place where it does not say what it is, or is wrong', () => {
    assert.deepEqual(problemWith({ name: 'own' }).code, 'device/no-type');
    const rows: readonly (readonly [input: Partial<DeviceInput>, code: string, pointer: string])[] = [
      [{ extends: 'u820' }, 'device/unknown', '/extends'],
      [{ memories: { hbm: { bandwidth: '460 GB' } } }, 'unit/wrong-unit', '/memories/hbm/bandwidth'],
      [{ memories: { dram: { capacity: '-8 GB' } } }, 'unit/not-positive', '/memories/dram/capacity'],
      [{ tdp: 'hot' }, 'unit/not-a-quantity', '/tdp'],
      [{ peaks: { int4: '1 TB/s' } }, 'unit/wrong-unit', '/peaks/int4'],
    ];
    for (const [input, code, pointer] of rows) {
      const found = problemWith({ name: 'own', type: 'fpga', ...input });
      assert.deepEqual([found.code, found.pointer], [code, `/architecture/device${pointer}`]);
    }
    assert.equal(problemWith({ name: 'own', extends: 'u820' }).remedy, 'did you mean "u280"?');
  });
});

describe('a device of the catalogue', () => {
  it('is found by its name', () => {
    assert.equal(catalogueDevice('u280', '/x').name, 'u280');
    assert.throws(() => catalogueDevice('constructor', '/x'), InputError);
  });
});
