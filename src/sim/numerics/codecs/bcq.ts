import { groupCount, patternsFor, type Codec, type Encoded, type Field } from '../codec.js';
import { fp16Store } from '../formats/scale-store.js';
import { fitBinaryCode, signedSum } from './binary-code.js';
import { powerOfTwoStore } from './powers-of-two.js';

export interface BcqOptions {
  /** Rounds of refinement; 15 unless told otherwise. */
  readonly rounds?: number;
  /** Whether each alpha is a sum of three powers of two, so that products become shifts (ShiftAddLLM). */
  readonly powersOfTwo?: boolean;
}

/** Powers of two in an alpha. */
const terms = 3;

/**
 * Binary-coded weights: w ~ sum over b of alpha_b s_b with signs s_b, bit b of the pattern set for +1, alphas fitted for each group by
 * `fitBinaryCode`. Codes are the patterns: what one stands for depends on its group.
 */
export function bcqCodec(bits: number, options: BcqOptions = {}): Codec {
  const { rounds = 15, powersOfTwo = false } = options;
  const field: Field = powersOfTwo
    ? { name: 'powers', meaning: `signed powers of two: every ${terms} add up to an alpha`, per: 'group', count: bits * terms, store: powerOfTwoStore }
    : { name: 'alphas', meaning: 'what the bits of a pattern add where set, and take away where not', per: 'group', count: bits, store: fp16Store };
  const alphasOf = (encoded: Encoded): Float64Array => {
    const stored = encoded.fields[field.name]!;
    if (!powersOfTwo) return stored;
    return Float64Array.from({ length: stored.length / terms }, (_, i) => stored.subarray(i * terms, (i + 1) * terms).reduce((a, b) => a + b, 0));
  };
  return {
    name: `bcq${bits}${powersOfTwo ? '-apot' : ''}`,
    summary: `${bits} binary planes${powersOfTwo ? `, each scaled by a sum of ${terms} powers of two` : ' with a scale each'}`,
    source: 'ShiftAddLLM, You et al., NeurIPS 2024; alternating fit of Xu et al., ICLR 2018',
    patternBits: bits, vectorLength: 1,
    group: { usual: 128, fixed: false },
    fields: [field],
    elements: () => [],
    encode: (weights, groupSize) => {
      const groups = groupCount(weights.length, groupSize);
      const patterns = patternsFor(bits, weights.length);
      const stored = new Float64Array(groups * field.count);
      for (let g = 0; g < groups; g++) {
        const code = fitBinaryCode(weights.subarray(g * groupSize, (g + 1) * groupSize), bits, { rounds, ...(powersOfTwo ? { powerTerms: terms } : {}) });
        patterns.set(code.patterns, g * groupSize);
        if (!powersOfTwo) stored.set(code.alphas, g * bits);
        code.powers.forEach((powers, b) => { stored.set(powers.map(({ sign, exponent }) => sign * 2 ** exponent), (g * bits + b) * terms); });
      }
      return { length: weights.length, groupSize, patterns, fields: { [field.name]: stored } };
    },
    decode: (encoded) => {
      const alphas = alphasOf(encoded);
      return Float64Array.from({ length: encoded.length }, (_, i) => signedSum(alphas, Math.floor(i / encoded.groupSize) * bits, bits, encoded.patterns[i]!));
    },
    codes: (encoded) => Float64Array.from(encoded.patterns),
  };
}
