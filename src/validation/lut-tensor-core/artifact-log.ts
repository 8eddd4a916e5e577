import { a100, kernelCost, type GemmKernel, type GpuChip } from '../../arch/lut-tensor-core/kernel.js';
import type { Outcome } from '../system.js';
import { gap, simulated, type Config } from './config.js';

/** The L2 that the released configuration declares: 64 sets x 128 B x 20 ways x 128 slices, half of an A100's. */
const configuredL2 = 64 * 128 * 20 * 128;
const sectorBytes = 32;
const tensorCores = 4;
/** Multiply-accumulates of one instruction, HMMA 16 x 8 x 16. */
const hmma = 16 * 8 * 16;

/** The kernel that the log is of: an FP16 product whose N is that of the look-up kernel over 8, with every HMMA issued several times. */
function kernelOf(config: Config): { readonly kernel: GemmKernel; readonly chip: GpuChip } | null {
  const [, m, n, k] = /M(\d+) N(\d+).*? K(\d+)/.exec(config.text('gemm')) ?? [];
  const runAs = /run as N(\d+)/.exec(config.text('gemm'))?.[1];
  const block = /^(\d+)x(\d+)x(\d+)$/.exec(config.text('ctaTile'));
  const warp = /^(\d+)x(\d+)(?:x\d+)?$/.exec(config.text('warpTile'));
  const interval = Number(config.text('tensorLatencyII').split(',')[1] ?? NaN);
  if (m === undefined || block === null || warp === null) return null;
  const residentBlocks = config.number('ctaPerSM');
  const kernel: GemmKernel = {
    m: Number(m), n: Number(runAs ?? n), k: Number(k),
    block: { m: Number(block[1]), n: Number(block[2]), k: Number(block[3]) }, warp: { m: Number(warp[1]), n: Number(warp[2]) },
    activationBits: 16, weightBits: 16, accumulatorBits: 32, outputBits: 16,
    macsPerCycle: (tensorCores * hmma) / interval / config.number('hmmaDuplication'),
    stages: 3,
    // The instructions of a step follow its loads in every warp, and one barrier releases all warps at once.
    overlapsOperandLoads: false,
    ...(residentBlocks > 0 ? { residentBlocks } : {}),
  };
  const chip = { ...a100, sms: config.number('sms') || a100.sms, clockHz: (config.number('clockMHz') || a100.clockHz / 1e6) * 1e6, l2Bytes: configuredL2 };
  return { kernel, chip };
}

/** A line of the log of the released Accel-Sim example. */
export function logOutcome(config: Config, metric: string): Outcome {
  const found = kernelOf(config);
  if (found === null) return gap('the configuration of the log cannot be read');
  const cost = kernelCost(found.kernel, found.chip);
  if (/slowdown|simulation (time|rate)|instructions per second/i.test(metric)) return gap('how fast Accel-Sim ran on its host: no figure of the hardware that it simulates');
  if (/tensor.*cycles/i.test(metric)) return simulated(cost.arrayCycles);
  if (/cycles/.test(metric)) return simulated(cost.cycles, 'loads of operands from shared memory and tensor instructions one after the other in a step');
  if (/util/i.test(metric)) return simulated(cost.arrayCycles / cost.cycles);
  if (/occupancy/.test(metric)) return simulated(cost.occupancy * 100);
  if (/read sectors/.test(metric)) return simulated(cost.l2.read / sectorBytes, 'every thread block reads its own operands; what two blocks of a multiprocessor share in L1 is not taken off');
  if (/write sectors/.test(metric)) return simulated(cost.l2.written / sectorBytes, 'of the product as run: the output of the real one is eight times as wide');
  if (/waves/i.test(metric)) return simulated(cost.waves);
  if (/CTAs/.test(metric)) return simulated(cost.blocks);
  if (/L2 miss rate/.test(metric)) return simulated(cost.l2MissRate);
  return gap(`the kernel model has no ${metric}`);
}
