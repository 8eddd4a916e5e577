import type { Cascade } from '../../sim/engine/mapper/cascade.js';
import { CascadeBuilder, decoderLayer, type LayerSize } from './layers.js';

const routedWide = ['SFG', 'SFU', 'SFB', 'FFG', 'FFU', 'FFD', 'FFB', 'RFFB'];

function gpt3(heads: number, hidden: number): LayerSize {
  return { hidden, kvHeads: heads, queriesPerKv: 1, headDim: hidden / heads, feedForward: { kind: 'two-layer', size: 4 * hidden }, bits: 16 };
}

/** Layers by the peer's name of the model. Sizes are public: Brown et al. 2020, Table 2.1, and the config.json of each model. */
const layers: Readonly<Record<string, LayerSize>> = {
  'gpt3_6.7B': gpt3(32, 4096),
  gpt3_175B: gpt3(96, 12288),
  llama3_8B: { hidden: 4096, kvHeads: 8, queriesPerKv: 4, headDim: 128, feedForward: { kind: 'gated', size: 14336 }, bits: 16 },
  qwen3_8B: { hidden: 4096, kvHeads: 8, queriesPerKv: 4, headDim: 128, feedForward: { kind: 'gated', size: 12288 }, bits: 16 },
  qwen3_30B_A3B: { hidden: 2048, kvHeads: 4, queriesPerKv: 8, headDim: 128, feedForward: { kind: 'experts', size: 768, experts: 128, perToken: 8, shared: null }, bits: 16 },
  mixtral8x22B: { hidden: 6144, kvHeads: 8, queriesPerKv: 6, headDim: 128, feedForward: { kind: 'experts', size: 16384, experts: 8, perToken: 2, shared: null }, bits: 16 },
  llama4_scout: { hidden: 5120, kvHeads: 8, queriesPerKv: 5, headDim: 128, feedForward: { kind: 'experts', size: 8192, experts: 16, perToken: 1, shared: 8192 }, bits: 16 },
  llama4_maverick: { hidden: 5120, kvHeads: 8, queriesPerKv: 5, headDim: 128, feedForward: { kind: 'experts', size: 8192, experts: 128, perToken: 1, shared: 8192 }, bits: 16 },
  // Weights and activations are 8 bit; scores, latent tensors and sums before an activation are 16.
  deepseek_v3_671B: {
    hidden: 7168, kvHeads: 128, queriesPerKv: 1, headDim: 128, latent: { query: 1536, keyValue: 512, valueDim: 128 },
    feedForward: { kind: 'experts', size: 2048, experts: 256, perToken: 8, shared: 2048 }, bits: 8,
    wide: { bits: 16, tensors: ['QK', 'QK_softmax', 'CKV', 'CKV_cache', 'Q_latent', ...routedWide] },
  },
};

/** A row's workload with its parameters, or why there is none. */
export function workloadOf(name: string, parameters: Readonly<Record<string, unknown>>): Cascade | string {
  const wrong: string[] = [];
  const count = (key: string, otherwise?: number): number => {
    const value = parameters[key] ?? otherwise;
    if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 2 ** 24) return value;
    wrong.push(value === undefined ? `${key} is missing` : `${key} must be a whole number from 1, got ${JSON.stringify(value) ?? 'undefined'}`);
    return 1;
  };
  const cascade = ((): Cascade | string => {
    switch (name) {
      case 'matmuls': return matmuls(count('N_EINSUMS', 4), count('M', 128), count('KN', 128));
      case 'three_matmuls_annotated': return matmuls(3, 128, 128);
      case 'matvecs': return matvecs();
      case 'mamba': return mamba(count('BATCH_SIZE', 1));
    }
    const layer = Object.hasOwn(layers, name) ? layers[name] : undefined;
    if (layer === undefined) return `workload ${JSON.stringify(name)} is not one whose definition is known`;
    const variant = variantOf(name, layer, parameters);
    if (typeof variant === 'string') return variant;
    const decode = parameters['DECODE'] === true;
    return decoderLayer(name, variant, { batch: count('BATCH_SIZE', 1), tokens: count('N_NEW_TOKENS'), context: decode ? count('N_CACHED_TOKENS') : null });
  })();
  return wrong.length > 0 ? wrong.join('; ') : cascade;
}

