import type { Chip } from './chips.js';
import { lookupRate, sharedBytesPerCycle, type Residency } from './residency.js';
import { codebookBytes, indexBitsPerWeight, type Codebooks } from './store.js';

/** The chip with its codebooks and the rates that its kernels sustain, in the chip's cycles. */
export interface KernelMachine {
  readonly chip: Chip;
  readonly codebooks: Codebooks;
  readonly residency: Residency;
  /** Vectors of a tile of a thread block. */
  readonly tile: number;
  readonly gatherSectors: number;
  /** Bytes from the DRAM in a cycle. */
  readonly dramBytesPerCycle: number;
  /** FP16 multiply-accumulates of the tensor cores in a cycle. */
  readonly tensorMacsPerCycle: number;
}

/**
 * Cycles of looking up every vector of n x k weights once. V = n ceil(k / v) vectors in B codebooks:
 *
 *   max(V B (SM cycles of a look-up) / SMs, V B (bytes of a look-up) / (bytes a cycle of the level behind))
 */
export function lookupCycles(machine: KernelMachine, n: number, k: number): number {
  const { chip, codebooks, residency } = machine;
  const { smCycles, chipBytes } = lookupRate(chip, codebooks, residency, machine.tile, machine.gatherSectors);
  const lookups = n * Math.ceil(k / codebooks.vectorLength) * codebooks.entries.length;
  const behind = residency === 'memory' ? machine.dramBytesPerCycle : (chip.l2BytesPerCycle ?? Infinity);
  return Math.max((lookups * smCycles) / chip.sms, (lookups * chipBytes) / behind);
}

/** Cycles until the codebooks of a matrix are where they are looked up: from the DRAM once, and into the shared memory of each SM through the L2 cache. */
export function codebookLoadCycles({ chip, codebooks, residency, dramBytesPerCycle }: KernelMachine): number {
  const bytes = codebookBytes(codebooks);
  if (residency === 'memory') return 0;
  const toSms = residency === 'shared' && chip.l2BytesPerCycle !== null ? (bytes * chip.sms) / chip.l2BytesPerCycle : 0;
  return Math.max(bytes / dramBytesPerCycle, toSms);
}

/**
 * A vector product with the decoding inside, for m tokens one after the other: every token decodes all weights again.
 *
 *   loading + m max(look-ups + activations, arithmetic) + (m - 1) index bytes / DRAM
 *
 * Activations are read from shared memory, 2 v bytes a vector; arithmetic is an addition for each further codebook and a multiply-add for each weight,
 * two FP16 values a lane. The first stream of indices is the engine's, which lets it run beside this.
 */
export function fusedCycles(machine: KernelMachine, m: number, n: number, k: number): number {
  const { chip, codebooks } = machine;
  const weights = n * k;
  const activations = (2 * weights) / (sharedBytesPerCycle * chip.sms);
  const arithmetic = (weights * codebooks.entries.length) / (2 * chip.vectorLanes * chip.sms);
  const token = Math.max(lookupCycles(machine, n, k) + activations, arithmetic);
  const again = (weights * indexBitsPerWeight(codebooks)) / 8 / machine.dramBytesPerCycle;
  return Math.ceil(codebookLoadCycles(machine) + m * token + (m - 1) * Math.max(0, again - token));
}

/** Rows, columns and depth that FP16 kernels are padded to. */
const fp16Tile = { rows: 16, columns: 64, depth: 32 } as const;

/** A product in FP16 on the tensor cores, padded to whole tiles. */
export function fp16Cycles({ tensorMacsPerCycle }: KernelMachine, m: number, n: number, k: number): number {
  return Math.ceil((upTo(m, fp16Tile.rows) * upTo(n, fp16Tile.columns) * upTo(k, fp16Tile.depth)) / tensorMacsPerCycle);
}

/**
 * Decoding to FP16 in the memory, then a matrix product that reads it: loading + max(look-ups, written bytes / DRAM) + max(product, read bytes / DRAM),
 * and the launch of a second kernel.
 */
export function decodedCycles(machine: KernelMachine, m: number, n: number, k: number, launchCycles: number): number {
  const moved = (2 * n * k) / machine.dramBytesPerCycle;
  return Math.ceil(codebookLoadCycles(machine) + Math.max(lookupCycles(machine, n, k), moved) + launchCycles + Math.max(fp16Cycles(machine, m, n, k), moved));
}

function upTo(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
