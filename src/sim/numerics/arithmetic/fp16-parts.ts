/** The parts of an FP16 pattern: value = (-1)^sign * mantissa * 2^(exponent - 25), with the hidden bit of normal numbers in the 11-bit mantissa. */
export interface Fp16Parts {
  readonly sign: 0 | 1;
  /** 1 to 30; subnormal numbers have 1, as the smallest normal ones. */
  readonly exponent: number;
  /** 0 to 2047. */
  readonly mantissa: number;
}

/** Takes an FP16 pattern apart. Throws a RangeError for infinities and NaN. */
export function fp16Parts(pattern: number): Fp16Parts {
  const field = (pattern >>> 10) & 31;
  if (field === 31) throw new RangeError('infinities and NaN have no place in a sum');
  const fraction = pattern & 1023;
  return { sign: pattern >>> 15 === 1 ? 1 : 0, exponent: Math.max(field, 1), mantissa: field === 0 ? fraction : fraction + 1024 };
}
