import { run } from '../../experiment/run.js';
import { memoryUse } from '../../sim/engine/memory-use.js';
import { fastTotals } from '../../sim/engine/totals.js';
import { buildGpu } from '../../arch/gpu/machine.js';
import type { Device } from '../../sim/model/device.js';
import type { SimulationResult } from '../../sim/model/result.js';
import type { Scenario } from '../../sim/model/scenario.js';
import { deviceNamed } from '../../sim/physical/devices/index.js';
import { withSidePaths } from '../../workloads/side-paths.js';
import { binaryTensorCoreRatios } from '../binary-tensor-core.js';
import { hostSecondsPerOp } from '../codebook/rates.js';
import { graphOf, unknown, type Answer } from './claim.js';
import { spqrCompression } from './model-sizes.js';
import { preset } from './stored.js';

/** A request on a card: the kernels tile by tile, or with `kernels` absent the roofline. */
interface Case {
  readonly model: string;
  readonly quantization: unknown;
  readonly device: unknown;
  readonly scenario: { readonly batch?: number; readonly promptTokens: number; readonly outputTokens: number };
  readonly kernels?: object;
  readonly attention?: object;
}

function request({ model, quantization, device, scenario, kernels, attention }: Case): SimulationResult {
  return run({
    kind: 'experiment', name: 'the case of a claim',
    workload: { model, quantization, scenario, ...(attention === undefined ? {} : { attention }) },
    architecture: { family: 'gpu', device, ...(kernels === undefined ? {} : { parameters: { kernels } }) },
  });
}

const a100 = 'a100-sxm-80gb';
const usual = { promptTokens: 128, outputTokens: 128 };

/** SpQR: decode against FP16 where PyTorch calls every kernel, and 16 bits over the stored ones of the layers. */
export function spqr(metric: string): Answer {
  if (!/speed|compression/.test(metric)) return unknown(`no figure for ${metric}`);
  // Its kernel adds the outliers in one pass over the codes: 32 bits each beside 3.625.
  const fused = { name: 'spqr-fused', weights: { type: 'int3', groupSize: 16, scaleBits: 5, zeroPointBits: 5, outliers: { share: 0.01, bits: 32 } }, activations: 'fp16', kvCache: 'fp16', overrides: [{ ops: ['lm_head'], weights: 'fp16' }] };
  const seconds = (quantization: unknown, launch: number): number => request({ model: 'llama-1-7b', quantization, device: a100, scenario: usual, kernels: { launch } }).totals.secondsPerOutputToken!;
  const speedup = (launch: number): number => seconds('fp16', launch) / seconds(fused, launch);
  const both = [speedup(hostSecondsPerOp), spqrCompression()] as const;
  const value = /speed/.test(metric) && /compression/.test(metric) ? both : /speed/.test(metric) ? both[0] : both[1];
  return { value, note: `LLaMA-7B, one sequence on an A100 80 GB, a host time of ${(hostSecondsPerOp * 1e6).toFixed(0)} us an op as fitted on VPTQ; kernels alone would be ${speedup(1e-6).toFixed(2)} times as fast` };
}

/** AWQ: equal bytes as GPTQ, and a W4A16 kernel against FP16. */
export function awq(metric: string): Answer {
  if (!/GPTQ/.test(metric) && !/FP16/.test(metric)) return unknown(`no figure for ${metric}`);
  const seconds = (quantization: string): number => request({ model: 'llama-1-7b', quantization, device: a100, scenario: usual, kernels: {} }).totals.secondsPerOutputToken!;
  const overHalf = seconds('fp16') / seconds('awq');
  const note = 'LLaMA-7B, one sequence on an A100 80 GB, weights dequantised in the kernel; GPTQ with the same groups stores and multiplies the same, what its kernel loses by reordering is not published';
  return { value: /GPTQ/.test(metric) && /FP16/.test(metric) ? [1, overHalf] : /GPTQ/.test(metric) ? 1 : overHalf, note };
}

/** Two cards as one, their exchange free. */
function doubled(device: Device): Device {
  return {
    ...device, peaks: device.peaks.map((peak) => ({ ...peak, opsPerSecond: 2 * peak.opsPerSecond })),
    memories: device.memories.map((memory) => ({ ...memory, capacityBytes: memory.capacityBytes === null ? null : 2 * memory.capacityBytes, bytesPerSecond: memory.bytesPerSecond === null ? null : 2 * memory.bytesPerSecond })),
  };
}

