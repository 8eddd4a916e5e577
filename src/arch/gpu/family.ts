import { defineArchitecture } from '../../sim/model/family.js';
import { buildGpu } from './machine.js';

/** GPUs and other devices known by their peaks, and the grids of kernels on GPUs whose multiprocessors are known. */
export const gpu = defineArchitecture({
  name: 'gpu',
  summary: 'GPUs, TPUs and CPUs by their peak rates and bandwidth (roofline); with `kernels` also the grids of a GPU, tile by tile',
  schema: async () => (await import('./spec.js')).gpuSchema,
  build: buildGpu,
});
