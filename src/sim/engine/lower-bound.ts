import type { Architecture } from '../model/architecture.js';
import type { Op } from '../model/op-graph.js';
import type { QuantizationScheme } from '../model/quantization.js';
import type { Cost } from './cost.js';
import type { Task } from './task.js';

/** Total work of a phase, resource by resource. */
export interface PhaseWork {
  /** Seconds of matrix work at the nominal peak. */
  computeSeconds: number;
  vectorElements: number;
  /** Bytes that must move at least: weights once a step, the cache, activations that are not kept. */
  bytes: number;
}

/** Adds what one op needs at least, from its roofline cost (nominal peaks, compulsory bytes). */
export function addWork(total: PhaseWork, machine: Architecture, task: Task, op: Op, scheme: QuantizationScheme, cost: Cost, repeat: number): void {
  if (op.kind === 'linear') total.computeSeconds += (repeat * cost.macs * machine.executedDensity(task.format)) / machine.peakMacsPerSecond(task.format.type, scheme.activations);
  else if (cost.macs > 0) total.computeSeconds += (repeat * cost.macs) / machine.peakMacsPerSecond(scheme.kvCache, scheme.activations);
  total.vectorElements += repeat * cost.vectorElements;
  total.bytes += repeat * cost.dramBytes;
}

/** The largest over resources of total work / peak: no schedule of the phase is faster. */
export function lowerBoundSeconds(total: PhaseWork, machine: Architecture): number {
  const vector = machine.peakVectorElementsPerSecond === null ? 0 : total.vectorElements / machine.peakVectorElementsPerSecond;
  return Math.max(total.computeSeconds, vector, total.bytes / machine.peakBytesPerSecond);
}
