import { createRng, type Rng } from '../../../sim/core/rng.js';
import { groupLengths, type TileParameters, type TileProblem, type TileShape } from './problem.js';
import { weightValues, type WeightFormat } from './weight-format.js';

/** A small matrix product that a tile is checked with, and what is special about it. */
export interface CheckProblem {
  readonly what: string;
  readonly problem: TileProblem;
}

/** How the numbers of a problem are chosen, each by its place. */
interface Choice {
  readonly activation: (token: number, element: number) => number;
  readonly weight: (channel: number, element: number) => number;
  readonly selector: (channel: number, group: number) => number;
  readonly scale: (channel: number, group: number) => number;
}

/**
 * Products of a few tiles that reach what a tile can do: all weight patterns with all special values; sizes that fill neither tiles nor groups,
 * with zeros and subnormal activations; the largest and the smallest numbers beside each other; reductions shorter than the dequantiser and
 * the drain. The same parameters give the same problems.
 */
export function checkProblems({ rows, columns, format }: TileParameters): readonly CheckProblem[] {
  const rng = createRng(1);
  const patterns = 2 ** format.bits;
  const any = {
    weight: () => rng.integer(0, patterns - 1),
    selector: () => rng.integer(0, 3),
    scale: () => rng.integer(0, 255),
  };
  const everyPattern = format.kind === 'float'
    // Each channel meets each pattern with each special value.
    ? { reduction: 4 * patterns, group: patterns, weight: (channel: number, element: number) => (channel + element) % patterns, selector: (channel: number, group: number) => (channel + group) % 4 }
    : spreadOver(rows, patterns);
  const extremes = extremePatterns(format);
  return [
    {
      what: 'every weight pattern',
      problem: problemOf({ tokens: columns, channels: rows, reduction: everyPattern.reduction, group: everyPattern.group }, { ...any, ...everyPattern, activation: () => ordinaryActivation(rng) }),
    },
    {
      what: 'ragged sizes, zero and subnormal activations',
      problem: problemOf({ tokens: columns + 1, channels: Math.max(1, rows - 1), reduction: 23, group: 7 }, { ...any, activation: () => smallActivation(rng) }),
    },
    {
      what: 'largest and smallest numbers',
      problem: problemOf({ tokens: columns, channels: rows, reduction: 42, group: 20 }, {
        ...any, activation: () => rng.pick(extremeActivations), weight: () => rng.pick(extremes), scale: (channel, group) => [255, 1, 0, 128][(channel + group) % 4]!,
      }),
    },
    {
      what: 'reductions of one short step, any activation',
      problem: problemOf({ tokens: columns, channels: 3 * rows, reduction: 3, group: 3 }, { ...any, activation: () => finiteActivation(rng) }),
    },
    {
      // Activations 32736, 31 and 0.5 fill the mantissa of a group's sum with ones, and a half rounds it up to 2^15.
      what: 'results of zero, and a sum that is rounded up to a power of two',
      problem: problemOf({ tokens: columns, channels: 2 * rows, reduction: 12, group: 12 }, {
        ...any, activation: (_, element) => (element % 4 === 0 ? [0x77fe, 0x4fc0, 0x3800][element / 4]! : 0),
        weight: () => weightValues(format, 0).indexOf(1), scale: (channel) => channel % 2,
      }),
    },
  ];
}

/** Patterns in order, from channel to channel of a tile, in two groups. */
function spreadOver(rows: number, patterns: number): Pick<TileShape, 'reduction' | 'group'> & Pick<Choice, 'weight'> {
  const reduction = Math.max(8, Math.ceil(patterns / rows));
  return { reduction, group: Math.ceil(reduction / 2), weight: (channel, element) => (channel * reduction + element) % patterns };
}

function problemOf(shape: TileShape, choice: Choice): TileProblem {
  const { tokens, channels, reduction } = shape;
  const groups = groupLengths(shape).length;
  const table = (lines: number, columns: number, number: (line: number, column: number) => number): number[] => (
    Array.from({ length: lines * columns }, (_, i) => number(Math.floor(i / columns), i % columns)));
  return {
    shape,
    activations: Uint16Array.from(table(tokens, reduction, choice.activation)),
    weights: Uint8Array.from(table(channels, reduction, choice.weight)),
    selectors: Uint8Array.from(table(channels, groups, choice.selector)),
    scales: Uint8Array.from(table(channels, groups, choice.scale)),
  };
}

/** FP16 numbers of magnitude 2^-6 to 2^6. */
function ordinaryActivation(rng: Rng): number {
  return rng.integer(0, 1) * 2 ** 15 + rng.integer(9, 20) * 2 ** 10 + rng.integer(0, 1023);
}

/** Zeros, subnormal numbers and the smallest normal ones, of either sign. */
function smallActivation(rng: Rng): number {
  return rng.integer(0, 1) * 2 ** 15 + rng.pick([0, rng.integer(0, 1023), rng.integer(1024, 4095)]);
}

function finiteActivation(rng: Rng): number {
  return rng.integer(0, 1) * 2 ** 15 + rng.integer(0, 0x7bff);
}

/** The largest and the smallest finite numbers, powers of two, and mantissas of ones. */
const extremeActivations = [0x7bff, 0xfbff, 0x7800, 0xf800, 0x0001, 0x8001, 0x03ff, 0x0400, 0x3c00, 0xbc00, 0x3fff, 0x8000];

/** Patterns of the largest magnitudes, of the smallest, and of those whose terms have different signs. */
function extremePatterns(format: WeightFormat): number[] {
  const values = weightValues(format, 0);
  const order = Array.from(values.keys()).sort((a, b) => Math.abs(values[b]!) - Math.abs(values[a]!));
  return [...order.slice(0, 4), ...order.slice(-2), 2 ** (format.bits - 1)];
}
