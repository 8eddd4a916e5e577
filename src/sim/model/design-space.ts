import { InputError, problem, type Problem } from '../core/diagnostics.js';
import { suggestion } from '../core/near-name.js';
import { quote } from '../core/quote.js';
import type { Rng } from '../core/rng.js';

export type ParameterValue = number | string | boolean;

/** One of a few values without an order. */
export interface CategoricalParameter { readonly type: 'categorical'; readonly name: string; readonly values: readonly ParameterValue[] }
/** One of a few values whose order means something. */
export interface OrdinalParameter { readonly type: 'ordinal'; readonly name: string; readonly values: readonly ParameterValue[] }
/** `log`: equal ratios are equal steps, for magnitudes; `low` is then more than 0. */
export type Scale = 'linear' | 'log';
/** A whole number in [low, high]. */
export interface IntegerParameter { readonly type: 'integer'; readonly name: string; readonly low: number; readonly high: number; readonly scale: Scale }
/** A number in [low, high]. */
export interface RealParameter { readonly type: 'real'; readonly name: string; readonly low: number; readonly high: number; readonly scale: Scale }
export type Parameter = CategoricalParameter | OrdinalParameter | IntegerParameter | RealParameter;

/** What a search may choose: every parameter, on its own, any of its values. */
export interface DesignSpace { readonly parameters: readonly Parameter[] }

/** One point of a space, one number a parameter in its order: the value of an integer or real one, the index of an ordinal or categorical value. */
export type Design = readonly number[];

/** The values of a design by the names of their parameters. */
export type DesignValues = Readonly<Record<string, ParameterValue>>;

/** Values of a parameter; null for a real one, rounded beyond 2^53. */
export function valueCount(parameter: Parameter): number | null {
  switch (parameter.type) {
    case 'categorical': case 'ordinal': return parameter.values.length;
    case 'integer': return parameter.high - parameter.low + 1;
    case 'real': return null;
  }
}

/** Designs of a space: exact up to 2^53, rounded beyond, null where a parameter is real. */
export function spaceSize(space: DesignSpace): number | null {
  let size = 1;
  for (const parameter of space.parameters) {
    const count = valueCount(parameter);
    if (count === null) return null;
    size *= count;
  }
  return size;
}

export function isInSpace(space: DesignSpace, design: Design): boolean {
  return design.length === space.parameters.length && space.parameters.every((parameter, i) => isCode(parameter, design[i]!));
}

function isCode(parameter: Parameter, code: number): boolean {
  switch (parameter.type) {
    case 'categorical': case 'ordinal': return Number.isInteger(code) && code >= 0 && code < parameter.values.length;
    case 'integer': return Number.isInteger(code) && code >= parameter.low && code <= parameter.high;
    case 'real': return code >= parameter.low && code <= parameter.high;
  }
}

/** The values of a design by name. The design must be of the space. */
export function valuesOf(space: DesignSpace, design: Design): DesignValues {
  return Object.fromEntries(space.parameters.map((parameter, i) => [parameter.name, valueOf(parameter, design[i]!)]));
}

export function valueOf(parameter: Parameter, code: number): ParameterValue {
  return parameter.type === 'categorical' || parameter.type === 'ordinal' ? parameter.values[code]! : code;
}

/** The design with these values. Throws every unknown, missing or illegal one (`design/...`). */
export function designFrom(space: DesignSpace, values: Readonly<Record<string, unknown>>): Design {
  const problems: Problem[] = [];
  const names = space.parameters.map(({ name }) => name);
  for (const name of Object.keys(values)) {
    if (!names.includes(name)) problems.push(problem('design/unknown-parameter', `the space has no parameter ${quote(name)}`, { remedy: suggestion(name, names) }));
  }
  const design = space.parameters.map((parameter) => {
    if (!Object.hasOwn(values, parameter.name)) {
      problems.push(problem('design/missing-parameter', `the design has no value of ${quote(parameter.name)}`, { remedy: `add one: ${legalText(parameter)}` }));
      return 0;
    }
    const value = values[parameter.name];
    const code = parameter.type === 'categorical' || parameter.type === 'ordinal' ? parameter.values.indexOf(value as ParameterValue) : typeof value === 'number' ? value : NaN;
    if (isCode(parameter, code)) return code === 0 ? 0 : code;
    problems.push(problem('design/illegal-value', `${quote(parameter.name)} must be ${legalText(parameter)}, got ${typeof value === 'string' ? quote(value) : String(value)}`));
    return 0;
  });
  if (problems.length > 0) throw new InputError(problems);
  return design;
}

