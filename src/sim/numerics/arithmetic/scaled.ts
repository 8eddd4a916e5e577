/** A number as a whole mantissa and an exponent: mantissa * 2^exponent. */
export interface Scaled {
  readonly mantissa: number;
  readonly exponent: number;
}

/** What becomes of bits that do not fit: round to nearest with ties to even, or cut off towards zero. */
export type BitRounding = 'nearest-even' | 'truncate';

export function scaledValue({ mantissa, exponent }: Scaled): number {
  return mantissa * 2 ** exponent;
}

/** A magnitude shifted right by that many places, 0 or more, and rounded to a whole number. */
export function shiftRight(magnitude: number, places: number, rounding: BitRounding): number {
  const size = 2 ** places;
  const kept = Math.floor(magnitude / size);
  if (rounding === 'truncate') return kept;
  const lost = magnitude - kept * size;
  if (lost * 2 === size) return kept + (kept % 2);
  return lost * 2 > size ? kept + 1 : kept;
}

/**
 * A number as its normalised mantissa of `bits` bits beside the sign: magnitude in [2^(bits - 1), 2^bits), rounded once; zero is 0 * 2^0.
 * The exponent is not bounded.
 */
export function normalise({ mantissa, exponent }: Scaled, bits: number, rounding: BitRounding): Scaled {
  if (mantissa === 0) return { mantissa: 0, exponent: 0 };
  const magnitude = Math.abs(mantissa);
  const excess = bitLength(magnitude) - bits;
  const kept = excess > 0 ? shiftRight(magnitude, excess, rounding) : magnitude * 2 ** -excess;
  // Rounding up may carry into a further bit, which leaves a power of two.
  const carried = kept === 2 ** bits;
  return { mantissa: Math.sign(mantissa) * (carried ? kept / 2 : kept), exponent: exponent + excess + (carried ? 1 : 0) };
}

/** Widest mantissa that `addScaled` takes and gives. */
const widest = 32;

/**
 * The sum of two numbers, rounded once to a mantissa of `bits` bits: what an adder gives that aligns the operand of smaller exponent, whichever that
 * is, and keeps guard bits and a sticky bit. Throws a RangeError for mantissas of more than 32 bits.
 */
export function addScaled(a: Scaled, b: Scaled, bits: number, rounding: BitRounding): Scaled {
  if (!(bits >= 1 && bits <= widest) || Math.abs(a.mantissa) >= 2 ** widest || Math.abs(b.mantissa) >= 2 ** widest) throw new RangeError(`mantissas have at most ${widest} bits`);
  if (a.mantissa === 0) return normalise(b, bits, rounding);
  if (b.mantissa === 0) return normalise(a, bits, rounding);
  const top = Math.max(topOf(a), topOf(b));
  // Down to 51 places below the top a sum is exact in a double; an operand that reaches lower is far smaller and becomes a sticky bit there.
  const exponent = Math.max(Math.min(a.exponent, b.exponent), top - 51);
  return normalise({ mantissa: alignedTo(a, exponent) + alignedTo(b, exponent), exponent }, bits, rounding);
}

/** The mantissa at another exponent; bits that are lost leave a one in the last place. */
function alignedTo({ mantissa, exponent }: Scaled, target: number): number {
  if (exponent >= target) return mantissa * 2 ** (exponent - target);
  // 64 places are past any mantissa: further ones would only lose the sticky bit to underflow.
  const scaled = Math.abs(mantissa) * 2 ** -Math.min(64, target - exponent);
  const kept = Math.floor(scaled);
  return Math.sign(mantissa) * (kept !== scaled && kept % 2 === 0 ? kept + 1 : kept);
}

/** Place of the highest one. */
function topOf({ mantissa, exponent }: Scaled): number {
  return bitLength(Math.abs(mantissa)) - 1 + exponent;
}

/** Bits of a whole number from 1 to 2^53. */
function bitLength(n: number): number {
  const high = Math.floor(n / 2 ** 32);
  return high === 0 ? 32 - Math.clz32(n) : 64 - Math.clz32(high);
}
