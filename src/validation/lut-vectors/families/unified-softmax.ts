import { safeSoftmax, unifiedSoftmax } from '../../../sim/numerics/arithmetic/unified-softmax.js';
import { closed } from '../family.js';

/** The accuracy that two doubles computed in different orders are held to. */
export const softmaxTolerance = 1e-12;

/** FlashDecoding++: softmax with a unified maximum. Its `y` is the unified result also where a recomputation is called for. */
export const fdppUnifiedSoftmax = closed({
  name: 'fdpp-unified-softmax',
  parameters: (read) => ({ d: read.whole('d', 1, 2 ** 20), partials: read.whole('partials', 1, 2 ** 20), phi: read.number('phi'), low: read.number('a'), high: read.number('b') }),
  fields: ({ d, phi }) => {
    // The definition draws in eighths, and wider for a row of eight.
    const range = d === 8 ? 40 : 32;
    return {
      x: { shape: [d], low: -range, high: range, finish: (drawn) => drawn.map((eighths) => phi + eighths / 8), given: 'any' },
      v: { shape: [d], low: -8, high: 8, given: 'any' },
    };
  },
  answers: (p, { x, v }) => {
    const { partials, unified, outOfRange, recompute } = unifiedSoftmax(x, v, p);
    return {
      partials: partials.map(({ numerator, denominator }) => [numerator, denominator]),
      y: unified, ySafeSoftmax: safeSoftmax(x, v),
      outOfRange: [...outOfRange], recompute,
      rtol: softmaxTolerance,
    };
  },
});
