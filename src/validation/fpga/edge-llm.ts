import type { Outcome } from '../system.js';
import { none, runJob, simulated, timeMetric, timesOf, type Job } from './answer.js';
import { stackStep } from './gpu-stack.js';
import type { Json } from './machines.js';
import { modelIn } from './models.js';
import { clockOf, requestOf, type FpgaRow, type Request } from './row.js';

/**
 * EdgeLLM (arXiv 2407.21325) on the VCU128, known by its peak: 4096 operations a cycle on FP16 activations and INT4 weights. How its lanes split over
 * output features and products is not in the sources, so that products are spread without a remainder.
 */
const operationsPerCycle = 4096;

/** Matrix units run at twice the clock of the rest: "MatMul 280 MHz / rest 140 MHz". */
const arrayClockRatio = 2;
const publishedClockHz = 280e6;

const w4: Json = { name: 'w4a16', weights: { type: 'int4', groupSize: 128, scaleBits: 16 }, activations: 'fp16', kvCache: 'fp16', source: 'arXiv 2407.21325: INT4 weights, FP16 activations; groups of 128 are assumed' };

/** "<512 decode tokens": a prompt of 128 and what is left. */
const usual: Request = { batch: 1, prefill: 128, decode: 384 };

/** The clock of the matrix units, in Hz: named as theirs, or twice the one clock of the row. */
export function arrayClock(config: string): number {
  const own = /matmul[^,;/]*?(\d+(?:\.\d+)? ?MHz)/i.exec(config);
  if (own !== null) return clockOf(own[1]!) ?? publishedClockHz;
  const one = clockOf(config);
  return one === null ? publishedClockHz : one * arrayClockRatio;
}

export function edgeLlm(row: FpgaRow): Outcome {
  if (/macs_per_cycle|operations_per_cycle/.test(row.metric)) return { kind: 'input', answers: { value: operationsPerCycle }, note: 'the peak of the matrix units is an input' };
  if (/energy|power|token\/J|cost/i.test(`${row.metric} ${row.unit}`)) return none(`${row.metric}: power of EdgeLLM's logic and of an A100 under load are not modelled`);
  if (/lower end/i.test(row.config)) return none(`the lower end of a range for ${row.model}: at which context or sparsity it was measured is not given`);
  const model = modelIn(row.model) ?? (/^LLMs?$/i.test(row.model) ? modelIn('ChatGLM2-6B') : null);
  if (model === null) return none(`no model of ours in ${JSON.stringify(row.model)}`);
  const request = requestOf(row.config.replace(/< ?(\d+) decode tokens/i, ''), usual);
  const clockHz = arrayClock(row.config);
  const result = runJob(jobOf(model, request, clockHz));
  const times = timesOf(result);
  if (typeof times === 'string') return none(times);
  const peak = `4096 operations a cycle at ${clockHz / 1e6} MHz, the clock of the matrix units`;
  if (/bandwidth_utilization/.test(row.metric)) {
    return simulated((result.phases.decode?.dramUtilization ?? NaN) * 100, `${peak}: 2048 weights a cycle take ${(linearShare(clockHz) * 100).toFixed(0)} % of 460 GB/s with their scales, so that a higher share is beyond the array`);
  }
  if (row.metric === 'throughput_gain' || row.metric === 'speedup') {
    const gpu = stackStep(`PyTorch ${row.config}`, 'A100', model, 'fp16', request);
    return typeof gpu === 'string' ? none(gpu) : simulated(gpu.seconds / (times.decodeSeconds / request.decode), `ChatGLM2-6B, ${peak}, against FP16 in eager PyTorch, whose host time a layer is fitted on another row; the stack of the published ratio is not named`);
  }
  const value = timeMetric(row, request, times);
  return value === null ? none(`${row.metric}: no figure of EdgeLLM for it`) : simulated(value, `bound by ${peak}`);
}

function jobOf(model: Job['model'], request: Request, clockHz: number): Job {
  const device: Json = {
    name: 'vcu128', type: 'fpga', memories: { hbm: { capacity: '8 GiB', bandwidth: '460 GB/s', channels: 32 } },
    peaks: { fp16: operationsPerCycle * clockHz }, sources: ['EdgeLLM: 4096 operations a cycle; the HBM of the VCU128 is that of the U280 (XCVU37P)'],
  };
  return { model, quantization: w4, machine: { family: 'gpu', device, parameters: {} }, request, fidelity: 'roofline' };
}

/** Share of the HBM's peak that weights of 4 bits and their scales take at the full rate of the array. */
function linearShare(clockHz: number): number {
  return ((operationsPerCycle / 2) * clockHz * (4 + 16 / 128)) / 8 / 460e9;
}
