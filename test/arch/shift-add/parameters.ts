import type { LookupTables, ShiftAddParameters, ShiftAddPes } from '../../../src/arch/shift-add/spec.js';
import type { Device } from '../../../src/sim/model/device.js';

export const pes: ShiftAddPes = { kind: 'shift-add', tokens: 2, columns: 16, depth: 16, encoding: 'binary', termsPerCycle: 4, group: 32, scalers: 4 };
export const tables: LookupTables = { kind: 'table', featuresHeld: 128, tables: 4, reads: 16, scaleTerms: 3, shifters: 3, buildAdders: 32 };

export function parameters(array: ShiftAddParameters['array'] = pes, changes: Partial<ShiftAddParameters> = {}): ShiftAddParameters {
  return {
    clock: '500 MHz', array, tokensHeld: 16, activationBits: 8, weightBits: 8, accumulatorBits: 32, buffers: { weightKib: 64 }, vectorLanes: 16,
    memory: { channels: 1, efficiency: 0.8 }, ...changes,
  };
}

/** A chip with one channel of 10 GB/s. */
export const chip: Device = {
  name: 'asic', title: 'a chip', kind: 'asic', memories: [{ name: 'dram', capacityBytes: 16e9, bytesPerSecond: 10e9, channels: 1 }], fabric: null, peaks: [],
  onchipBytes: null, tdpWatts: null, priceDollars: null, quality: 'assumed', sources: ['a test'], warnings: [],
};
