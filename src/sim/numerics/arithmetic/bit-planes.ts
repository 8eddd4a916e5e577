import { requireRange, type Matrix } from './matrix.js';
import { highestOf, lowestOf } from './width.js';

/**
 * What the bits of a code weigh. `unsigned`: 2^i. `twos-complement`: 2^i, and -2^(bits - 1) for the top bit. `bipolar`: a zero counts as
 * -2^i and a one as +2^i, so that a pattern q stands for the odd number 2q - (2^bits - 1) (APT-LLM; the reinterpretation of LUT Tensor Core).
 */
export type PlaneCode = 'unsigned' | 'twos-complement' | 'bipolar';

/** A matrix cut into bit planes, 32 elements of a row in a word: element k is bit k mod 32 of word k div 32; the last word is filled with zeros. */
export interface BitPlanes {
  readonly code: PlaneCode;
  readonly rows: number;
  readonly columns: number;
  readonly wordsPerRow: number;
  /** One array of rows * wordsPerRow words for each bit, lowest first. */
  readonly planes: readonly Uint32Array[];
}

/**
 * Cuts a matrix into planes of 1 to 32 bits. Elements are signed values for two's complement, else patterns from 0 to 2^bits - 1.
 * Throws a RangeError for an element outside of that range.
 */
export function splitPlanes(m: Matrix, bits: number, code: PlaneCode): BitPlanes {
  if (!(Number.isInteger(bits) && bits >= 1 && bits <= 32)) throw new RangeError(`a code has 1 to 32 bits, not ${bits}`);
  if (code === 'twos-complement') requireRange(m, lowestOf(bits), highestOf(bits), `signed codes of ${bits} bits`);
  else requireRange(m, 0, 2 ** bits - 1, `patterns of ${bits} bits`);
  const wordsPerRow = Math.ceil(m.columns / 32);
  const planes = Array.from({ length: bits }, () => new Uint32Array(m.rows * wordsPerRow));
  for (let r = 0; r < m.rows; r++) {
    for (let c = 0; c < m.columns; c++) {
      // Unsigned shift: the pattern of a negative value is its two's complement of 32 bits, whose low bits are those of any shorter width.
      const pattern = m.values[r * m.columns + c]! >>> 0;
      const word = r * wordsPerRow + (c >>> 5);
      for (let i = 0; i < bits; i++) planes[i]![word] = (planes[i]![word]! | (((pattern >>> i) & 1) << (c & 31))) >>> 0;
    }
  }
  return { code, rows: m.rows, columns: m.columns, wordsPerRow, planes };
}

/** What a one in plane i adds: sign times 2^i, where only the top plane of a two's complement code is negative. */
export function planeWeight(x: BitPlanes, i: number): number {
  return x.code === 'twos-complement' && i === x.planes.length - 1 ? -(2 ** i) : 2 ** i;
}

/** The bits of one row of a plane as a hexadecimal number in which element k is bit k. */
export function planeHex(x: BitPlanes, plane: number, row: number): string {
  const words = Array.from({ length: x.wordsPerRow }, (_, i) => x.planes[plane]![row * x.wordsPerRow + i]!.toString(16).padStart(8, '0'));
  const digits = Math.ceil(x.columns / 4);
  return digits === 0 ? '' : words.reverse().join('').slice(-digits);
}

/** Number of ones in a 32-bit word. */
export function popcount32(word: number): number {
  let n = word - ((word >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  // The multiplication adds the four bytes up in the top one; 32-bit wrap is meant.
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
