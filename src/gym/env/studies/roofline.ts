import type { StudyInput } from '../../schema/study.js';

/** Which device, which formats, which batch: the roofline of a model on devices that are known by their peaks. */
export const rooflineStudy: StudyInput = {
  kind: 'study', name: 'roofline-devices',
  description: 'Llama-2-13B on devices known by their peaks: tokens a second of all requests against the time of one token, by device, formats and batch',
  experiment: {
    kind: 'experiment', name: 'roofline-devices',
    workload: { model: 'llama-2-13b', quantization: 'fp16', scenario: { batch: 1, promptTokens: 1024, outputTokens: 128 } },
    architecture: { family: 'gpu', device: 'a100-sxm-80gb', parameters: { fusedAttention: true } },
    fidelity: 'roofline',
  },
  parameters: [
    { path: 'architecture.device', values: ['a100-sxm-80gb', 'a100-pcie-40gb', 'h100-sxm', 'h100-pcie', 'l40s', 'rtx-4090', 'v100-sxm2-32gb'] },
    { path: 'workload.quantization', values: ['fp16', 'int8', 'fp8', 'w4a16-g128', 'w4a8', 'w3-g128'] },
    { path: 'workload.scenario.batch', values: [1, 2, 4, 8, 16, 32, 64, 128] },
    { path: 'architecture.parameters.fusedAttention', values: [true, false] },
  ],
  objectives: [
    { name: 'throughput', metric: 'totals.tokensPerSecond', direction: 'maximise', unit: 'token/s' },
    { name: 'token time', metric: 'totals.secondsPerOutputToken', direction: 'minimise', unit: 's' },
  ],
  constraints: [{ name: 'first token', metric: 'totals.firstTokenSeconds', atMost: 5 }],
  metrics: ['phases.decode.dramUtilization'],
};
