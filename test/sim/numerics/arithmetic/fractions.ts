/** A number as an exact fraction of big integers: value = units * 2^-2000, which holds every finite double. */
const places = 2000n;

/** The exact value of a double in units of 2^-2000. */
export function unitsOf(value: number): bigint {
  let scaled = value;
  let shift = places;
  // Doublings are exact until the number is whole.
  while (!Number.isInteger(scaled)) { scaled *= 2; shift--; }
  return BigInt(scaled) << shift;
}

/** A number of units rounded to a mantissa of that many bits, ties to even or towards zero, as a double. */
export function rounded(units: bigint, bits: number, rounding: 'nearest-even' | 'truncate'): number {
  const magnitude = units < 0n ? -units : units;
  const excess = BigInt(Math.max(0, magnitude.toString(2).length - bits));
  const size = 1n << excess;
  let kept = magnitude >> excess;
  const lost = magnitude - (kept << excess);
  if (rounding === 'nearest-even' && (lost * 2n > size || (lost * 2n === size && kept % 2n === 1n))) kept++;
  const value = Number(kept) * 2 ** Number(excess - places);
  return units < 0n ? -value : value;
}
