import { withFeed } from '../../sim/engine/array-feed.js';
import { withMemoryShare } from '../../sim/engine/driven-memory.js';
import { defineArchitecture } from '../../sim/model/family.js';
import { buildShiftAdd } from './machine.js';

/** Products without multipliers: shifted terms with scales after each group (MixPE), or look-up tables and shifts (ShiftAddLLM). */
export const shiftAdd = defineArchitecture({
  name: 'shift-add',
  summary: 'integer products without multipliers: shifted terms with a scale after each group (MixPE), or tables of eight activations and shifts (ShiftAddLLM)',
  schema: async () => (await import('./spec.js')).shiftAddSchema,
  build: withFeed(withMemoryShare(buildShiftAdd)),
});
