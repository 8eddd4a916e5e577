import { withFeed } from '../../sim/engine/array-feed.js';
import { withMemoryShare } from '../../sim/engine/driven-memory.js';
import { defineArchitecture } from '../../sim/model/family.js';
import { buildBitSerial } from './machine.js';

/** Bit-serial PEs for mixed low-bit formats: BitMoD (Chen et al., HPCA 2025). */
export const bitSerial = defineArchitecture({
  name: 'bit-serial',
  summary: 'bit-serial PEs with FP16 activations (BitMoD): weights in INT8, INT6, INT4, FP4 and FP3 with special values, 4 to 2 cycles a step; and the PEs it is compared with: fp16, ant, olive, bitfusion, stripes, loom, pragmatic',
  schema: async () => (await import('./spec.js')).bitSerialSchema,
  build: withFeed(withMemoryShare(buildBitSerial)),
});
