import { blocksOf, dramTraffic, l2Traffic, sharedTraffic, warpsOf, type Blocking, type GemmOperands, type LevelTraffic } from './traffic.js';

/** What one streaming multiprocessor and its chip offer a kernel. */
export interface GpuChip {
  readonly sms: number;
  readonly clockHz: number;
  readonly registersPerSm: number;
  readonly sharedBytesPerSm: number;
  readonly warpsPerSm: number;
  /** Bytes a cycle: shared memory of one multiprocessor, L2 of the whole chip. */
  readonly sharedBytesPerCycle: number;
  readonly l2BytesPerCycle: number;
  readonly l2Bytes: number;
  readonly dramBytesPerSecond: number;
  /** Cycles from a request to DRAM until its data are in shared memory: what a wave waits before its first step. */
  readonly memoryLatencyCycles: number;
}

/** A100 by NVIDIA's A100 whitepaper (2020) and the microbenchmarks in it and in Abdelkhalik et al., HPEC 2022; DRAM is that of the 80 GB board. */
export const a100: GpuChip = {
  sms: 108, clockHz: 1.41e9, registersPerSm: 65536, sharedBytesPerSm: 167_936, warpsPerSm: 64,
  sharedBytesPerCycle: 128, l2BytesPerCycle: 5120, l2Bytes: 40 * 2 ** 20, dramBytesPerSecond: 2.039e12, memoryLatencyCycles: 600,
};

/** A product as a kernel of thread blocks. */
export interface GemmKernel extends GemmOperands, Blocking {
  /** Multiply-accumulates a cycle of one multiprocessor in this format. */
  readonly macsPerCycle: number;
  /** Stages of the ring of tiles in shared memory. */
  readonly stages: number;
  /** Whether warps load the operands of the next step while the arrays work. Where not, both take their time one after the other. */
  readonly overlapsOperandLoads: boolean;
  /** Blocks on a multiprocessor, where a configuration fixes them; else what registers and shared memory allow. */
  readonly residentBlocks?: number;
}

export interface KernelCost {
  readonly blocks: number;
  readonly residentBlocks: number;
  readonly waves: number;
  /** Cycles that the arrays alone take, spread evenly over the chip. */
  readonly arrayCycles: number;
  readonly cycles: number;
  readonly seconds: number;
  /** Resident warps over those that a multiprocessor has room for. */
  readonly occupancy: number;
  readonly shared: LevelTraffic;
  readonly l2: LevelTraffic;
  readonly dram: LevelTraffic;
  /** Sectors that L2 does not hold over those it is asked for; outputs are written once and count as such. */
  readonly l2MissRate: number;
}

/** Registers of a thread beside accumulators and fragments: addresses, counters. */
const otherRegisters = 32;
const threadsPerWarp = 32;

/** Blocks that fit a multiprocessor: accumulators and two sets of operand fragments in registers, `stages` tiles of operands in shared memory. */
export function fittingBlocks(k: GemmKernel, chip: GpuChip): number {
  const warps = warpsOf(k);
  const accumulators = (k.block.m * k.block.n * k.accumulatorBits) / 32;
  // Fragments are one sixteenth of the reduction deep, as an instruction takes them.
  const fragments = (warps * 2 * 16 * (k.warp.m * k.activationBits + k.warp.n * k.weightBits)) / 32;
  const registers = accumulators + fragments + warps * threadsPerWarp * otherRegisters;
  const shared = (k.stages * k.block.k * (k.block.m * k.activationBits + k.block.n * k.weightBits)) / 8;
  return Math.floor(Math.min(chip.registersPerSm / registers, chip.sharedBytesPerSm / shared, chip.warpsPerSm / warps));
}

/**
 * A kernel of whole waves: cycles = waves * (R * ceil(K / step) * T + fill), waves = ceil(blocks / (SMs * R)), R blocks on a multiprocessor.
 *
 *   T    = max(array, shared, L2, DRAM) of a step of one block; array + shared in place of the first two where loads are not hidden
 *   fill = latency of the memory + stages - 1 steps of loads + outputs through the multiprocessor's share of the L2
 *
 * The last wave is charged whole. Throws a RangeError where not one block fits.
 */
export function kernelCost(k: GemmKernel, chip: GpuChip): KernelCost {
  const residentBlocks = k.residentBlocks ?? fittingBlocks(k, chip);
  if (residentBlocks < 1) throw new RangeError('a thread block takes more registers or shared memory than a multiprocessor has');
  const blocks = blocksOf(k, k);
  const slots = chip.sms * residentBlocks;
  const waves = Math.ceil(blocks / slots);
  const steps = Math.ceil(k.k / k.block.k);
  const shared = sharedTraffic(k, k);
  const l2 = l2Traffic(k, k);
  const dram = dramTraffic(k, k, slots, chip.l2Bytes);
  const perStep = (bytes: number): number => bytes / (blocks * steps);
  const array = (k.block.m * k.block.n * k.block.k) / k.macsPerCycle;
  const sharedCycles = perStep(shared.read) / chip.sharedBytesPerCycle;
  const l2Cycles = perStep(l2.read) / (chip.l2BytesPerCycle / chip.sms);
  const dramCycles = (perStep(dram.read) * chip.sms * chip.clockHz) / chip.dramBytesPerSecond;
  const step = Math.max(k.overlapsOperandLoads ? Math.max(array, sharedCycles) : array + sharedCycles, l2Cycles, dramCycles);
  const outputs = (residentBlocks * k.block.m * k.block.n * k.outputBits) / 8 / (chip.l2BytesPerCycle / chip.sms);
  const fill = chip.memoryLatencyCycles + (k.stages - 1) * l2Cycles + outputs;
  const cycles = waves * (residentBlocks * steps * step + fill);
  return {
    blocks, residentBlocks, waves,
    arrayCycles: (blocks * steps * array) / chip.sms,
    cycles, seconds: cycles / chip.clockHz,
    occupancy: (residentBlocks * warpsOf(k)) / chip.warpsPerSm,
    shared, l2, dram,
    l2MissRate: (dram.read + dram.written) / (l2.read + l2.written),
  };
}
