import { withFeed } from '../../sim/engine/array-feed.js';
import { withMemoryShare } from '../../sim/engine/driven-memory.js';
import { defineArchitecture } from '../../sim/model/family.js';
import { buildSystolic } from './machine.js';

/** Systolic arrays with any of three operands kept in place, bit-parallel or bit-serial. */
export const systolic = defineArchitecture({
  name: 'systolic',
  summary: 'systolic arrays of integer PEs: output-, weight- or input-stationary, bit-parallel or bit-serial multipliers',
  schema: async () => (await import('./spec.js')).systolicSchema,
  build: withFeed(withMemoryShare(buildSystolic)),
});
