import type { Weights } from '../codec.js';
import { largestMagnitude, squaredError, type RoundedGrid } from '../codecs/grid.js';
import { roundHalfEven } from '../formats/float-format.js';
import { biasOfClip, floatTrials, zeroChoice, type ClipSearch, type FloatChoice, type ScaledFloat } from './float-search.js';

/** A float for a tensor of activations whose channels have exponent biases of their own: that of channel j is `bias` + shifts[j]. */
export interface ShiftedFloatChoice extends FloatChoice {
  /** Integers from 0 to 2^E - 1, one a channel: a channel is held as x 2^shift, in the one format of the tensor. */
  readonly shifts: Int32Array;
}

/**
 * The pre-shifted exponent bias of LLM-FP4 (Liu et al., EMNLP 2023). Channel j of the activations X[t][j] (token by token)
 * would like the exponent bias b_j that puts the largest value of the format at its own maximum. It gets rho + s_j: rho is real and the
 * tensor's, s_j = clamp(round(b_j) - round(rho), 0, 2^E - 1) is an integer, so that 2^s_j can be folded into the weights ahead of time
 * (`foldedWeights`) and the product sees one format. Searched over the splits of n bits and over rho as `searchFloat` does; a channel
 * keeps s_j = 0 where that errs less, so that the error is never above the one without shifts.
 */
export function searchShiftedFloat(activations: Weights, channels: number, bits: number, search: ClipSearch = {}): ShiftedFloatChoice {
  const tokens = activations.length / channels;
  if (!Number.isInteger(tokens)) throw new RangeError(`${activations.length} activations are not rows of ${channels} channels`);
  // Channel by channel, so that one channel is one run of numbers.
  const data = Float64Array.from(activations, (_, i) => activations[(i % tokens) * channels + Math.floor(i / tokens)]!);
  const maxima = Float64Array.from({ length: channels }, (_, j) => largestMagnitude(data, j * tokens, (j + 1) * tokens));
  const largest = largestMagnitude(maxima, 0, channels);
  if (largest === 0) return { ...zeroChoice(bits), shifts: new Int32Array(channels) };
  let best: ScaledFloat | undefined;
  let shifts = new Int32Array(channels);
  let least = Infinity;
  for (const { grid, candidates } of floatTrials(bits, largest, search)) {
    for (const candidate of candidates) {
      const trial = shiftedError(grid, data, maxima, candidate, least);
      if (best === undefined || trial.error < least) {
        least = trial.error;
        best = candidate;
        shifts = trial.shifts;
      }
    }
  }
  return { ...best!, shifts, mse: least / data.length };
}

/** Squared error of the channels with their shifts; above `limit` it stops early, and the shifts mean nothing. */
function shiftedError(grid: RoundedGrid, data: Float64Array, maxima: Float64Array, candidate: ScaledFloat, limit: number): { readonly error: number; readonly shifts: Int32Array<ArrayBuffer> } {
  const tokens = data.length / maxima.length;
  const shifts = new Int32Array(maxima.length);
  let sum = 0;
  for (let j = 0; j < maxima.length && sum <= limit; j++) {
    const [from, to] = [j * tokens, (j + 1) * tokens];
    const shift = shiftOf(candidate, maxima[j]!);
    const plain = squaredError(grid, data, from, to, candidate.scale);
    const shifted = shift === 0 ? plain : squaredError(grid, data, from, to, candidate.scale / 2 ** shift, plain);
    if (shifted < plain) shifts[j] = shift;
    sum += Math.min(plain, shifted);
  }
  return { error: sum, shifts };
}

/** s_j of a channel of that largest magnitude; 0 where it is all zeros. */
function shiftOf({ format, bias }: ScaledFloat, maximum: number): number {
  if (maximum === 0) return 0;
  const wanted = roundHalfEven(biasOfClip(format, maximum)) - roundHalfEven(bias);
  return Math.max(0, Math.min(2 ** format.exponentBits - 1, wanted));
}

/** X[t][j] 2^s_j: activations in the unit in which the format of the tensor holds them. Exact unless it overflows. */
export function shiftedActivations(activations: Weights, shifts: Int32Array): Float64Array {
  return Float64Array.from(activations, (x, i) => x * 2 ** shifts[i % shifts.length]!);
}

/** W[o][j] 2^-s_j, output by output: with shifted activations the products are those of before. Exact unless it underflows. */
export function foldedWeights(weights: Weights, shifts: Int32Array): Float64Array {
  return Float64Array.from(weights, (w, i) => w / 2 ** shifts[i % shifts.length]!);
}
