import type { TernaryParameters } from '../../../src/arch/ternary/spec.js';
import type { Device } from '../../../src/sim/model/device.js';

/** A small machine, with changes. */
export function parameters(changes: Partial<TernaryParameters> = {}, cores: Partial<TernaryParameters['cores']> = {}): TernaryParameters {
  return {
    clock: 100e6,
    lookup: { table: 'symmetric', group: 3 },
    cores: { features: 2, tokens: 1, tables: 4, reads: 8, activationBits: 8, accumulatorBits: 24, tokensHeld: 16, ...cores },
    integerUnit: { features: 4, depth: 8 },
    weights: { placement: 'streamed', decoderBytes: 0 },
    buffers: { weights: { kib: 64, primitive: 'bram' }, activations: { kib: 64, primitive: 'uram' } },
    vectorLanes: 16,
    memory: { channels: 1, efficiency: 0.8 },
    ...changes,
  };
}

/** A chip with one memory of 10 GB/s. */
export const chip: Device = {
  name: 'chip', title: 'A chip', kind: 'asic', fabric: null, peaks: [], onchipBytes: null, tdpWatts: null, priceDollars: null, quality: 'assumed', sources: ['made up for tests'], warnings: [],
  memories: [{ name: 'dram', capacityBytes: 2 ** 32, bytesPerSecond: 10e9, channels: 1 }],
};
