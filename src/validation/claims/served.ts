import { figureOf, serve } from './serve.js';
import { unknown, type Answer } from './claim.js';

/** A phone: LPDDR5X on four channels of 16 bits, and what its storage reads in order; only ratios are taken. */
const phone = { name: 'phone', type: 'asic', memories: { dram: { capacity: '24 GiB', bandwidth: '68 GB/s', channels: 4 } }, peaks: { fp16: '10 TFLOP/s', int8: '20 TOP/s' }, sources: ['LPDDR5X-8533 on four channels of 16 bits; peaks of a neural unit, assumed'] };
const storage = '3 GB/s';

/** LLMCad: a resident model drafts, the large one comes from storage for each check. */
export function llmCad(metric: string): Answer {
  if (!/speed|generation|latency/i.test(metric)) return unknown(`no figure for ${metric}`);
  const request = { promptTokens: 128, outputTokens: 64 };
  const where = { model: 'llama-2-13b', quantization: 'int8', device: phone };
  const [low, high] = [0.7, 0.9].map((rate) => figureOf(serve({ kind: 'speculation', ...request, draft: { model: 'tinyllama-1.1b' }, draftTokens: 8, acceptance: { kind: 'rate', rate }, stream: { link: { bandwidth: storage } } }, where), 'speedup'));
  return { value: high, note: `Llama-2-13B in INT8 from storage of ${storage} for every token, against eight tokens of TinyLlama 1.1B for each check: drafted tokens are taken with a chance of 0.9 (0.7: ${low!.toFixed(2)})` };
}

/** KV Prediction: the first token where a smaller model reads the prompt. */
export function kvPrediction(metric: string): Answer {
  if (!/first|TTFT|latency|speed/i.test(metric)) return unknown(`no figure for ${metric}: accuracy is not modelled`);
  const answer = serve({ kind: 'kv-prediction', promptTokens: 1024, outputTokens: 2, auxiliary: { model: 'tinyllama-1.1b' } }, { model: 'llama-2-7b', quantization: 'fp16', device: phone });
  const value = figureOf(answer, 'firstTokenSpeedup');
  return { value, note: 'first token of Llama-2-7B after 1,024 tokens on a neural unit of a phone, over that with TinyLlama 1.1B for the prompt; its OpenELM models are not in the catalogue' };
}

/** Agile-Quant: INT8 activations, INT4 weights and tokens dropped on their way, against FP16. */
export function agileQuant(metric: string): Answer {
  if (!/speed|latency/i.test(metric)) return unknown(`no figure for ${metric}`);
  const request = { promptTokens: 1024, outputTokens: 1 };
  const seconds = (quantization: string, stages: readonly object[]): number => serve({ kind: 'token-pruning', ...request, schedule: { kind: 'stages', stages } }, { model: 'llama-1-7b', quantization, device: phone }).totals.firstTokenSeconds!;
  const value = seconds('fp16', [{ layer: 0, keep: 1 }]) / seconds('w4a8', [{ layer: 8, keep: 0.9 }, { layer: 16, keep: 0.9 }, { layer: 24, keep: 0.9 }]);
  return { value, note: 'LLaMA-7B, a prompt of 1,024 tokens, W4A8 with 0.9 of the tokens kept at layers 8, 16 and 24 (assumed) against FP16, on a unit with twice the 8-bit rate' };
}
