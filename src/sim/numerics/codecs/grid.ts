import { groupCount, patternsFor, type Codec, type Encoded, type Field, type Patterns, type Weights } from '../codec.js';
import { gridOf, type ElementFormat } from '../formats/element.js';
import { rounder, type Rounder, type Ties } from '../formats/rounding.js';
import { fp16Store, type Store } from '../formats/scale-store.js';

/** A grid ready for encoding: scaled weights are rounded to its values. */
export interface RoundedGrid {
  readonly element: ElementFormat;
  readonly round: Rounder;
  /** Value and pattern of each index that `round` gives. */
  readonly values: Float64Array;
  readonly patterns: Uint16Array;
  readonly largest: number;
}

export function roundedGrid(element: ElementFormat, ties: Ties): RoundedGrid {
  const grid = gridOf(element);
  return { element, round: rounder(grid, ties), values: grid.values, patterns: grid.patterns, largest: grid.largest };
}

/** Largest magnitude of the weights from `from` to before `to`. */
export function largestMagnitude(weights: Weights, from: number, to: number): number {
  let largest = 0;
  for (let i = from; i < to; i++) {
    const magnitude = Math.abs(weights[i]!);
    if (magnitude > largest) largest = magnitude;
  }
  return largest;
}

/** Writes the patterns nearest to weight / scale. A scale of 0 (all weights 0, or too small to divide by) takes every weight as 0. */
export function roundGroup(grid: RoundedGrid, weights: Weights, from: number, to: number, scale: number, patterns: Patterns): void {
  const { round, patterns: written } = grid;
  const divisor = scale === 0 ? Infinity : scale;
  for (let i = from; i < to; i++) patterns[i] = written[round(weights[i]! / divisor)]!;
}

/** Sum of squared errors that `roundGroup` would make; above `limit` it may stop early. */
export function squaredError(grid: RoundedGrid, weights: Weights, from: number, to: number, scale: number, limit = Infinity): number {
  const { round, values } = grid;
  const divisor = scale === 0 ? Infinity : scale;
  let sum = 0;
  for (let i = from; i < to; i++) {
    const weight = weights[i]!;
    const error = weight - values[round(weight / divisor)]! * scale;
    sum += error * error;
    if (sum > limit) return sum;
  }
  return sum;
}

/** The scale of a group from its weights. */
export type ScaleRule = (grid: RoundedGrid, weights: Weights, from: number, to: number) => number;

/** The largest weight takes the largest value of the grid: scale = max|w| / max|g|. */
export const absmaxScale: ScaleRule = (grid, weights, from, to) => largestMagnitude(weights, from, to) / grid.largest;

/**
 * The scale of least mean square error among shrunken ranges: absmax times 1, 0.99, .. 0.2. The first of equals wins, so that clipping
 * must pay. (A search over clipping ranges, as GPTQ's and AWQ's.)
 */
export const searchedScale: ScaleRule = (grid, weights, from, to) => {
  const widest = absmaxScale(grid, weights, from, to);
  let best = widest;
  let least = squaredError(grid, weights, from, to, widest);
  for (let percent = 99; percent >= 20; percent--) {
    const scale = (widest * percent) / 100;
    const error = squaredError(grid, weights, from, to, scale, least);
    if (error < least) {
      least = error;
      best = scale;
    }
  }
  return best;
};

/** A format of one grid and one scale a group: value = code x scale. */
export interface GridCodec extends Codec {
  /** Encodes with scales that are given, one a group. */
  encodeWithScales(weights: Weights, groupSize: number, scales: Float64Array): Encoded;
  /** The same format with another rule for its scales. */
  withScaleRule(rule: ScaleRule, suffix: string, how: string): GridCodec;
}

export interface GridCodecParts {
  readonly name: string;
  readonly summary: string;
  readonly source: string;
  readonly element: () => ElementFormat;
  readonly ties?: Ties;
  readonly usualGroup?: number;
  readonly fixedGroup?: boolean;
  readonly scaleRule?: ScaleRule;
  readonly scaleStore?: Store;
}

export function gridCodec(parts: GridCodecParts): GridCodec {
  const { name, summary, source, ties = 'lower', usualGroup = 128, fixedGroup = false, scaleRule = absmaxScale, scaleStore = fp16Store } = parts;
  const element = once(parts.element);
  const grid = once(() => roundedGrid(element(), ties));
  const field: Field = { name: 'scale', meaning: 'a weight is its code times this', per: 'group', count: 1, store: scaleStore };
  const encodeWithScales = (weights: Weights, groupSize: number, scales: Float64Array): Encoded => {
    const patterns = patternsFor(element().bits, weights.length);
    scales.forEach((scale, g) => { roundGroup(grid(), weights, g * groupSize, (g + 1) * groupSize, scale, patterns); });
    return { length: weights.length, groupSize, patterns, fields: { scale: scales } };
  };
  return {
    name, summary, source, vectorLength: 1,
    get patternBits() { return element().bits; },
    group: { usual: usualGroup, fixed: fixedGroup },
    fields: [field],
    elements: () => [element()],
    encode: (weights, groupSize) => encodeWithScales(weights, groupSize, Float64Array.from({ length: groupCount(weights.length, groupSize) }, (_, g) => scaleRule(grid(), weights, g * groupSize, (g + 1) * groupSize))),
    encodeWithScales,
    decode: (encoded) => scaled(valuesOf(element(), encoded), encoded),
    codes: (encoded) => valuesOf(element(), encoded),
    withScaleRule: (rule, suffix, how) => gridCodec({ ...parts, scaleRule: rule, name: `${name}-${suffix}`, summary: `${summary}; ${how}` }),
  };
}

/** The value of every pattern. */
export function valuesOf(element: ElementFormat, encoded: Encoded): Float64Array {
  const { patterns, length } = encoded;
  const { values } = element;
  const result = new Float64Array(length);
  for (let i = 0; i < length; i++) result[i] = values[patterns[i]!]!;
  return result;
}

/** Codes times the scale of their group, in place. */
export function scaled(codes: Float64Array, encoded: Encoded): Float64Array {
  const scales = encoded.fields['scale']!;
  const { groupSize } = encoded;
  for (let g = 0; g < scales.length; g++) {
    const scale = scales[g]!;
    for (let i = g * groupSize; i < (g + 1) * groupSize; i++) codes[i] = codes[i]! * scale;
  }
  return codes;
}

/** Makes a value when it is first asked for. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
