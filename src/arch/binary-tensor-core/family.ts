import { withFeed } from '../../sim/engine/array-feed.js';
import { defineArchitecture } from '../../sim/model/family.js';
import { buildBinaryTensorCore } from './machine.js';

/** Arbitrary-precision products on the one-bit tensor cores of GPUs: APT-LLM, ABQ-LLM. */
export const binaryTensorCore = defineArchitecture({
  name: 'binary-tensor-core',
  summary: 'low-bit integers plane by plane on one-bit tensor cores of a GPU (APT-LLM, ABQ-LLM): 1 to 8 bits for weights and activations',
  schema: async () => (await import('./spec.js')).binaryTensorCoreSchema,
  build: withFeed(buildBinaryTensorCore),
});
