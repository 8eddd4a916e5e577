import { reject } from '../../sim/core/diagnostics.js';
import type { Codec } from '../../sim/numerics/codec.js';
import { quantizationError } from '../../sim/numerics/error.js';
import { blockSize, weightsOf, type Distribution } from './distributions.js';

/** Which weights are drawn, and how they are grouped. */
export interface ErrorOptions {
  /** Weights in a group, 0: all of them. The codec's usual group unless given; ignored where the format fixes it. */
  readonly groupSize?: number;
  readonly distribution?: Distribution;
  readonly seed?: number;
  /** Blocks of 128 weights; more are drawn where the last group would not be full. */
  readonly blocks?: number;
}

/** What quantisation costs on weights of a stated distribution. */
export interface DistributionError {
  /** sum (w - w')^2 / sum w^2, w' the decoded weights; the mean square error over the variance where the mean is 0. */
  readonly nmse: number;
  /** Signal to quantisation noise: -10 log10 nmse, in dB; null where there is no error at all. */
  readonly sqnrDb: number | null;
  readonly weights: number;
  readonly groupSize: number;
  readonly distribution: Distribution;
  readonly seed: number;
}

/** Blocks that are drawn unless asked otherwise: 64 groups of 128. */
const usualBlocks = 64;
export const usualSeed = 1;

/**
 * Error of a codec on drawn weights, scales at full precision. Throws `InputError` (`accuracy/group-size`) for groups that no drawn tensor
 * has: not a whole number from 0 to the weights drawn.
 */
export function errorOnDistribution(codec: Codec, options: ErrorOptions = {}): DistributionError {
  const { distribution = 'gauss', seed = usualSeed, blocks = usualBlocks } = options;
  const asked = codec.group.fixed ? codec.group.usual : (options.groupSize ?? codec.group.usual);
  const least = blocks * blockSize;
  if (!Number.isInteger(asked) || asked < 0 || asked > least) {
    reject('accuracy/group-size', `a group has 1 to ${least} weights, or 0 for the whole tensor, got ${asked}`, { remedy: 'give a group size such as 128' });
  }
  const groupSize = asked === 0 ? least : asked;
  const weights = weightsOf(distribution, Math.ceil(least / groupSize) * groupSize, seed);
  const { mse, sqnrDb } = quantizationError(weights, codec.decode(codec.encode(weights, groupSize)));
  return { nmse: mse / meanSquare(weights), sqnrDb, weights: weights.length, groupSize: asked, distribution, seed };
}

function meanSquare(weights: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += weights[i]! ** 2;
  return sum / weights.length;
}
