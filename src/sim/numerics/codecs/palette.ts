import { groupCount, patternsFor, type Codec, type Encoded } from '../codec.js';
import { fp16Store } from '../formats/scale-store.js';
import { kMeans, nearestCenter } from './k-means.js';

export interface PaletteOptions {
  /**
   * How much the squared error of each weight of the tensor counts, such as the diagonal of its Fisher information (SqueezeLLM). Such a
   * codec encodes that tensor only.
   */
  readonly importance?: Float64Array;
}

/**
 * Weights as indices into a palette of 2^bits FP16 values: the centers of a k-means clustering of the group, ascending. The group is a
 * tensor (0, as eDKM, Cho et al., 2023, has it), a row of the weight matrix (SqueezeLLM: one output channel), or fewer weights.
 * Codes are the indices.
 */
export function paletteCodec(bits: number, options: PaletteOptions = {}): Codec {
  if (!Number.isInteger(bits) || bits < 1 || bits > 8) throw new RangeError(`a palette index has 1 to 8 bits, not ${bits}`);
  const entries = 2 ** bits;
  const { importance } = options;
  return {
    name: importance === undefined ? `palette${bits}` : `palette${bits}-weighted`,
    summary: `${entries} values of the data's own, by k-means`,
    source: 'eDKM, Cho et al., 2023; SqueezeLLM, Kim et al., ICML 2024',
    patternBits: bits, vectorLength: 1,
    group: { usual: 0, fixed: false },
    fields: [{ name: 'palette', meaning: 'the value of each pattern', per: 'group', count: entries, store: fp16Store }],
    elements: () => [],
    encode: (weights, groupSize) => {
      if (importance !== undefined && importance.length !== weights.length) throw new RangeError(`${weights.length} weights need as many importances, not ${importance.length}`);
      const groups = groupCount(weights.length, groupSize);
      const patterns = patternsFor(bits, weights.length);
      const palette = new Float64Array(groups * entries);
      for (let g = 0; g < groups; g++) {
        const [from, to] = [g * groupSize, (g + 1) * groupSize];
        const centers = kMeans(weights.subarray(from, to), entries, importance?.subarray(from, to));
        palette.set(centers, g * entries);
        for (let i = from; i < to; i++) patterns[i] = nearestCenter(centers, weights[i]!);
      }
      return { length: weights.length, groupSize, patterns, fields: { palette } };
    },
    decode: ({ length, groupSize, patterns, fields }: Encoded) => {
      const palette = fields['palette']!;
      return Float64Array.from({ length }, (_, i) => palette[Math.floor(i / groupSize) * entries + patterns[i]!]!);
    },
    codes: (encoded) => Float64Array.from(encoded.patterns),
  };
}