/** What a server keeps of the memory for weights and caches, and the most sequences that it runs at once (defaults of vLLM). */
const usedShare = 0.9;
const mostSequences = 256;

/** Tokens a second with the largest batch that fits; null where the weights do not. */
function servedTokensPerSecond(device: Device, schemeName: string, promptTokens: number, outputTokens: number): number | null {
  const { graph, scheme } = withSidePaths(graphOf('codellama-34b')!, preset(schemeName));
  const machine = buildGpu({}, device);
  const scenario = (batch: number): Scenario => ({ batch, promptTokens, outputTokens, logits: 'last' });
  const { weightBytes, kvCacheBytes } = memoryUse(machine, graph, scheme, scenario(1));
  const batch = Math.min(mostSequences, Math.floor((usedShare * machine.capacityBytes! - weightBytes) / kvCacheBytes));
  return batch < 1 ? null : (batch * outputTokens) / fastTotals(machine, graph, scheme, scenario(batch), 'roofline').latencySeconds;
}

/** SmoothQuant+: Code Llama 34B in INT4 on one A100 40 GB against FP16 on two. */
export function smoothQuantPlus(metric: string): Answer {
  const card = deviceNamed('a100-sxm-40gb')!;
  if (/latency/i.test(metric)) {
    const { graph, scheme } = withSidePaths(graphOf('codellama-34b')!, preset('smoothquant-plus'));
    const half = withSidePaths(graphOf('codellama-34b')!, preset('fp16'));
    const scenario: Scenario = { batch: 1, promptTokens: 512, outputTokens: 128, logits: 'last' };
    const value = fastTotals(buildGpu({}, card), graph, scheme, scenario, 'roofline').secondsPerOutputToken! / fastTotals(buildGpu({}, doubled(card)), half.graph, half.scheme, scenario, 'roofline').secondsPerOutputToken!;
    return { value, note: 'Code Llama 34B, one sequence: INT4 on one A100 40 GB over FP16 on two, whose exchange is free' };
  }
  if (!/throughput/i.test(metric)) return unknown(`no figure for ${metric}`);
  const ratioOf = (prompt: number, output: number): number => servedTokensPerSecond(card, 'smoothquant-plus', prompt, output)! / servedTokensPerSecond(doubled(card), 'fp16', prompt, output)!;
  const lengths = [[512, 512], [1024, 1024], [2048, 512]] as const;
  const ratios = lengths.map(([prompt, output]) => ratioOf(prompt, output));
  return {
    value: [Math.min(...ratios), Math.max(...ratios)],
    note: `Code Llama 34B: INT4 on one A100 40 GB over FP16 on two (exchange free), the largest batch that 90 % of the memory holds, at most ${mostSequences}; least and most of ${lengths.map(([p, o], i) => `${p} + ${o} tokens: ${ratios[i]!.toFixed(2)}`).join(', ')}. Short requests are not bound by the cache, and two cards win: ${ratioOf(128, 128).toFixed(2)} for 128 + 128`,
  };
}

/** ABQ-LLM: its ratios as the range checks of the family have them. */
export function abq(metric: string): Answer {
  const row = (name: string): number | null => {
    const outcome = binaryTensorCoreRatios.simulate('published', { system: 'ABQ-LLM', metric: name, config: { vs: 'SmoothQuant W8A8' } }, 'analytic');
    return outcome.kind === 'simulated' && typeof outcome.answers['value'] === 'number' ? outcome.answers['value'] : null;
  };
  const [memory, speed] = [row('memory compression'), row('inference speed-up')];
  const value = /memory/.test(metric) && /speed/.test(metric) ? [memory, speed] : /memory/.test(metric) ? memory : /speed/.test(metric) ? speed : null;
  return value === null ? unknown(`no figure for ${metric}`) : { value, note: 'W2A8 against W8A8: Llama-2-7B, one sequence on an A100 80 GB, 1024 tokens in and 128 out, FP16 cache in both' };
}

