import type { TypeOf } from './model-file.js';

/** The mixes of llama.cpp's `quantize`, as of its published table of bits a weight. */
export type Mix = 'Q2_K' | 'Q3_K_S' | 'Q3_K_M' | 'Q3_K_L' | 'Q4_K_S' | 'Q4_K_M' | 'Q5_K_S' | 'Q5_K_M' | 'Q6_K';

const bases: Readonly<Record<Mix, string>> = {
  Q2_K: 'Q2_K', Q3_K_S: 'Q3_K', Q3_K_M: 'Q3_K', Q3_K_L: 'Q3_K', Q4_K_S: 'Q4_K', Q4_K_M: 'Q4_K', Q5_K_S: 'Q5_K', Q5_K_M: 'Q5_K', Q6_K: 'Q6_K',
};

/**
 * Which type each tensor of a Llama of `layers` layers gets: the rules of llama.cpp (src/llama-quant.cpp, choice of a tensor's type) in our words. The head is
 * Q6_K. `_M` gives the first and last eighth of the layers, and every third between, Q6_K for values and down projection. `isWide`: the 70B model, whose
 * eight query heads share a value head. Three rules are older than the file that was read, and follow from the published figures themselves: in
 * Q2_K gate and up are Q3_K (7B tells, 13B and 70B confirm it); the down projections that Q3_K_M and Q4_K_S give Q5_K are those of the first two and four layers
 * (now a sixteenth and an eighth of them: the same in 7B; 70B tells).
 */
export function typesOfMix(mix: Mix, layers: number, isWide = false): TypeOf {
  const eighth = Math.floor(layers / 8);
  const isBetter = (layer: number): boolean => layer < eighth || layer >= Math.floor((7 * layers) / 8) || (layer - eighth) % 3 === 2;
  const base = bases[mix];
  const values = (layer: number): string => {
    switch (mix) {
      case 'Q2_K': return isWide ? 'Q4_K' : 'Q3_K';
      case 'Q3_K_M': return layer < 2 ? 'Q5_K' : 'Q4_K';
      case 'Q3_K_L': return 'Q5_K';
      case 'Q4_K_S': return layer < 4 ? 'Q5_K' : base;
      case 'Q4_K_M': case 'Q5_K_M': return isBetter(layer) ? 'Q6_K' : base;
      default: return base;
    }
  };
  const down = (layer: number): string => {
    switch (mix) {
      case 'Q2_K': return 'Q3_K';
      case 'Q3_K_M': return layer < 2 ? 'Q5_K' : 'Q4_K';
      case 'Q3_K_L': return 'Q5_K';
      case 'Q4_K_S': return layer < 4 ? 'Q5_K' : base;
      case 'Q4_K_M': case 'Q5_K_M': return isBetter(layer) ? 'Q6_K' : base;
      default: return base;
    }
  };
  return (tensor, layer) => {
    if (tensor === 'output.weight') return 'Q6_K';
    if (tensor.endsWith('attn_v.weight')) {
      const type = values(layer);
      return isWide && (type === 'Q3_K' || type === 'Q4_K') ? 'Q5_K' : type;
    }
    if (tensor.endsWith('ffn_down.weight')) return down(layer);
    if (tensor.endsWith('attn_output.weight')) return { Q2_K: 'Q3_K', Q3_K_M: 'Q4_K', Q3_K_L: 'Q5_K' }[mix as string] ?? base;
    if (mix === 'Q2_K' && /ffn_(gate|up)/.test(tensor)) return 'Q3_K';
    return base;
  };
}
