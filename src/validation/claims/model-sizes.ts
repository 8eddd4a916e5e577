import { releasedBookkeeping } from '../../arch/shift-add/energy/bookkeeping.js';
import { layersEnergy } from '../../arch/shift-add/energy/layers.js';
import { parameterCount, type OpGraph } from '../../sim/model/op-graph.js';
import { modelFromHfConfig } from '../../workloads/hf-config.js';
import { decoderGraph } from '../../workloads/decoder-graph.js';
import { int21Rank } from '../../workloads/literature/low-rank.js';
import type { PresetScheme } from '../../workloads/literature/preset.js';
import { modelNamed } from '../../workloads/models.js';
import { releasedLayers } from '../shiftaddllm/model-layers.js';
import { adapterParameters, graphOf, overLayers, printed, sizeIn, unknown, type Answer } from './claim.js';
import { preset, weightBytes } from './stored.js';

/** eDKM: GiB of LLaMA in FP16 and in palettes of a number of bits. */
export function edkm(metric: string): Answer {
  const graph = graphOf(`llama-1-${sizeIn(metric) ?? ''}`);
  const bits = Number(/(\d) bit/.exec(metric)?.[1]);
  if (graph === null || !(bits >= 1 && bits <= 8)) return unknown('no LLaMA of that size with bits a weight');
  const scheme = preset('edkm-w3');
  const palette: PresetScheme = { ...scheme, weights: { ...scheme.weights, type: { name: `palette${bits}`, kind: 'codebook', bits } }, matrixBits: { perMatrix: 16 * 2 ** bits, perInput: 0, perOutput: 0 } };
  const gib = (of: PresetScheme): number => weightBytes(graph, of) / 2 ** 30;
  return { value: [gib(preset('fp16')), gib(palette)], note: 'GiB, which fit what is printed as GB; embedding and lm_head in 8 bits with the palettes (assumed)' };
}

/** INT2.1: how much a low-rank correction adds to 2-bit layers of LLaMA-7B. */
export function int21Size(): Answer {
  const graph = graphOf('llama-1-7b')!;
  const factor = 1 + (16 * adapterParameters(graph, int21Rank)) / (2 * overLayers(graph, (inputs, outputs) => inputs * outputs));
  return {
    value: [printed(factor, 2), printed(2 * factor, 1)], fitted: true, note: `FP16 factors of rank ${int21Rank} beside 2-bit layers of LLaMA-7B: ${factor.toFixed(4)} and ${(2 * factor).toFixed(4)} bits before rounding; the rank was not found in the abstract and is the power of two that gives the printed factor; scales and lm_head left out`,
  };
}

/** LLM.int8(): weights against FP16. */
export function llmInt8(metric: string): Answer {
  if (!/memory/i.test(metric)) return unknown(`no figure for ${metric}`);
  const size = sizeIn(metric) ?? '175b';
  const graph = graphOf(`opt-${size}`) ?? graphOf(`bloom-${size}`);
  if (graph === null) return unknown(`no OPT or BLOOM of ${size}`);
  return { value: weightBytes(graph, preset('llm-int8')) / weightBytes(graph, preset('fp16')), note: `${graph.name}: INT8 layers with FP32 scales, 0.1 % of the inputs, embeddings and lm_head in FP16; caches and activations aside` };
}

/** A configuration that the catalogue lacks. */
function llamaLike(name: string, [hidden, layers, heads, kvHeads, intermediate, vocabulary]: readonly [number, number, number, number, number, number]): OpGraph {
  return decoderGraph(modelFromHfConfig({
    model_type: 'llama', hidden_size: hidden, num_hidden_layers: layers, num_attention_heads: heads, num_key_value_heads: kvHeads, intermediate_size: intermediate,
    hidden_act: 'silu', vocab_size: vocabulary, max_position_embeddings: 16_384, tie_word_embeddings: false,
  }, name, name));
}

/** The models of the study: Giagnorio et al., 2025 (arXiv 2503.07103), with the shapes of their config.json. */
function codeModels(): readonly OpGraph[] {
  return [
    llamaLike('codellama-7b', [4096, 32, 32, 32, 11_008, 32_016]), llamaLike('codellama-13b', [5120, 40, 40, 40, 13_824, 32_016]), graphOf('codellama-34b')!,
    llamaLike('deepseek-coder-1.3b', [2048, 24, 16, 16, 5504, 32_256]), llamaLike('deepseek-coder-6.7b', [4096, 32, 32, 32, 11_008, 32_256]), llamaLike('deepseek-coder-33b', [7168, 62, 56, 8, 19_200, 32_256]),
  ];
}

