import type { Weights } from './codec.js';

/** What was lost between weights and what stands for them. */
export interface QuantizationError {
  /** Mean square error, in squared units of the weights. */
  readonly mse: number;
  readonly maxAbsolute: number;
  /** 10 log10(mean w^2 / mse), in dB; null where there is no error or no signal. */
  readonly sqnrDb: number | null;
}

export function quantizationError(weights: Weights, decoded: ArrayLike<number>): QuantizationError {
  let squares = 0;
  let signal = 0;
  let maxAbsolute = 0;
  for (let i = 0; i < weights.length; i++) {
    const error = weights[i]! - decoded[i]!;
    squares += error * error;
    signal += weights[i]! * weights[i]!;
    if (Math.abs(error) > maxAbsolute) maxAbsolute = Math.abs(error);
  }
  const mse = squares / weights.length;
  return { mse, maxAbsolute, sqnrDb: squares === 0 || signal === 0 ? null : 10 * Math.log10(signal / squares) };
}
