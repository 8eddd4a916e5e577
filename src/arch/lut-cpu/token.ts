import { buildOperations, cyclesPerWeight, operationsPerWeight, type Kernel } from './kernel.js';

/** A linear layer, and how often a token passes one of its shape. */
export interface LinearShape {
  readonly inputs: number;
  readonly outputs: number;
  readonly count: number;
}

/** What a token's time rests on. */
export interface TokenMachine {
  readonly clockHz: number;
  /** Operations a cycle and core of this kernel. */
  readonly issue: number;
  readonly threads: number;
  /** Time that no thread shortens, for each weight of the linear layers. */
  readonly serialSecondsPerWeight: number;
  readonly bytesPerSecond: number;
}

/** Share of the memory peak that no token passes. */
export const memoryShare = 0.7;

/** Weights of the layers. */
export function weightsOf(shapes: readonly LinearShape[]): number {
  let sum = 0;
  for (const { inputs, outputs, count } of shapes) sum += inputs * outputs * count;
  return sum;
}

/** Operations of a token: those of each weight, and of the tables that each layer builds. */
export function tokenOperations(kernel: Kernel, shapes: readonly LinearShape[]): number {
  let tables = 0;
  for (const { inputs, count } of shapes) tables += count * buildOperations(kernel, inputs);
  return weightsOf(shapes) * operationsPerWeight(kernel) + tables;
}

/**
 * Seconds of one token through the linear layers:
 *
 *   t = max(operations / (issue * clock * threads) + serial * W, W * bits / 8 / (0.7 * bandwidth))
 *
 * with W weights, lm_head left out: its time, like that of attention and norms at a short context, is in `serial` where that is fitted on tokens.
 */
export function tokenSeconds(kernel: Kernel, shapes: readonly LinearShape[], machine: TokenMachine): number {
  const weights = weightsOf(shapes);
  const rate = machine.clockHz * machine.threads;
  // A chain of sums that is longer than the loop takes to issue stretches the loop; tables are built at the issue rate.
  const stretched = weights * (cyclesPerWeight(kernel, machine.issue) - operationsPerWeight(kernel) / machine.issue);
  const compute = (tokenOperations(kernel, shapes) / machine.issue + stretched) / rate;
  const bytes = (weights * kernel.storedBits) / 8;
  return Math.max(compute + machine.serialSecondsPerWeight * weights, bytes / (memoryShare * machine.bytesPerSecond));
}
