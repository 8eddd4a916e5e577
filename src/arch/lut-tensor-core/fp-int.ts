import { doublingTableAdds } from '../../sim/numerics/arithmetic/lut-cost.js';
import type { Part } from '../../sim/model/component.js';
import type { ComponentLibrary } from './gates.js';
import { part } from '../../sim/physical/components/index.js';

/**
 * An array that multiplies FP16 activations, aligned to fixed point before it, by weights of a few bits that stay in it: `reduction` rows by `outputs`
 * columns of multiply-accumulates a cycle at `weightBits`. FIGLUT (Park et al., HPCA 2025) compares three of the same throughput.
 */
export interface FpIntArray {
  readonly reduction: number;
  readonly outputs: number;
  readonly weightBits: number;
  /** Bits of an aligned activation. */
  readonly alignedBits: number;
}

/** Tables of FIGLUT: `mu` activations share one, `racs` read-accumulate units read it. */
export interface FiglutShape {
  readonly mu: number;
  readonly racs: number;
}

/** Activations in a table and readers of it, as FIGLUT chooses them (section III-C). */
export const figlutShape: FiglutShape = { mu: 4, racs: 32 };
/** Bits of an aligned FP16 significand with its sign and guard bits; assumed, the paper prints none. */
export const alignedBits = 16;

const sumBits = (a: FpIntArray, extra: number): number => a.alignedBits + extra + Math.ceil(Math.log2(a.reduction));

/** FIGNA (Jang et al., HPCA 2024): an integer multiplier for each product. */
export function fignaParts(a: FpIntArray, of: ComponentLibrary): Part[] {
  const count = a.reduction * a.outputs;
  const bits = sumBits(a, a.weightBits);
  return [
    part('activations', count, of.register(a.alignedBits)), part('weights', count, of.register(a.weightBits), 0),
    part('multipliers', count, of.multiplier(a.alignedBits, a.weightBits)), part('adders', count, of.adder(bits)), part('partial sums', count, of.register(bits)),
  ];
}

/** iFPU (Kim et al., ICLR 2023): one bit plane of a weight in each element, added or subtracted. */
export function ifpuParts(a: FpIntArray, of: ComponentLibrary): Part[] {
  const count = a.reduction * a.outputs * a.weightBits;
  const bits = sumBits(a, 0);
  return [
    part('activations', count, of.register(a.alignedBits)), part('weights', count, of.register(1), 0),
    part('signs', count, of.negation(a.alignedBits)), part('adders', count, of.adder(bits)), part('partial sums', count, of.register(bits)),
  ];
}

/**
 * FIGLUT: half tables in flip-flops (hFFLUT) that are written for every input, 2^mu - 2 additions each, and a multiplexer, a sign and an
 * accumulator in each reader. One reader takes `mu` one-bit products a cycle.
 */
export function figlutParts(a: FpIntArray, { mu, racs }: FiglutShape, of: ComponentLibrary): Part[] {
  const readers = oneBitProducts(a) / mu;
  const tables = readers / racs;
  const entry = a.alignedBits + Math.ceil(Math.log2(mu));
  const bits = sumBits(a, 0);
  return [
    part('activations', tables * mu, of.register(a.alignedBits)), part('weights', readers, of.register(mu), 0),
    part('table adders', tables * doublingTableAdds(mu), of.adder(entry)), part('tables', tables * 2 ** (mu - 1), of.register(entry)),
    part('decoders', readers, of.decoder(mu - 1)), part('multiplexers', readers, of.selector(2 ** (mu - 1), entry)), part('signs', readers, of.negation(entry)),
    part('adders', readers, of.adder(bits)), part('partial sums', readers, of.register(bits)),
  ];
}

/** One-bit products a cycle. */
export function oneBitProducts(a: FpIntArray): number {
  return a.reduction * a.outputs * a.weightBits;
}

/** One-bit products a cycle of FIGLUT's elements, each with `racs` readers: elements * racs * mu. */
export function figlutProducts(elements: number, { mu, racs }: FiglutShape): number {
  return elements * racs * mu;
}

/**
 * Share of its peak that an array with stationary weights reaches on `batch` inputs: weights are loaded row by row, inputs enter with a skew:
 * batch / (2 rows + columns + batch - 2) (weight-stationary dataflow of SCALE-Sim, Samajdar et al., 2018).
 */
export function stationaryUtilization({ reduction, outputs }: FpIntArray, batch: number): number {
  return batch / (2 * reduction + outputs + batch - 2);
}
