import type { TileParameters } from '../../../../src/arch/lut-tensor-core/tile/parameters.js';
import { tile } from './modules.js';

/** A few tiles of different kinds. */
export const someTiles: readonly TileParameters[] = [
  tile(1, 1, 2, { activationBits: 2, planes: 1, sumBits: 8 }),
  tile(2, 3, 4),
  tile(3, 2, 3, { planes: 8, sign: 'last' }),
];

/** Corners of what is legal: one row, one feature, odd numbers, all groups, the narrowest and the widest numbers. */
export const moreTiles: readonly TileParameters[] = [
  tile(1, 1, 4, { planes: 8, sumBits: 17 }),
  tile(1, 9, 4, { planes: 2 }),
  tile(5, 1, 4, { planes: 1 }),
  tile(2, 2, 5, { activationBits: 7, planes: 3, sumBits: 25, sign: 'last' }),
  tile(1, 2, 6, { activationBits: 16, planes: 8, sumBits: 48 }),
  tile(2, 1, 6, { activationBits: 2, planes: 8, sumBits: 12, sign: 'last' }),
  tile(3, 5, 2, { activationBits: 3, planes: 5, sumBits: 9 }),
  tile(1, 7, 5, { activationBits: 11, planes: 7, sumBits: 33 }),
  tile(2, 17, 4, { planes: 2, sumBits: 20 }),
];
