import { notModelled, type NotModelled } from '../../sim/core/estimate.js';

/** A model quantised to a format: the weight error of the format and the perplexity that was published. */
export interface Pair {
  readonly model: string;
  readonly format: string;
  /** Normalised mean square error of the weights. */
  readonly nmse: number;
  readonly perplexity: number;
  /** Perplexity of the model before quantisation. */
  readonly baseline: number;
}

/**
 * Smallest increase of perplexity that the fit believes: the published INT6 rows move by up to 0.11 in the wrong direction, so that smaller
 * differences say nothing about a format.
 */
export const smallestIncrease = 0.1;

/** Largest ln(PPL / PPL16) that the fit takes and that a prediction may reach: above it a model breaks down, and no law of small errors holds. */
export const largestLogIncrease = 1;

/** How strongly a model reacts: ln(PPL / PPL16) per unit of weight error. */
export interface Sensitivity {
  readonly model: string;
  readonly coefficient: number;
  /** Published pairs behind it. */
  readonly pairs: number;
  /** Largest weight error among them: the law is not carried further. */
  readonly largestNmse: number;
}

export interface Regression {
  readonly sensitivities: readonly Sensitivity[];
  readonly pairs: number;
  /**
   * What the exponent of the weight error would be if it were fitted too, one for all models, instead of being 1: a check of the law.
   * null where no model has two different errors.
   */
  readonly exponentIfFreed: number | null;
}

/** ln(PPL / PPL16): the increase of the mean loss of a token, in nats. */
export function logIncrease(pair: Pair): number {
  return Math.log(pair.perplexity / pair.baseline);
}

/** The increase is more than rounding and luck. */
export function isResolved(pair: Pair): boolean {
  // Published values have two decimals: a difference printed as 0.10 counts, whatever its last binary digit.
  return Math.round((pair.perplexity - pair.baseline) * 1e6) >= Math.round(smallestIncrease * 1e6) && pair.nmse > 0;
}

/** The pairs that the fit takes: the increase is resolved, and the model has not broken down. */
export function fittedPairs(pairs: readonly Pair[]): readonly Pair[] {
  return pairs.filter((p) => isResolved(p) && logIncrease(p) <= largestLogIncrease);
}

/**
 * Fits ln(PPL / PPL16) = c NMSE with one coefficient c for each model, by least squares of the logarithms of both sides, so that 3-bit formats
 * do not outweigh 4-bit ones: ln c = mean of ln(ln(PPL / PPL16) / NMSE).
 *
 * The loss of a trained model has no first-order term, so that small independent errors raise it in proportion to their square; proved for
 * layer-wise errors by Malinovskii et al., "Pushing the Limits of LLM Quantization via the Linearity Theorem" (arXiv 2411.17525).
 */
export function fitRegression(pairs: readonly Pair[]): Regression {
  const fitted = fittedPairs(pairs);
  const models = [...new Set(fitted.map((p) => p.model))];
  const sensitivities = models.map((model) => {
    const own = fitted.filter((p) => p.model === model);
    const meanLog = mean(own.map((p) => Math.log(logIncrease(p) / p.nmse)));
    return { model, coefficient: Math.exp(meanLog), pairs: own.length, largestNmse: Math.max(...own.map((p) => p.nmse)) };
  });
  return { sensitivities, pairs: fitted.length, exponentIfFreed: freedExponent(fitted, models) };
}

/** Least squares of ln ln(PPL / PPL16) = ln c(model) + b ln NMSE: b = sum of (x - x_model)(y - y_model) over sum of (x - x_model)^2. */
function freedExponent(fitted: readonly Pair[], models: readonly string[]): number | null {
  let products = 0;
  let squares = 0;
  for (const model of models) {
    const own = fitted.filter((p) => p.model === model);
    const x = own.map((p) => Math.log(p.nmse));
    const y = own.map((p) => Math.log(logIncrease(p)));
    const [xMean, yMean] = [mean(x), mean(y)];
    for (let i = 0; i < own.length; i++) {
      products += (x[i]! - xMean) * (y[i]! - yMean);
      squares += (x[i]! - xMean) ** 2;
    }
  }
  return squares === 0 ? null : products / squares;
}

/** Perplexity of a model whose weights have this error: PPL16 exp(c NMSE), or the reason why the law does not say. */
export function predictedPerplexity(regression: Regression, model: string, nmse: number, baseline: number): { readonly value: number } | NotModelled {
  const own = regression.sensitivities.find((s) => s.model === model);
  if (own === undefined) return notModelled(`no perplexity of ${model} in a low-bit format is published that the regression could take, and a coefficient is never borrowed from another model`);
  if (nmse > own.largestNmse) return notModelled(`a weight error of ${nmse.toPrecision(3)} is above ${own.largestNmse.toPrecision(3)}, the largest of the formats with which ${model} was fitted`);
  const increase = own.coefficient * nmse;
  if (increase > largestLogIncrease) return notModelled(`ln(PPL / PPL16) would be ${increase.toPrecision(3)}: above ${largestLogIncrease} the law of small errors does not hold`);
  return { value: baseline * Math.exp(increase) };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, v) => sum + v, 0) / values.length;
}
