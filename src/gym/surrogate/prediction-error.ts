/** How far predictions are from the truth. */
export interface PredictionError {
  /** Root of the mean squared relative error, sqrt(mean(((p - t) / t)^2)), over the truths that are not 0; null where there are none. */
  readonly rmspe: number | null;
  /** Truths that are 0, and have no relative error. */
  readonly zeros: number;
  /** 1 - sum((p - t)^2) / sum((t - mean t)^2), of the tested values, so that it may be negative; null where these are all equal. */
  readonly r2: number | null;
  /** The same of the logarithms; null where not all values are above 0. */
  readonly r2Log: number | null;
  /** Pearson's correlation of the ranks, ties having their mean rank (Spearman, American Journal of Psychology 15, 1904); null where one side has no order. */
  readonly spearman: number | null;
}

export function predictionError(predicted: Float64Array, truth: Float64Array): PredictionError {
  let [sum, zeros] = [0, 0];
  for (let i = 0; i < truth.length; i++) {
    if (truth[i] === 0) zeros++;
    else sum += ((predicted[i]! - truth[i]!) / truth[i]!) ** 2;
  }
  const arePositive = truth.length > 0 && truth.every((one) => one > 0) && predicted.every((one) => one > 0);
  return {
    rmspe: truth.length > zeros ? Math.sqrt(sum / (truth.length - zeros)) : null, zeros,
    r2: determination(predicted, truth), r2Log: arePositive ? determination(predicted.map(Math.log), truth.map(Math.log)) : null,
    spearman: correlation(ranks(predicted), ranks(truth)),
  };
}

function determination(predicted: Float64Array, truth: Float64Array): number | null {
  const mean = meanOf(truth);
  let [left, all] = [0, 0];
  for (let i = 0; i < truth.length; i++) {
    left += (predicted[i]! - truth[i]!) ** 2;
    all += (truth[i]! - mean) ** 2;
  }
  return all > 0 ? 1 - left / all : null;
}

function correlation(a: Float64Array, b: Float64Array): number | null {
  const [meanA, meanB] = [meanOf(a), meanOf(b)];
  let [both, onlyA, onlyB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    both += (a[i]! - meanA) * (b[i]! - meanB);
    onlyA += (a[i]! - meanA) ** 2;
    onlyB += (b[i]! - meanB) ** 2;
  }
  return onlyA > 0 && onlyB > 0 ? both / Math.sqrt(onlyA * onlyB) : null;
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, one) => sum + one, 0) / values.length;
}

/** Places in ascending order from 1 on; equal values share the mean of theirs. */
export function ranks(values: Float64Array): Float64Array {
  const order = Int32Array.from(values.keys()).sort((a, b) => values[a]! - values[b]!);
  const places = new Float64Array(values.length);
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    for (let i = from; i < to; i++) places[order[i]!] = (from + 1 + to) / 2;
    from = to;
  }
  return places;
}
