import { outputRange, realValue, type FunctionFormat } from './real-function.js';
import { polynomialUse, type UnitForm } from './reduction.js';
import { inputOfPattern, tabulated, type FunctionUnit } from './unit.js';
import { polynomialResult } from './polynomial.js';

/** How far a unit is from its function, over all inputs of its width. */
export interface UnitError {
  /** The largest |output - value|, in ulp: units of the last place of the output. */
  readonly worst: number;
  /** An input that has it, the first in the order of patterns. */
  readonly worstAt: number;
  /** The mean |output - value| in ulp. */
  readonly mean: number;
}

/** Real values of a format times 2^outputFractionBits, for all patterns: what outputs are compared with. */
export function scaledValues(format: FunctionFormat): Float64Array {
  return tabulated(2 ** format.inputBits, (pattern) => realValue(format, inputOfPattern(format, pattern)) * 2 ** format.outputFractionBits);
}

/** The error of a unit by trying every input. */
export function unitError({ format, form, polynomial }: FunctionUnit): UnitError {
  return errorOver(allInputs(format, form), scaledValues(format), tabulated(2 ** polynomial.inputBits, (u) => polynomialResult(polynomial, u)));
}

/** All inputs of a form as arrays, by pattern: what each makes of the polynomial (`PolynomialUse`). Units of one form share them. */
export interface AllInputs {
  readonly format: FunctionFormat;
  readonly extraScale: number;
  readonly index: Int32Array;
  readonly base: Float64Array;
  readonly sign: Int8Array;
  readonly scale: Float64Array;
}

export function allInputs(format: FunctionFormat, form: UnitForm): AllInputs {
  const count = 2 ** format.inputBits;
  const all = { format, extraScale: 2 ** -form.extraBits, index: new Int32Array(count), base: new Float64Array(count), sign: new Int8Array(count), scale: new Float64Array(count) };
  const use = polynomialUse(format, form);
  for (let pattern = 0; pattern < count; pattern++) {
    const { index, base, sign, scale } = use(inputOfPattern(format, pattern));
    all.index[pattern] = index;
    all.base[pattern] = base;
    all.sign[pattern] = sign;
    all.scale[pattern] = scale;
  }
  return all;
}

/** The error over all inputs, given the polynomial's results and the values to meet. */
export function errorOver({ format, extraScale, index, base, sign, scale }: AllInputs, values: Float64Array, results: Float64Array): UnitError {
  const { high } = outputRange(format);
  let [worst, at, sum] = [-1, 0, 0];
  for (let pattern = 0; pattern < index.length; pattern++) {
    const output = Math.floor((base[pattern]! + sign[pattern]! * Math.floor(results[index[pattern]!]! * scale[pattern]!)) * extraScale);
    const error = Math.abs((output > high ? high : output) - values[pattern]!);
    sum += error;
    if (error > worst) [worst, at] = [error, pattern];
  }
  return { worst, worstAt: inputOfPattern(format, at), mean: sum / index.length };
}
