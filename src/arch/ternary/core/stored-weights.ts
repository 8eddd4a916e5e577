import { matrix } from '../../../sim/numerics/arithmetic/matrix.js';
import { ternaryCodes, tl1, tl2 } from '../../../sim/numerics/arithmetic/ternary-tables.js';
import { ternaryKeys } from '../keys.js';
import { packBase3, tritsPerByte } from '../packed-weights.js';
import { keyBits } from '../table.js';
import type { CoreParameters } from './parameters.js';

/** Codes that hold the weights of one output in a tile. */
export interface CodeShape {
  /** Weights of a code. */
  readonly weights: number;
  readonly bits: number;
  readonly count: number;
}

/** Codes of L x mu weights; what the last code has beyond them is filled with zeros. */
export function codesOf({ group, tables, format }: Pick<CoreParameters, 'group' | 'tables' | 'format'>): CodeShape {
  const shape = (weights: number, bits: number): CodeShape => ({ weights, bits, count: Math.ceil((group * tables) / weights) });
  switch (format) {
    case 'keys': return shape(group, keyBits(group));
    case 'tl1': return shape(tl1.group, tl1.bitsPerGroup);
    case 'tl2': return shape(tl2.group, tl2.bitsPerGroup);
    case 'pack5': return shape(tritsPerByte, 8);
  }
}

/** The codes of the weights of one output in a tile. Throws a RangeError for weights other than -1, 0 and 1. */
export function storedCodes(p: Pick<CoreParameters, 'group' | 'format'>, weights: readonly number[]): readonly number[] {
  const line = matrix(1, weights.length, Float64Array.from(weights));
  switch (p.format) {
    case 'keys': return [...ternaryKeys(line, p.group).values];
    case 'tl1': return [...ternaryCodes(line, tl1).indices];
    case 'tl2': {
      const { indices, signs } = ternaryCodes(line, tl2);
      return Array.from(indices, (index, i) => index + 16 * signs[i]!);
    }
    case 'pack5': return [...packBase3(weights)];
  }
}
