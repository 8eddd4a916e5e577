import { fitRegression, isResolved, predictedPerplexity, type Pair } from './regression.js';

/** A published pair, and what the regression says about it when it is fitted without it. */
export interface HeldOut {
  readonly model: string;
  readonly format: string;
  readonly published: number;
  /** null: the regression refuses, with the reason. */
  readonly predicted: number | null;
  readonly refusal: string | null;
  /** (predicted - published) / published. */
  readonly perplexityError: number | null;
  /** The same of the increase over the model before quantisation. */
  readonly increaseError: number | null;
}

/** Refits without each resolved pair in turn and predicts that pair. Broken-down models are asked about too, though no fit takes them. */
export function leaveOneOut(pairs: readonly Pair[]): readonly HeldOut[] {
  return pairs.filter(isResolved).map((held) => {
    const regression = fitRegression(pairs.filter((p) => p !== held));
    const prediction = predictedPerplexity(regression, held.model, held.nmse, held.baseline);
    const { model, format, perplexity: published, baseline } = held;
    if (prediction.value === null) return { model, format, published, predicted: null, refusal: prediction.reason, perplexityError: null, increaseError: null };
    const difference = prediction.value - published;
    return { model, format, published, predicted: prediction.value, refusal: null, perplexityError: difference / published, increaseError: difference / (published - baseline) };
  });
}

/** Relative errors over held-out pairs, as magnitudes: 0.1 is 10 %. null where none was predicted. */
export interface ErrorSummary {
  readonly predicted: number;
  readonly refused: number;
  readonly medianPerplexityError: number | null;
  readonly worstPerplexityError: number | null;
  readonly medianIncreaseError: number | null;
  readonly worstIncreaseError: number | null;
}

export function summaryOf(heldOut: readonly HeldOut[]): ErrorSummary {
  const perplexity = magnitudes(heldOut.map((h) => h.perplexityError));
  const increase = magnitudes(heldOut.map((h) => h.increaseError));
  return {
    predicted: perplexity.length, refused: heldOut.length - perplexity.length,
    medianPerplexityError: median(perplexity), worstPerplexityError: perplexity.at(-1) ?? null,
    medianIncreaseError: median(increase), worstIncreaseError: increase.at(-1) ?? null,
  };
}

/** Ascending. */
function magnitudes(errors: readonly (number | null)[]): readonly number[] {
  return errors.filter((e) => e !== null).map(Math.abs).sort((a, b) => a - b);
}

function median(ascending: readonly number[]): number | null {
  if (ascending.length === 0) return null;
  const half = ascending.length / 2;
  return (ascending[Math.ceil(half) - 1]! + ascending[Math.floor(half)]!) / 2;
}
