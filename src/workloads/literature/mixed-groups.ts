import { type, weightOnly, weights, type Method } from './preset.js';

/** As many groups with a bit more as with a bit less than two: the mean stays 2. The share is found for each layer; an eighth is assumed. */
const moved = 0.125;

/** Methods that give each group of a matrix its own number of bits. */
export function mixedGroupMethods(): readonly Method[] {
  const groups = [{ type: type('int2'), share: 1 - 2 * moved }, { type: type('int1'), share: moved }];
  return [{
    title: 'SliM-LLM',
    scheme: weightOnly('slim-llm-w2', { ...weights('int3', 128, 16, 2), narrow: { groups, selectorBits: 2 } },
      'SliM-LLM, Huang et al., ICML 2025: groups of 128 with 1, 2 or 3 bits, 2 on average; how many are moved is assumed'),
    stored: 'INT1, INT2 or INT3, FP16 scale, zero point and a 2-bit selector for 128', extra: 'none; products are made at the widest of the three',
  }];
}
