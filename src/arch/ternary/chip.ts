import type { Component, Part } from '../../sim/model/component.js';
import { composite, fp16, part } from '../../sim/physical/components/index.js';
import { activationMemoryOf, decoders, weightMemoryOf } from './chip-memories.js';
import { componentsAt, type ComponentLibrary } from './components.js';
import { decoderCycles, weightsPerCycle } from './cycles.js';
import { shapeOf } from './lookup.js';
import { tritsPerByte } from './packed-weights.js';
import { allCores } from './physical.js';
import type { TernaryParameters } from './spec.js';
import { ceilLog2 } from './table.js';
import { noTechnology } from '../../sim/physical/chip-energy.js';

/** The units that multiply, one of which takes an op. */
export type Unit = 'ternary' | 'integer';

/** Names components where the design has no technology; their areas and energies are then not known. */
const unnamed = { nodeNm: 45, library: 'aladdin-40' } as const;
/** Bits of a weight that the integer unit multiplies. */
const integerBits = 8;

/**
 * The parts of a chip with ternary cores, an integer unit, a vector unit and SRAM. `activity` is actions in a cycle in which one of the units is at
 * work, all of it. Cores wait for a narrow decoder: they look up once in d = `decoderCycles` cycles. Control and interconnect are not in it.
 */
export function chipParts(p: TernaryParameters, at: Unit = 'ternary'): readonly Part[] {
  const { nodeNm, library } = p.technology ?? unnamed;
  const of = componentsAt(nodeNm, library);
  const looks = at === 'ternary' ? 1 / decoderCycles(p) : 0;
  const parts = [
    ...allCores(p, of).map((each) => ({ ...each, activity: each.activity * looks })),
    part('keys', p.cores.features * p.cores.tokens * p.cores.tables * p.cores.reads, of.register(shapeOf(p.lookup).keyBits), looks),
    part('weight decoders', decoders(p), decoder(of), at === 'ternary' ? 1 : 0),
    ...integerParts(p, of, at === 'integer' ? 1 : 0),
    ...memoryParts(p, at, nodeNm),
    part('vector lanes', p.vectorLanes, vectorLane(of), 0),
  ];
  return p.technology === undefined ? parts.map((each) => ({ ...each, component: { name: each.component.name, area: noTechnology, energy: noTechnology } })) : parts;
}

/** Multiply-accumulates of a unit in such a cycle; look-ups of operands that are taken in several passes are as many times fewer. */
export function macsPerCycle(p: TernaryParameters, at: Unit, passes: number): number {
  return at === 'integer' ? p.integerUnit.features * p.integerUnit.depth : (weightsPerCycle(p) * p.cores.tokens) / (passes * decoderCycles(p));
}

/** A lane of the vector unit: an FP16 multiply-add with registers of three operands. */
export function vectorLane(of: ComponentLibrary): Component {
  return composite('FP16 vector lane', [[1, of.floatMultiplyAdd(fp16)], [3, of.register(16)]]);
}

/**
 * A decoder of five weights in a byte, by restoring division: for each of the weights 81, 27, 9 and 3 of the first four digits, two comparisons, a
 * gate and a subtraction as wide as what is left, and a register of two bits for each digit.
 */
function decoder(of: ComponentLibrary): Component {
  const steps = Array.from({ length: tritsPerByte - 1 }, (_, i) => ceilLog2(3 ** (tritsPerByte - i)));
  return composite('decoder of five weights', [
    ...steps.flatMap((bits) => [[2, of.comparator(bits)], [1, of.gate(bits)], [1, of.adder(bits)]] as const),
    [1, of.register(2 * tritsPerByte)],
  ]);
}

/** Products that are added up, `depth` of them a feature, whose sums are kept; features share the activations. */
function integerParts({ integerUnit: { features, depth }, cores: { activationBits, accumulatorBits } }: TernaryParameters, of: ComponentLibrary, activity: number): readonly Part[] {
  const products = features * depth;
  return [
    part('integer multiply-adders', products, of.multiplyAdd(activationBits, integerBits, activationBits + integerBits + ceilLog2(depth)), activity),
    part('integer weight registers', products, of.register(integerBits), activity),
    part('integer activation registers', depth, of.register(activationBits), activity),
    part('integer sums', features, composite(`${accumulatorBits} bit accumulator`, [[1, of.adder(accumulatorBits)], [1, of.register(accumulatorBits)]]), activity),
  ];
}

/** Cores read a word of weights and one of activations for a look-up; the integer unit reads its operands. Reads of on-chip weights are those of the bytes that the engine counts. */
function memoryParts(p: TernaryParameters, at: Unit, nodeNm: number): readonly Part[] {
  const { features, depth } = p.integerUnit;
  const [weights, activations] = [weightMemoryOf(p, nodeNm), activationMemoryOf(p, nodeNm)];
  const reads = at === 'ternary'
    ? { weights: 1, activations: 1 / decoderCycles(p) }
    : { weights: (features * depth * integerBits) / weights.accessBits, activations: (depth * p.cores.activationBits) / activations.accessBits };
  const streamed = p.weights.placement === 'streamed';
  return [
    part(streamed ? 'weight buffer' : 'weight memory', weights.count, weights.memory, streamed ? reads.weights / weights.count : 0),
    part('activation buffer', activations.count, activations.memory, reads.activations / activations.count),
  ];
}
