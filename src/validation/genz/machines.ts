import type { Bookkeeping } from './bookkeeping.js';
import type { Precision } from './precisions.js';
import { dataType } from '../../sim/model/datatype.js';
import { deviceNamed } from '../../sim/physical/devices/index.js';
import { peakOps } from '../../arch/gpu/peaks.js';
import type { Link } from '../../serving/platform/link.js';

/** A machine of the tool, in the units of its table (`Systems/system_configs.py` @091bdd0a). */
export interface Machine {
  readonly name: string;
  /** The same machine in our device catalogue. */
  readonly catalogueName: string;
  /** 1e12 operations a second in bf16, 2 per MAC. */
  readonly teraOps: number;
  readonly gigabytes: number;
  readonly gigabytesPerSecond: number;
  /** Of the link to other devices. */
  readonly linkGigabytesPerSecond: number;
  readonly linkMicroseconds: number;
}

function machine(name: string, catalogueName: string, teraOps: number, gigabytes: number, gigabytesPerSecond: number, linkGigabytesPerSecond: number, linkMicroseconds = 1): Machine {
  return { name, catalogueName, teraOps, gigabytes, gigabytesPerSecond, linkGigabytesPerSecond, linkMicroseconds };
}

/** The 13 machines of the tool. Peaks are dense for some and those of sparse matrices for others: GH200, B100, GB200. */
export const machines: readonly Machine[] = [
  machine('A100_40GB_GPU', 'a100-sxm-40gb', 312, 40, 1600, 150),
  machine('A100_80GB_GPU', 'a100-sxm-80gb', 312, 80, 2039, 150),
  machine('H100_GPU', 'h100-sxm', 989, 80, 3400, 450),
  machine('GH200_GPU', 'gh200', 1979, 144, 4900, 450),
  machine('B100', 'b100', 3500, 192, 8000, 900, 0.25),
  machine('GB200', 'gb200', 4500, 192, 8000, 900, 0.25),
  machine('TPUv6', 'tpu-v6e', 926, 32, 1640, 100),
  machine('TPUv5e', 'tpu-v5e', 197, 16, 820, 50),
  machine('TPUv5p', 'tpu-v5p', 459, 95, 2765, 450),
  machine('TPUv4', 'tpu-v4', 275, 32, 1228, 24),
  machine('MI300X', 'mi300x', 1307, 192, 5300, 400),
  machine('MI325X', 'mi325x', 1307, 256, 6000, 400),
  machine('Gaudi3', 'gaudi-3', 1835, 128, 3675, 300),
];

/** The tool takes GB for 2^30 bytes, of capacities and of bandwidths; vendors mean 1e9. */
function giga({ giga: way }: Pick<Bookkeeping, 'giga'>): number {
  return way === 'tool' ? 2 ** 30 : 1e9;
}

export function bytesPerSecond(machine: Machine, ways: Bookkeeping): number {
  return machine.gigabytesPerSecond * giga(ways);
}

export function capacityBytes(machine: Machine, ways: Bookkeeping): number {
  return machine.gigabytes * giga(ways);
}

/** The link between its devices, which takes GB for 2^30 bytes as well. */
export function linkOf({ linkGigabytesPerSecond, linkMicroseconds }: Machine, ways: Bookkeeping): Link {
  return { bytesPerSecond: linkGigabytesPerSecond * giga(ways), latencySeconds: linkMicroseconds * 1e-6 };
}

/** What the tool adds to every exchange but a message, before its first step; ours has the latency of the steps alone. */
export function startSeconds(ways: Bookkeeping): number {
  return ways.start === 'tool' ? 5e-6 : 0;
}

/** Bytes a second of the tool's on-chip memory, the same for every machine and of any size: 18000 GiB/s. Ours is hidden behind the arithmetic. */
export function onchipBytesPerSecond(ways: Bookkeeping): number {
  return ways.onchip === 'tool' ? 18_000 * 2 ** 30 : Infinity;
}

/**
 * Multiply-accumulates a second. The tool doubles the rate with each halving of the values, whether the machine has such units or not; ours has
 * the fastest format of the catalogue's device that holds both operands, in proportion to its 16-bit rate.
 */
export function macRate(machine: Machine, { type, speed }: Precision, ways: Bookkeeping): number {
  const halfWidth = (machine.teraOps * 1e12) / 2;
  return halfWidth * (ways.rates === 'tool' ? speed : nativeSpeed(machine, type));
}

function nativeSpeed({ catalogueName }: Machine, type: Precision['type']): number {
  const device = deviceNamed(catalogueName);
  const half = dataType('bf16');
  if (device === undefined || half === undefined) throw new Error(`no device "${catalogueName}" in the catalogue`);
  return peakOps(device, type, type) / peakOps(device, half, half);
}