/** A neural unit of a phone by two facts alone: products of 8-bit activations at twice the rate of 16-bit ones, and LPDDR5X. Only ratios are taken. */
const phone = { name: 'phone', type: 'asic', memories: { dram: { capacity: '12 GiB', bandwidth: '68 GB/s', channels: 4 } }, peaks: { fp16: '10 TFLOP/s', int8: '20 TOP/s' }, sources: ['a unit with twice the 8-bit rate, assumed; LPDDR5X-8533 on four channels of 16 bits'] };

/** MobileQuant: what 8-bit instead of 16-bit activations save of the latency. */
export function mobileQuant(metric: string): Answer {
  if (!/latency/.test(metric)) return unknown('energy: no published energies of a phone\'s unit');
  const seconds = (activations: string, promptTokens: number, outputTokens: number): number => request({
    model: 'tinyllama-1.1b', device: phone, scenario: { promptTokens, outputTokens },
    quantization: { name: activations, weights: { type: 'int4', groupSize: 0 }, activations, kvCache: activations, overrides: [{ ops: ['lm_head'], weights: 'int8' }] },
  }).totals.latencySeconds!;
  const saved = (promptTokens: number, outputTokens: number): number => 1 - seconds('int8', promptTokens, outputTokens) / seconds('fp16', promptTokens, outputTokens);
  const cases = [[256, 1], [1024, 1], [1024, 32]] as const;
  const all = cases.map(([prompt, output]) => saved(prompt, output));
  return { value: [Math.min(...all), Math.max(...all)], note: `latency, energy not modelled: TinyLlama 1.1B, W4A8 against W4A16 on a unit with twice the 8-bit rate; least and most of ${cases.map(([p, o], i) => `${p} + ${o} tokens: ${all[i]!.toFixed(2)}`).join(', ')}. Decode waits for the 4-bit weights and saves little: ${saved(256, 256).toFixed(2)} for 256 + 256` };
}

/** LM-Infinite: a window in place of the whole context. */
export function lmInfinite(metric: string): Answer {
  const thousands = Number(/(\d+)k\b/.exec(metric)?.[1] ?? 32);
  const context = thousands * 1024;
  const windowed = { kind: 'lambda', sinks: 0, window: 4096 };
  const result = (promptTokens: number, outputTokens: number, attention?: object): SimulationResult => request({ model: 'llama-2-7b', quantization: 'fp16', device: a100, scenario: { promptTokens, outputTokens }, ...(attention === undefined ? {} : { attention }) });
  const note = `Llama-2-7B in FP16 at the roofline of an A100 80 GB, one sequence, a window of 4096 of ${context} tokens`;
  if (/memory/.test(metric)) {
    const bytes = ({ memory }: SimulationResult): number => memory.kvCacheBytes;
    return { value: bytes(result(context, 1)) / bytes(result(context, 1, windowed)), note: `${note}: keys and values` };
  }
  if (/decod/.test(metric)) return { value: result(context - 1, 2).phases.decode!.latencySeconds / result(context - 1, 2, windowed).phases.decode!.latencySeconds, note };
  if (/prefill|encod/.test(metric)) return { value: result(context, 1).totals.firstTokenSeconds! / result(context, 1, windowed).totals.firstTokenSeconds!, note };
  return unknown(`no figure for ${metric}`);
}

/** Lite-LLM4Rec: the share of the time that beam search takes. */
export function liteLlm4Rec(metric: string): Answer {
  if (!/beam/.test(metric)) return unknown(`no figure for ${metric}`);
  const [prompt, beams, tokens] = [512, 20, 8];
  const once = request({ model: 'gpt2', quantization: 'fp16', device: a100, scenario: { promptTokens: prompt, outputTokens: 1 }, kernels: {} });
  const beam = request({ model: 'gpt2', quantization: 'fp16', device: a100, scenario: { batch: beams, promptTokens: prompt, outputTokens: tokens }, kernels: {} });
  const [first, rest] = [once.totals.latencySeconds!, beam.phases.decode!.latencySeconds];
  return { value: rest / (first + rest), note: `GPT-2 for the unnamed model on an A100 80 GB: a prompt of ${prompt} tokens once, against it and ${tokens - 1} further steps of ${beams} beams; the shorter prompts of its hierarchy are not in it` };
}
