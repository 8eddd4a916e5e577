import type { TableParameters } from '../../../../../src/arch/shift-add/tile/table/parameters.js';
import { tables } from './modules.js';

/** A few of different kinds. */
export const someTables: readonly TableParameters[] = [
  tables(1, 1, { featuresHeld: 1, buildAdders: 16, activationBits: 2, weightBits: 2, accumulatorBits: 9 }),
  tables(3, 2, { featuresHeld: 6, scaleTerms: 3, shifters: 2, buildAdders: 8 }),
  tables(2, 3, { scaleTerms: 3, shifters: 3, activationBits: 5, buildAdders: 32 }),
];

/** Corners of what is legal: one adder and as many as entries, odd numbers, one batch and many, a shift a cycle, the narrowest and the widest numbers. */
export const moreTables: readonly TableParameters[] = [
  tables(1, 2, { buildAdders: 1, scaleTerms: 2, shifters: 1 }),
  tables(2, 1, { buildAdders: 2, scaleTerms: 3, shifters: 1, featuresHeld: 7 }),
  tables(1, 1, { buildAdders: 256, activationBits: 3 }),
  tables(5, 1, { buildAdders: 64, activationBits: 4, featuresHeld: 3, shiftBits: 1, weightBits: 2 }),
  tables(1, 5, { buildAdders: 128, featuresHeld: 5, activationBits: 2, accumulatorBits: 9, weightBits: 8 }),
  tables(2, 2, { activationBits: 16, accumulatorBits: 48, shiftBits: 4, weightBits: 8, scaleTerms: 3, shifters: 3 }),
  tables(1, 3, { activationBits: 8, accumulatorBits: 12, scaleTerms: 2, shifters: 2 }),
  tables(9, 1, { activationBits: 4, buildAdders: 16, featuresHeld: 33 }),
  tables(4, 2, { activationBits: 8, accumulatorBits: 14, featuresHeld: 2 }),
];
