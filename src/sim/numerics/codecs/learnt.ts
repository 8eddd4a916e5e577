import type { Codec } from '../codec.js';
import { bcqCodec } from './bcq.js';
import { fdbCodec } from './fdb.js';
import { paletteCodec } from './palette.js';
import { vectorCodebookCodecs } from './vector-codebook.js';

/** The formats whose values are fitted to the data: binary codes, palettes and codebooks. */
export function learntCodecs(): readonly Codec[] {
  const widths = [2, 3, 4] as const;
  return [
    ...widths.map((bits) => bcqCodec(bits)), ...widths.map((bits) => bcqCodec(bits, { powersOfTwo: true })),
    fdbCodec(), ...widths.map((bits) => paletteCodec(bits)), ...vectorCodebookCodecs(),
  ];
}
