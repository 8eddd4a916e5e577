import { withFeed } from '../../sim/engine/array-feed.js';
import { withMemoryShare } from '../../sim/engine/driven-memory.js';
import { defineArchitecture } from '../../sim/model/family.js';
import { buildLutTensorCore } from './machine.js';

/** GPUs with look-up arrays in place of tensor cores: LUT Tensor Core (Mo et al., ISCA 2025). */
export const lutTensorCore = defineArchitecture({
  name: 'lut-tensor-core',
  summary: 'a GPU with look-up arrays in place of tensor cores (LUT Tensor Core): weights of 1 to 8 bits, one bit plane a cycle, tables of four activations',
  schema: async () => (await import('./spec.js')).lutTensorCoreSchema,
  build: withFeed(withMemoryShare(buildLutTensorCore)),
});
