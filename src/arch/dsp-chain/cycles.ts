import { latencyCycles } from './tile/cycles.js';
import { usualChain } from './tile/parameters.js';

/** MACs that the array does at once: rows (tokens) x depth (reduction) x columns (output features). */
export interface ArrayShape {
  readonly rows: number;
  readonly depth: number;
  readonly columns: number;
}

/** Multiply-accumulates a cycle. */
export function macsPerCycle(shape: ArrayShape): number {
  return shape.rows * shape.depth * shape.columns;
}

/**
 * Steady cycles of one tile on one core's DSP chains: ceil(m / rows) * ceil(n / columns) * ceil(k * density / depth).
 * A chain group consumes `depth` kept products a cycle; the sparse multiplexer skips the zeros of N:M blocks, so the share `density` of
 * the reduction is executed (FlightLLM, Zeng et al., FPGA 2024, section 3.2; the cycle formulas of its released simulator for
 * 2 x 16 x 128 and 64 x 16).
 */
export function tileCycles(shape: ArrayShape, m: number, n: number, k: number, density: number): number {
  return Math.ceil(m / shape.rows) * Math.ceil(n / shape.columns) * Math.ceil((k * density) / shape.depth);
}

/** Cycles from the edge that takes the last operands of a result to the edge that takes it: those of the RTL tile of this depth with its usual chain. */
export function fillCycles({ depth }: ArrayShape): number {
  return latencyCycles({ depth, chain: usualChain });
}
