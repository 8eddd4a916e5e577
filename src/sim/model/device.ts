import type { Quality } from '../core/estimate.js';

/** What DRAM a memory is made of. */
export interface DramUse {
  /** A part of the catalogue in `sim/memory/parts`, which gives its organisation and times. */
  readonly part: string;
  /** Of each data pin; where the part is listed at another rate, its times in nanoseconds are kept. */
  readonly transfersPerSecond: number;
  /** Channels of the part, together the whole memory. */
  readonly channels: number;
  /** HBM: `separate` where each pseudo-channel has a port and addresses of its own, `together` where addresses run over both. Without pseudo-channels: `together`. */
  readonly pseudoChannels: 'separate' | 'together';
  readonly quality: Quality;
  readonly source: string;
}

/** One kind of memory outside the chip. Unknown figures are null, never zero. */
export interface MemoryLevel {
  readonly name: 'hbm' | 'ddr' | 'dram';
  readonly capacityBytes: number | null;
  /** Theoretical peak of all channels together. */
  readonly bytesPerSecond: number | null;
  readonly channels: number | null;
  /** The best that somebody measured on the board; absent where no measurement is known. */
  readonly measuredBytesPerSecond?: number;
  /** Absent where it is not known. */
  readonly dram?: DramUse;
}

/** FPGA resources: of a device, of its shell, or used by a design. A null is not known. */
export interface FabricCounts {
  readonly lut: number | null;
  readonly ff: number | null;
  readonly dsp: number | null;
  readonly bram36: number | null;
  readonly uram: number | null;
}

export type DspKind = 'DSP48E1' | 'DSP48E2' | 'DSP58';

export interface Fabric {
  readonly total: FabricCounts;
  /** What the vendor's shell occupies; null where no shell is known. */
  readonly shell: FabricCounts | null;
  readonly dspKind: DspKind;
  /** Dies: super logic regions. */
  readonly slrs: number | null;
  /** What a design may use of each SLR, from SLR 0, which holds the HBM ports: less than the die; absent where no such table is known. */
  readonly slrBudgets?: readonly FabricCounts[];
  readonly part: string | null;
}

/** Peak dense rate for one format of operands, 2 operations per MAC. */
export interface PeakRate {
  readonly format: 'fp32' | 'fp16' | 'fp8' | 'fp4' | 'int8' | 'int4';
  readonly opsPerSecond: number;
}

/** A chip or card that an architecture runs on. */
export interface Device {
  /** The catalogue name, e.g. `u280`. */
  readonly name: string;
  readonly title: string;
  readonly kind: 'fpga' | 'gpu' | 'cpu' | 'asic';
  readonly memories: readonly MemoryLevel[];
  readonly fabric: Fabric | null;
  readonly peaks: readonly PeakRate[];
  /** Register files or caches that a fused kernel can hold operands in. */
  readonly onchipBytes: number | null;
  readonly tdpWatts: number | null;
  readonly priceDollars: number | null;
  /** Device-to-device link, one direction; absent where not known. */
  readonly linkBytesPerSecond?: number;
  readonly quality: Quality;
  readonly sources: readonly string[];
  /** What is doubtful about this entry: conflicts between sources, figures from memory. */
  readonly warnings: readonly string[];
}

/** The device's memory of that name, or undefined. */
export function memoryOf(device: Device, name: string): MemoryLevel | undefined {
  for (const memory of device.memories) if (memory.name === name) return memory;
  return undefined;
}

/** A memory whose peak rate and channels are known. */
export type KnownMemory = MemoryLevel & { readonly bytesPerSecond: number; readonly channels: number };

/** The memory that streams weights: the HBM where the device has one, else the DDR, else what it has. Undefined where its rate or channels are not known. */
export function streamingMemory(device: Device): KnownMemory | undefined {
  const memory = memoryOf(device, 'hbm') ?? memoryOf(device, 'ddr') ?? memoryOf(device, 'dram');
  if (memory === undefined || memory.bytesPerSecond === null || memory.channels === null) return undefined;
  return { ...memory, bytesPerSecond: memory.bytesPerSecond, channels: memory.channels };
}

/** What is doubtful about a device and bears on its speed: not its power, not its price. */
export function speedWarnings({ warnings }: Device): readonly string[] {
  return warnings.filter((warning) => !/tdp|price/i.test(warning));
}
