import { shapeOf } from './lookup.js';
import type { TernaryParameters } from './spec.js';
import { buildDepth, ceilLog2 } from './table.js';

/** A core: L tables of mu activations, each read K times a cycle. */
export interface CoreShape {
  readonly group: number;
  readonly tables: number;
  readonly reads: number;
}

/** Tiles of a matrix-vector product with so many inputs and outputs, one a cycle: ceil(ceil(N / mu) / L) * ceil(M / K). */
export function gemvTiles({ group, tables, reads }: CoreShape, inputs: number, outputs: number): number {
  return Math.ceil(Math.ceil(inputs / group) / tables) * Math.ceil(outputs / reads);
}

/** Cycles that the released controller is busy: a cycle a tile and one in which it shuts down. */
export function releasedBusyCycles(core: CoreShape, inputs: number, outputs: number): number {
  return gemvTiles(core, inputs, outputs) + 1;
}

/** Share of the look-ups that serve a weight: N * M / (tiles * L * mu * K). */
export function utilisation(core: CoreShape, inputs: number, outputs: number): number {
  return (inputs * outputs) / (gemvTiles(core, inputs, outputs) * core.tables * core.group * core.reads);
}

/** Weights that the cores look up a cycle, all of them together, for one token. */
export function weightsPerCycle({ lookup, cores }: TernaryParameters): number {
  return cores.features * cores.reads * cores.tables * shapeOf(lookup).group;
}

/**
 * Cycles of m x n outputs over k weights of `trits` trits: ceil(m / tokens) * ceil(n / (cores * K)) * ceil(ceil(k / mu) / L) * trits, stretched
 * where the decoder unpacks fewer weights than are looked up, which all tokens of a step share.
 */
export function tileCycles(p: TernaryParameters, m: number, n: number, k: number, trits: number): number {
  const { cores, lookup } = p;
  const core = { group: shapeOf(lookup).group, tables: cores.tables, reads: cores.features * cores.reads };
  const steps = gemvTiles(core, k, n) * trits * decoderCycles(p);
  return Math.ceil(m / cores.tokens) * steps + (p.released?.shutdownCycle === true ? 1 : 0);
}

/** Cycles in which the decoder unpacks the weights of one look-up: ceil(weights a cycle / (5 * bytes a cycle)), 1 where it is as wide as they are. */
export function decoderCycles(p: TernaryParameters): number {
  const { decoderBytes } = p.weights;
  return decoderBytes === 0 ? 1 : Math.ceil(weightsPerCycle(p) / (5 * decoderBytes));
}

/** Cycles of m x n outputs over k integer products: ceil(m * ceil(n / features) * ceil(k / depth)), one token after the other. */
export function integerCycles({ integerUnit }: TernaryParameters, m: number, n: number, k: number): number {
  return m * Math.ceil(n / integerUnit.features) * Math.ceil(k / integerUnit.depth);
}

/** Cycles from the first operand to the first result: decode, build (ceil(log2 mu) adders), fetch, reduce (ceil(log2 L) adders), accumulate. */
export function fillCycles({ lookup, cores }: TernaryParameters): number {
  return coreFillCycles({ group: shapeOf(lookup).group, tables: cores.tables });
}

/** The same of a core by itself. */
export function coreFillCycles({ group, tables }: Pick<CoreShape, 'group' | 'tables'>): number {
  return 1 + buildDepth(group) + 1 + ceilLog2(tables) + 1;
}

/** Cycles of a run of the Verilog beside its tiles and its fill: the buffers of the inputs 1, the buffer of the output 1. */
export const streamCycles = 2;

/**
 * Cycles of m x n outputs over k ternary weights on an idle core of the Verilog, from the edge that takes the first input beat to the one that takes the
 * last output beat, both counted, when inputs have no gaps and outputs are always taken: m * gemvTiles(k, n) + fill + 2. Those of `tileCycles` for one
 * core and one trit, so that a run is never faster than the machine's.
 */
export function tileRunCycles(core: CoreShape, m: number, n: number, k: number): number {
  return m * gemvTiles(core, k, n) + coreFillCycles(core) + streamCycles;
}

/** The same for the integer unit: a multiplier, its adder tree, an accumulator. */
export function integerFillCycles({ integerUnit }: TernaryParameters): number {
  return 1 + ceilLog2(integerUnit.depth) + 1;
}
