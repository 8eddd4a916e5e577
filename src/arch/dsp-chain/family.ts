import { withFeed } from '../../sim/engine/array-feed.js';
import { withMemoryShare } from '../../sim/engine/driven-memory.js';
import { defineArchitecture } from '../../sim/model/family.js';
import { buildDspChain } from './machine.js';

/** Configurable sparse DSP chains on FPGAs: FlightLLM (Zeng et al., FPGA 2024). */
export const dspChain = defineArchitecture({
  name: 'dsp-chain',
  summary: 'configurable sparse DSP chains on FPGAs (FlightLLM): dense, N:M and block-sparse INT8 work, always-on-chip decode',
  schema: async () => (await import('./spec.js')).dspChainSchema,
  build: withFeed(withMemoryShare(buildDspChain)),
});