function legalText(parameter: Parameter): string {
  if (parameter.type === 'integer' || parameter.type === 'real') return `${parameter.type === 'integer' ? 'an integer' : 'a number'} from ${parameter.low} to ${parameter.high}`;
  const shown = parameter.values.slice(0, 12).map((value) => (typeof value === 'string' ? quote(value) : String(value))).join(', ');
  return parameter.values.length > 12 ? `one of ${parameter.values.length} values: ${shown}, …` : `one of ${shown}`;
}

/**
 * Where a value lies on [0, 1], so that agents can treat all parameters alike. A real value by its scale; a discrete one gets the middle of
 * its bin: all bins are equally wide, and those of an integer on a log scale are as wide as the logarithm has them.
 */
export function toUnit(parameter: Parameter, code: number): number {
  switch (parameter.type) {
    case 'categorical': case 'ordinal': return (code + 0.5) / parameter.values.length;
    case 'integer': {
      const { low, high, scale } = parameter;
      return scale === 'linear' ? (code - low + 0.5) / (high - low + 1) : Math.log(code / (low - 0.5)) / Math.log((high + 0.5) / (low - 0.5));
    }
    case 'real': {
      const { low, high, scale } = parameter;
      if (low === high) return 0.5;
      return scale === 'linear' ? (code - low) / (high - low) : Math.log(code / low) / Math.log(high / low);
    }
  }
}

/** The value whose place on [0, 1] this is; numbers outside are taken as the nearer end. Inverse of `toUnit`: exact for discrete parameters of up to 10^9 values. */
export function fromUnit(parameter: Parameter, unit: number): number {
  const u = Math.min(1, Math.max(0, unit));
  switch (parameter.type) {
    case 'categorical': case 'ordinal': return Math.min(parameter.values.length - 1, Math.floor(u * parameter.values.length));
    case 'integer': {
      const { low, high, scale } = parameter;
      const value = scale === 'linear' ? low + Math.floor(u * (high - low + 1)) : Math.round((low - 0.5) * ((high + 0.5) / (low - 0.5)) ** u);
      return Math.min(high, Math.max(low, value));
    }
    case 'real': {
      const { low, high, scale } = parameter;
      return Math.min(high, Math.max(low, scale === 'linear' ? low + u * (high - low) : low * (high / low) ** u));
    }
  }
}

/** A design drawn uniformly: each value of a discrete parameter is as likely as any other, real ones and integers by their scale. */
export function sampleDesign(space: DesignSpace, rng: Rng): Design {
  return space.parameters.map((parameter) => sampleCode(parameter, rng));
}

export function sampleCode(parameter: Parameter, rng: Rng): number {
  // A number of the generator has 32 random bits: a wide range takes 21 more.
  const isWide = parameter.type === 'integer' && parameter.high - parameter.low >= 2 ** 24;
  return fromUnit(parameter, isWide ? rng.next() + Math.floor(rng.next() * 2 ** 21) / 2 ** 53 : rng.next());
}

/** The design at a place of the order of `enumerate`: parameters are digits, the last one running fastest. For spaces of up to 2^53 designs. */
export function designAt(space: DesignSpace, index: number): Design {
  const { parameters } = space;
  const design = new Array<number>(parameters.length).fill(0);
  let rest = index;
  for (let i = parameters.length - 1; i >= 0; i--) {
    const parameter = parameters[i]!;
    const count = valueCount(parameter);
    if (count === null) throw new RangeError(`the designs of a space with the real parameter ${parameter.name} have no numbers`);
    design[i] = (rest % count) + (parameter.type === 'integer' ? parameter.low : 0);
    rest = Math.floor(rest / count);
  }
  return design;
}

