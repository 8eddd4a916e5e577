import type { DspKind } from '../../model/device.js';

/** What a buffer can be made of: block RAM, UltraRAM or look-up tables of an FPGA, or SRAM macros of a chip of one's own. */
export type MemoryPrimitive = 'bram' | 'uram' | 'lutram' | 'sram';

/** What an FPGA can make a buffer of. */
export type FabricPrimitive = Exclude<MemoryPrimitive, 'sram'>;

/** Generations of AMD FPGAs whose memories differ in their shapes. */
export type FabricGeneration = '7-series' | 'ultrascale' | 'versal';

/** Accesses that a memory serves at any addresses in every cycle. */
export interface Ports {
  readonly reads: number;
  readonly writes: number;
}

/** A buffer as a design asks for it. */
export interface OnChipBuffer {
  /** Bits that it holds at least: of all banks, of one half. */
  readonly bits: number;
  /** Bits of a word: what an access of a bank moves. */
  readonly wordBits: number;
  readonly primitive: MemoryPrimitive;
  /** Memories with addresses of their own; word i lies in bank i mod banks. Default 1. */
  readonly banks?: number;
  /** 2 is double buffering: one half is worked on while the other is filled or emptied. Default 1. */
  readonly halves?: 1 | 2;
  /** Accesses a cycle of each bank, in the half that is worked on. Default one read and one write; with two halves one read. */
  readonly ports?: Ports;
  /** Accesses a cycle of each bank in the other half at the same time. Default one write: it is being filled. */
  readonly otherPorts?: Ports;
  /** Default `ultrascale`: UltraScale and UltraScale+. */
  readonly generation?: FabricGeneration;
}

/** A buffer with everything it leaves open filled in. */
export type CompleteBuffer = Required<OnChipBuffer>;

/** Throws a RangeError where a number of the buffer is none that a buffer can have. */
export function completed(buffer: OnChipBuffer): CompleteBuffer {
  const { bits, wordBits, primitive, banks = 1, halves = 1, generation = 'ultrascale' } = buffer;
  const ports = buffer.ports ?? { reads: 1, writes: halves === 2 ? 0 : 1 };
  const otherPorts = halves === 1 ? { reads: 0, writes: 0 } : buffer.otherPorts ?? { reads: 0, writes: 1 };
  if ([bits, wordBits, banks].some((count) => !Number.isSafeInteger(count) || count < 1)) throw new RangeError(`a buffer of ${bits} bits in words of ${wordBits} and ${banks} banks`);
  for (const { reads, writes } of [ports, otherPorts]) {
    if ([reads, writes].some((count) => !Number.isSafeInteger(count) || count < 0)) throw new RangeError(`a buffer with ${reads} reads and ${writes} writes a cycle`);
  }
  return { bits, wordBits, primitive, banks, halves, ports, otherPorts, generation };
}

/** The generation of an FPGA by its DSP block. */
export function generationOf(kind: DspKind): FabricGeneration {
  switch (kind) {
    case 'DSP48E1': return '7-series';
    case 'DSP48E2': return 'ultrascale';
    case 'DSP58': return 'versal';
  }
}
