import type { Chip } from './chips.js';
import { meanFullest } from './bank-conflicts.js';
import { codebookBytes, sharedBytesNeeded, type Codebooks } from './store.js';

/** Where codebooks are looked up. */
export type Residency = 'shared' | 'l2' | 'memory';

/** The nearest memory that holds all codebooks of a matrix. */
export function residencyOf(chip: Chip, codebooks: Codebooks, tile: number): Residency {
  if (sharedBytesNeeded(codebooks, tile) <= chip.sharedBytes) return 'shared';
  return codebookBytes(codebooks) <= chip.l2Bytes ? 'l2' : 'memory';
}

/** Bytes that an SM's shared memory gives in a cycle: 32 banks of four. */
export const sharedBytesPerCycle = 128;
/** Bytes of one access of a thread, and threads that access at once. */
const accessBytes = 16;
const threadsAtOnce = sharedBytesPerCycle / accessBytes;
/** Bytes of a sector, the least that a cache gives. */
const sectorBytes = 32;

/** Look-ups of vectors at a rate: what a kernel needs to know. */
export interface LookupRate {
  /** Cycles of one SM for one look-up of a vector, without the limit of the whole chip. */
  readonly smCycles: number;
  /** Bytes of a look-up that the level behind the SMs gives to all of them together; 0 for shared memory. */
  readonly chipBytes: number;
}

/**
 * One look-up of 2 v bytes at a random index.
 *
 * shared: ceil(2 v / 16) accesses of 16 bytes, eight threads at once. Where eight copies of the codebooks fit, each thread has its own banks (AQLM 2x8);
 * else threads collide, and the fullest of eight bank groups that eight accesses fall into decides, 2.57 cycles instead of 1.
 * l2, memory: ceil(2 v / 32) sectors of 32 bytes, whatever share of them is used, `gatherSectors` in a cycle and SM.
 */
export function lookupRate(chip: Chip, codebooks: Codebooks, residency: Residency, tile: number, gatherSectors: number): LookupRate {
  const bytes = 2 * codebooks.vectorLength;
  if (residency === 'shared') {
    const others = sharedBytesNeeded(codebooks, tile) - codebookBytes(codebooks);
    const copied = threadsAtOnce * codebookBytes(codebooks) + others <= chip.sharedBytes;
    const conflict = copied ? 1 : meanFullest(threadsAtOnce, threadsAtOnce);
    return { smCycles: (Math.ceil(bytes / accessBytes) * conflict) / threadsAtOnce, chipBytes: 0 };
  }
  const sectors = Math.ceil(bytes / sectorBytes);
  return { smCycles: sectors / gatherSectors, chipBytes: sectors * sectorBytes };
}
