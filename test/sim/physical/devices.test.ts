import assert from 'node:assert/strict';
import { memoryOf, type Device, type FabricCounts } from '../../../src/sim/model/device.js';
import { fpgas } from '../../../src/sim/physical/devices/fpga.js';
import { gpus } from '../../../src/sim/physical/devices/gpu.js';
import { deviceNamed, devices, planningLimits } from '../../../src/sim/physical/devices/index.js';

const kinds = ['lut', 'ff', 'dsp', 'bram36', 'uram'] as const;

function named(name: string): Device {
  const device = deviceNamed(name);
  assert.ok(device !== undefined, name);
  return device;
}

/** Every figure of a device with the place where it stands. */
function figures(device: Device): readonly (readonly [string, number | null])[] {
  const counts = (at: string, c: FabricCounts | null | undefined): [string, number | null][] => (c === null || c === undefined ? [] : kinds.map((k) => [`${at}.${k}`, c[k]]));
  return [
    ...device.memories.flatMap((m): [string, number | null][] => [[`${m.name}.capacity`, m.capacityBytes], [`${m.name}.bandwidth`, m.bytesPerSecond], [`${m.name}.channels`, m.channels], [`${m.name}.measured`, m.measuredBytesPerSecond ?? null]]),
    ...device.peaks.map((p): [string, number] => [`peak.${p.format}`, p.opsPerSecond]),
    ...counts('total', device.fabric?.total), ...counts('shell', device.fabric?.shell), ...(device.fabric?.slrBudgets ?? []).flatMap((c, i) => counts(`slr${i}`, c)),
    ['slrs', device.fabric?.slrs ?? null], ['onchip', device.onchipBytes], ['tdp', device.tdpWatts], ['price', device.priceDollars], ['link', device.linkBytesPerSecond ?? null],
  ];
}

