import type { TernaryParameters } from './spec.js';

/** What a chip is made in, and where the figures of its parts are from. */
export type Technology = NonNullable<TernaryParameters['technology']>;

/** The choices of a technology by their parameters, as assumptions show them. */
export function technologyChoices(technology: Technology | undefined): readonly (readonly [name: string, value: string | number, unit: string])[] {
  if (technology === undefined) return [];
  const { nodeNm, library, dram } = technology;
  return [['technology.nodeNm', nodeNm, 'nm'], ['technology.library', library, ''], ...(dram === undefined ? [] : [['technology.dram', dram, ''] as const])];
}
