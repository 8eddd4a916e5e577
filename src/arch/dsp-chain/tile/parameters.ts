import { cascadeLength, int8Pair } from '../../../sim/numerics/arithmetic/dsp48-packing.js';
import { highestOf } from '../../../sim/numerics/arithmetic/width.js';

/** Tokens that share each weight: two INT8 activations on one port of a DSP48E2. */
export const tokens = 2;

/** Parameters of the RTL tile `dsp_chain_tile`: `columns` output features of two tokens, `depth` products of each a beat. */
export interface TileParameters {
  /** Multipliers along the reduction for each column, a multiple of `n`. */
  readonly depth: number;
  readonly columns: number;
  /** Multipliers in a DSP group, whose sums are made by one cascade. A chain longer than `depth` is as long as `depth`. */
  readonly chain: number;
  /** Slots of a window, a power of two: multipliers that share its activations. */
  readonly n: number;
  /** Activations of a window, a power of two, `n` or more. Where it is `n` there is no sparse multiplexer, and slot s takes activation s. */
  readonly m: number;
  /** Lowest weight that occurs. */
  readonly weightMin: -128 | -127;
  /** Bits of the sum of a scale group, at most the 27 of the port of its multiplier. */
  readonly groupBits: number;
  /** Results are in units of 2^shift, 0 to 47. */
  readonly shift: number;
}

/** How a tile's multipliers along the reduction are divided into DSP groups. */
export type ChainShape = Pick<TileParameters, 'depth' | 'chain'>;

/** Multipliers in a group where nothing else is asked for: two such cascades are the chain of 16 of FlightLLM, and the eighth full-range product is what the overflow adjust unit is for. */
export const usualChain = 8;

/** Bits of the multiplier port that takes the sum of a scale group. */
export const widestGroup = 27;
/** More low bits of a lane's sum are not computed beside it. */
const mostCanaryBits = 8;

/** Multipliers of the longest DSP group. */
export function chainLength(p: ChainShape): number {
  return Math.min(p.chain, p.depth);
}

export function dspGroups(p: ChainShape): number {
  return Math.ceil(p.depth / chainLength(p));
}

/** Levels of adders that join the sums of the DSP groups: ceil(log2(groups)). */
export function treeLevels(p: ChainShape): number {
  let levels = 0;
  while (2 ** levels < dspGroups(p)) levels++;
  return levels;
}

/** The largest magnitude of a product: activations are -128..127, so that it is 128 * -weightMin. */
export function largestProduct(p: TileParameters): number {
  return 128 * -p.weightMin;
}

/** Low bits of lane 1's sum that the overflow adjust unit computes, so that lane 0 may have as many more than 18; 0 where there is no such unit. */
export function canaryBits(p: TileParameters): number {
  const range = { lowest: -128 * 127, highest: largestProduct(p) };
  let bits = 0;
  while (cascadeLength(int8Pair, range, bits) < chainLength(p)) bits++;
  return bits;
}

/** Bits of the sum of a beat: a lane and a carry of each level of the tree. */
export function sumBits(p: TileParameters): number {
  return int8Pair.offsets[1]! + canaryBits(p) + treeLevels(p);
}

/** Windows of a beat, for each token. */
export function windows(p: TileParameters): number {
  return p.depth / p.n;
}

/** Elements of the reduction that the activations of a beat cover. */
export function beatElements(p: TileParameters): number {
  return windows(p) * p.m;
}

/** Bits of the index of a slot; 0 where there is no multiplexer. */
export function indexBits(p: TileParameters): number {
  return p.n < p.m ? Math.log2(p.m) : 0;
}

/** Products that the sum of a scale group holds whatever they are: floor((2^(groupBits - 1) - 1) / largest product), 4095 with 27 bits. */
export function longestGroup(p: TileParameters): number {
  return Math.floor(highestOf(p.groupBits) / largestProduct(p));
}

/** DSP48E2 blocks: a multiplier for each pair of products, and one for the scale of each token and column. */
export function dspBlocks(p: TileParameters): number {
  return p.columns * (p.depth + tokens);
}

/** Why the tile does not exist, in the order of its Verilog's own checks; null where it does. */
export function tileFault(p: TileParameters): string | null {
  const { depth, columns, chain, n, m, weightMin, groupBits, shift } = p;
  if (![depth, columns, chain].every((count) => Number.isInteger(count) && count >= 1)) return `depth, columns and chain are whole numbers from 1 on, not ${depth}, ${columns} and ${chain}`;
  if (!isPowerOfTwo(n) || !isPowerOfTwo(m) || n > m) return `n and m are powers of two with n <= m, not ${n} and ${m}`;
  if (depth % n !== 0) return `depth is a multiple of n = ${n}, not ${depth}`;
  if (![-128, -127].includes(weightMin)) return `the lowest weight is -128 or -127, not ${weightMin}`;
  if (canaryBits(p) > mostCanaryBits) return `a chain of ${chainLength(p)} needs lanes more than ${mostCanaryBits} bits longer`;
  if (!(Number.isInteger(groupBits) && groupBits >= sumBits(p) && groupBits <= widestGroup)) return `the sum of a scale group has ${sumBits(p)} (the sum of a beat) to ${widestGroup} bits, not ${groupBits}`;
  if (!(Number.isInteger(shift) && shift >= 0 && shift <= 47)) return `the shift is a whole number from 0 to 47, not ${shift}`;
  return null;
}

function isPowerOfTwo(x: number): boolean {
  return Number.isInteger(x) && x >= 1 && Number.isInteger(Math.log2(x));
}
