/** Ternary weights as bytes, and the decoder that turns five of them, stored in a byte, into two bits each. */

/** Weights in a byte of base 3: 3^5 = 243 of 256 values, 1.6 bits each (TENET, TerEffic). */
export const tritsPerByte = 5;

/** Bytes of five weights: sum of code * 3^(4 - i), the first weight most significant, codes 0 -> 0, +1 -> 1, -1 -> 2. A last byte is filled with zeros. */
export function packBase3(weights: ArrayLike<number>): Uint8Array {
  return Uint8Array.from({ length: Math.ceil(weights.length / tritsPerByte) }, (_, b) => {
    let value = 0;
    for (let i = 0; i < tritsPerByte; i++) value = 3 * value + codeOf(weights[b * tritsPerByte + i] ?? 0);
    return value;
  });
}

/** The five weights of a byte. Throws a RangeError for the 13 values that no five weights have. */
export function unpackBase3(byte: number): Int8Array {
  if (!(Number.isInteger(byte) && byte >= 0 && byte < 3 ** tritsPerByte)) throw new RangeError(`a byte of five ternary weights is 0 to 242, not ${byte}`);
  const weights = new Int8Array(tritsPerByte);
  for (let i = tritsPerByte - 1, rest = byte; i >= 0; i--, rest = Math.floor(rest / 3)) weights[i] = weightOf(rest % 3);
  return weights;
}

/** Bytes of four weights of two bits, the first in the low bits, the same codes. */
export function packTwoBits(weights: ArrayLike<number>): Uint8Array {
  return Uint8Array.from({ length: Math.ceil(weights.length / 4) }, (_, b) => {
    let value = 0;
    for (let i = 3; i >= 0; i--) value = 4 * value + codeOf(weights[b * 4 + i] ?? 0);
    return value;
  });
}

/** Bits a weight where `packed` bytes of base 3 become `unpacked` bytes of two-bit codes: 8 packed / (4 unpacked). */
export function bitsOfRatio(packed: number, unpacked: number): number {
  return (8 * packed) / (4 * unpacked);
}

/**
 * Six-input look-up tables of a decoder of one byte: five weights of two bits are ten functions of eight inputs, four look-up tables each, whose
 * outputs the slice's own multiplexers join.
 */
export const decoderLuts = 2 * tritsPerByte * 4;

function codeOf(weight: number): number {
  switch (weight) {
    case 0: return 0;
    case 1: return 1;
    case -1: return 2;
    default: throw new RangeError(`a ternary weight is -1, 0 or 1, not ${weight}`);
  }
}

function weightOf(code: number): number {
  return code === 2 ? -1 : code;
}
