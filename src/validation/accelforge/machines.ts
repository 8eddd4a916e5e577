import { allRoles, type Hierarchy, type MemoryLevel } from '../../sim/engine/mapper/hierarchy.js';
import type { EvaluationRules } from '../../sim/engine/mapper/rules.js';

/**
 * The bookkeeping of AccelForge: memories and compute overlap perfectly without double buffers, sums of copies meet in their memory without being read, and of a
 * fan-out the most copies that divide a rank are used.
 */
export const peerRules: EvaluationRules = { overlap: 'perfect', buffering: 'none', freeFirstSum: 'copy', fanOutUse: 'fullest', fanOutParts: 'dividing', loopPieces: 'even' };

const free: Omit<MemoryLevel, 'name' | 'keeps' | 'mayKeep'> = {
  kind: 'memory', capacityBits: Infinity, readEnergyPerBit: 0, writeEnergyPerBit: 0, readBitsPerSecond: Infinity, writeBitsPerSecond: Infinity, ports: 'shared', leakageWatts: 0,
};

function energyPerBit(read: number, write: number): Pick<MemoryLevel, 'readEnergyPerBit' | 'writeEnergyPerBit'> {
  return { readEnergyPerBit: read, writeEnergyPerBit: write };
}

function bandwidth(read: number, write: number): Pick<MemoryLevel, 'readBitsPerSecond' | 'writeBitsPerSecond'> {
  return { readBitsPerSecond: read, writeBitsPerSecond: write };
}

/** Parameters of the peer's template `simple`; all have a default. */
export interface SimpleOptions {
  readonly mainMemoryEnergy: number;
  readonly globalBufferBits: number;
  readonly globalBufferBitsPerSecond: number;
}

/** Every action costs one unit a bit, a product one unit and one unit of time. Nothing is kept at the compute: each product reads its operands and its sum. */
export function simpleMachine({ mainMemoryEnergy, globalBufferBits, globalBufferBitsPerSecond }: SimpleOptions): Hierarchy {
  return {
    name: 'simple', exchange: 'GlobalBuffer',
    components: [
      { ...free, name: 'MainMemory', keeps: allRoles, mayKeep: [], ...energyPerBit(mainMemoryEnergy, mainMemoryEnergy) },
      { ...free, name: 'GlobalBuffer', keeps: [], mayKeep: allRoles, capacityBits: globalBufferBits, ...energyPerBit(1, 1), ...bandwidth(globalBufferBitsPerSecond, globalBufferBitsPerSecond) },
      { kind: 'compute', name: 'MAC', tensors: null, energyPerOperation: 1, operationsPerSecond: 1, leakageWatts: 0 },
    ],
  };
}

/** Counts bits of main memory and nothing else; the buffer on chip is as good as endless. */
export const snowcat: Hierarchy = {
  name: 'snowcat', exchange: 'GlobalBuffer',
  components: [
    { ...free, name: 'MainMemory', keeps: allRoles, mayKeep: [], ...energyPerBit(1, 1) },
    { ...free, name: 'GlobalBuffer', keeps: allRoles, mayKeep: [], capacityBits: 1e15 },
    { kind: 'compute', name: 'MAC', tensors: null, energyPerOperation: 0, operationsPerSecond: Infinity, leakageWatts: 0 },
  ],
};

const MiB = 8 * 1024 * 1024;
const clockHz = 1.05e9;

/** TPU v4i as the peer describes it (Jouppi et al., ISCA 2021, for its sizes): four cores that share nothing, each with a weight-stationary 128 x 128 array and a scalar unit. */
export const tpuV4i: Hierarchy = {
  name: 'tpu_v4i', exchange: 'GlobalBuffer',
  components: [
    { ...free, name: 'MainMemory', keeps: allRoles, mayKeep: [], ...energyPerBit(7.03e-12, 7.03e-12), ...bandwidth(8 * 614e9, 8 * 614e9) },
    { ...free, name: 'GlobalBuffer', keeps: [], mayKeep: allRoles, capacityBits: 128 * MiB, ports: 'separate', ...energyPerBit(1.88e-12, 2.36e-12), ...bandwidth(8 * 2048e9, 8 * 1024e9) },
    { kind: 'fan-out', name: 'Core', size: 4, shares: [], mustShare: [] },
    { ...free, name: 'LocalBuffer', keeps: ['input', 'output'], mayKeep: [], capacityBits: 4 * MiB, ...energyPerBit(0.249e-12, 0.293e-12) },
    { kind: 'compute', name: 'ScalarUnit', tensors: 2, energyPerOperation: 0, operationsPerSecond: 128 * clockHz, leakageWatts: 0 },
    { kind: 'fan-out', name: 'Column', size: 128, shares: ['input'], mustShare: ['input'] },
    { kind: 'fan-out', name: 'Row', size: 128, shares: ['output'], mustShare: ['output'] },
    { ...free, name: 'Register', keeps: ['weight'], mayKeep: [], capacityBits: 'one-value' },
    { kind: 'compute', name: 'MAC', tensors: 3, energyPerOperation: 0.084e-12, operationsPerSecond: clockHz, leakageWatts: 0 },
  ],
};
