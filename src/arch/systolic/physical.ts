import type { Component, Part } from '../../sim/model/component.js';
import { composite, fp16, library, part, type ComponentLibrary } from '../../sim/physical/components/index.js';
import { macKindOf, widthsOf } from './array.js';
import { noTechnology } from '../../sim/physical/chip-energy.js';
import { accessedMemory, bufferMemories } from './buffers.js';
import type { SystolicParameters } from './spec.js';

import { tileOf } from './tile.js';

/** Names components where the design has no technology; their areas and energies are then not known. */
const unnamed = { nodeNm: 45, library: 'aladdin-40' } as const;

/**
 * The parts of an array on a chip of its own, in the technology of the design. `activity` is actions in a cycle of work: one in which all PEs are at
 * work on a full tile whose multiply-accumulates take `macCycles` cycles each. Vector lanes, which work beside the array, have none.
 */
export function chipParts(p: SystolicParameters, macCycles = widestMacCycles(p)): readonly Part[] {
  const { nodeNm, library: choice } = p.technology ?? unnamed;
  const of = library(choice, { nodeNm });
  const parts = [...peParts(p, macCycles, of), ...bufferParts(p, macCycles, nodeNm), part('vector lanes', p.vectorLanes, vectorLane(p, of), 0)];
  return p.technology === undefined ? parts.map((each) => ({ ...each, component: { name: each.component.name, area: noTechnology, energy: noTechnology } })) : parts;
}

/** A lane of the vector unit: a multiply-add of its format, and registers of three operands. */
export function vectorLane(p: SystolicParameters, of: ComponentLibrary): Component {
  const [name, bits, multiplyAdd] = p.vectorFormat === 'int32' ? ['INT32', 32, of.multiplyAdd(32, 32, 32)] as const : ['FP16', 16, of.floatMultiplyAdd(fp16)] as const;
  return composite(`${name} vector lane`, [[1, multiplyAdd], [3, of.register(bits)]]);
}

/**
 * PEs, after those of uSystolic. Bit-parallel: product and sum in one cycle. Bit-serial: a counter and a multiplexer pick a bit, which gates the other
 * operand; one adder as wide as the sums takes it to the sum, behind two multiplexers a bit that shift and that begin a sum. Both have registers for
 * two operands and a sum, clocked when they take a word: streaming operands once in b cycles, sums in each.
 *
 * With R shifts of what stays for each T operands that stream past it, T that of the full tile: its registers are clocked R times in T b cycles. With
 * `overlapFolds` these are the shadow registers, and what stays is taken over once.
 */
function peParts(p: SystolicParameters, macCycles: number, of: ComponentLibrary): readonly Part[] {
  const { weights, activations, accumulator } = widthsOf(p);
  const pes = p.rows * p.columns;
  const overlaps = p.options?.overlapFolds === true;
  const stays = staysIn(p);
  const shiftsSums = stays.what === 'sums' && p.options?.directOutputs !== true;
  const shifts = p.rows / (streamOf(p) * macCycles);
  const operand = (what: 'weights' | 'activations'): number => (stays.what !== what ? 1 / macCycles : overlaps ? 1 / (streamOf(p) * macCycles) : shifts);
  return [
    ...multiplierParts(p, of),
    part('activation registers', pes, of.register(activations), operand('activations')),
    part('weight registers', pes, of.register(weights), operand('weights')),
    part('sum registers', pes, of.register(accumulator), 1 + (shiftsSums && !overlaps ? shifts : 0)),
    ...(overlaps && (shiftsSums || stays.what !== 'sums') ? [part('shadow registers', pes, of.register(stays.bits), shifts)] : []),
  ];
}

function multiplierParts(p: SystolicParameters, of: ComponentLibrary): readonly Part[] {
  const { weights, activations, accumulator } = widthsOf(p);
  const pes = p.rows * p.columns;
  const mac = macKindOf(p);
  if (mac === 'bit-parallel') return [part('multiply-adders', pes, of.multiplyAdd(activations, weights, accumulator))];
  const [serial, parallel] = mac === 'bit-serial-weights' ? [weights, activations] : [activations, weights];
  return [
    part('bit counters', pes, of.register(Math.ceil(Math.log2(serial)))),
    part('bit selectors', pes, of.multiplexer(serial, 1)),
    part('bit products', pes, of.gate(parallel)),
    part('sum multiplexers', 2 * pes, of.multiplexer(2, accumulator)),
    part('adders', pes, of.adder(accumulator)),
  ];
}

function bufferParts(p: SystolicParameters, macCycles: number, nodeNm: number): readonly Part[] {
  const macsPerCycle = (p.rows * p.columns) / macCycles;
  return bufferMemories(p, macCycles, nodeNm).map((buffer) => (
    part(`${buffer.name} buffer`, buffer.count, accessedMemory(buffer), ((buffer.readsPerMac + buffer.writesPerMac) * macsPerCycle) / buffer.count)));
}

/** What stays in the PEs, and its bits. */
function staysIn(p: SystolicParameters): { readonly what: 'sums' | 'weights' | 'activations'; readonly bits: number } {
  const { weights, activations, accumulator } = widthsOf(p);
  switch (p.dataflow) {
    case 'output-stationary': return { what: 'sums', bits: accumulator };
    case 'weight-stationary': return { what: 'weights', bits: weights };
    case 'input-stationary': return { what: 'activations', bits: activations };
  }
}

/** Operands that stream past a fold of a full tile. */
function streamOf(p: SystolicParameters): number {
  const { tokens, features, reduction } = tileOf(p);
  switch (p.dataflow) {
    case 'output-stationary': return reduction;
    case 'weight-stationary': return tokens;
    case 'input-stationary': return features;
  }
}

/** Cycles of a multiply-accumulate with operands of full width. */
function widestMacCycles(p: SystolicParameters): number {
  switch (macKindOf(p)) {
    case 'bit-parallel': return 1;
    case 'bit-serial-weights': return widthsOf(p).weights;
    case 'bit-serial-activations': return widthsOf(p).activations;
  }
}
