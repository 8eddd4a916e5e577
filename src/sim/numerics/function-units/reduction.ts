import { highestBit } from './highest-bit.js';
import type { PolynomialShape } from './polynomial.js';
import { isSigned, outputRange, realValue, type FunctionFormat } from './real-function.js';

/** Everything that a unit of one format may differ in. */
export interface UnitForm extends PolynomialShape {
  /**
   * `direct`: the polynomial takes the whole input. `reduced`: `exp` and `exp2` turn it into 2^-(i + t) and compute 2^-t; `sigmoid` and `silu`
   * compute one side of zero, from which the other follows.
   */
  readonly reduction: 'direct' | 'reduced';
  /** Bits of t, of a reduced `exp`; else 0. */
  readonly reducedBits: number;
  /** Fraction bits of the constant log2(e) that a reduced `exp` multiplies with; else 0. */
  readonly constantBits: number;
  /** Bits of the polynomial's result below the output, where a shift or sum follows it; they are rounded off last. */
  readonly extraBits: number;
  /** Whether products are made by DSP blocks or by adders. */
  readonly multiplier: 'dsp' | 'logic';
}

/** What stands before and behind the polynomial. */
export interface Reduction {
  /** Input bits of the polynomial. */
  readonly inputBits: number;
  /** The constant of a reduced `exp`, round(log2(e) 2^constantBits); null where there is none. */
  readonly constant: number | null;
  /** Bits dropped, rounded, behind the product with the constant. */
  readonly constantShift: number;
  /** Bits of i, by whose number the result is moved right; 0 where it is not. */
  readonly shiftBits: number;
}

/** Log2(e), by which e^-x = 2^-(x log2(e)). */
const log2e = Math.LOG2E;

/** The reduction of a form, or a text where the format has none of that kind. */
export function reductionOf({ function: name, inputBits, inputFractionBits }: FunctionFormat, form: UnitForm): Reduction | string {
  const none = { constant: null, constantShift: 0, shiftBits: 0 };
  if (form.reduction === 'direct') return { ...none, inputBits };
  switch (name) {
    case 'reciprocal':
    case 'reciprocal-square-root': return 'a mantissa is reduced already';
    case 'sigmoid':
    case 'silu': return { ...none, inputBits: inputBits - 1 };
    case 'exp2': return inputFractionBits < 1 || inputFractionBits >= inputBits ? 'the input has no whole part to shift by, or nothing else'
      : { ...none, inputBits: inputFractionBits, shiftBits: inputBits - inputFractionBits };
    case 'exp': {
      const constantShift = inputFractionBits + form.constantBits - form.reducedBits;
      if (form.reducedBits < 1) return 'there is no fraction to compute 2^-t of';
      if (form.constantBits < 0 || constantShift < 0) return 'the constant has fewer bits than the fraction asks for';
      const constant = Math.round(log2e * 2 ** form.constantBits);
      const most = Math.floor((constant * (2 ** inputBits - 1)) / 2 ** constantShift + 0.5);
      return { inputBits: form.reducedBits, constant, constantShift, shiftBits: Math.max(0, highestBit(most) + 1 - form.reducedBits) };
    }
  }
}

/** A function to be met by a polynomial, and what its results may be, in units of 2^-fractionBits. */
export interface PolynomialTask {
  readonly value: (u: number) => number;
  readonly fractionBits: number;
  readonly low: number;
  readonly high: number;
}

/** The function that the polynomial of a form computes: input `u` of `inputBits` bits, and the range of its results. */
export function polynomialTask(format: FunctionFormat, form: UnitForm, inputBits: number): PolynomialTask {
  const { function: name, inputFractionBits, outputFractionBits } = format;
  if (form.reduction === 'direct') {
    const middle = isSigned(name) ? 2 ** (inputBits - 1) : 0;
    return { value: (u) => realValue(format, u - middle), fractionBits: outputFractionBits, ...outputRange(format) };
  }
  const fractionBits = outputFractionBits + form.extraBits;
  const half = 2 ** (fractionBits - 1);
  const { high } = outputRange(format);
  switch (name) {
    case 'sigmoid': return { value: (u) => 1 / (1 + Math.exp(u * 2 ** -inputFractionBits)), fractionBits, low: high === 2 ** outputFractionBits ? 0 : 1, high: half };
    // The largest a / (1 + e^a) is 0.2785.
    case 'silu': return { value: (u) => (u * 2 ** -inputFractionBits) / (1 + Math.exp(u * 2 ** -inputFractionBits)), fractionBits, low: 0, high: Math.floor(half) };
    default: return { value: (u) => 2 ** -(u * 2 ** -inputBits), fractionBits, low: 0, high: highestBefore(high, form.extraBits, high === 2 ** outputFractionBits) };
  }
}

/** The highest number that rounding e bits off leaves at most `high`; exactly `high` with e zeros where that is 1. */
function highestBefore(high: number, e: number, isOne: boolean): number {
  return isOne ? high * 2 ** e : (high + 1) * 2 ** e - 1 - Math.floor(2 ** e / 2);
}

/** What an input makes of the polynomial's results: the output is floor((base + sign floor(P(index) scale)) / 2^extraBits), at most the highest one. */
export interface PolynomialUse {
  readonly index: number;
  readonly base: number;
  readonly sign: 1 | -1;
  /** 2^-i of a reduced `exp` or `exp2`. */
  readonly scale: number;
}

/** The output of a use, given the polynomial. */
export function outputOf({ index, base, sign, scale }: PolynomialUse, polynomial: (u: number) => number, extraScale: number, high: number): number {
  return Math.min(high, Math.floor((base + sign * Math.floor(polynomial(index) * scale)) * extraScale));
}

/** The use of a form, by input. */
export function polynomialUse(format: FunctionFormat, form: UnitForm): (x: number) => PolynomialUse {
  const { function: name, inputBits, inputFractionBits, outputFractionBits } = format;
  const middle = 2 ** (inputBits - 1);
  if (form.reduction === 'direct') {
    const offset = isSigned(name) ? middle : 0;
    return (x) => ({ index: x + offset, base: 0, sign: 1, scale: 1 });
  }
  const half = form.extraBits === 0 ? 0 : 2 ** (form.extraBits - 1);
  const magnitude = (x: number): number => Math.min(Math.abs(x), middle - 1);
  switch (name) {
    case 'sigmoid': return (x) => (x < 0 ? { index: magnitude(x), base: 0, sign: 1, scale: 1 } : { index: magnitude(x), base: 2 ** outputFractionBits, sign: -1, scale: 1 });
    case 'silu': {
      const aligned = 2 ** (outputFractionBits + form.extraBits - inputFractionBits);
      return (x) => ({ index: magnitude(x), base: Math.max(x, 0) * aligned + half, sign: -1, scale: 1 });
    }
    default: {
      const reduction = reductionOf(format, form) as Reduction;
      const t = 2 ** reduction.inputBits;
      const { constant, constantShift } = reduction;
      const round = constantShift === 0 ? 0 : 0.5;
      return (x) => {
        const z = constant === null ? x : Math.floor((x * constant) / 2 ** constantShift + round);
        const i = Math.floor(z / t);
        return { index: z - i * t, base: half, sign: 1, scale: 2 ** -i };
      };
    }
  }
}
