/** The lowest whole number of a signed width: -2^(bits - 1). */
export function lowestOf(bits: number): number {
  return -(2 ** (checked(bits) - 1));
}

/** The highest whole number of a signed width: 2^(bits - 1) - 1. */
export function highestOf(bits: number): number {
  return 2 ** (checked(bits) - 1) - 1;
}

/**
 * A whole number as a two's complement register of that many bits (1 to 53) holds it: the number congruent to it modulo 2^bits
 * that lies in [-2^(bits - 1), 2^(bits - 1) - 1]. Throws a RangeError for another width.
 */
export function wrapToBits(value: number, bits: number): number {
  const half = 2 ** (checked(bits) - 1);
  // The remainder keeps the sign of the value and is exact for every double; adding 0 turns -0 into 0.
  const rest = value % (2 * half);
  if (rest >= half) return rest - 2 * half;
  return rest < -half ? rest + 2 * half : rest + 0;
}

/** A whole number clamped to a signed width of 1 to 53 bits. Throws a RangeError for another width. */
export function saturateToBits(value: number, bits: number): number {
  return Math.min(highestOf(bits), Math.max(lowestOf(bits), value)) + 0;
}

/** Bits of the narrowest signed register that holds every whole number from `lowest` to `highest`. */
export function signedBitsFor(lowest: number, highest: number): number {
  let bits = 1;
  while (lowest < lowestOf(bits) || highest > highestOf(bits)) bits++;
  return bits;
}

function checked(bits: number): number {
  if (!(Number.isInteger(bits) && bits >= 1 && bits <= 53)) throw new RangeError(`a width is a whole number of bits from 1 to 53, not ${bits}`);
  return bits;
}
