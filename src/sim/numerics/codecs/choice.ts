import { groupCount, patternsFor, type Codec, type Encoded } from '../codec.js';
import type { ElementFormat } from '../formats/element.js';
import type { Ties } from '../formats/rounding.js';
import { fp16Store, unsignedStore, type Store } from '../formats/scale-store.js';
import { absmaxScale, once, roundGroup, roundedGrid, scaled, squaredError, type RoundedGrid, type ScaleRule } from './grid.js';

/** A grid that a group may choose, with its rule for ties. */
export interface Candidate {
  readonly element: ElementFormat;
  readonly ties: Ties;
}

export interface ChoiceCodecParts {
  readonly name: string;
  readonly summary: string;
  readonly source: string;
  readonly bits: number;
  /** In the order they are tried. */
  readonly candidates: () => readonly Candidate[];
  readonly selectorBits: number;
  /** Store of the scales, and whether they are multiples of one number of the tensor. */
  readonly scaleStore?: Store;
  readonly sharesScales?: boolean;
  readonly scaleRule?: ScaleRule;
  readonly usualGroup?: number;
}

/**
 * Several grids of the same width: each group takes the one of least mean square error, the first of equals (BitMoD, HPCA 2025,
 * Algorithm 1; ANT, MICRO 2022). The selector is the grid's place in the list.
 */
export function choiceCodec(parts: ChoiceCodecParts): Codec {
  const { name, summary, source, bits, selectorBits, scaleStore = fp16Store, sharesScales = false, scaleRule = absmaxScale, usualGroup = 128 } = parts;
  const elements = once(() => parts.candidates().map((c) => c.element));
  const grids = once(() => parts.candidates().map((c) => roundedGrid(c.element, c.ties)));
  const codes = (encoded: Encoded): Float64Array => {
    const values = elements().map((element) => element.values);
    const selectors = encoded.fields['selector']!;
    return Float64Array.from({ length: encoded.length }, (_, i) => values[selectors[Math.floor(i / encoded.groupSize)]!]![encoded.patterns[i]!]!);
  };
  return {
    name, summary, source, patternBits: bits, vectorLength: 1,
    group: { usual: usualGroup, fixed: false },
    fields: [
      { name: 'scale', meaning: 'a weight is its code times this', per: 'group', count: 1, store: scaleStore, shared: sharesScales },
      { name: 'selector', meaning: 'which grid the group takes', per: 'group', count: 1, store: unsignedStore(selectorBits) },
    ],
    elements,
    encode: (weights, groupSize) => {
      const groups = groupCount(weights.length, groupSize);
      const patterns = patternsFor(bits, weights.length);
      const scales = new Float64Array(groups);
      const selectors = new Float64Array(groups);
      for (let g = 0; g < groups; g++) {
        const [from, to] = [g * groupSize, (g + 1) * groupSize];
        const best = bestOf(grids(), (grid) => {
          const scale = scaleRule(grid, weights, from, to);
          return { scale, error: (limit: number) => squaredError(grid, weights, from, to, scale, limit) };
        });
        scales[g] = best.scale;
        selectors[g] = best.index;
        roundGroup(grids()[best.index]!, weights, from, to, best.scale, patterns);
      }
      return { length: weights.length, groupSize, patterns, fields: { scale: scales, selector: selectors } };
    },
    decode: (encoded) => scaled(codes(encoded), encoded),
    codes,
    chosen: (encoded) => [...encoded.fields['selector']!].map((s) => elements()[s]!.name),
  };
}

/** The grid of least error; a later one must be strictly better. */
function bestOf(grids: readonly RoundedGrid[], trial: (grid: RoundedGrid) => { readonly scale: number; readonly error: (limit: number) => number }): { readonly index: number; readonly scale: number } {
  let best = { index: 0, scale: 0 };
  let least = Infinity;
  grids.forEach((grid, index) => {
    const { scale, error } = trial(grid);
    const sum = error(least);
    // The first is taken even where its error overflows.
    if (index === 0 || sum < least) {
      least = sum;
      best = { index, scale };
    }
  });
  return best;
}
