import { patternsFor, type Codec } from '../codec.js';
import { decodeFloat, elementOfFloat, encodeFloat, floatBits, type FloatFormat } from '../formats/float-format.js';

/** A float without any scale: each weight is rounded to the format, ties to even; what is too large saturates. */
export function castCodec(format: FloatFormat, summary: string, source: string): Codec {
  const bits = floatBits(format);
  const values = (patterns: ArrayLike<number>): Float64Array => Float64Array.from(patterns, (p) => decodeFloat(format, p));
  return {
    name: format.name, summary, source, patternBits: bits, vectorLength: 1,
    group: { usual: 0, fixed: false },
    fields: [],
    elements: () => (bits <= 16 ? [elementOfFloat(format)] : []),
    encode: (weights, groupSize) => {
      const patterns = patternsFor(bits, weights.length);
      for (let i = 0; i < weights.length; i++) patterns[i] = encodeFloat(format, weights[i]!, 'saturate');
      return { length: weights.length, groupSize, patterns, fields: {} };
    },
    decode: (encoded) => values(encoded.patterns),
    codes: (encoded) => values(encoded.patterns),
  };
}
