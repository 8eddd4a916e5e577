import { binaryExponent, decodeFloat, encodeFloat, floatFormat, fp16, fp32, type FloatFormat } from './float-format.js';

/** How a number that is stored beside codes becomes bits, and back. */
export interface Store {
  readonly name: string;
  readonly bits: number;
  /** The pattern nearest to x. */
  toBits(x: number): number;
  fromBits(pattern: number): number;
}

function floatStore(f: FloatFormat): Store {
  return { name: f.name, bits: 1 + f.exponentBits + f.mantissaBits, toBits: (x) => encodeFloat(f, x, 'saturate'), fromBits: (pattern) => decodeFloat(f, pattern) };
}

export const fp16Store: Store = floatStore(fp16);
export const fp32Store: Store = floatStore(fp32);

/** The OCP's E4M3: largest value 448, NaN but no infinity. */
export const e4m3: FloatFormat = floatFormat(4, 3, { specials: 'nan', name: 'e4m3' });
export const e4m3Store: Store = floatStore(e4m3);

/** The OCP's E8M0: a power of two, 2^(pattern - 127); 255 is NaN and never written. */
export const e8m0Store: Store = {
  name: 'e8m0', bits: 8,
  toBits: (x) => Math.min(254, Math.max(0, binaryExponent(x) + 127)),
  fromBits: (pattern) => (pattern === 255 ? NaN : 2 ** (pattern - 127)),
};

/** A whole number from 0. */
export function unsignedStore(bits: number): Store {
  return { name: `uint${bits}`, bits, toBits: (x) => Math.min(2 ** bits - 1, Math.max(0, Math.round(x))), fromBits: (pattern) => pattern };
}

/** A whole number in two's complement. */
export function signedStore(bits: number): Store {
  const half = 2 ** (bits - 1);
  return {
    name: `int${bits}`, bits,
    toBits: (x) => { const n = Math.min(half - 1, Math.max(-half, Math.round(x))); return n < 0 ? n + 2 * half : n; },
    fromBits: (pattern) => (pattern >= half ? pattern - 2 * half : pattern),
  };
}
