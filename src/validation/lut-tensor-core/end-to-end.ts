import { modelNamed } from '../../workloads/models.js';
import type { ModelSpec } from '../../workloads/model-spec.js';
import type { Outcome } from '../system.js';
import { fitted, gap, simulated, type Config } from './config.js';
import { hardwareOf, peakOpsOf, type Hardware } from './hardware.js';
import { layerWork } from './layer-work.js';

/**
 * The two constants of a phase, each fitted on the A100 FP16 and A100 INT8 rows of Table 1 and on nothing else:
 * efficiency of the matrix units, and bytes moved for each byte of activations in and out (in decode most of them are hidden behind matrix work).
 */
export const phaseConstants = {
  prefill: { efficiency: 0.513, passes: 1.275 },
  decode: { efficiency: 0.551, passes: 0.57 },
} as const;

export type Phase = keyof typeof phaseConstants;

/** Seconds of a forward pass: operations of products with weights / (efficiency * peak) + passes * bytes of activations / DRAM bandwidth. */
export function passSeconds(hardware: Pick<Hardware, 'dramBytesPerSecond'> & { readonly peakOps: number }, model: ModelSpec, phase: Phase, batch: number, tokens: number): number {
  const { efficiency, passes } = phaseConstants[phase];
  const work = layerWork(model, batch, tokens, false);
  return work.linearOps / (efficiency * hardware.peakOps) + (passes * work.activationBytes) / hardware.dramBytesPerSecond;
}

/** Models of Table 1: the LLaMA-3B of the BitNet reproduction has the shape of Open LLaMA 3B. */
function modelOf(text: string): ModelSpec | undefined {
  if (/^LLAMA-?3B/i.test(text)) return modelNamed('open-llama-3b');
  return modelNamed((text.split(' ')[0] ?? '').toLowerCase());
}

/** A latency of Table 1 in ms. */
export function endToEndLatency(config: Config, phase: Phase): Outcome {
  const hardware = hardwareOf(config);
  const model = modelOf(config.text('model'));
  if (hardware === null || model === undefined) return gap(`no hardware or model is known for ${JSON.stringify(`${config.text('hw')}, ${config.text('model')}`)}`);
  const ms = passSeconds({ ...hardware, peakOps: peakOpsOf(hardware) }, model, phase, config.number('batch'), config.number('seq')) * 1e3;
  if (hardware.kind === 'mac' && hardware.gpu === 'A100') {
    return fitted(ms, 'the efficiency and the passes over activations of this phase were fitted on the A100 FP16 and INT8 rows');
  }
  if (hardware.kind === 'mac') {
    return gap(`the H100 in FP8 and H100-LUT-4X have the same peak and bandwidth and different published latencies, which no model of peaks and bandwidth can meet both; this one gives ${ms.toFixed(2)} ms`);
  }
  return simulated(ms);
}

const largeModels = ['opt-175b', 'bloom-176b', 'llama-2-70b'] as const;

/** The largest speed-up over FP16 tensor cores on an A100: A100-LUT-8X with INT2 weights as in Table 1, over the large models, prefill of 2048 and decode of 1024. */
export function largestSpeedup(of: (hw: string, model: string) => Hardware | null): number {
  const fp16 = of('A100 FP16 TC', 'WFP16AFP16');
  const lut = of('A100-LUT-8X', 'WINT2AINT8');
  if (fp16 === null || lut === null) return NaN;
  const ratios = largeModels.flatMap((name) => {
    const model = modelNamed(name);
    if (model === undefined) return [];
    return ([['prefill', 1, 2048], ['decode', 1024, 1]] as const).map(([phase, batch, tokens]) => {
      const seconds = (h: Hardware): number => passSeconds({ ...h, peakOps: peakOpsOf(h) }, model, phase, batch, tokens);
      return seconds(fp16) / seconds(lut);
    });
  });
  return Math.max(...ratios);
}
