/** What compiled cells call where an expression would be too long. Limbs are int32, lowest first. */

/** 1 where an int32 has an odd number of ones. */
export function parityOf(word: number): number {
  let folded = word ^ (word >>> 16);
  folded ^= folded >>> 8;
  folded ^= folded >>> 4;
  // Bit n of 0x6996 is the parity of n.
  return (0x6996 >>> (folded & 15)) & 1;
}

/** The upper 32 bits of the product of two unsigned 32-bit numbers, as an unsigned number. */
export function productHigh(a: number, b: number): number {
  const [aLow, aHigh, bLow, bHigh] = [a & 0xffff, a >>> 16, b & 0xffff, b >>> 16];
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const other = aLow * bHigh + (middle % 65536);
  return aHigh * bHigh + Math.floor(middle / 65536) + Math.floor(other / 65536);
}

/** The quotient rounded towards zero; 0 for a division by zero. */
export function quotientOf(a: readonly number[], b: readonly number[], signed: boolean): bigint {
  const divisor = bigOf(b, signed);
  return divisor === 0n ? 0n : bigOf(a, signed) / divisor;
}

/** The remainder with the sign of the dividend; 0 for a division by zero. */
export function remainderOf(a: readonly number[], b: readonly number[], signed: boolean): bigint {
  const divisor = bigOf(b, signed);
  return divisor === 0n ? 0n : bigOf(a, signed) % divisor;
}

/** Limb `limb` of a number in two's complement. */
export function limbOf(value: bigint, limb: number): number {
  return Number(BigInt.asIntN(32, value >> BigInt(32 * limb)));
}

/** A number from its limbs, in two's complement where `signed`. */
export function bigOf(limbs: readonly number[], signed: boolean): bigint {
  let value = 0n;
  for (let i = limbs.length - 1; i >= 0; i--) value = (value << 32n) | BigInt(limbs[i]! >>> 0);
  return signed ? BigInt.asIntN(32 * limbs.length, value) : value;
}
