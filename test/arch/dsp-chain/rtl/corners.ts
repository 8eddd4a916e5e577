import type { TileParameters } from '../../../../src/arch/dsp-chain/tile/parameters.js';

/** A tile with some of its parameters; the others are those of FlightLLM's array at half density. */
export function corner(parameters: Partial<TileParameters> = {}): TileParameters {
  return { depth: 16, columns: 2, chain: 8, n: 8, m: 16, weightMin: -128, groupBits: 27, shift: 24, ...parameters };
}
