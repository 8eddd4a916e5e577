import { fp16Parts } from '../../../sim/numerics/arithmetic/fp16-parts.js';
import type { WeightFormat } from './weight-format.js';

/** Processing elements of a tile and the weights that it is built for. */
export interface TileParameters {
  /** Output channels at once. */
  readonly rows: number;
  /** Tokens at once. */
  readonly columns: number;
  readonly format: WeightFormat;
}

/** Sizes of a matrix product: `tokens` x `channels` outputs, sums of `reduction` products, in groups of `group` elements (the last may be shorter). */
export interface TileShape {
  readonly tokens: number;
  readonly channels: number;
  readonly reduction: number;
  readonly group: number;
}

/** A matrix product as the tile sees it. Whatever scales a channel as a whole comes after the tile. */
export interface TileProblem {
  readonly shape: TileShape;
  /** FP16 patterns, [token][element]; no infinities, no NaN. */
  readonly activations: Uint16Array;
  /** Weight patterns, [channel][element]. */
  readonly weights: Uint8Array;
  /** Special value of each group, 0 to 3, [channel][group]; unused by integers. */
  readonly selectors: Uint8Array;
  /** Scale of each group, 0 to 255, [channel][group]. */
  readonly scales: Uint8Array;
}

/** Elements of each group: all of `group`, and what is left. */
export function groupLengths({ reduction, group }: TileShape): number[] {
  return Array.from({ length: Math.ceil(reduction / group) }, (_, g) => Math.min(group, reduction - g * group));
}

/** Throws a RangeError for a problem that a tile of these weights cannot take: sizes, lengths, patterns, infinities and NaN. */
export function checkProblem(format: WeightFormat, { shape, activations, weights, selectors, scales }: TileProblem): void {
  const { tokens, channels, reduction, group } = shape;
  for (const size of [tokens, channels, reduction, group]) {
    if (!(Number.isInteger(size) && size >= 1)) throw new RangeError(`sizes of a product are whole numbers from 1, not ${size}`);
  }
  const groups = Math.ceil(reduction / group);
  const lengths = [[activations.length, tokens * reduction], [weights.length, channels * reduction], [selectors.length, channels * groups], [scales.length, channels * groups]] as const;
  for (const [is, wanted] of lengths) if (is !== wanted) throw new RangeError(`a product of these sizes has ${wanted} numbers where ${is} are given`);
  if (weights.some((pattern) => pattern >= 2 ** format.bits)) throw new RangeError(`weights have ${format.bits} bits`);
  if (selectors.some((selector) => selector > 3)) throw new RangeError('selectors are 0 to 3');
  activations.forEach(fp16Parts);
}
