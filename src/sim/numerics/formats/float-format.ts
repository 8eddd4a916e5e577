import { elementFormat, type ElementFormat } from './element.js';

/**
 * A binary floating-point format ExMy: one sign bit, then exponent, then mantissa. With exponent field e and mantissa field m,
 * value = (-1)^sign * 2^(1 - bias - mantissaBits) * m for e = 0 (subnormal), else (-1)^sign * 2^(e - bias - mantissaBits) * (2^mantissaBits + m).
 */
export interface FloatFormat {
  readonly name: string;
  /** 0 to 8; without exponent bits every value is a subnormal, that is fixed point. */
  readonly exponentBits: number;
  /** 0 to 23. */
  readonly mantissaBits: number;
  readonly bias: number;
  /**
   * What the top of the range stands for. `none`: numbers. `nan`: all ones is NaN, the rest are numbers (the OCP's E4M3).
   * `ieee`: the top exponent holds infinity (mantissa 0) and NaN.
   */
  readonly specials: 'none' | 'nan' | 'ieee';
}

/** What a value beyond the largest finite one becomes; formats without infinity always saturate. */
export type Overflow = 'infinity' | 'saturate';

/** The usual bias: 2^(exponentBits - 1) - 1, and 0 without exponent bits (and for one of them). */
export function usualBias(exponentBits: number): number {
  return exponentBits === 0 ? 0 : 2 ** (exponentBits - 1) - 1;
}

/** The format ExMy with the usual bias unless told otherwise. Throws a RangeError outside of 0..8 exponent and 0..23 mantissa bits. */
export function floatFormat(exponentBits: number, mantissaBits: number, options: { readonly bias?: number; readonly specials?: FloatFormat['specials']; readonly name?: string } = {}): FloatFormat {
  if (!inRange(exponentBits, 8) || !inRange(mantissaBits, 23)) throw new RangeError(`a float has 0 to 8 exponent bits and 0 to 23 mantissa bits, not ${exponentBits} and ${mantissaBits}`);
  if (exponentBits + mantissaBits === 0) throw new RangeError('a float needs an exponent bit or a mantissa bit');
  const { bias = usualBias(exponentBits), specials = 'none', name = `e${exponentBits}m${mantissaBits}` } = options;
  if (!Number.isInteger(bias) || Math.abs(bias) > 512) throw new RangeError(`the bias of a float is a whole number between -512 and 512, not ${bias}`);
  if (specials === 'ieee' && (exponentBits < 2 || mantissaBits === 0)) throw new RangeError('infinities and NaN need two exponent bits and a mantissa bit');
  return { name, exponentBits, mantissaBits, bias, specials };
}

function inRange(bits: number, most: number): boolean {
  return Number.isInteger(bits) && bits >= 0 && bits <= most;
}

export function floatBits(f: FloatFormat): number {
  return 1 + f.exponentBits + f.mantissaBits;
}

/** The largest finite value. */
export function largestFinite(f: FloatFormat): number {
  return magnitudeOf(f, largestField(f));
}

/** Exponent and mantissa field, as one integer, of the largest finite value. */
function largestField(f: FloatFormat): number {
  const all = 2 ** (f.exponentBits + f.mantissaBits) - 1;
  if (f.specials === 'none') return all;
  return f.specials === 'nan' ? all - 1 : all - 2 ** f.mantissaBits;
}

/** Magnitude of a finite exponent and mantissa field. */
function magnitudeOf(f: FloatFormat, field: number): number {
  const hidden = 2 ** f.mantissaBits;
  const e = Math.floor(field / hidden);
  const m = field % hidden;
  return e === 0 ? m * 2 ** (1 - f.bias - f.mantissaBits) : (hidden + m) * 2 ** (e - f.bias - f.mantissaBits);
}

/** The number that a pattern stands for. */
export function decodeFloat(f: FloatFormat, pattern: number): number {
  const half = 2 ** (f.exponentBits + f.mantissaBits);
  const field = pattern % half;
  const sign = pattern >= half ? -1 : 1;
  if (field <= largestField(f)) return sign * magnitudeOf(f, field);
  return f.specials === 'ieee' && field === largestField(f) + 1 ? sign * Infinity : NaN;
}

/**
 * The pattern nearest to x, ties to even. Infinity stays infinite where the format has it and saturates elsewhere.
 * Throws a RangeError for NaN where the format has none: NaN never becomes a number.
 */
export function encodeFloat(f: FloatFormat, x: number, overflow: Overflow = 'infinity'): number {
  const half = 2 ** (f.exponentBits + f.mantissaBits);
  const sign = x < 0 || Object.is(x, -0) ? half : 0;
  if (Number.isNaN(x)) {
    if (f.specials === 'none') throw new RangeError(`${f.name} has no pattern for NaN`);
    return half - 1;
  }
  const most = largestField(f);
  const field = Number.isFinite(x) ? nearestField(f, Math.abs(x)) : Infinity;
  if (field <= most) return sign + field;
  return sign + (overflow === 'infinity' && f.specials === 'ieee' ? most + 1 : most);
}

/** Exponent and mantissa field nearest to a finite magnitude, ties to even; above the largest finite one where it does not fit. */
function nearestField(f: FloatFormat, magnitude: number): number {
  // Below the smallest normal number the step is that of the subnormals.
  const exponent = f.exponentBits === 0 ? 1 - f.bias : Math.max(binaryExponent(magnitude), 1 - f.bias);
  const units = roundHalfEven(magnitude / 2 ** (exponent - f.mantissaBits));
  const hidden = 2 ** f.mantissaBits;
  // A mantissa that rounds up to 2 * hidden carries into the exponent by itself; e - 1 because the hidden bit is in `units`.
  return f.exponentBits === 0 ? units : (exponent + f.bias - 1) * hidden + units;
}

/** x rounded to the format. */
export function roundToFloat(f: FloatFormat, x: number, overflow: Overflow = 'infinity'): number {
  return decodeFloat(f, encodeFloat(f, x, overflow));
}

/** All patterns of a format of at most 16 bits; those of infinity and NaN stand for no number here. */
export function elementOfFloat(f: FloatFormat): ElementFormat {
  const bits = floatBits(f);
  if (bits > 16) throw new RangeError(`${f.name} has ${bits} bits: too many to list its values`);
  return elementFormat(f.name, bits, Array.from({ length: 2 ** bits }, (_, pattern) => {
    const value = decodeFloat(f, pattern);
    return Number.isFinite(value) ? value : NaN;
  }));
}

const word = new DataView(new ArrayBuffer(8));

/** floor(log2(x)) of a positive finite number, exactly; -1075 for 0. */
export function binaryExponent(x: number): number {
  if (x === 0) return -1075;
  word.setFloat64(0, x);
  const field = (word.getUint16(0) >> 4) & 0x7ff;
  // A subnormal double: scaled into the normal range first.
  return field === 0 ? binaryExponent(x * 2 ** 64) - 64 : field - 1023;
}

/** The nearest integer, ties to even, of a number of magnitude below 2^51. */
export function roundHalfEven(x: number): number {
  // Adding 1.5 * 2^52 leaves no fraction bits, so that the addition itself rounds to the nearest even integer.
  return x + 6755399441055744 - 6755399441055744;
}

export const fp16: FloatFormat = floatFormat(5, 10, { specials: 'ieee', name: 'fp16' });
export const bf16: FloatFormat = floatFormat(8, 7, { specials: 'ieee', name: 'bf16' });
export const fp32: FloatFormat = floatFormat(8, 23, { specials: 'ieee', name: 'fp32' });
