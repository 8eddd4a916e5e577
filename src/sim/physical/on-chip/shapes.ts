import type { FabricGeneration, FabricPrimitive } from './buffer.js';

/** How the ports of a primitive are used: one read and one write, two accesses of either kind, or one access. */
export type PortMode = 'simple-dual' | 'true-dual' | 'single';

/** A primitive in one of its shapes. */
export interface MemoryShape {
  readonly name: string;
  readonly widthBits: number;
  readonly words: number;
  /** What it takes of its resource: RAMB36 (a RAMB18 is half of one), URAM288, look-up tables, macros. */
  readonly size: number;
}

type Dimensions = readonly (readonly [widthBits: number, words: number])[];

const narrow36: Dimensions = [[4, 8192], [2, 16384], [1, 32768]];
const narrow18: Dimensions = [[4, 4096], [2, 8192], [1, 16384]];

/**
 * Block RAM: RAMB36 and RAMB18, whose parity bits hold data in words of 9 bits and more. The widest shape needs one port for reads and one for writes,
 * or one for both; Versal has none narrower than 9 bits (AMD UG473, UG573; AM007, "Block RAM Summary").
 */
function blockRamShapes(generation: FabricGeneration, mode: PortMode): readonly MemoryShape[] {
  const narrow = generation !== 'versal';
  const wide = mode !== 'true-dual';
  const of36: Dimensions = [...(wide ? [[72, 512] as const] : []), [36, 1024], [18, 2048], [9, 4096], ...(narrow ? narrow36 : [])];
  const of18: Dimensions = [...(wide ? [[36, 512] as const] : []), [18, 1024], [9, 2048], ...(narrow ? narrow18 : [])];
  return [...shapes('RAMB36', 1, of36), ...shapes('RAMB18', 0.5, of18)];
}

/**
 * UltraRAM: 72 bits x 4096 words and nothing else in UltraScale+, four shapes in Versal (AMD UG573; AM007). The 7 series has none: what is counted there
 * in this shape meets a device of which none is available.
 */
function ultraRamShapes(generation: FabricGeneration): readonly MemoryShape[] {
  return shapes('URAM288', 1, generation === 'versal' ? [[72, 4096], [36, 8192], [18, 16384], [9, 32768]] : [[72, 4096]]);
}

/**
 * Look-up tables as memory. A slice writes all its tables at one address and reads each at its own, so that one table of a group keeps the write
 * address: 7 of 8 hold data (3 of 4 in the 7 series), twice as many bits at 32 words. A single port needs no such table (AMD UG474 and UG574, "Distributed
 * RAM"; Versal is counted as UltraScale).
 */
function lookUpTableShapes(generation: FabricGeneration, mode: PortMode): readonly MemoryShape[] {
  const small = generation === '7-series';
  if (mode === 'single') {
    const deepest = small ? [] : [lut('RAM512X1S', 1, 512, 8)];
    return [lut('RAM32X1S', 1, 32, 1), lut('RAM64X1S', 1, 64, 1), lut('RAM128X1S', 1, 128, 2), lut('RAM256X1S', 1, 256, 4), ...deepest];
  }
  return [
    lut('RAM32X1D', 1, 32, 2), lut('RAM64X1D', 1, 64, 2), lut('RAM128X1D', 1, 128, 4),
    ...(small ? [lut('RAM32M', 6, 32, 4), lut('RAM64M', 3, 64, 4)] : [lut('RAM256X1D', 1, 256, 8), lut('RAM32M16', 14, 32, 8), lut('RAM64M8', 7, 64, 8)]),
  ];
}

/** The shapes of a primitive of an FPGA in a port mode. */
export function shapesOf(primitive: FabricPrimitive, generation: FabricGeneration, mode: PortMode): readonly MemoryShape[] {
  return known[generation][mode][primitive];
}

type ByMode = Readonly<Record<PortMode, Readonly<Record<FabricPrimitive, readonly MemoryShape[]>>>>;

function ofGeneration(generation: FabricGeneration): ByMode {
  const uram = ultraRamShapes(generation);
  const ofMode = (mode: PortMode): ByMode[PortMode] => ({ bram: blockRamShapes(generation, mode), uram, lutram: lookUpTableShapes(generation, mode) });
  return { 'simple-dual': ofMode('simple-dual'), 'true-dual': ofMode('true-dual'), single: ofMode('single') };
}

function shapes(name: string, size: number, dimensions: Dimensions): readonly MemoryShape[] {
  return dimensions.map(([widthBits, words]) => ({ name, widthBits, words, size }));
}

function lut(name: string, widthBits: number, words: number, size: number): MemoryShape {
  return { name, widthBits, words, size };
}

/** Made once: a search asks for them in every design. */
const known: Readonly<Record<FabricGeneration, ByMode>> = {
  '7-series': ofGeneration('7-series'), ultrascale: ofGeneration('ultrascale'), versal: ofGeneration('versal'),
};
