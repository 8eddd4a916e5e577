import type { Part } from '../../sim/model/component.js';
import { partsAreaUm2, partsGaps } from '../../sim/physical/components/index.js';
import { floatFormat, type ComponentLibrary, type Operand } from './components.js';
import type { CoreShape } from './cycles.js';
import { ceilLog2, entriesOf, entryBits, minimalAdders, readBits, tableEntries } from './table.js';

/** A core that takes the weights of `outputs` x `inputs` in turn, a tile a cycle. */
export interface CoreProblem extends CoreShape {
  readonly inputs: number;
  readonly outputs: number;
  /** Width of integer sums; as wide as exact sums of all inputs must be unless told otherwise. */
  readonly accumulatorBits?: number;
}

/** How many of each part a build-fetch-reduce-accumulate core has. */
export interface CoreCounts {
  readonly tableAdders: number;
  readonly entries: number;
  readonly fetchMuxes: number;
  readonly muxInputs: number;
  readonly inverters: number;
  readonly reductionAdders: number;
  /** One accumulating adder an output that is read: what is needed. */
  readonly accumulatorAddersShared: number;
  /** The released generator: one an output column where more than one tile is reduced, none where one is all. */
  readonly accumulatorAddersReleased: number;
  readonly outputRegisters: number;
}

/** L * (E - mu) table adders, L * E entries, L * K multiplexers and negations, K * (L - 1) reduction adders, K accumulators, M output registers. */
export function coreCounts({ group, tables, reads, inputs, outputs }: CoreProblem): CoreCounts {
  const reduced = Math.ceil(Math.ceil(inputs / group) / tables);
  return {
    tableAdders: tables * minimalAdders(group),
    entries: tables * tableEntries(group),
    fetchMuxes: tables * reads,
    muxInputs: tableEntries(group),
    inverters: tables * reads,
    reductionAdders: reads * (tables - 1),
    accumulatorAddersShared: reads,
    accumulatorAddersReleased: reduced > 1 ? outputs : 0,
    outputRegisters: outputs,
  };
}

/** Width of an exact sum of that many activations. */
export function sumBits(activationBits: number, inputs: number): number {
  return activationBits + ceilLog2(inputs);
}

/**
 * Parts of a core: tables with their adders and registers, multiplexers, gates for weights that are all zero, negations, reduction trees,
 * accumulators, output registers, each adder as wide as its result must be.
 */
export function coreParts(problem: CoreProblem, operand: Operand, library: ComponentLibrary): readonly Part[] {
  const { group, tables, reads, outputs } = problem;
  const counts = coreCounts(problem);
  const add = (bits: number): Part['component'] => (operand.kind === 'float' ? library.floatAdder(floatFormat(operand)) : library.adder(bits));
  const width = (integerBits: number): number => (operand.kind === 'float' ? 1 + operand.exponent + operand.mantissa - 1 : integerBits);
  const activationBits = operand.kind === 'float' ? 0 : operand.bits;
  const read = width(readBits(group, activationBits));
  const accumulator = width(problem.accumulatorBits ?? sumBits(activationBits, problem.inputs));
  const builds = Array.from({ length: group - 1 }, (_, i): Part => ({
    name: `table adders of ${i + 2} activations`, component: add(entryBits(i + 2, activationBits)), count: tables * entriesOf(group, i + 2), activity: 1,
  }));
  const reduction = operand.kind === 'float' ? [1] : Array.from({ length: ceilLog2(tables) }, (_, i) => i + 1);
  return [
    ...builds,
    { name: 'table registers', component: library.register(width(entryBits(group, activationBits))), count: counts.entries, activity: 1 },
    ...(counts.muxInputs > 1 ? [{ name: 'table multiplexers', component: library.multiplexer(counts.muxInputs, width(entryBits(group, activationBits))), count: counts.fetchMuxes, activity: 1 }] : []),
    { name: 'gates to zero', component: library.gate(width(entryBits(group, activationBits))), count: counts.fetchMuxes, activity: 1 },
    { name: 'negations', component: library.negation(operand.kind === 'float' ? 1 : read), count: counts.inverters, activity: 1 },
    ...reduction.map((level): Part => ({
      name: operand.kind === 'float' ? 'reduction adders' : `reduction adders, level ${level}`, component: add(read + level), activity: 1,
      count: operand.kind === 'float' ? counts.reductionAdders : reads * pairsAt(tables, level),
    })),
    { name: 'accumulators', component: add(accumulator), count: counts.accumulatorAddersShared, activity: 1 },
    { name: 'output registers', component: library.register(accumulator), count: outputs, activity: reads / outputs },
  ].filter(({ count }) => count > 0);
}

/** Full-width multiply-accumulate units in the place of tables: what the sign-flip and look-up cores are compared with. */
export function multiplierParts(rows: number, columns: number, operand: Operand, library: ComponentLibrary): readonly Part[] {
  const units = rows * columns;
  if (operand.kind === 'float') {
    const bits = operand.exponent + operand.mantissa;
    return [
      { name: 'mantissa multipliers', component: library.multiplier(operand.mantissa, operand.mantissa), count: units, activity: 1 },
      { name: 'exponent adders', component: library.adder(operand.exponent), count: units, activity: 1 },
      { name: 'adders', component: library.floatAdder(floatFormat(operand)), count: units, activity: 1 },
      { name: 'registers', component: library.register(bits), count: rows + columns, activity: 1 },
    ];
  }
  return [
    { name: 'multipliers', component: library.multiplier(operand.bits, operand.bits), count: units, activity: 1 },
    { name: 'adders', component: library.adder(sumBits(2 * operand.bits, rows)), count: units, activity: 1 },
    { name: 'registers', component: library.register(operand.bits), count: rows + columns, activity: 1 },
  ];
}

/** Sum of count x area, in um2. Throws a RangeError where the area of a part is not known. */
export function partsUm2(parts: readonly Part[]): number {
  const um2 = partsAreaUm2(parts);
  if (um2 === null) throw new RangeError(partsGaps(parts, 'area').join('; '));
  return um2;
}

/** Adders at a level of a binary tree over n leaves: floor of what the level above left, by two. */
function pairsAt(leaves: number, level: number): number {
  let left = leaves;
  for (let i = 1; i < level; i++) left = Math.ceil(left / 2);
  return Math.floor(left / 2);
}
