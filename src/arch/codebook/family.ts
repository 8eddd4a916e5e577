import { withFeed } from '../../sim/engine/array-feed.js';
import { defineArchitecture } from '../../sim/model/family.js';
import { buildCodebook } from './machine.js';

/** Weights as vectors of a codebook on a GPU: VPTQ, AQLM. */
export const codebook = defineArchitecture({
  name: 'codebook',
  summary: 'weights as indices into codebooks of vectors on a GPU (VPTQ, AQLM): decoded inside a vector product or before a matrix product',
  schema: async () => (await import('./spec.js')).codebookSchema,
  build: withFeed(buildCodebook),
});