/** The layer that the parameters choose: dense layers of models with experts, full attention of those with local layers. */
function variantOf(name: string, layer: LayerSize, parameters: Readonly<Record<string, unknown>>): LayerSize | string {
  const attention = parameters['ATTENTION_TYPE'] ?? 'grouped_query';
  if (attention !== 'grouped_query') return `attention type ${JSON.stringify(attention)}: only layers that attend to all tokens are described`;
  if (parameters['ABSORBED'] === false) return 'latent attention is described with its up-projections absorbed only';
  const feedForward = parameters['FEEDFORWARD_TYPE'] ?? layer.feedForward.kind;
  if (feedForward !== 'dense') return layer;
  if (name === 'deepseek_v3_671B') return { ...layer, feedForward: { kind: 'gated', size: 18432 }, wide: { bits: 16, tensors: ['QK', 'QK_softmax', 'CKV', 'CKV_cache', 'Q_latent', 'FFG', 'FFU', 'FFB'] } };
  if (name === 'llama4_maverick') return { ...layer, feedForward: { kind: 'gated', size: 16384 } };
  return layer.feedForward.kind === 'experts' ? `${name} has no dense layer` : layer;
}

/** A chain of products M x KN by KN x KN at 8 bit. */
function matmuls(products: number, m: number, kn: number): Cascade {
  const sizes: Record<string, number> = { m };
  for (let i = 0; i <= products; i++) sizes[`n${i}`] = kn;
  const chain = new CascadeBuilder(sizes, () => 8);
  for (let i = 0; i < products; i++) chain.add(`T${i + 1}`, `m n${i + 1}`, [`T${i}`, `m n${i}`], [`W${i}`, `n${i} n${i + 1}`]);
  return chain.build('matmuls');
}

/** Two products of a vector and a matrix, 4 x 3 and 3 x 4, at 8 bit. */
function matvecs(): Cascade {
  return new CascadeBuilder({ a: 4, y: 3, z: 4 }, () => 8).add('Y', 'y', ['A', 'a'], ['B', 'a y']).add('Z', 'z', ['Y', 'y'], ['C', 'y z']).build('matvecs');
}

/**
 * The state-space part of a Mamba layer as the peer has it: one step, whatever the number of tokens; width 4096, state and rank 128, 8 bit. Its last operator adds the skip
 * to itself, so the output of the state (S) and the input projection (B) are read by nobody, and the projection that enters the state is an input.
 */
function mamba(batch: number): Cascade {
  const layer = new CascadeBuilder({ b: batch, d: 4096, n: 128, r: 128 }, () => 8);
  return layer.add('B', 'b n', ['X', 'b d'], ['WB', 'd n'])
    .add('C', 'b n', ['X', 'b d'], ['WC', 'd n'])
    .add('TTD', 'b r', ['X', 'b d'], ['WTTD', 'd r'])
    .add('TD', 'b d', ['TTD', 'b r'], ['WTD', 'd r'])
    .add('DELTA', 'b d', ['TD', 'b d'])
    .add('AD', 'b d n', ['DELTA', 'b d'], ['A', 'd n'])
    .add('HH', 'b d n', ['H_prev', 'b d n'], ['AD', 'b d n'])
    .add('HX', 'b d n', ['X', 'b d'], ['BD', 'b d n'])
    .add('H', 'b d n', ['HX', 'b d n'], ['HH', 'b d n'])
    .add('S', 'b d', ['C', 'b n'], ['H', 'b d n'])
    .add('DX', 'b d', ['X', 'b d'], ['D', 'd'])
    .add('L', 'b d', ['DX', 'b d'])
    .build('mamba');
}
