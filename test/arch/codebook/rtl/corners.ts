import type { TileParameters } from '../../../../src/arch/codebook/tile/parameters.js';
import { tile } from './modules.js';

/** A few tiles of different kinds. */
export const someTiles: readonly TileParameters[] = [
  tile(1, 1, 2, 0, { activationBits: 5, sumBits: 9 }),
  tile(2, 3, 16, 4),
  tile(1, 8, 256, 256, { memory: 'block', entryBits: 3 }),
];

/** Corners of what is legal: one of everything, odd numbers, the residual codebook the larger one, the narrowest and the widest numbers. */
export const moreTiles: readonly TileParameters[] = [
  tile(3, 1, 4, 32, { memory: 'block' }),
  tile(1, 5, 2, 2, { entryBits: 16, activationBits: 16, sumBits: 48 }),
  tile(1, 2, 64, 0, { entryBits: 2, activationBits: 7, sumBits: 9 }),
  tile(1, 1, 2, 2, { entryBits: 6, activationBits: 2, sumBits: 9 }),
  tile(5, 2, 8, 0, { entryBits: 7, activationBits: 2, sumBits: 12 }),
  tile(1, 4, 1024, 16, { memory: 'block', entryBits: 8 }),
];
