import { estimate, notModelled, type Estimate, type NotModelled, type Quality } from '../../sim/core/estimate.js';
import type { Part } from '../../sim/model/component.js';
import type { DataType } from '../../sim/model/datatype.js';
import type { EnergyModel } from '../../sim/model/energy.js';
import { lesserQuality } from '../../sim/physical/components/composite.js';
import { dramEnergyPerByte, library, partsEnergyPj, partsGaps } from '../../sim/physical/components/index.js';
import { macCyclesOf } from './array.js';
import { bufferMemories } from './buffers.js';
import { chipParts, vectorLane } from './physical.js';
import type { SystolicParameters } from './spec.js';
import { noTechnology, type Technology } from './technology.js';

const pico = 1e-12;

/**
 * Energies on a chip of its own; null with the reason without a technology. Worked out when they are asked for, once each.
 *
 *   MAC            sum over parts of count x activity x energy of an action, x b / (R C)
 *   vector element one action of a lane
 *   DRAM byte      that of the standard, and a write of its bits to the weight buffer
 *   static power   leakage of the buffers; that of the logic is in no library
 */
export function systolicEnergy(p: SystolicParameters): EnergyModel {
  const { technology } = p;
  if (technology === undefined) return { mac: () => noTechnology, vectorElement: noTechnology, dramByte: noTechnology, staticPower: noTechnology };
  const macs = new Map<number, Estimate | NotModelled>();
  const element = once(() => vectorElement(p, technology));
  const byte = once(() => dramByte(p, technology));
  const watts = once(() => staticPower(p, technology));
  return {
    mac(operand: DataType): Estimate | NotModelled {
      const macCycles = macCyclesOf(p, operand);
      const energy = macs.get(macCycles) ?? macEnergy(p, technology, macCycles);
      macs.set(macCycles, energy);
      return energy;
    },
    get vectorElement() { return element(); },
    get dramByte() { return byte(); },
    get staticPower() { return watts(); },
  };
}

function macEnergy(p: SystolicParameters, technology: Technology, macCycles: number): Estimate | NotModelled {
  const parts = chipParts(p, macCycles);
  const cycle = partsEnergyPj(parts);
  if (cycle === null) return notModelled(partsGaps(parts, 'energy').join('; '));
  const source = `PEs of ${energySource(technology)} and buffers of CACTI at ${technology.nodeNm} nm: parts x actions in a cycle of a full tile x ${macCycles} cycles / ${p.rows * p.columns} PEs`;
  return estimate((cycle * pico * macCycles) / (p.rows * p.columns), 'J', leastQuality(parts), source);
}

/** That of the least known energy of parts that act. */
function leastQuality(parts: readonly Part[]): Quality {
  return parts.reduce<Quality>((least, { component: { energy }, activity }) => (activity === 0 || energy.value === null ? least : lesserQuality(least, energy.quality)), 'derived');
}

function vectorElement(p: SystolicParameters, { nodeNm, library: choice }: Technology): Estimate | NotModelled {
  const { name, energy } = vectorLane(p, library(choice, { nodeNm }));
  return energy.value === null ? energy : estimate(energy.value * pico, 'J', energy.quality, `one action of an ${name}: ${energy.source}`);
}

function dramByte(p: SystolicParameters, { nodeNm, dram }: Technology): Estimate | NotModelled {
  if (dram === undefined) return notModelled('the technology names no standard of the main memory');
  const moved = dramEnergyPerByte(dram);
  if (moved.value === null) return moved;
  const { memory: { write }, accessBits } = bufferMemories(p, 1, nodeNm)[0]!;
  if (write.value === null) return write;
  return estimate(moved.value + (write.value * pico * 8) / accessBits, 'J', lesserQuality(moved.quality, write.quality), `${dram}: ${moved.source}; a write to the weight buffer: ${write.source}`);
}

function staticPower(p: SystolicParameters, { nodeNm }: Technology): Estimate | NotModelled {
  if (p.options?.ignoreLogicStaticPower !== true) {
    return notModelled('leakage and clock tree of the logic are in no component library; the option ignoreLogicStaticPower leaves them out');
  }
  let milliwatts = 0;
  const sources = new Set<string>();
  for (const { memory: { leakage }, count } of bufferMemories(p, 1, nodeNm)) {
    if (leakage.value === null) return leakage;
    milliwatts += count * leakage.value;
    sources.add(leakage.source);
  }
  return estimate(milliwatts * 1e-3, 'W', 'assumed', `leakage of the buffers, none of the logic (option ignoreLogicStaticPower): ${[...sources].join('; ')}`);
}

function energySource({ library: choice }: Technology): string {
  return typeof choice === 'string' ? choice : choice.energy;
}

function once<T>(value: () => T): () => T {
  let kept: { readonly value: T } | null = null;
  return () => (kept ??= { value: value() }).value;
}
