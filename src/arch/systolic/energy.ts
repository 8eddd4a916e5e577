import { estimate, notModelled, type Estimate, type NotModelled } from '../../sim/core/estimate.js';
import type { EnergyModel } from '../../sim/model/energy.js';
import { chipEnergy, laneEnergy, macEnergy, memoryLeakage, pico, unpricedEnergy } from '../../sim/physical/chip-energy.js';
import { lesserQuality } from '../../sim/physical/components/composite.js';
import { dramEnergyPerByte, library } from '../../sim/physical/components/index.js';
import { macCyclesOf } from './array.js';
import { bufferMemories } from './buffers.js';
import { chipParts, vectorLane } from './physical.js';
import type { SystolicParameters } from './spec.js';
import type { Technology } from './technology.js';

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
  if (technology === undefined) return unpricedEnergy;
  const { nodeNm, library: choice } = technology;
  const source = typeof choice === 'string' ? choice : choice.energy;
  const pes = p.rows * p.columns;
  return chipEnergy((operand) => macCyclesOf(p, operand), {
    mac: (cycles) => macEnergy(chipParts(p, cycles), cycles, pes, `PEs of ${source} and buffers of CACTI at ${nodeNm} nm: parts x actions in a cycle of a full tile x ${cycles} cycles / ${pes} PEs`),
    vectorElement: () => laneEnergy(vectorLane(p, library(choice, { nodeNm }))),
    dramByte: () => dramByte(p, technology),
    staticPower: () => memoryLeakage('buffers', bufferMemories(p, 1, nodeNm), p.options?.ignoreLogicStaticPower === true),
  });
}

function dramByte(p: SystolicParameters, { nodeNm, dram }: Technology): Estimate | NotModelled {
  if (dram === undefined) return notModelled('the technology names no standard of the main memory');
  const moved = dramEnergyPerByte(dram);
  if (moved.value === null) return moved;
  const { memory: { write }, accessBits } = bufferMemories(p, 1, nodeNm)[0]!;
  if (write.value === null) return write;
  return estimate(moved.value + (write.value * pico * 8) / accessBits, 'J', lesserQuality(moved.quality, write.quality), `${dram}: ${moved.source}; a write to the weight buffer: ${write.source}`);
}
