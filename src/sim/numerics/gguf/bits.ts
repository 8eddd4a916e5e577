import type { Patterns } from '../codec.js';

/** Some bits of one of the values that a block holds: `width` of them from bit `low` of the value on, kept in a byte from bit `shift` on. */
export interface Piece {
  /** Which value. */
  readonly value: number;
  readonly low: number;
  readonly width: number;
  /** Offset in the block. */
  readonly byte: number;
  readonly shift: number;
}

export interface Spread {
  /** How many values, and the first of them. */
  readonly count: number;
  readonly first?: number;
  /** Which bits of each value. */
  readonly width: number;
  readonly low?: number;
  /** Where the first run of bytes begins, how many bytes a run has, and the bit of each byte at which the first value starts. */
  readonly byte: number;
  readonly run: number;
  readonly shift?: number;
}

/**
 * The way ggml spreads values of a few bits over bytes, so that a vector unit unpacks them with one shift: values go one to each byte of
 * a run, the next ones into the next higher bits of the same bytes, and when those are full into the next run. With n values to a byte,
 * value i lies in byte (i mod run) + run * floor(i / (n run)), from bit width * (floor(i / run) mod n).
 */
export function spread({ count, first = 0, width, low = 0, byte, run, shift = 0 }: Spread): Piece[] {
  const perByte = Math.floor((8 - shift) / width);
  return Array.from({ length: count }, (_, i) => ({
    value: first + i, low, width,
    byte: byte + (i % run) + run * Math.floor(i / (perByte * run)),
    shift: shift + width * (Math.floor(i / run) % perByte),
  }));
}

/** One value of whole bytes, the least significant first. */
export function littleEndian(byte: number, bits: number): Piece[] {
  return Array.from({ length: bits / 8 }, (_, i) => ({ value: 0, low: 8 * i, width: 8, byte: byte + i, shift: 0 }));
}

/** Adds the pieces of the block that begins at `start` to `values`, which are 0 before. Value 0 of the pieces is number `at` of them. */
export function readPieces(pieces: readonly Piece[], bytes: Uint8Array, start: number, values: Patterns, at: number): void {
  for (const { value, low, width, byte, shift } of pieces) {
    // Values have at most 16 bits, so that 32-bit shifts lose nothing.
    const index = at + value;
    values[index] = values[index]! | (((bytes[start + byte]! >> shift) & ((1 << width) - 1)) << low);
  }
}

/** The inverse: adds values to a block whose bytes are 0 before. */
export function writePieces(pieces: readonly Piece[], bytes: Uint8Array, start: number, values: Patterns, at: number): void {
  for (const { value, low, width, byte, shift } of pieces) {
    const index = start + byte;
    bytes[index] = bytes[index]! | (((values[at + value]! >> low) & ((1 << width) - 1)) << shift);
  }
}
