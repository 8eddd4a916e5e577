/** A binary floating-point format by its fields; the hidden bit is not among them. */
export interface FloatFormat {
  readonly name: string;
  readonly exponentBits: number;
  readonly mantissaBits: number;
}

export const fp32: FloatFormat = { name: 'FP32', exponentBits: 8, mantissaBits: 23 };
export const fp16: FloatFormat = { name: 'FP16', exponentBits: 5, mantissaBits: 10 };
export const bf16: FloatFormat = { name: 'BF16', exponentBits: 8, mantissaBits: 7 };
export const fp8e4m3: FloatFormat = { name: 'FP8 E4M3', exponentBits: 4, mantissaBits: 3 };
export const fp8e5m2: FloatFormat = { name: 'FP8 E5M2', exponentBits: 5, mantissaBits: 2 };

/** Bits of the significand with its hidden bit: p. */
export function significandBits({ mantissaBits }: FloatFormat): number {
  return mantissaBits + 1;
}

/** Bits of a number: sign, exponent, mantissa. */
export function storedBits({ exponentBits, mantissaBits }: FloatFormat): number {
  return 1 + exponentBits + mantissaBits;
}
