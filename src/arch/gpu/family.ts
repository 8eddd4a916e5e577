import { defineArchitecture } from '../../sim/model/family.js';
import { buildGpu } from './machine.js';

/** GPUs and other devices known by their peaks: roofline only. */
export const gpu = defineArchitecture({
  name: 'gpu',
  summary: 'GPUs, TPUs and CPUs by their peak rates and bandwidth (roofline only)',
  schema: async () => (await import('./spec.js')).gpuSchema,
  build: (parameters, device) => buildGpu(parameters, device),
});
