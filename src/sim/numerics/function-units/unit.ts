import { fitSegments, leastRestBits, polynomialResult, quantizedPolynomial, type PiecewisePolynomial, type RealFit, type TabulatedPolynomial } from './polynomial.js';
import { isSigned, outputRange, type FunctionFormat } from './real-function.js';
import { outputOf, polynomialTask, polynomialUse, reductionOf, type UnitForm } from './reduction.js';

/** A unit: a format, a form, and the polynomial of that form. */
export interface FunctionUnit {
  readonly format: FunctionFormat;
  readonly form: UnitForm;
  readonly polynomial: PiecewisePolynomial;
}

/** Where fits of one function are kept while many forms of it are tried: they depend on neither guard nor extra bits. */
export interface FitStore {
  readonly values: Map<string, Float64Array>;
  readonly fits: Map<string, RealFit>;
}

export function createFitStore(): FitStore {
  return { values: new Map(), fits: new Map() };
}

/** The unit of a form, or a text that says why there is none. */
export function makeUnit(format: FunctionFormat, form: UnitForm, store?: FitStore): FunctionUnit | string {
  const made = makePolynomial(format, form, store);
  return typeof made === 'string' ? made : { format, form, polynomial: made.polynomial };
}

/** The polynomial of a form with its results, or a text that says why there is none. It does not depend on the constant of a reduced `exp`, but for its legality. */
export function makePolynomial(format: FunctionFormat, form: UnitForm, store: FitStore = createFitStore()): TabulatedPolynomial | string {
  const reduction = reductionOf(format, form);
  if (typeof reduction === 'string') return reduction;
  const { inputBits } = reduction;
  const isDirect = form.reduction === 'direct';
  if (inputBits - form.segmentBits < leastRestBits(form.degree)) return 'segments have fewer points than their polynomials have coefficients';
  if (form.degree === 0 && form.guardBits > 0) return 'a table makes no sums';
  if (isDirect && form.extraBits > 0) return 'nothing follows the polynomial';
  if (format.function === 'sigmoid' && form.extraBits > 0) return 'nothing is rounded behind the polynomial';
  if (!isDirect && format.function === 'silu' && format.outputFractionBits + form.extraBits < format.inputFractionBits) return 'the sum with the input would drop bits';
  const task = polynomialTask(format, form, inputBits);
  const key = `${form.reduction} ${inputBits}`;
  const values = stored(store.values, key, () => tabulated(2 ** inputBits, task.value));
  const fit = stored(store.fits, `${key} ${form.segmentBits} ${form.degree}`, () => fitSegments({ inputBits, values }, form.segmentBits, form.degree));
  return quantizedPolynomial({ ...task, inputBits, values }, fit, form) ?? 'no constant keeps all results in their range';
}

/** A function's values from 0 on. */
export function tabulated(count: number, value: (i: number) => number): Float64Array {
  const values = new Float64Array(count);
  for (let i = 0; i < count; i++) values[i] = value(i);
  return values;
}

function stored<T>(map: Map<string, T>, key: string, make: () => T): T {
  let found = map.get(key);
  if (found === undefined) map.set(key, found = make());
  return found;
}

/**
 * The output for an input, both whole numbers of the format, bit for bit as the Verilog gives it. P is the polynomial, e its extra bits, f and g the
 * fraction bits of input and output:
 *
 *   direct         P(x), or P(x + 2^(n - 1)) where x is signed
 *   exp            z = floor(x K / 2^s + 1/2), t its reduced bits, i those above: floor(floor(P(t) / 2^i) / 2^e + 1/2)
 *   exp2           the same with z = x
 *   sigmoid        P(m), or 2^g - P(m) where x >= 0; m = min(|x|, 2^(n - 1) - 1)
 *   silu           floor((max(x, 0) 2^(g + e - f) - P(m)) / 2^e + 1/2), at most 2^(outputBits - 1) - 1
 */
export function unitResult(unit: FunctionUnit, x: number): number {
  const { high } = outputRange(unit.format);
  return outputOf(polynomialUse(unit.format, unit.form)(x), (u) => polynomialResult(unit.polynomial, u), 2 ** -unit.form.extraBits, high);
}

/** Results for all inputs of the width, in the order of their patterns: of a signed input 0, 1, ..., then the negative ones. */
export function allResults({ format, form, polynomial }: FunctionUnit): Float64Array {
  const { high } = outputRange(format);
  const table = tabulated(2 ** polynomial.inputBits, (u) => polynomialResult(polynomial, u));
  const use = polynomialUse(format, form);
  return tabulated(2 ** format.inputBits, (pattern) => outputOf(use(inputOfPattern(format, pattern)), (u) => table[u]!, 2 ** -form.extraBits, high));
}

/** The input that a bit pattern stands for. */
export function inputOfPattern({ function: name, inputBits }: FunctionFormat, pattern: number): number {
  return isSigned(name) && pattern >= 2 ** (inputBits - 1) ? pattern - 2 ** inputBits : pattern;
}
