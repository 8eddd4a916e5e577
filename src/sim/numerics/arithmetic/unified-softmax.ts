/** A part of an attention row: numerator sum of exp(x - reference) * v, and denominator sum of exp(x - reference). */
export interface SoftmaxPartial {
  readonly numerator: number;
  readonly denominator: number;
}

export interface UnifiedMaximum {
  /** What is subtracted from every logit, whatever the row's maximum is. */
  readonly phi: number;
  /** Logits with x - phi <= low or >= high are out of range. */
  readonly low: number;
  readonly high: number;
  /** Slices of equal length that are computed independently; the last may be shorter. */
  readonly partials: number;
}

export interface UnifiedSoftmax {
  readonly partials: readonly SoftmaxPartial[];
  /** Sum of numerators over sum of denominators: the result where nothing is out of range. */
  readonly unified: number;
  /** Places of logits out of range. */
  readonly outOfRange: readonly number[];
  /** Whether any is, so that the row is computed again with synchronised partials. */
  readonly recompute: boolean;
  /** The result after the rule. */
  readonly y: number;
}

/**
 * softmax(x) . v with a unified maximum (FlashDecoding++): the partials of slices need no rescaling against each other, and the row is recomputed
 * by the synchronised form where any logit is out of range. The rule is that of the text (x - phi <= a or >= b); the paper's worked figure recomputes
 * only for one of the logits that meet it. Throws a RangeError unless x and v have the same length and there is a partial.
 */
export function unifiedSoftmax(x: Float64Array, v: Float64Array, { phi, low, high, partials: count }: UnifiedMaximum): UnifiedSoftmax {
  const partials = slices(x, v, count).map(([xs, vs]) => partialOf(xs, vs, phi));
  const unified = combined(partials);
  const outOfRange = [...x.keys()].filter((i) => x[i]! - phi <= low || x[i]! - phi >= high);
  const recompute = outOfRange.length > 0;
  return { partials, unified, outOfRange, recompute, y: recompute ? synchronisedSoftmax(x, v, count) : unified };
}

/** softmax(x) . v by partials that carry their maximum: each further slice rescales what has been summed (FlashDecoding). */
export function synchronisedSoftmax(x: Float64Array, v: Float64Array, count: number): number {
  let largest = -Infinity;
  let numerator = 0;
  let denominator = 0;
  for (const [xs, vs] of slices(x, v, count)) {
    if (xs.length === 0) continue;
    const next = Math.max(largest, largestOf(xs));
    const rescale = Math.exp(largest - next);
    const partial = partialOf(xs, vs, next);
    numerator = numerator * rescale + partial.numerator;
    denominator = denominator * rescale + partial.denominator;
    largest = next;
  }
  return numerator / denominator;
}

/** softmax(x) . v with the maximum of the whole row subtracted. */
export function safeSoftmax(x: Float64Array, v: Float64Array): number {
  return combined([partialOf(x, v, largestOf(x))]);
}

function slices(x: Float64Array, v: Float64Array, count: number): [Float64Array, Float64Array][] {
  if (x.length !== v.length) throw new RangeError(`${x.length} logits do not meet ${v.length} values`);
  if (!(Number.isInteger(count) && count > 0)) throw new RangeError(`a row is cut into a whole number of partials, not ${count}`);
  const length = Math.ceil(x.length / count);
  return Array.from({ length: count }, (_, j) => [x.subarray(j * length, (j + 1) * length), v.subarray(j * length, (j + 1) * length)]);
}

function partialOf(x: Float64Array, v: Float64Array, reference: number): SoftmaxPartial {
  let numerator = 0;
  let denominator = 0;
  x.forEach((logit, i) => {
    const weight = Math.exp(logit - reference);
    numerator += weight * v[i]!;
    denominator += weight;
  });
  return { numerator, denominator };
}

function combined(partials: readonly SoftmaxPartial[]): number {
  return partials.reduce((sum, p) => sum + p.numerator, 0) / partials.reduce((sum, p) => sum + p.denominator, 0);
}

function largestOf(x: Float64Array): number {
  return x.reduce((largest, value) => Math.max(largest, value), -Infinity);
}
