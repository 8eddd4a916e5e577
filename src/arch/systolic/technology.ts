import { reject } from '../../sim/core/diagnostics.js';
import type { SystolicParameters } from './spec.js';

/** What a chip is made in, and where the figures of its parts are from. */
export type Technology = NonNullable<SystolicParameters['technology']>;

/** Energies of Horowitz and of Aladdin differ by 2 to 4 times, so that one design has components of one of them. Throws an InputError for both. */
export function checkTechnology(technology: Technology | undefined): void {
  if (technology === undefined || typeof technology.library === 'string') return;
  const { area, energy } = technology.library;
  const both = [area, energy];
  if (!both.includes('aladdin-40') || !both.includes('horowitz-45')) return;
  reject('systolic/mixed-libraries', `areas of ${area} beside energies of ${energy}: their energies differ by 2 to 4 times and do not mix`, {
    pointer: '/architecture/parameters/technology/library', remedy: 'take both from one library, or areas from "usystolic-32" or "nangate-45"',
  });
}

/** The choices of a technology by their parameters, as assumptions show them. */
export function technologyChoices(technology: Technology | undefined): readonly (readonly [name: string, value: string | number, unit: string])[] {
  if (technology === undefined) return [];
  const { nodeNm, library, dram } = technology;
  return [
    ['technology.nodeNm', nodeNm, 'nm'],
    ['technology.library', typeof library === 'string' ? library : `areas of ${library.area}, energies of ${library.energy}`, ''],
    ...(dram === undefined ? [] : [['technology.dram', dram, ''] as const]),
  ];
}