/** Every design of a space without real parameters, the last parameter running fastest. */
export function* enumerate(space: DesignSpace): Generator<Design> {
  const size = spaceSize(space);
  if (size === null || size > Number.MAX_SAFE_INTEGER) throw new RangeError('a space with real parameters, or more than 2^53 designs, cannot be enumerated');
  for (let index = 0; index < size; index++) yield designAt(space, index);
}

/**
 * The designs one step away, in the order of the parameters: every other value of a categorical parameter; the next lower and higher of an
 * ordinal or integer one; for reals, and for integers where it reaches further than 1, also `step` down and up on [0, 1].
 */
export function neighbours(space: DesignSpace, design: Design, step = 0.05): Design[] {
  return space.parameters.flatMap((parameter, i) => nearCodes(parameter, design[i]!, step).map((code) => design.with(i, code)));
}

function nearCodes(parameter: Parameter, code: number, step: number): number[] {
  const steps = (): number[] => [toUnit(parameter, code) - step, toUnit(parameter, code) + step].map((unit) => fromUnit(parameter, unit));
  const others = (codes: readonly number[]): number[] => [...new Set(codes)].filter((other) => other !== code && isCode(parameter, other));
  switch (parameter.type) {
    case 'categorical': return others(parameter.values.map((_, index) => index));
    case 'ordinal': return others([code - 1, code + 1]);
    case 'integer': return others([code - 1, code + 1, ...steps()]);
    case 'real': return others(steps());
  }
}

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/**
 * A short text that two designs of a space share only if they are equal: the numbers where all are whole, else the bits of each in eleven characters. Writing
 * a double as a decimal would take longer than many an evaluation.
 */
export function designKey(design: Design): string {
  if (design.every(Number.isInteger)) return design.join(',');
  let key = '~';
  for (let i = 0; i < design.length; i++) {
    // 0 and -0 are the same design.
    double[0] = design[i]! + 0;
    const [a, b] = [words[0]!, words[1]!];
    key += String.fromCharCode(
      digitOf(a), digitOf(a >>> 6), digitOf(a >>> 12), digitOf(a >>> 18), digitOf(a >>> 24), digitOf((a >>> 30) | (b << 2)),
      digitOf(b >>> 4), digitOf(b >>> 10), digitOf(b >>> 16), digitOf(b >>> 22), digitOf(b >>> 28),
    );
  }
  return key;
}

/** The character code of six bits. */
function digitOf(bits: number): number {
  return digits.charCodeAt(bits & 63);
}

/** What is wrong with a space: parameters of one name, without values, with a value twice, or with a range that is none. `at` is the pointer of its parameters. */
export function spaceProblems(space: DesignSpace, at = ''): Problem[] {
  const names = space.parameters.map(({ name }) => name);
  return space.parameters.flatMap((parameter, i) => [
    ...(names.indexOf(parameter.name) < i ? [problem('space/name-twice', `${quote(parameter.name)} is the name of two parameters`, { pointer: `${at}/${i}/name` })] : []),
    ...parameterProblems(parameter, `${at}/${i}`),
  ]);
}

function parameterProblems(parameter: Parameter, at: string): Problem[] {
  const name = quote(parameter.name);
  if (parameter.type === 'categorical' || parameter.type === 'ordinal') {
    const details = { pointer: `${at}/values` };
    if (parameter.values.length === 0) return [problem('space/no-values', `${name} has no values`, details)];
    return new Set(parameter.values).size < parameter.values.length ? [problem('space/value-twice', `${name} has a value twice`, details)] : [];
  }
  const { low, high, scale, type } = parameter;
  const details = { pointer: `${at}/low` };
  if (!(low <= high) || !Number.isFinite(high - low)) return [problem('space/empty-range', `${name} has the range ${low} to ${high}: low must not be above high`, details)];
  const problems: Problem[] = [];
  if (scale === 'log' && low <= 0) problems.push(problem('space/log-of-zero', `${name} has a log scale and begins at ${low}: low must be more than 0`, details));
  if (type === 'integer' && !(Number.isSafeInteger(low) && Number.isSafeInteger(high) && Number.isSafeInteger(high - low + 1))) {
    problems.push(problem('space/not-integer', `${name} is an integer from ${low} to ${high}: both must be integers, less than 2^53 apart`, details));
  }
  return problems;
}
