import { doublingTableAdds } from '../../sim/numerics/arithmetic/lut-cost.js';
import type { Part } from '../../sim/model/component.js';
import type { LutTile } from './cycles.js';
import { floatAdder, floatMultiplier } from './float-parts.js';
import type { ComponentLibrary } from './gates.js';
import { accumulatorOf, entryBits, type NumberKind } from './number-kind.js';
import { part } from '../../sim/physical/components/index.js';

/** An array that multiplies by weights one bit plane a cycle. */
export interface PlaneArray extends LutTile {
  readonly activations: NumberKind;
  /** Planes of the weights: a table serves so many cycles. */
  readonly planes: number;
}

/** The steps from a conventional look-up array to LUT Tensor Core (ISCA 2025, Table 2), each on top of the one before. */
export type LutDesign =
  /** Tables of 2^K entries for bits 0 and 1, made in the array (UNPU, ISSCC 2018). */
  | 'conventional'
  /** Bits stand for -1 and +1: half a table and a sign. */
  | 'reinterpreted'
  /** The inversion of the other bits under a negative sign is done offline. */
  | 'remapped'
  /** Tables come from the kernel before: nothing in the array makes them. */
  | 'fused';

/** A look-up array: M tables, M * N multiplexers with their accumulators, N groups of K weight bits. */
export function lutArrayParts(a: PlaneArray, design: LutDesign, of: ComponentLibrary): Part[] {
  const half = design !== 'conventional';
  const entry = entryBits(a.activations, a.k);
  const indexBits = half ? a.k - 1 : a.k;
  const units = a.m * a.n;
  // A table is written once and read for every plane.
  const oncePerTile = 1 / a.planes;
  return [
    part('tables', a.m * 2 ** indexBits, of.register(entry), oncePerTile),
    part('weight bits', a.n, of.register(a.k)),
    part('select decoders', a.n, of.decoder(indexBits)),
    ...(design === 'reinterpreted' ? [part('index inversion', a.n, of.negation(a.k - 1))] : []),
    part('table multiplexers', units, of.selector(2 ** indexBits, entry)),
    ...(half ? [part('sign', units, of.negation(a.activations.kind === 'integer' ? entry : 1))] : []),
    ...planeAccumulator(a, entry, of),
    ...(design === 'fused' ? [] : precompute(a, half, entry, oncePerTile, of)),
  ];
}

/** Adds shifted planes of one tile: an integer needs the bits of an entry and of the planes, a float the format that sums are kept in. */
function planeAccumulator(a: PlaneArray, entry: number, of: ComponentLibrary): Part[] {
  const units = a.m * a.n;
  if (a.activations.kind === 'integer') {
    const bits = entry + a.planes;
    return [part('plane adders', units, of.adder(bits)), part('accumulators', units, of.register(bits))];
  }
  const sums = accumulatorOf(a.activations);
  if (sums.kind === 'integer') throw new Error('sums of floats are floats');
  return [
    part('plane exponents', units, of.adder(a.activations.exponent)),
    ...floatAdder('plane adders', units, sums.mantissa + 1, sums.exponent, of),
    part('accumulators', units, of.register(sums.bits)),
  ];
}

/** Adders of subset sums: two pairs and their combinations make a full table of four, a doubling tree half a symmetrised one. */
function precompute(a: PlaneArray, half: boolean, entry: number, activity: number, of: ComponentLibrary): Part[] {
  const adders = a.m * (half ? doublingTableAdds(a.k) : 2 ** a.k - a.k - 1);
  const inputs = part('precompute inputs', a.m * a.k, of.register(a.activations.bits), activity);
  if (a.activations.kind === 'integer') return [inputs, part('precompute adders', adders, of.adder(entry), activity)];
  return [inputs, ...floatAdder('precompute adders', adders, a.activations.mantissa + 1, a.activations.exponent, of).map((p) => ({ ...p, activity }))];
}

/** A bit-serial array without tables: each activation is added or subtracted by its weight bit, K at a time. */
export function addArrayParts(a: PlaneArray, of: ComponentLibrary): Part[] {
  const units = a.m * a.n;
  const entry = entryBits(a.activations, a.k);
  const common = [part('activations', a.m * a.k, of.register(a.activations.bits), 1 / a.planes), part('weight bits', a.n, of.register(a.k))];
  if (a.activations.kind === 'integer') {
    return [...common, part('signs', units * a.k, of.negation(a.activations.bits)), part('adder trees', units * (a.k - 1), of.adder(entry)), ...planeAccumulator(a, entry, of)];
  }
  return [
    ...common, part('signs', units * a.k, of.negation(1)),
    ...floatAdder('adder trees', units * (a.k - 1), a.activations.mantissa + 1, a.activations.exponent, of),
    ...planeAccumulator(a, entry, of),
  ];
}

/** A multiply-accumulate array of M x N dot products of K: what a tensor core is made of. */
export interface MacArray extends LutTile {
  readonly activations: NumberKind;
}

/** Operands of both sides are of one format; a dot product is a tree with one accumulator. */
export function macArrayParts(a: MacArray, of: ComponentLibrary): Part[] {
  const dots = a.m * a.n;
  const products = dots * a.k;
  const sums = accumulatorOf(a.activations);
  const operands = part('operands', a.m * a.k + a.n * a.k, of.register(a.activations.bits));
  if (a.activations.kind === 'integer' || sums.kind === 'integer') {
    // One carry-save tree: every full adder takes one partial bit away, so that products need no adder of their own.
    const { bits } = a.activations;
    return [operands, part('multipliers', products, of.multiplier(bits, bits)), part('accumulator adders', dots, of.adder(sums.bits)), part('accumulators', dots, of.register(sums.bits))];
  }
  const { exponent, mantissa } = a.activations;
  const product = 2 * (mantissa + 1);
  const stage = product + exponent + 1;
  return [
    operands,
    ...floatMultiplier('multipliers', products, a.activations, of),
    part('product registers', products, of.register(stage)),
    ...floatAdder('adder trees', dots * (a.k - 1), product, exponent + 1, of),
    part('sum registers', products, of.register(stage)),
    ...floatAdder('accumulator adders', dots, sums.mantissa + 1, sums.exponent, of),
    part('accumulators', dots, of.register(sums.bits)),
  ];
}

/**
 * One dot product of K by weights of one bit as a unit of its own: multiplexer, decoder, weight and output registers, with its share of tables and
 * of the adders that make them among `sharers` units. Sums beyond the K are not its work.
 */
export function lutDotParts(activations: NumberKind, k: number, sharers: number, of: ComponentLibrary): Part[] {
  const entry = entryBits(activations, k);
  return [
    part('table multiplexer', 1, of.selector(2 ** (k - 1), entry)),
    part('select decoder', 1, of.decoder(k - 1)),
    part('sign', 1, of.negation(activations.kind === 'integer' ? entry : 1)),
    part('weight bits', 1, of.register(k)),
    part('output', 1, of.register(entry)),
    part('tables', 2 ** (k - 1) / sharers, of.register(entry)),
    ...precompute({ m: 1 / sharers, n: 1, k, activations, planes: 1 }, true, entry, 1, of),
  ];
}
