import { notModelled } from '../../sim/core/estimate.js';
import type { Device } from '../../sim/model/device.js';
import type { TernaryParameters } from './spec.js';

/** What a chip is made in, and where the figures of its parts are from. */
export type Technology = NonNullable<TernaryParameters['technology']>;

export const noTechnology = notModelled('the design names no technology to take the area and the energy of its components from');

/** What to say of a technology on a device that is made already. */
export function technologyWarnings(technology: Technology | undefined, device: Device): readonly string[] {
  return technology === undefined || device.kind === 'asic' ? [] : [`technology is that of a chip of its own and says nothing of ${device.title}: no area and no energy`];
}

/** The choices of a technology by their parameters, as assumptions show them. */
export function technologyChoices(technology: Technology | undefined): readonly (readonly [name: string, value: string | number, unit: string])[] {
  if (technology === undefined) return [];
  const { nodeNm, library, dram } = technology;
  return [['technology.nodeNm', nodeNm, 'nm'], ['technology.library', library, ''], ...(dram === undefined ? [] : [['technology.dram', dram, ''] as const])];
}
