import type { Device, PeakRate } from '../../sim/model/device.js';
import type { Op } from '../../sim/model/op-graph.js';
import type { Bookkeeping } from './bookkeeping.js';
import type { Counts } from './counts.js';
import type { Request } from './request.js';

/** An op on a machine: the tool's counts and what its roofline makes of them. */
export interface OpCost extends Counts {
  readonly bytes: number;
  /** Operations a byte. */
  readonly intensity: number;
  /** Operations a second that the roofline allows. */
  readonly performance: number;
  /** Memory below the turning point of the roofline, compute from it on. */
  readonly bound: 'memory' | 'compute';
  readonly seconds: number;
  /** Seconds at the machine's peaks; the larger of the two is `seconds`. */
  readonly computeSeconds: number;
  readonly memorySeconds: number;
}

/** The roofline of one op, without efficiencies, launch times or overlap with other ops. */
export function costOf(counts: Counts, peak: number, bytesPerSecond: number): OpCost {
  const bytes = counts.loadWeight + counts.loadAct + counts.storeAct + counts.loadCache + counts.storeCache;
  const intensity = counts.operations / bytes;
  const bound = intensity < peak / bytesPerSecond ? 'memory' : 'compute';
  const computeSeconds = counts.operations / peak;
  const memorySeconds = bytes / bytesPerSecond;
  return {
    ...counts, bytes, intensity, bound, computeSeconds, memorySeconds,
    performance: bound === 'memory' ? intensity * bytesPerSecond : peak,
    seconds: bound === 'memory' ? memorySeconds : computeSeconds,
  };
}

/**
 * Operations a second for an op of this kind. The tool has one rate for the whole network: INT8 when weights, activations and cache all have
 * at most 8 bits, else FP16; and elementwise work runs at that rate of the matrix units too. Our model takes the rate of the operands that
 * each op has (weights and activations, or cache and activations), and elementwise work costs its bytes only: no public figure says more.
 */
export function peakOf(request: Request, kind: Op['kind'], ways: Bookkeeping): number {
  const { weightBits, activationBits, cacheBits } = request;
  const isMatrix = kind === 'linear' || kind === 'scores' || kind === 'values';
  if (!isMatrix && ways.vectorPeak === 'ours') return Infinity;
  if (ways.precision === 'tool') return rateFor(request.machine, Math.max(weightBits, activationBits, cacheBits));
  return rateFor(request.machine, Math.max(activationBits, kind === 'linear' ? weightBits : cacheBits));
}

function rateFor(machine: Device, bits: number): number {
  const rate = (bits <= 8 ? peakRate(machine, 'int8') : undefined) ?? peakRate(machine, 'fp16');
  if (rate === undefined) throw new Error(`machine ${machine.name} has no FP16 peak`);
  return rate;
}

function peakRate(machine: Device, format: PeakRate['format']): number | undefined {
  return machine.peaks.find((rate) => rate.format === format)?.opsPerSecond;
}

/** Why the tool stops on a request, or null: it looks up an INT8 peak that the machine does not have. */
export function missingPeak({ machine, weightBits, activationBits, cacheBits }: Pick<Request, 'machine' | 'weightBits' | 'activationBits' | 'cacheBits'>): string | null {
  if (Math.max(weightBits, activationBits, cacheBits) > 8 || peakRate(machine, 'int8') !== undefined) return null;
  return `hardware "${machine.name}" has no INT8 peak: LLM-Viewer stops with a KeyError when w_bit, a_bit and kv_bit are all at most 8`;
}

/** Bytes a second of the machine's one memory. */
export function bandwidthOf(machine: Device): number {
  const bytesPerSecond = machine.memories[0]?.bytesPerSecond ?? null;
  if (bytesPerSecond === null) throw new Error(`machine ${machine.name} has no bandwidth`);
  return bytesPerSecond;
}
