import { accumulatorBits, int8Pair, packLanes, unpackLanes } from '../../../sim/numerics/arithmetic/dsp48-packing.js';
import { saturateToBits, wrapToBits } from '../../../sim/numerics/arithmetic/width.js';
import type { TileBeat } from './beats.js';
import { beatElements, canaryBits, chainLength, tokens, type TileParameters } from './parameters.js';

/**
 * What the tile makes of its beats, at [reduction][column][token]: saturate8(round(2^-shift * sum over groups of scale * sum of products)), ties
 * to the even number, with every sum made as the RTL makes it. Sums of groups wrap at `groupBits`, those of reductions at 48 bits.
 * Throws a RangeError for a weight below `weightMin`. Beats after the last one that ends a reduction make no result.
 */
export function tileResults(p: TileParameters, beats: readonly TileBeat[]): readonly Int8Array[] {
  const results: Int8Array[] = [];
  const sums = new Float64Array(p.columns * tokens);
  const totals = new Float64Array(p.columns * tokens);
  for (const beat of beats) {
    for (let column = 0; column < p.columns; column++) {
      beatSums(p, beat, column).forEach((sum, token) => {
        const at = column * tokens + token;
        sums[at] = wrapToBits(sums[at]! + sum, p.groupBits);
        if (!beat.endsGroup) return;
        totals[at] = wrapToBits(totals[at]! + sums[at] * beat.scales[column]!, accumulatorBits);
        sums[at] = 0;
      });
    }
    if (!beat.endsReduction) continue;
    results.push(Int8Array.from(totals, (total) => requantize(total, p.shift)));
    totals.fill(0);
  }
  return results;
}

/** The sum of a beat's products for one column, of each token: DSP groups one after the other, each with its lanes taken apart. */
export function beatSums(p: TileParameters, beat: TileBeat, column: number): readonly number[] {
  const sums = [0, 0];
  for (let first = 0; first < p.depth; first += chainLength(p)) {
    const products = Array.from({ length: Math.min(chainLength(p), p.depth - first) }, (_, i): PairProduct => {
      const slot = first + i;
      const stored = column * p.depth + slot;
      const place = Math.floor(slot / p.n) * p.m + (p.n < p.m ? beat.indices[stored]! : slot % p.n);
      const weight = beat.weights[stored]!;
      if (weight < p.weightMin) throw new RangeError(`weights of this tile are ${p.weightMin} or more, not ${weight}`);
      return { activations: [beat.activations[place]!, beat.activations[beatElements(p) + place]!], weight };
    });
    dspGroupSums(products, canaryBits(p)).forEach((sum, token) => { sums[token]! += sum; });
  }
  return sums;
}

/** What a multiplier takes: an activation of each token, and the weight that they share. */
export interface PairProduct {
  readonly activations: readonly [number, number];
  readonly weight: number;
}

/**
 * The two sums of a DSP group: products of packed pairs added up in 48 bits, then lanes of 18 bits and so many more, which the low bits of token
 * 1's sum give. A sum that does not fit its lane comes out wrong, as it does in hardware.
 */
export function dspGroupSums(products: readonly PairProduct[], lowBits: number): readonly number[] {
  let packed = 0;
  let low = 0;
  for (const { activations, weight } of products) {
    packed = wrapToBits(packed + packLanes(activations, int8Pair) * weight, accumulatorBits);
    low = (low + (activations[1] % 2 ** lowBits) * (weight % 2 ** lowBits)) % 2 ** lowBits;
  }
  return unpackLanes(packed, int8Pair, { bits: lowBits, sums: [0, low] }).map((lane) => wrapToBits(lane, int8Pair.offsets[1]! + lowBits));
}

/** saturate8(round(total / 2^shift)), ties to the even number. */
export function requantize(total: number, shift: number): number {
  const unit = 2 ** shift;
  const floor = Math.floor(total / unit);
  const rest = total - floor * unit;
  const up = rest * 2 > unit || (rest * 2 === unit && floor % 2 !== 0);
  return saturateToBits(floor + (up ? 1 : 0), 8);
}
