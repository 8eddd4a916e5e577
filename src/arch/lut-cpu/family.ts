import { withMemoryShare } from '../../sim/engine/driven-memory.js';
import { defineArchitecture } from '../../sim/model/family.js';
import { buildLutCpu } from './machine.js';

/** Cores of a CPU with table look-ups in vector registers: T-MAC, TL1, TL2, I2_S, and llama.cpp's multiplications to compare with. */
export const lutCpu = defineArchitecture({
  name: 'lut-cpu',
  summary: 'low-bit kernels of CPUs: T-MAC and bitnet.cpp (TL1, TL2, I2_S) with look-ups in NEON or AVX2 registers, llama.cpp\'s dequantise-and-multiply as baseline',
  schema: async () => (await import('./spec.js')).lutCpuSchema,
  build: withMemoryShare(buildLutCpu),
});
