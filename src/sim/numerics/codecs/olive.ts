import { groupCount, patternsFor, type Codec, type Encoded, type Weights } from '../codec.js';
import { elementFormat, gridOf, type ElementFormat } from '../formats/element.js';
import { flint, signMagnitude, symmetricInteger } from '../formats/elements.js';
import { nearestIndex, rounder, type Rounder } from '../formats/rounding.js';
import { fp16Store, unsignedStore } from '../formats/scale-store.js';
import { once } from './grid.js';

/** Outliers: abfloat E2M1 in units where the normal range ends at 28 (int) or 32 (flint); magnitude 0 is not an outlier. */
const outlierMagnitudes = [48, 64, 96, 128, 192, 256, 384];
/** The pattern that neither normal grid uses: it marks a victim, so that its neighbour is read as an outlier. */
const victim = 8;
const largestNormal = 32;

/** A normal grid, with its outliers. */
interface Mode {
  readonly normal: ElementFormat;
  readonly outliers: ElementFormat;
  /** Ends of the normal range: scale = alpha / largest. */
  readonly largest: number;
  readonly values: Float64Array;
  readonly round: Rounder;
}

function times(format: ElementFormat, factor: number, name: string): ElementFormat {
  return elementFormat(name, format.bits, format.values.map((value) => value * factor));
}

function mode(normal: ElementFormat): Mode {
  const outliers = signMagnitude('olive4-outlier', 4, [NaN, ...outlierMagnitudes]);
  const both = gridOf(elementFormat('both', 5, [...normal.values, ...outliers.values]));
  // Of two equally near, the one later in "normal values ascending, then outliers": the outlier at a border, else the higher.
  const higher = rounder(both, 'higher');
  const last = both.values.findIndex((v) => v >= -largestNormal) - 1;
  const border = (both.values[last]! + both.values[last + 1]!) / 2;
  return { normal, outliers, largest: gridOf(normal).largest, values: both.values, round: (x) => (x === border ? last : higher(x)) };
}

/**
 * OliVe (Guo et al., ISCA 2023): 4 bits a weight in pairs; where one of a pair is an outlier, the other is given up (0) and its pattern
 * says so. Each group takes the mode (int or flint) and the clipping range of least error: alpha = p % of max|mean +- 3 sd|, p = 75, 77, .. 249.
 */
export function oliveCodec(): Codec {
  const modes = once(() => [mode(times(symmetricInteger(4), 4, 'olive4-int')), mode(times(flint(4), 2, 'olive4-flint'))] as const);
  return {
    name: 'olive4', summary: 'outlier-victim pairs: INT4 or flint4, an outlier takes the pattern of its neighbour, which becomes 0',
    source: 'OliVe, Guo et al., ISCA 2023; rules of its released quantiser', patternBits: 4, vectorLength: 1,
    group: { usual: 128, fixed: false },
    fields: [
      { name: 'scale', meaning: 'a weight is its code times this', per: 'group', count: 1, store: fp16Store },
      { name: 'mode', meaning: '0: int, 1: flint', per: 'group', count: 1, store: unsignedStore(1) },
    ],
    elements: () => [...modes().map((m) => m.normal), modes()[0].outliers],
    encode: (weights, groupSize) => encode(modes(), weights, groupSize),
    decode: (encoded) => codes(modes(), encoded).map((code, i) => code * encoded.fields['scale']![Math.floor(i / encoded.groupSize)]!),
    codes: (encoded) => codes(modes(), encoded),
    chosen: (encoded) => [...encoded.fields['mode']!].map((m) => (m === 0 ? 'int' : 'flint')),
  };
}

function encode(modes: readonly Mode[], weights: Weights, groupSize: number): Encoded {
  const groups = groupCount(weights.length, groupSize);
  const patterns = patternsFor(4, weights.length);
  const scale = new Float64Array(groups);
  const chosen = new Float64Array(groups);
  for (let g = 0; g < groups; g++) {
    const group = Float64Array.from(weights.subarray(g * groupSize, (g + 1) * groupSize));
    const best = searchGroup(modes, group);
    scale[g] = best.scale;
    chosen[g] = best.mode;
    patterns.set(patternsOfPairs(modes[best.mode]!, best.values), g * groupSize);
  }
  return { length: weights.length, groupSize, patterns, fields: { scale, mode: chosen } };
}

