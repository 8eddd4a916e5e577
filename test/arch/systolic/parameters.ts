import * as fc from 'fast-check';
import type { SystolicParameters } from '../../../src/arch/systolic/spec.js';
import type { Device } from '../../../src/sim/model/device.js';
import { dataflows } from './arrays.js';

/** A small weight-stationary array of INT8 PEs. */
export const small: SystolicParameters = {
  clock: '500 MHz', rows: 16, columns: 32, dataflow: 'weight-stationary',
  buffers: { weights: { kib: 64 }, activations: { kib: 256 }, outputs: { kib: 32 } },
  vectorLanes: 32, memory: { channels: 2, efficiency: 0.8 },
};

/** A technology in which everything has an area and an energy. */
export const aladdin28 = { nodeNm: 28, library: 'aladdin-40', dram: 'DDR4' } as const;

/** A chip of our own with a memory of 16 GiB and 20 GB/s. */
export const chip: Device = {
  name: 'chip', title: 'chip', kind: 'asic', fabric: null, peaks: [], onchipBytes: null, tdpWatts: null, priceDollars: null, quality: 'assumed', sources: ['a test'], warnings: [],
  memories: [{ name: 'dram', capacityBytes: 2 ** 34, bytesPerSecond: 20e9, channels: 2 }],
};

const side = fc.constantFrom(1, 3, 4, 7, 8, 16, 24, 32, 128);

/** Designs with all dataflows, multipliers and options. */
export const anyParameters: fc.Arbitrary<SystolicParameters> = fc.record({
  rows: side, columns: side, dataflow: fc.constantFrom(...dataflows), mac: fc.constantFrom('bit-parallel' as const, 'bit-serial-weights' as const, 'bit-serial-activations' as const),
  weights: fc.integer({ min: 8, max: 16 }), activations: fc.integer({ min: 8, max: 16 }), kib: fc.constantFrom(1, 64, 1024), outputs: fc.constantFrom(1, 32, 1024), lanes: fc.constantFrom(1, 7, 32, 128),
  external: fc.boolean(), options: fc.record({ wholeFolds: fc.boolean(), directOutputs: fc.boolean(), overlapFolds: fc.boolean() }),
}).map(({ rows, columns, dataflow, mac, weights, activations, kib, outputs, lanes, external, options }) => ({
  ...small, rows, columns, dataflow, mac, options, vectorLanes: lanes, operandBits: { weights, activations },
  buffers: { weights: { kib }, activations: { kib: 256 }, outputs: { kib: outputs } },
  memory: { channels: 2, efficiency: 0.8, activations: external ? 'external' : 'on-chip' },
}));
