import { sramRows } from '../components/cacti.js';
import type { MemoryShape } from './shapes.js';

const widths: readonly number[] = [...new Set(sramRows.map((row) => row.widthBits))].sort((a, b) => a - b);

/** Sizes that the table has for a width, in bits. */
const sizes: ReadonlyMap<number, readonly number[]> = new Map(widths.map((width) => [
  width, [...new Set(sramRows.filter((row) => row.widthBits === width).flatMap((row) => row.kib))].sort((a, b) => a - b).map((kib) => kib * 8192),
]));

/**
 * The macro of the table of SRAMs that a memory of w bits x d words is made of: the narrowest width that holds one of ceil(w / widest) equal slices of a
 * word, and of that width the smallest size that holds one of as few equal runs of words as the largest size allows.
 */
export function sramMacro(widthBits: number, words: number): MemoryShape {
  const slice = Math.ceil(widthBits / Math.ceil(widthBits / widths[widths.length - 1]!));
  const width = widths.find((bits) => bits >= slice)!;
  const ofWidth = sizes.get(width)!;
  const behind = Math.ceil(words / (ofWidth[ofWidth.length - 1]! / width));
  const size = ofWidth.find((bits) => bits >= Math.ceil(words / behind) * width)!;
  return { name: `SRAM ${size / 8192} KiB`, widthBits: width, words: size / width, size: 1 };
}
