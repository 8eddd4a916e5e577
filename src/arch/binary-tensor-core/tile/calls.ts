import type { Planes } from '../cycles.js';
import type { PlaneTileParameters } from './parameters.js';

/** One call of an output tile: which planes of which part of the reduction it multiplies. */
export interface PlaneCall {
  /** Null where the planes of the activations stand in the rows. */
  readonly activationPlane: number | null;
  readonly weightPlane: number;
  /** First element of the reduction, and how many count. */
  readonly from: number;
  readonly length: number;
  /** What there is is doubled before: the first call of a lower weight. */
  readonly doubles: boolean;
  /** The product of the signs of both planes. Of planes in the rows the sign of the weights alone: that of the highest row is in the unit. */
  readonly negative: boolean;
}

/** The calls of an output tile whose reduction has k elements, by falling weight of their planes. */
export function tileCalls({ depth, code }: PlaneTileParameters, { activations: p, weights: q, inRows }: Planes, k: number): readonly PlaneCall[] {
  const isNegative = (plane: number | null, planes: number): boolean => code === 'twos-complement' && plane === planes - 1;
  const highest = inRows ? q - 1 : p + q - 2;
  const calls: PlaneCall[] = [];
  for (let weight = highest; weight >= 0; weight--) {
    const pairs = inRows ? [{ i: null, j: weight }] : Array.from({ length: p }, (_, i) => ({ i, j: weight - i })).filter(({ j }) => j >= 0 && j < q);
    pairs.forEach(({ i, j }, pair) => {
      for (let from = 0; from < k; from += depth) {
        calls.push({
          activationPlane: i, weightPlane: j, from, length: Math.min(depth, k - from),
          doubles: weight < highest && pair === 0 && from === 0, negative: isNegative(i, p) !== isNegative(j, q),
        });
      }
    });
  }
  return calls;
}
