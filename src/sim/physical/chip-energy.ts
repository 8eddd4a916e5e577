import { estimate, notModelled, type Estimate, type NotModelled } from '../core/estimate.js';
import type { Component, Part } from '../model/component.js';
import type { DataType } from '../model/datatype.js';
import type { Device } from '../model/device.js';
import type { EnergyModel } from '../model/energy.js';
import type { BankedSram } from './components/banked-sram.js';
import { partsEnergyPj, partsGaps, partsQuality } from './components/parts.js';

/** J of a pJ. */
export const pico = 1e-12;

export const noTechnology = notModelled('the design names no technology to take the area and the energy of its components from');

/** Energies of a design that names no technology. */
export const unpricedEnergy: EnergyModel = { mac: () => noTechnology, vectorElement: noTechnology, dramByte: noTechnology, staticPower: noTechnology };

/** What to say of a technology on a device that is made already. */
export function technologyWarnings(technology: object | undefined, device: Device): readonly string[] {
  return technology === undefined || device.kind === 'asic' ? [] : [`technology is that of a chip of its own and says nothing of ${device.title}: no area and no energy`];
}

/** Energies of a chip of its own, each worked out once, when it is asked for. Operands of one kind take the same energy. */
export function chipEnergy<Kind>(kindOf: (operand: DataType) => Kind, terms: {
  readonly mac: (kind: Kind) => Estimate | NotModelled;
  readonly vectorElement: () => Estimate | NotModelled;
  readonly dramByte: () => Estimate | NotModelled;
  readonly staticPower: () => Estimate | NotModelled;
}): EnergyModel {
  const macs = new Map<Kind, Estimate | NotModelled>();
  const element = once(terms.vectorElement);
  const byte = once(terms.dramByte);
  const watts = once(terms.staticPower);
  return {
    mac(operand) {
      const kind = kindOf(operand);
      const energy = macs.get(kind) ?? terms.mac(kind);
      macs.set(kind, energy);
      return energy;
    },
    get vectorElement() { return element(); },
    get dramByte() { return byte(); },
    get staticPower() { return watts(); },
  };
}

/** J of a multiply-accumulate, where parts take so many cycles for so many of them: sum of count x activity x energy, x cycles / MACs. */
export function macEnergy(parts: readonly Part[], cycles: number, macs: number, source: string): Estimate | NotModelled {
  const cycle = partsEnergyPj(parts);
  if (cycle === null) return notModelled(partsGaps(parts, 'energy').join('; '));
  return estimate((cycle * pico * cycles) / macs, 'J', partsQuality(parts), source);
}

/** J of one action of a vector lane. */
export function laneEnergy({ name, energy }: Component): Estimate | NotModelled {
  return energy.value === null ? energy : estimate(energy.value * pico, 'J', energy.quality, `one action of an ${name}: ${energy.source}`);
}

/** W of leakage of the memories. That of logic is in no library, so that the sum is null unless an option leaves logic out. `what`: `buffers`. */
export function memoryLeakage(what: string, memories: readonly Pick<BankedSram, 'memory' | 'count'>[], ignoresLogic: boolean): Estimate | NotModelled {
  if (!ignoresLogic) return notModelled('leakage and clock tree of the logic are in no component library; the option ignoreLogicStaticPower leaves them out');
  let milliwatts = 0;
  const sources = new Set<string>();
  for (const { memory: { leakage }, count } of memories) {
    if (leakage.value === null) return leakage;
    milliwatts += count * leakage.value;
    sources.add(leakage.source);
  }
  return estimate(milliwatts * 1e-3, 'W', 'assumed', `leakage of the ${what}, none of the logic (option ignoreLogicStaticPower): ${[...sources].join('; ')}`);
}

function once<T>(value: () => T): () => T {
  let kept: { readonly value: T } | null = null;
  return () => (kept ??= { value: value() }).value;
}
