import { exactEntryBits } from '../../../sim/numerics/arithmetic/lut-cost.js';
import type { SignElement } from '../../../sim/numerics/arithmetic/lut-mpgemm.js';
import type { LutTile } from '../cycles.js';

/** An array of M x N x K with its tables, built for integer activations. */
export interface TileParameters extends LutTile {
  /** Width of an activation, 2 to 16. */
  readonly activationBits: number;
  /** Planes of the widest weights, 1 to 8; narrower ones take fewer cycles. */
  readonly planes: number;
  /** Width of a result, which wraps. */
  readonly sumBits: number;
  readonly sign: SignElement;
}

/** Bits of a result where nobody says otherwise, as `lutFunctional` has them. */
export const usualSumBits = 32;

/**
 * Bits of an entry of the tile's tables: activationBits + ceil(log2 K). The tile keeps the half of the sums that adds the sign element, -K 2^(b - 1)
 * to K 2^(b - 1) - 1; the half that subtracts it (`halfTables`) reaches K 2^(b - 1), and needs a bit more where K is a power of two.
 */
export function tileEntryBits({ k, activationBits }: Pick<TileParameters, 'k' | 'activationBits'>): number {
  return activationBits + Math.ceil(Math.log2(k));
}

/** Bits that entries have as `spec.ts` counts them: those of `halfTables`. */
export function publishedEntryBits({ k, activationBits }: Pick<TileParameters, 'k' | 'activationBits'>): number {
  return exactEntryBits(k, 2 ** (activationBits - 1));
}

/** Bits of an entry times 2^plane, for the highest plane. */
export function shiftedEntryBits(p: TileParameters): number {
  return tileEntryBits(p) + p.planes - 1;
}

/** Throws a RangeError for what the Verilog refuses to elaborate. */
export function checkTile(p: TileParameters): void {
  const whole = (name: string, value: number, least: number, most: number): void => {
    if (!(Number.isInteger(value) && value >= least && value <= most)) throw new RangeError(`${name} of a tile is a whole number from ${least} to ${most}, not ${value}`);
  };
  whole('m', p.m, 1, 2 ** 16);
  whole('n', p.n, 1, 2 ** 16);
  whole('k', p.k, 2, 6);
  whole('activationBits', p.activationBits, 2, 16);
  whole('planes', p.planes, 1, 8);
  whole('sumBits', p.sumBits, shiftedEntryBits(p), 48);
}
