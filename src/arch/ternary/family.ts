import { withFeed } from '../../sim/engine/array-feed.js';
import { withMemoryShare } from '../../sim/engine/driven-memory.js';
import { defineArchitecture } from '../../sim/model/family.js';
import { buildTernary } from './machine.js';

/** Cores for ternary weights: additions and subtractions, tables of signed sums, TL1 and TL2; weights on the chip or streamed. */
export const ternary = defineArchitecture({
  name: 'ternary',
  summary: 'ternary weights without multipliers: signed sums of activations in tables, on-chip or streamed 1.6-bit weights, an INT8 unit for attention (TerEffic, TENET, BitNet)',
  schema: async () => (await import('./spec.js')).ternarySchema,
  build: withFeed(withMemoryShare(buildTernary)),
});
