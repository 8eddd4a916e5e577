import { runWith, type Examples } from '../flightllm/experiments.js';
import { stackStep } from './gpu-stack.js';

/** Token rate of FlightLLM over that of a GPU, ours and published. */
export interface ThroughputRatio {
  readonly fpga: 'U280' | 'VHK158';
  readonly gpu: 'V100S' | 'A100';
  /** Ours: a board model of FlightLLM, its authors' simulator on the VHK158. */
  readonly basis: 'measured on board' | 'simulated';
  readonly fpgaTokensPerSecond: number;
  /** vLLM 0.1.7 with SmoothQuant (W8A8): the card and its host. */
  readonly gpuTokensPerSecond: number;
  readonly ours: number;
  /** Against the card alone, were its host never late. */
  readonly oursAgainstCard: number;
  readonly published: number | null;
  readonly publishedFrom: string;
}

const request = { batch: 1, prefill: 128, decode: 128 };

/** Published energy efficiencies and powers, tokens a joule and W: FlightLLM (arXiv 2401.03868), abstract (the ratio from memory) and Figure 1. */
const energyRatioV100S = 6.0;
const watts = { u280: 45, v100s: 220 };

/** Throughput of FlightLLM against a V100S and an A100, Llama-2-7B, one sequence, 128 tokens in and 128 out. Seconds a step of a GPU: max(card, host). */
export function flightllmRatios(examples: Examples): readonly ThroughputRatio[] {
  const cases = [
    { fpga: 'U280', file: 'flightllm.json', gpu: 'V100S', basis: 'measured on board', published: (energyRatioV100S * watts.u280) / watts.v100s, publishedFrom: 'derived: 6.0 times the tokens a joule, at 45 and 220 W' },
    { fpga: 'U280', file: 'flightllm.json', gpu: 'A100', basis: 'measured on board', published: null, publishedFrom: '4.2 times the tokens a joule; the power of the A100 is not given' },
    { fpga: 'VHK158', file: 'flightllm-vhk158.json', gpu: 'A100', basis: 'simulated', published: 1.2, publishedFrom: 'abstract, simulated by its authors' },
  ] as const;
  return cases.map(({ file, ...known }): ThroughputRatio => {
    const steps = { promptTokens: request.prefill, outputTokens: request.decode + 1 };
    const fpgaTokensPerSecond = runWith(examples, file, steps, 'analytic').phases.decode?.tokensPerSecond;
    const step = stackStep('vLLM 0.1.7 + SmoothQuant', known.gpu, 'llama-2-7b', 'w8a8', request);
    if (fpgaTokensPerSecond === undefined || typeof step === 'string') throw new Error(`${known.fpga} or ${known.gpu} has no rate`);
    return {
      ...known, fpgaTokensPerSecond, gpuTokensPerSecond: 1 / step.seconds, ours: fpgaTokensPerSecond * step.seconds, oursAgainstCard: fpgaTokensPerSecond * step.cardSeconds,
    };
  });
}