interface Found {
  readonly mode: number;
  readonly scale: number;
  readonly values: Float64Array;
}

function searchGroup(modes: readonly Mode[], group: Float64Array): Found {
  const range = threeSigma(group);
  let best: Found = { mode: 0, scale: 0, values: new Float64Array(group.length) };
  // A group without spread is all 0: nothing to search.
  let least = range === 0 ? 0 : Infinity;
  modes.forEach((m, index) => {
    for (let percent = 75; percent < 250; percent += 2) {
      const scale = (range * percent * 0.01) / m.largest;
      if (scale === 0) continue;
      const values = pairs(m, group, scale);
      const error = values.reduce((sum, value, i) => sum + (group[i]! - value * scale) ** 2, 0);
      if (error < least) {
        least = error;
        best = { mode: index, scale, values };
      }
    }
  });
  return best;
}

/** max(|mean + 3 sd|, |mean - 3 sd|), sd over n - 1. */
function threeSigma(group: Float64Array): number {
  const mean = group.reduce((a, b) => a + b, 0) / group.length;
  const variance = group.length < 2 ? 0 : group.reduce((sum, w) => sum + (w - mean) ** 2, 0) / (group.length - 1);
  const reach = 3 * Math.sqrt(variance);
  return Math.max(Math.abs(mean + reach), Math.abs(mean - reach));
}

/** The values of a group at a scale, with the victims at 0. A weight without a neighbour cannot be an outlier. */
function pairs(m: Mode, group: Float64Array, scale: number): Float64Array {
  const values = group.map((w) => m.values[m.round(w / scale)]!);
  for (let i = 0; i < values.length; i += 2) {
    if (i + 1 === values.length) values[i] = Math.min(m.largest, Math.max(-m.largest, values[i]!));
    else if (isOutlier(values[i]!)) values[i + 1] = 0;
    else if (isOutlier(values[i + 1]!)) values[i] = 0;
  }
  return values;
}

export function isOutlier(value: number): boolean {
  return Math.abs(value) > largestNormal;
}

function patternsOfPairs(m: Mode, values: Float64Array): Uint8Array {
  const normal = gridOf(m.normal);
  const outliers = gridOf(m.outliers);
  const patterns = Uint8Array.from(values, (v) => (isOutlier(v) ? outliers.patterns[nearestIndex(outliers, v, 'lower')]! : normal.patterns[nearestIndex(normal, v, 'lower')]!));
  values.forEach((v, i) => { if (isOutlier(v)) patterns[neighbour(i)] = victim; });
  return patterns;
}

function neighbour(i: number): number {
  return i % 2 === 0 ? i + 1 : i - 1;
}

function codes(modes: readonly Mode[], encoded: Encoded): Float64Array {
  const chosen = encoded.fields['mode']!;
  const { patterns, groupSize } = encoded;
  return Float64Array.from({ length: encoded.length }, (_, i) => {
    const group = Math.floor(i / groupSize);
    const m = modes[chosen[group]!]!;
    if (patterns[i] === victim) return 0;
    const other = group * groupSize + neighbour(i - group * groupSize);
    const isMarked = other < (group + 1) * groupSize && patterns[other] === victim;
    return (isMarked ? m.outliers : m.normal).values[patterns[i]!]!;
  });
}

/** Indices of outliers and of the weights that were given up for them, in the order of the tensor. */
export function outlierVictims(encoded: Encoded): { readonly outliers: readonly number[]; readonly victims: readonly number[] } {
  const victims = [...encoded.patterns.keys()].filter((i) => encoded.patterns[i] === victim);
  const outliers = victims.map((i) => { const start = Math.floor(i / encoded.groupSize) * encoded.groupSize; return start + neighbour(i - start); });
  return { outliers: outliers.sort((a, b) => a - b), victims };
}
