import { InputError } from '../../sim/core/diagnostics.js';
import { badNetlist } from './diagnostics.js';
import type { NetBit } from './netlist.js';

/**
 * Where the simulator keeps what: an Int32Array in which every driver (an input port, an output of a cell) has ceil(bits / 32) words of
 * its own, lowest first. Bits of the highest word above the driver's width are always 0.
 */
export class StateLayout {
  /** Bits in use of each word that a net can read. */
  readonly #widths: number[] = [];
  /** Word * 32 + bit of each driven net bit. */
  readonly #places = new Map<number, number>();
  readonly #undriven = new Set<number>();

  /** Words so far. */
  get size(): number {
    return this.#widths.length;
  }

  /** Net bits that were read although nothing drives them. */
  get undriven(): ReadonlySet<number> {
    return this.#undriven;
  }

  /** Reserves the words of a value and returns the first. */
  reserve(bits: number): number {
    const first = this.#widths.length;
    for (let left = bits; left > 0; left -= 32) this.#widths.push(Math.min(32, left));
    return first;
  }

  /** Reserves a second block of words for the same values as `words` words from `first`, and returns its first. */
  reserveLike(first: number, words: number): number {
    const copy = this.#widths.length;
    this.#widths.push(...this.#widths.slice(first, first + words));
    return copy;
  }

  /** Reserves many whole words at once, which no net reads by name, and returns the first. */
  reserveBlock(words: number): number {
    const first = this.#widths.length;
    this.#widths.length += words;
    return first;
  }

  /** Reserves the words of a driver of these bits and returns the first. A second driver of a bit is `rtl/bad-netlist`. */
  drive(bits: readonly NetBit[], driver: string): number {
    const first = this.reserve(bits.length);
    for (const [i, bit] of bits.entries()) {
      if (typeof bit !== 'number') throw new InputError([badNetlist(`${driver} drives a constant`)]);
      if (this.#places.has(bit)) throw new InputError([badNetlist(`${driver} drives a bit that is driven already`)]);
      this.#places.set(bit, first * 32 + i);
    }
    return first;
  }

  widthOf(word: number): number {
    return this.#widths[word] ?? 32;
  }

  /** Word * 32 + bit, or undefined where nothing drives the bit. */
  placeOf(bit: number): number | undefined {
    const place = this.#places.get(bit);
    if (place === undefined) this.#undriven.add(bit);
    return place;
  }
}
