import { run } from '../../experiment/run.js';
import type { Outcome } from '../system.js';
import { none, simulated, timeMetric, type Times } from './answer.js';
import type { Json } from './machines.js';
import { modelIn, type ModelInput } from './models.js';
import { requestOf, type FpgaRow, type Request } from './row.js';

/** Software between a model and a card. */
export interface Stack {
  readonly name: string;
  /** Time that the host takes to launch the kernels of a layer, in seconds: what a step of one sequence waits for where the card is done sooner. */
  readonly hostSecondsPerLayer: number;
}

/**
 * Llama-2-7B in FP16 on an A100-class card without CUDA graphs (flightllm_test_demo profile/README.md): each constant is the step of the case of 128 prompt
 * tokens and 512 steps over its 32 layers, 22.1 and 11.2 ms. The other cases test them.
 */
export const eagerPyTorch: Stack = { name: 'eager PyTorch', hostSecondsPerLayer: 691.4e-6 };
export const vllm017: Stack = { name: 'vLLM 0.1.7', hostSecondsPerLayer: 349.6e-6 };

/** The case that both constants are fitted on. */
export const fittedCase = { model: 'llama-2-7b', request: { batch: 1, prefill: 128, decode: 512 } } as const;

export function stackOf(text: string): Stack | null {
  if (/vllm/i.test(text)) return vllm017;
  return /pytorch|naive|hugging/i.test(text) ? eagerPyTorch : null;
}

interface Card {
  readonly device: string | Json;
  /** `chip` of the kernels where the family does not know the card's. */
  readonly chip?: Json;
}

/** V100S: 80 SMs, 1134 GB/s, 130 TFLOP/s (NVIDIA V100 data sheet, from memory); no INT8 tensor cores, four INT8 products an FP32 lane. */
const v100s: Card = {
  device: { name: 'v100s', extends: 'v100-pcie-32gb', memories: { dram: { bandwidth: '1134 GB/s' } }, peaks: { fp16: '130 TFLOP/s', int8: '65.6 TFLOP/s' }, sources: ['NVIDIA V100 data sheet, V100S PCIe'] },
  chip: { multiprocessors: 80, clock: '1.6 GHz', vectorLanes: 64, specialLanes: 16 },
};

/** The card that a text names; an A100 without a size is the one of 80 GB. */
export function cardOf(text: string): Card | null {
  if (/V100S/i.test(text)) return v100s;
  if (/V100/i.test(text)) return { device: 'v100', chip: { multiprocessors: 80, clock: '1.37 GHz', vectorLanes: 64, specialLanes: 16 } };
  if (/A100/i.test(text)) return { device: /40 ?GB?\b/i.test(text) ? 'a100-sxm-40gb' : 'a100-sxm-80gb' };
  if (/3090/.test(text)) return { device: 'rtx-3090' };
  return /4090/.test(text) ? { device: 'rtx-4090' } : null;
}

export interface Step {
  /** Of one decode step, the mean over the request. */
  readonly seconds: number;
  /** What the card alone takes. */
  readonly cardSeconds: number;
  readonly prefillSeconds: number;
}

/** max(kernels on the card, host time) of prefill and of a decode step, or why there is none. */
export function stackStep(software: string, card: string, model: ModelInput, format: 'fp16' | 'w8a8', { batch, prefill, decode }: Request): Step | string {
  const stack = stackOf(software);
  const known = cardOf(card);
  if (stack === null) return `host times of this software are not known: ${software}`;
  if (known === null) return `the inside of this card is not known: ${card}`;
  const parameters = { kernels: { activations: format === 'w8a8' ? 'int8' : 'fp16', ...(known.chip === undefined ? {} : { chip: known.chip }) } };
  const result = run({
    kind: 'experiment', name: 'a GPU with its software', fidelity: 'analytic',
    workload: { model, quantization: format, scenario: { batch, promptTokens: prefill, outputTokens: decode + 1 } },
    architecture: { family: 'gpu', device: known.device, parameters },
  });
  const phases = result.phases;
  if (phases.prefill === null || phases.decode === null) return `the model does not fit this card: ${card}`;
  const layers = result.operators.find(({ name, phase }) => phase === 'decode' && /^(softmax|scores)/.test(name))?.count ?? NaN;
  const hostSeconds = (layers / decode) * stack.hostSecondsPerLayer;
  const cardSeconds = phases.decode.latencySeconds / decode;
  return { seconds: Math.max(cardSeconds, hostSeconds), cardSeconds, prefillSeconds: Math.max(phases.prefill.latencySeconds, hostSeconds) };
}

/** A row of a GPU with its software. */
export function gpuStack(row: FpgaRow): Outcome {
  if (/power|energy|cost|token\/J/i.test(`${row.metric} ${row.unit}`)) return none(`${row.metric} of ${row.device}, ${row.system}: power of GPUs under load is not modelled`);
  const model = modelIn(row.model);
  if (model === null) return none(`no model of the catalogue in ${JSON.stringify(row.model)}`);
  const format = /smoothquant|w8a8|int8/i.test(`${row.system} ${row.config}`) ? 'w8a8' : 'fp16';
  const request = requestOf(row.config);
  const step = stackStep(row.system, `${row.device} ${row.config}`, model, format, request);
  if (typeof step === 'string') return none(step);
  const times: Times = { prefillSeconds: step.prefillSeconds, decodeSeconds: step.seconds * request.decode };
  const value = timeMetric(row, request, times);
  if (value === null) return none(`${row.metric}: no figure of a GPU for it`);
  const alone = `the card alone would give ${(request.batch / step.cardSeconds).toFixed(0)} token/s`;
  if (isFitted(row, model, request, format)) return { kind: 'fitted', answers: { value }, note: `the host time a layer of ${stackOf(row.system)!.name} is fitted on this case; ${alone}` };
  return simulated(value, `${step.seconds > step.cardSeconds ? 'bound by the host, which launches the kernels' : 'bound by the card'}; ${alone}`);
}

function isFitted({ device, metric }: FpgaRow, model: ModelInput, { batch, prefill, decode }: Request, format: string): boolean {
  const { request } = fittedCase;
  return /^decode_/.test(metric) && /A100/i.test(device) && format === 'fp16' && model === fittedCase.model && batch === request.batch && prefill === request.prefill && decode === request.decode;
}
