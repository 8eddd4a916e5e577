import type { Patterns, Weights } from '../codec.js';
import { roundHalfEven } from '../formats/float-format.js';
import type { EncodeBlock } from './block-format.js';
import { rangeOf, shrinkings } from './extremes.js';

/** What a sub-block is encoded with: w ~ step q - minimum. */
interface Line {
  readonly scale: number;
  readonly min: number;
  readonly step: number;
  readonly minimum: number;
}

/**
 * Our encoder for the formats w = d scale_s q - dmin min_s with codes q = 0 .. mostCode and whole scale_s, min_s = 0 .. mostScale
 * (Q2_K, Q4_K, Q5_K). dmin and d are so large that every sub-block can be covered without clipping. A sub-block then tries the least
 * scale_s and min_s that cover its range (which always holds 0), and those nearest to its range shrunk about the middle by 1 .. 0.6,
 * and takes the first of least squared error; codes are rounded to nearest even. Hence the error is never above that of rounding in
 * the covered range. ggml's own encoders search otherwise; whatever wrote them, blocks decode alike.
 */
export function affineSubBlocks(size: number, mostCode: number, mostScale: number): EncodeBlock {
  return (weights, patterns, fields) => {
    const count = weights.length / size;
    const ranges = Array.from({ length: count }, (_, s) => {
      const { least, largest } = rangeOf(weights, s * size, (s + 1) * size);
      return { low: Math.min(0, least), high: largest };
    });
    const dmin = Math.max(...ranges.map(({ low }) => -low)) / mostScale;
    const covering = ranges.map(({ low, high }) => {
      const min = wholeUp(-low, dmin, mostScale);
      return { min, step: Math.max(0, (high + min * dmin) / mostCode) };
    });
    const d = Math.max(...covering.map(({ step }) => step)) / mostScale;
    const line = (scale: number, min: number): Line => ({ scale, min, step: d * scale, minimum: dmin * min });
    fields['d']![0] = d;
    fields['dmin']![0] = dmin;
    ranges.forEach(({ low, high }, s) => {
      const cover = covering[s]!;
      const shrunk = shrinkings.map((factor) => {
        const [middle, reach] = [(low + high) / 2, (factor * (high - low)) / 2];
        const min = whole(Math.max(0, reach - middle), dmin, mostScale);
        return line(whole((middle + reach + min * dmin) / mostCode, d, mostScale), min);
      });
      const candidates = [line(wholeUp(cover.step, d, mostScale), cover.min), ...shrunk];
      const best = leastError(candidates, weights, s * size, (s + 1) * size, mostCode);
      fields['scales']![s] = best.scale;
      fields['mins']![s] = best.min;
      writeCodes(best, weights, patterns, s * size, (s + 1) * size, mostCode);
    });
  };
}

function leastError(candidates: readonly Line[], weights: Weights, from: number, to: number, most: number): Line {
  let best = candidates[0]!;
  let least = Infinity;
  for (const line of candidates) {
    let sum = 0;
    for (let i = from; i < to && sum < least; i++) {
      const weight = weights[i]!;
      const error = weight - (line.step * codeOf(line, weight, most) - line.minimum);
      sum += error * error;
    }
    if (sum < least) {
      least = sum;
      best = line;
    }
  }
  return best;
}

function writeCodes(line: Line, weights: Weights, patterns: Patterns, from: number, to: number, most: number): void {
  for (let i = from; i < to; i++) patterns[i] = codeOf(line, weights[i]!, most);
}

function codeOf({ step, minimum }: Line, weight: number, most: number): number {
  return step === 0 ? 0 : Math.min(most, Math.max(0, roundHalfEven((weight + minimum) / step)));
}

/** x in whole units, to nearest, at most `most`; 0 where the unit is 0. */
function whole(x: number, unit: number, most: number): number {
  return unit === 0 ? 0 : Math.min(most, Math.max(0, roundHalfEven(x / unit)));
}

/** x in whole units, not less than x, at most `most`; 0 where the unit is 0. */
function wholeUp(x: number, unit: number, most: number): number {
  return unit === 0 ? 0 : Math.min(most, Math.ceil(x / unit));
}