/** Codebooks of AQLM by nominal bits, as the released models of the study are named (`2x15`): vectors of eight. */
const studied: Readonly<Record<number, readonly [count: number, bits: number]>> = { 8: [4, 15], 4: [2, 15], 3: [2, 12], 2: [1, 15] };

/** Quantising code LLMs: the mean over models of the memory that AQLM saves. */
export function codeModelMemory(metric: string): Answer {
  const bits = Number(/(\d) bit/.exec(metric)?.[1]);
  const books = studied[bits];
  if (books === undefined || !/memory/.test(metric)) return unknown(`no figure for ${metric}`);
  const [count, indexBits] = books;
  const base = preset('aqlm-1x16');
  const scheme: PresetScheme = {
    ...base, weights: { ...base.weights, type: { name: `index${(count * indexBits) / 8}`, kind: 'codebook', bits: (count * indexBits) / 8 } },
    matrixBits: { perMatrix: count * 16 * 8 * 2 ** indexBits, perInput: 0, perOutput: 16 },
  };
  const saved = codeModels().map((graph) => 1 - weightBytes(graph, scheme) / weightBytes(graph, preset('fp16')));
  return { value: saved.reduce((sum, share) => sum + share, 0) / saved.length, note: `AQLM with ${count} codebooks of ${indexBits} bits for vectors of eight: ${saved.map((share) => share.toFixed(2)).join(', ')} for CodeLlama 7B, 13B, 34B and DeepSeek-Coder 1.3B, 6.7B, 33B; codebooks weigh most in the smallest` };
}

/** Spectra: which of two models has fewer bits. */
export function spectra(metric: string): Answer {
  const found = /bits\((\w+) ([\d.]+[BM])\)\s*([<>])\s*bits\((\w+) ([\d.]+[BM])\)/.exec(metric);
  if (found === null) return unknown('no comparison of the bits of two models');
  const [, left = '', leftSize = '', sign, right = '', rightSize = ''] = found;
  const gigabits = (kind: string, size: string): number | null => {
    const graph = graphOf(`trilm-${size.toLowerCase()}`);
    return graph === null ? null : (8 * weightBytes(graph, preset(kind === 'TriLM' ? 'trilm' : 'fp16'))) / 1e9;
  };
  const [a, b] = [gigabits(left, leftSize), gigabits(right, rightSize)];
  if (a === null || b === null) return unknown('the catalogue has no model of that size in the suite');
  return { value: sign === '<' ? a < b : a > b, note: `${a.toFixed(2)} against ${b.toFixed(2)} Gbit; ternary layers at 1.6 bits, embedding and lm_head in FP16; FloatLMs have the shapes of TriLMs` };
}

/** ShiftAddLLM: the smaller of what three planes save in memory and in energy. */
export function shiftAddLlm(metric: string): Answer {
  if (!/memory|energy/.test(metric)) return unknown(`no figure for ${metric}`);
  const model = 'llama-2-7b';
  const graph = decoderGraph(modelNamed(model)!);
  const memory = 1 - weightBytes(graph, preset('shiftaddllm-w3')) / weightBytes(graph, preset('fp16'));
  const energy = 1 - layersEnergy(releasedLayers(model, 'shifted-tables', 3)!, releasedBookkeeping).energyMillijoules / layersEnergy(releasedLayers(model, 'float', 16)!, releasedBookkeeping).energyMillijoules;
  const value = /memory/.test(metric) && /energy/.test(metric) ? Math.min(memory, energy) : /memory/.test(metric) ? memory : energy;
  return { value, note: `Llama-2-7B with three planes: memory ${memory.toFixed(3)}, energy ${energy.toFixed(3)} under the bookkeeping of its released script; the smaller where both are asked for` };
}

/** SpQR: 16 bits over the bits of its layers. */
export function spqrCompression(): number {
  const graph = graphOf('llama-1-7b')!;
  const outside = 2 * (parameterCount(graph) - overLayers(graph, (inputs, outputs) => inputs * outputs));
  return (weightBytes(graph, preset('fp16')) - outside) / (weightBytes(graph, preset('spqr')) - outside);
}
