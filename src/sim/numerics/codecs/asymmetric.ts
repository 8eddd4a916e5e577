import { groupCount, patternsFor, type Codec, type Encoded, type Weights } from '../codec.js';
import { unsignedInteger } from '../formats/elements.js';
import { roundHalfEven } from '../formats/float-format.js';
import { fp16Store, unsignedStore } from '../formats/scale-store.js';

/**
 * Integers with a zero point: q = clamp(round(w / scale) + zero, 0, 2^bits - 1), w ~ (q - zero) scale, with scale = (max - min) / (2^bits - 1)
 * and zero = clamp(round(-min / scale), 0, 2^bits - 1). The range always holds 0, so that a group of one sign keeps its values.
 * Codes are the q.
 */
export function asymmetricCodec(bits: number): Codec {
  const most = 2 ** bits - 1;
  return {
    name: `int${bits}-asym`,
    summary: `INT${bits} with a zero point, round to nearest even`,
    source: 'the usual affine quantiser; rules as in the quantiser of BitMoD (HPCA 2025 artifact, quant_weight.py)',
    patternBits: bits, vectorLength: 1,
    group: { usual: 128, fixed: false },
    fields: [
      { name: 'scale', meaning: 'one step', per: 'group', count: 1, store: fp16Store },
      { name: 'zero', meaning: 'the code of 0', per: 'group', count: 1, store: unsignedStore(bits) },
    ],
    elements: () => [unsignedInteger(bits)],
    encode: (weights, groupSize) => encode(weights, groupSize, bits, most),
    decode: (encoded) => {
      const scales = encoded.fields['scale']!;
      const zeros = encoded.fields['zero']!;
      return Float64Array.from({ length: encoded.length }, (_, i) => {
        const g = Math.floor(i / encoded.groupSize);
        return (encoded.patterns[i]! - zeros[g]!) * scales[g]!;
      });
    },
    codes: (encoded) => Float64Array.from(encoded.patterns),
  };
}

function encode(weights: Weights, groupSize: number, bits: number, most: number): Encoded {
  const groups = groupCount(weights.length, groupSize);
  const patterns = patternsFor(bits, weights.length);
  const scales = new Float64Array(groups);
  const zeros = new Float64Array(groups);
  for (let g = 0; g < groups; g++) {
    let least = 0;
    let largest = 0;
    for (let i = g * groupSize; i < (g + 1) * groupSize; i++) {
      const weight = weights[i]!;
      if (weight < least) least = weight;
      if (weight > largest) largest = weight;
    }
    const scale = (largest - least) / most;
    // A group of zeros has no step: any step keeps them.
    const divisor = scale === 0 ? Infinity : scale;
    const zero = Math.min(most, Math.max(0, roundHalfEven(-least / divisor)));
    scales[g] = scale;
    zeros[g] = zero;
    for (let i = g * groupSize; i < (g + 1) * groupSize; i++) {
      patterns[i] = Math.min(most, Math.max(0, roundHalfEven(weights[i]! / divisor) + zero));
    }
  }
  return { length: weights.length, groupSize, patterns, fields: { scale: scales, zero: zeros } };
}
