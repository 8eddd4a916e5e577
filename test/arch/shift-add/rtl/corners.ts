import type { TileParameters } from '../../../../src/arch/shift-add/tile/parameters.js';
import { tile } from './modules.js';

/** A few tiles of different kinds. */
export const someTiles: readonly TileParameters[] = [
  tile(1, 1, 1, { termsPerCycle: 1, weightBits: 2, activationBits: 2, scaleBits: 4, accumulatorBits: 9 }),
  tile(2, 5, 3, { scalers: 2 }),
  tile(1, 3, 4, { encoding: 'booth', scalers: 3 }),
];

/** Corners of what is legal: one of everything, odd numbers, as many scalers as columns, groups of one weight, the narrowest and the widest numbers. */
export const moreTiles: readonly TileParameters[] = [
  tile(1, 4, 2, { encoding: 'booth', termsPerCycle: 1, weightBits: 7, scalers: 3, activationBits: 5 }),
  tile(1, 2, 5, { termsPerCycle: 3, weightBits: 8, activationBits: 16, group: 5, accumulatorBits: 48, scaleBits: 17 }),
  tile(1, 6, 1, { group: 2 }),
  tile(3, 1, 7, { termsPerCycle: 1, weightBits: 3, activationBits: 3, group: 7 }),
  tile(1, 1, 1, { encoding: 'booth', termsPerCycle: 1, weightBits: 3, group: 1, activationBits: 2, scaleBits: 4, accumulatorBits: 9 }),
  tile(1, 2, 2, { encoding: 'booth', termsPerCycle: 4, weightBits: 8, activationBits: 16, group: 8, accumulatorBits: 48, scaleBits: 17 }),
  tile(1, 2, 2, { termsPerCycle: 8, weightBits: 8, group: 128 }),
  tile(1, 3, 2, { termsPerCycle: 5, weightBits: 8, scalers: 2, group: 6 }),
  tile(1, 9, 2, { encoding: 'booth', termsPerCycle: 1, weightBits: 2, scalers: 4, accumulatorBits: 20 }),
  tile(2, 4, 2, { scalers: 4, accumulatorBits: 15 }),
];
