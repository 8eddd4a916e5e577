import type { CoreParameters } from '../../../../src/arch/ternary/core/parameters.js';
import { core } from './modules.js';

/** A few cores of different kinds: one lane that adds or subtracts, and a table of each group. */
export const someCores: readonly CoreParameters[] = [
  core(1, 1, 1, 'keys', { activationBits: 2, sumBits: 3 }),
  core(2, 3, 2, 'tl1', { activationBits: 4, sumBits: 9 }),
  core(3, 2, 3, 'tl2'),
  core(4, 1, 2, 'pack5', { activationBits: 5 }),
];

/** Corners of what is legal: every group with every format, odd numbers, the narrowest and the widest numbers. */
export const moreCores: readonly CoreParameters[] = [
  core(1, 7, 3, 'pack5', { activationBits: 16, sumBits: 48 }),
  core(1, 16, 1, 'keys'),
  core(1, 3, 5, 'tl2', { activationBits: 3, sumBits: 6 }),
  core(1, 4, 2, 'tl1'),
  core(2, 1, 9, 'keys', { sumBits: 10 }),
  core(2, 5, 1, 'pack5', { activationBits: 7 }),
  core(2, 6, 2, 'tl2', { activationBits: 2, sumBits: 7 }),
  core(3, 9, 1, 'keys', { activationBits: 4, sumBits: 32 }),
  core(3, 3, 2, 'pack5'),
  core(3, 1, 5, 'tl1', { activationBits: 16, sumBits: 48 }),
  core(4, 3, 1, 'keys', { activationBits: 2, sumBits: 7 }),
  core(4, 2, 2, 'tl2', { activationBits: 16, sumBits: 40 }),
  core(5, 1, 1, 'keys', { activationBits: 3, sumBits: 12 }),
];
