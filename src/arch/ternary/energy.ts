import { estimate, notModelled, type Estimate, type NotModelled, type Quality } from '../../sim/core/estimate.js';
import type { DataType } from '../../sim/model/datatype.js';
import type { EnergyModel } from '../../sim/model/energy.js';
import { lesserQuality } from '../../sim/physical/components/composite.js';
import { dramEnergyPerByte, partsEnergyPj, partsGaps } from '../../sim/physical/components/index.js';
import { activationMemoryOf, weightMemoryOf } from './chip-memories.js';
import { chipParts, macsPerCycle, vectorLane, type Unit } from './chip.js';
import { componentsAt } from './components.js';
import type { TernaryParameters } from './spec.js';
import { noTechnology, type Technology } from './technology.js';
import { passesOf } from './trits.js';

const pico = 1e-12;

/**
 * Energies on a chip of its own; null with the reason without a technology. Worked out when they are asked for, once each.
 *
 *   MAC            sum over parts of count x activity x energy of an action / multiply-accumulates of such a cycle, on the unit with the higher peak
 *   vector element one action of a lane
 *   byte           streamed: that of the DRAM standard, and a write of its bits to the weight buffer; on the chip: a read of its bits
 *   static power   leakage of the memories; that of the logic is in no library
 */
export function ternaryEnergy(p: TernaryParameters): EnergyModel {
  const { technology } = p;
  if (technology === undefined) return { mac: () => noTechnology, vectorElement: noTechnology, dramByte: noTechnology, staticPower: noTechnology };
  const macs = new Map<number | null, Estimate | NotModelled>();
  const element = once(() => vectorElement(technology));
  const byte = once(() => weightByte(p, technology));
  const watts = once(() => staticPower(p, technology));
  return {
    mac(operand: DataType): Estimate | NotModelled {
      const passes = passesOf(operand);
      const energy = macs.get(passes) ?? macEnergy(p, technology, passes);
      macs.set(passes, energy);
      return energy;
    },
    get vectorElement() { return element(); },
    get dramByte() { return byte(); },
    get staticPower() { return watts(); },
  };
}

/** The unit with the higher peak for operands that cores take in so many passes; null: they do not take them. */
export function unitOf(p: TernaryParameters, passes: number | null): Unit {
  return passes === null || macsPerCycle(p, 'integer', 1) > macsPerCycle(p, 'ternary', passes) ? 'integer' : 'ternary';
}

function macEnergy(p: TernaryParameters, { nodeNm, library }: Technology, passes: number | null): Estimate | NotModelled {
  const unit = unitOf(p, passes);
  const parts = chipParts(p, unit);
  const cycle = partsEnergyPj(parts);
  if (cycle === null) return notModelled(partsGaps(parts, 'energy').join('; '));
  const macs = macsPerCycle(p, unit, passes ?? 1);
  const quality = parts.reduce<Quality>((least, { component: { energy }, activity }) => (activity === 0 || energy.value === null ? least : lesserQuality(least, energy.quality)), 'derived');
  const where = unit === 'integer' ? 'integer unit' : `ternary cores, ${passes ?? 1} passes`;
  return estimate((cycle * pico) / macs, 'J', quality, `${where}: parts of ${library} and memories of CACTI at ${nodeNm} nm x actions in a cycle of work / ${macs} multiply-accumulates`);
}

function vectorElement({ nodeNm, library }: Technology): Estimate | NotModelled {
  const { name, energy } = vectorLane(componentsAt(nodeNm, library));
  return energy.value === null ? energy : estimate(energy.value * pico, 'J', energy.quality, `one action of an ${name}: ${energy.source}`);
}

function weightByte(p: TernaryParameters, { nodeNm, dram }: Technology): Estimate | NotModelled {
  const { memory, accessBits } = weightMemoryOf(p, nodeNm);
  const action = p.weights.placement === 'streamed' ? memory.write : memory.energy;
  if (action.value === null) return action;
  const onChip = (action.value * pico * 8) / accessBits;
  if (p.weights.placement === 'on-chip') return estimate(onChip, 'J', action.quality, `a read of the weight memory: ${action.source}`);
  if (dram === undefined) return notModelled('the technology names no standard of the main memory');
  const moved = dramEnergyPerByte(dram);
  if (moved.value === null) return moved;
  return estimate(moved.value + onChip, 'J', lesserQuality(moved.quality, action.quality), `${dram}: ${moved.source}; a write to the weight buffer: ${action.source}`);
}

function staticPower(p: TernaryParameters, { nodeNm }: Technology): Estimate | NotModelled {
  if (p.options?.ignoreLogicStaticPower !== true) {
    return notModelled('leakage and clock tree of the logic are in no component library; the option ignoreLogicStaticPower leaves them out');
  }
  let milliwatts = 0;
  const sources = new Set<string>();
  for (const { memory: { leakage }, count } of [weightMemoryOf(p, nodeNm), activationMemoryOf(p, nodeNm)]) {
    if (leakage.value === null) return leakage;
    milliwatts += count * leakage.value;
    sources.add(leakage.source);
  }
  return estimate(milliwatts * 1e-3, 'W', 'assumed', `leakage of the memories, none of the logic (option ignoreLogicStaticPower): ${[...sources].join('; ')}`);
}

function once<T>(value: () => T): () => T {
  let kept: { readonly value: T } | null = null;
  return () => (kept ??= { value: value() }).value;
}