describe('the device catalogue', () => {
  it('has 12 FPGAs and 49 other devices, each under one kebab-case name', () => {
    assert.equal(fpgas.length, 12);
    assert.equal(gpus.length, 49);
    assert.equal(new Set(devices.map((d) => d.name)).size, 61);
    for (const { name } of devices) assert.match(name, /^[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  it('finds a device by its name and nothing by another', () => {
    for (const device of devices) assert.equal(deviceNamed(device.name), device);
    for (const name of ['', 'U280', 'u28', 'toString']) assert.equal(deviceNamed(name), undefined);
  });

  it('names a source for every device and says what is doubtful in whole texts', () => {
    for (const device of devices) {
      assert.ok(device.sources.length > 0 && device.sources.every((s) => s.length > 3), device.name);
      assert.ok(device.warnings.every((w) => w.length > 10), device.name);
    }
  });

  it('writes zero only where a part really has none: UltraRAM in two Zynq parts and in a shell', () => {
    const zeros = devices.flatMap((d) => figures(d).filter(([, value]) => value === 0).map(([place]) => `${d.name} ${place}`));
    assert.deepEqual(zeros, ['u280 shell.uram', 'zcu102 total.uram', 'pynq-z2 total.uram']);
    for (const device of devices) for (const [place, value] of figures(device)) assert.ok(value === null || (Number.isFinite(value) && value >= 0), `${device.name} ${place}`);
  });

  it('gives FPGAs fabric and no peaks, and the others peaks and no fabric', () => {
    for (const device of fpgas) assert.ok(device.kind === 'fpga' && device.fabric !== null && device.peaks.length === 0, device.name);
    for (const device of gpus) assert.ok(device.kind !== 'fpga' && device.fabric === null && device.peaks.some((p) => p.format === 'fp16'), device.name);
    assert.deepEqual(devices.filter((d) => d.kind === 'cpu').map((d) => d.name), ['core-i9-13900k']);
  });

  it('gives a GPU one memory with a bandwidth and at most one peak for a format', () => {
    for (const device of gpus) {
      assert.equal(device.memories.length, 1, device.name);
      assert.ok((memoryOf(device, 'dram')?.bytesPerSecond ?? 0) > 0, device.name);
      assert.equal(new Set(device.peaks.map((p) => p.format)).size, device.peaks.length, device.name);
    }
  });

  it('keeps the shell and the budgets of the SLRs within the device', () => {
    for (const { name, fabric } of fpgas) {
      for (const kind of kinds) {
        const total = fabric?.total[kind] ?? Infinity;
        const budgets = (fabric?.slrBudgets ?? []).reduce((sum, slr) => sum + (slr[kind] ?? 0), 0);
        assert.ok((fabric?.shell?.[kind] ?? 0) <= total && budgets <= total, `${name} ${kind}`);
      }
      if (fabric?.slrBudgets !== undefined) assert.equal(fabric.slrBudgets.length, fabric.slrs, name);
    }
  });

  it('has two flip-flops for each LUT wherever both are known', () => {
    for (const { name, fabric } of fpgas) if (fabric !== null && fabric.total.lut !== null) assert.equal(fabric.total.ff, 2 * fabric.total.lut, name);
  });

  it('warns of every TDP of an FPGA card: all are from memory', () => {
    for (const device of fpgas) assert.equal(device.warnings.some((w) => w.includes('tdpWatts is from memory')), device.tdpWatts !== null, device.name);
  });

  it('leaves open what no source gives', () => {
    const vhk158 = named('vhk158');
    assert.deepEqual([vhk158.fabric?.total.lut, vhk158.fabric?.total.bram36, vhk158.fabric?.total.dsp, vhk158.tdpWatts], [null, null, 7392, null]);
    assert.equal(memoryOf(named('a10'), 'dram')?.capacityBytes, null);
    assert.ok(named('a10').warnings.some((w) => w.startsWith('suspect')));
    assert.equal(memoryOf(named('v80'), 'ddr')?.bytesPerSecond, null);
  });

  it('has the figures of the U280 that published designs are measured against', () => {
    const u280 = named('u280');
    assert.deepEqual(u280.fabric?.total, { lut: 1_303_680, ff: 2_607_360, dsp: 9024, bram36: 2016, uram: 960 });
    assert.deepEqual(u280.fabric.shell, { lut: 107_629, ff: 136_086, dsp: 4, bram36: 195.5, uram: 0 });
    const { dram, ...hbm } = memoryOf(u280, 'hbm')!;
    assert.deepEqual(hbm, { name: 'hbm', capacityBytes: 2 ** 33, bytesPerSecond: 460e9, channels: 32, measuredBytesPerSecond: 425e9 });
    assert.deepEqual([dram?.part, dram?.transfersPerSecond, dram?.channels, dram?.pseudoChannels], ['hbm2-2000-4-high', 1.8e9, 16, 'separate']);
    const { dram: ddrDram, ...ddr } = memoryOf(u280, 'ddr')!;
    assert.deepEqual(ddr, { name: 'ddr', capacityBytes: 2 ** 35, bytesPerSecond: 38.4e9, channels: 2 });
    assert.equal(ddrDram?.part, 'ddr4-2400');
  });

  it('has the figures of the A100 and the H100', () => {
    const a100 = named('a100-sxm-80gb');
    assert.deepEqual(a100.peaks, [{ format: 'fp16', opsPerSecond: 312e12 }, { format: 'int8', opsPerSecond: 624e12 }, { format: 'int4', opsPerSecond: 1248e12 }]);
    assert.equal(memoryOf(a100, 'dram')?.bytesPerSecond, 2039e9);
    const h100 = named('h100-sxm');
    assert.deepEqual([memoryOf(h100, 'dram')?.bytesPerSecond, h100.tdpWatts, h100.linkBytesPerSecond], [3350e9, 700, 450e9]);
    assert.equal(h100.warnings.length, 2);
  });
});

describe('planning with an FPGA', () => {
  it('has limits that are shares', () => {
    for (const kind of kinds) assert.ok(planningLimits[kind] > 0 && planningLimits[kind] <= 1);
  });
});
