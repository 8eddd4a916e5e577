import { estimate, notModelled, type Estimate, type NotModelled } from '../../core/estimate.js';
import type { OnChipMemory } from './memory.js';

/** Blocks and look-up tables that memories take of an FPGA. */
export interface MemoryUse {
  /** RAMB36; a RAMB18 counts half. */
  readonly bram36: number;
  readonly uram: number;
  /** Of LUTRAM alone. */
  readonly lut: number;
}

/** What the memories take together. SRAM takes nothing of an FPGA: there is none. */
export function memoryUse(memories: readonly OnChipMemory[]): MemoryUse {
  const sum = (primitive: OnChipMemory['primitive']): number => memories.reduce((total, m) => (m.primitive === primitive ? total + m.size : total), 0);
  return { bram36: sum('bram'), uram: sum('uram'), lut: sum('lutram') };
}

/** LUTs of a design whose logic is not counted, with the reason: not known without LUTRAM, and no fewer than its LUTRAM takes with it. */
export function lutOfMemories(lut: number, reason: string): Estimate | NotModelled {
  if (lut === 0) return notModelled(reason);
  return estimate(lut, 'LUT', 'derived', `at least: LUTRAM of the buffers alone, of its structure (AMD UG574). LUTs of the logic are not in it: ${reason}`);
}
