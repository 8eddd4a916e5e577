import { boothDigitCount } from '../../sim/numerics/arithmetic/booth.js';
import { tableGroup } from './energy/operation.js';
import type { LookupTables, ShiftAddParameters, ShiftAddPes } from './spec.js';

/** Most shifted terms of a product with a weight of that many bits: each one of an unsigned code, or each Booth digit. */
export function termsOf(encoding: ShiftAddPes['encoding'], bits: number): number {
  return encoding === 'binary' ? bits : boothDigitCount(bits);
}

/** Cycles in which one array step is taken: ceil(terms / terms a cycle), or ceil(shifts / shifters) look-ups for each bit plane. */
export function passesOf(array: ShiftAddParameters['array'], bits: number): number {
  return array.kind === 'shift-add' ? Math.ceil(termsOf(array.encoding, bits) / array.termsPerCycle) : bits * Math.ceil(array.scaleTerms / array.shifters);
}

/** Products that the array makes in a cycle in which every PE (or read) works on a weight of one pass. */
export function productsPerStep(array: ShiftAddParameters['array']): number {
  return array.kind === 'shift-add' ? array.tokens * array.columns * array.depth : array.tables * tableGroup * array.reads;
}

/** Steady cycles of m tokens by n features over k weights of that many bits. */
export function tileCycles(array: ShiftAddParameters['array'], m: number, n: number, k: number, bits: number): number {
  return array.kind === 'shift-add' ? shiftAddCycles(array, m, n, k, bits) : tableCycles(array, m, n, k, bits);
}

/**
 * m tokens on T, n features on C columns, k products on depth D, P passes; scales of groups of g on S multipliers:
 *
 *   ceil(m / T) ceil(n / C) * sum over stretches of max(ceil(length / D) P, ceil(C ceil(length / g) / S))
 *
 * A stretch is max(g, D) products long, the last what is left: between two scales of an output the PEs go on, and wait where the scalers are slower.
 */
function shiftAddCycles(array: ShiftAddPes, m: number, n: number, k: number, bits: number): number {
  const passes = passesOf(array, bits);
  const stretch = Math.max(array.group, array.depth);
  const cyclesOf = (length: number): number => (length === 0 ? 0
    : Math.max(Math.ceil(length / array.depth) * passes, Math.ceil((array.columns * Math.ceil(length / array.group)) / array.scalers)));
  const whole = Math.floor(k / stretch);
  return Math.ceil(m / array.tokens) * Math.ceil(n / array.columns) * (whole * cyclesOf(stretch) + cyclesOf(k - whole * stretch));
}

/**
 * L tables at once, K reads of each, P passes (bit planes times rounds of shifts), B cycles to build a set of tables:
 *
 *   m ceil(ceil(k / 8) / L) max(ceil(n / K) P, B)
 *
 * The next tables are built while the last ones are read.
 */
function tableCycles(array: LookupTables, m: number, n: number, k: number, bits: number): number {
  const sets = Math.ceil(Math.ceil(k / tableGroup) / array.tables);
  return m * sets * Math.max(Math.ceil(n / array.reads) * passesOf(array, bits), tableBuildCycles(array.buildAdders));
}

/**
 * Cycles of one table on A adders: seven additions for the sum of all activations, one after the other in ceil(7 / A) at most three at once, then
 * each activation doubles the table: ceil(2^i / A) for i = 0 .. 7.
 */
export function tableBuildCycles(adders: number): number {
  let cycles = 0;
  // The tree of the first entry: 4, 2 and 1 additions.
  for (let level = tableGroup / 2; level >= 1; level /= 2) cycles += Math.ceil(level / adders);
  for (let i = 0; i < tableGroup; i++) cycles += Math.ceil(2 ** i / adders);
  return cycles;
}

/** Cycles from the first operand to the first result, once an op. */
export function fillCycles(array: ShiftAddParameters['array']): number {
  switch (array.kind) {
    // Shift, tree of the terms and of the products, accumulate, scale, add to the output.
    case 'shift-add': return 1 + levels(array.termsPerCycle) + levels(array.depth) + 1 + 2;
    // Build, look up, shift, tree over the tables, accumulate.
    case 'table': return tableBuildCycles(array.buildAdders) + 2 + levels(array.tables) + 1;
  }
}

/** Cycles of a run of the Verilog beside those of the array: the input buffer 1, the output buffer 1. */
export const streamCycles = 2;

/**
 * Cycles of a whole product on one array of the Verilog, from the edge that takes the first input beat to the one that takes the last output beat, both
 * counted, when inputs have no gaps and outputs are always taken:
 *
 *   shiftAddCycles + fillCycles + min(t, u) + 2        t cycles of the first group on the PEs, u = ceil(C / S) on the scalers
 *
 * Scalers work on a group while the PEs sum the next one up: the first on the PEs and the last on the scalers stand alone, t + u where the steady
 * formula counts the longer of both once. Zero points are taken off in the first of the u cycles.
 */
export function tileRunCycles(array: ShiftAddPes, m: number, n: number, k: number, bits: number): number {
  const first = Math.ceil(Math.min(k, array.group) / array.depth) * passesOf(array, bits);
  return shiftAddCycles(array, m, n, k, bits) + fillCycles(array) + Math.min(first, Math.ceil(array.columns / array.scalers)) + streamCycles;
}

function levels(inputs: number): number {
  return Math.ceil(Math.log2(inputs));
}
