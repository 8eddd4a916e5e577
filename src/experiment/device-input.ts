import { InputError, problem } from '../sim/core/diagnostics.js';
import { suggestion } from '../sim/core/near-name.js';
import { parseQuantity } from '../sim/core/units.js';
import { deviceDram } from '../sim/memory/device-dram.js';
import type { Device, DramUse, Fabric, FabricCounts, MemoryLevel, PeakRate } from '../sim/model/device.js';
import { deviceNamed, devices } from '../sim/physical/devices/index.js';
import type { DeviceInput } from './schema/device.js';

/** The device that a checked input describes: its own figures over those of the device that it extends. `at` is its pointer. */
export function deviceFromInput(input: DeviceInput, at: string): Device {
  const base = input.extends === undefined ? undefined : catalogueDevice(input.extends, `${at}/extends`);
  const kind = input.type ?? base?.kind;
  if (kind === undefined) throw new InputError([problem('device/no-type', 'a device needs a type, or a device that it extends', { pointer: at, remedy: 'add "type": "fpga", or "extends": "u280"' })]);
  return {
    name: input.name,
    title: base === undefined ? input.name : `${input.name} (after ${base.title})`,
    kind,
    memories: memoriesOf(input, base, at),
    fabric: fabricOf(input, base),
    peaks: peaksOf(input, base, at),
    onchipBytes: base?.onchipBytes ?? null,
    tdpWatts: input.tdp === undefined ? base?.tdpWatts ?? null : parseQuantity(input.tdp, 'power', `${at}/tdp`),
    priceDollars: input.price ?? base?.priceDollars ?? null,
    ...(base?.linkBytesPerSecond === undefined ? {} : { linkBytesPerSecond: base.linkBytesPerSecond }),
    quality: 'assumed',
    sources: [...(input.sources ?? ['given in the experiment']), ...(base?.sources ?? [])],
    warnings: base?.warnings ?? [],
  };
}

/** The device of the catalogue; an unknown name is an `InputError` at the pointer. */
export function catalogueDevice(name: string, pointer: string): Device {
  const found = deviceNamed(name);
  if (found !== undefined) return found;
  throw new InputError([problem('device/unknown', `no device "${name.slice(0, 80)}" in the catalogue`, { pointer, remedy: suggestion(name, devices.map((d) => d.name)) })]);
}

function memoriesOf(input: DeviceInput, base: Device | undefined, at: string): readonly MemoryLevel[] {
  const result: MemoryLevel[] = [...(base?.memories ?? [])];
  for (const name of ['hbm', 'ddr', 'dram'] as const) {
    const given = input.memories?.[name];
    if (given === undefined) continue;
    const index = result.findIndex((m) => m.name === name);
    const old = result[index];
    const pointer = `${at}/memories/${name}`;
    const level: MemoryLevel = {
      name,
      capacityBytes: given.capacity === undefined ? old?.capacityBytes ?? null : parseQuantity(given.capacity, 'size', `${pointer}/capacity`),
      bytesPerSecond: given.bandwidth === undefined ? old?.bytesPerSecond ?? null : parseQuantity(given.bandwidth, 'bandwidth', `${pointer}/bandwidth`),
      channels: given.channels ?? old?.channels ?? null,
      ...dramOf(given, old, `${pointer}/dram`),
    };
    if (index < 0) result.push(level);
    else result[index] = level;
  }
  return result;
}

/** The DRAM that is given; else that of the memory that is changed, unless its bandwidth or channels are. */
function dramOf(given: NonNullable<NonNullable<DeviceInput['memories']>['hbm']>, old: MemoryLevel | undefined, pointer: string): { readonly dram?: DramUse } {
  if (given.dram === undefined) return old?.dram === undefined || given.bandwidth !== undefined || given.channels !== undefined ? {} : { dram: old.dram };
  const { part, dataRate, channels, pseudoChannels = 'together' } = given.dram;
  const dram: DramUse = { part, transfersPerSecond: dataRate, channels, pseudoChannels, quality: 'assumed', source: 'given in the experiment' };
  deviceDram(dram, pointer);
  return { dram };
}

function fabricOf(input: DeviceInput, base: Device | undefined): Fabric | null {
  const given = input.fabric;
  const old = base?.fabric ?? null;
  if (given === undefined) return old;
  const merged = (a: { readonly [K in keyof FabricCounts]?: number }, b: FabricCounts | null | undefined): FabricCounts => ({
    lut: a.lut ?? b?.lut ?? null, ff: a.ff ?? b?.ff ?? null, dsp: a.dsp ?? b?.dsp ?? null, bram36: a.bram36 ?? b?.bram36 ?? null, uram: a.uram ?? b?.uram ?? null,
  });
  return {
    ...old,
    total: merged(given, old?.total),
    shell: given.shell === undefined ? old?.shell ?? null : merged(given.shell, old?.shell),
    dspKind: given.dspKind ?? old?.dspKind ?? 'DSP48E2',
    slrs: given.slrs ?? old?.slrs ?? null,
    part: given.part ?? old?.part ?? null,
  };
}

function peaksOf(input: DeviceInput, base: Device | undefined, at: string): readonly PeakRate[] {
  const given = input.peaks;
  if (given === undefined) return base?.peaks ?? [];
  const peaks = new Map((base?.peaks ?? []).map((p) => [p.format, p]));
  for (const format of ['fp32', 'fp16', 'fp8', 'fp4', 'int8', 'int4'] as const) {
    const value = given[format];
    if (value !== undefined) peaks.set(format, { format, opsPerSecond: parseQuantity(value, 'rate', `${at}/peaks/${format}`) });
  }
  return [...peaks.values()];
}
