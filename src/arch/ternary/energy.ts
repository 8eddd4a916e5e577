import { estimate, notModelled, type Estimate, type NotModelled } from '../../sim/core/estimate.js';
import type { EnergyModel } from '../../sim/model/energy.js';
import { chipEnergy, laneEnergy, macEnergy, memoryLeakage, pico, unpricedEnergy } from '../../sim/physical/chip-energy.js';
import { lesserQuality } from '../../sim/physical/components/composite.js';
import { dramEnergyPerByte } from '../../sim/physical/components/index.js';
import { activationMemoryOf, weightMemoryOf } from './chip-memories.js';
import { chipParts, macsPerCycle, vectorLane, type Unit } from './chip.js';
import { componentsAt } from './components.js';
import type { TernaryParameters } from './spec.js';
import type { Technology } from './technology.js';
import { passesOf } from './trits.js';

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
  if (technology === undefined) return unpricedEnergy;
  const { nodeNm, library } = technology;
  return chipEnergy(passesOf, {
    mac: (passes) => unitEnergy(p, technology, passes),
    vectorElement: () => laneEnergy(vectorLane(componentsAt(nodeNm, library))),
    dramByte: () => weightByte(p, technology),
    staticPower: () => memoryLeakage('memories', [weightMemoryOf(p, nodeNm), activationMemoryOf(p, nodeNm)], p.options?.ignoreLogicStaticPower === true),
  });
}

/** The unit with the higher peak for operands that cores take in so many passes; null: they do not take them. */
export function unitOf(p: TernaryParameters, passes: number | null): Unit {
  return passes === null || macsPerCycle(p, 'integer', 1) > macsPerCycle(p, 'ternary', passes) ? 'integer' : 'ternary';
}

function unitEnergy(p: TernaryParameters, { nodeNm, library }: Technology, passes: number | null): Estimate | NotModelled {
  const unit = unitOf(p, passes);
  const macs = macsPerCycle(p, unit, passes ?? 1);
  const where = unit === 'integer' ? 'integer unit' : `ternary cores, ${passes ?? 1} passes`;
  return macEnergy(chipParts(p, unit), 1, macs, `${where}: parts of ${library} and memories of CACTI at ${nodeNm} nm x actions in a cycle of work / ${macs} multiply-accumulates`);
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
