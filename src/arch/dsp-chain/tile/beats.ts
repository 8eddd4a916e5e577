import type { Integers, Matrix } from '../../../sim/model/matrix.js';
import { beatElements, tokens, windows, type TileParameters } from './parameters.js';

/** What a tile takes in a cycle: a beat of activations and a beat of weights. */
export interface TileBeat {
  /** At [token][window][place]. */
  readonly activations: Int8Array;
  /** At [column][slot]. */
  readonly weights: Int8Array;
  /** At [column][slot], the place in its window of each weight's activation; all 0 where the tile has no multiplexer. */
  readonly indices: Uint16Array;
  /** At [column], the scale of the group that ends with this beat; not used in other beats. */
  readonly scales: Uint16Array;
  readonly endsGroup: boolean;
  /** Then it ends its group too. */
  readonly endsReduction: boolean;
}

/** Y = A W^T with a scale for each output feature and group of the reduction. */
export interface TileProblem {
  /** INT8, at [token][k]. */
  readonly activations: Matrix;
  /** INT8, at [feature][k]. */
  readonly weights: Matrix;
  /** 16 bits unsigned, at [feature][group]. */
  readonly scales: Integers;
  /** Elements of the reduction that share a scale; the last group may be shorter. */
  readonly groupLength: number;
}

/**
 * The beats of a problem: for each pair of tokens, for each `columns` features, all groups of the reduction. Tokens, features and elements that are
 * missing are zeros. Where the tile has a multiplexer, only weights that are not zero take a slot; activations come again while any window
 * of any column has more than n of those, so that blocks may differ in N (FlightLLM, Zeng et al., FPGA 2024, section 3.2.1).
 */
export function beatsOf(p: TileParameters, { activations: a, weights: w, scales, groupLength }: TileProblem): readonly TileBeat[] {
  if (a.columns !== w.columns) throw new RangeError(`rows of ${a.columns} and of ${w.columns} elements have no dot product`);
  const k = w.columns;
  const groups = Math.ceil(k / groupLength);
  if (scales.length !== w.rows * groups) throw new RangeError(`${w.rows} features of ${groups} groups have ${w.rows * groups} scales, not ${scales.length}`);
  const beats: TileBeat[] = [];
  for (let token = 0; token < a.rows; token += tokens) {
    for (let feature = 0; feature < w.rows; feature += p.columns) {
      for (let group = 0; group < groups; group++) {
        const end = Math.min(k, (group + 1) * groupLength);
        const ownScales = Uint16Array.from({ length: p.columns }, (_, c) => (feature + c < w.rows ? scales[(feature + c) * groups + group]! : 0));
        for (let first = group * groupLength; first < end; first += beatElements(p)) {
          const block = { first, end };
          const passes = slotsOf(p, w, feature, block);
          passes.forEach((slots, pass) => {
            const endsGroup = pass + 1 === passes.length && first + beatElements(p) >= end;
            beats.push({ ...slots, activations: windowsOf(p, a, token, block), scales: ownScales, endsGroup, endsReduction: endsGroup && group + 1 === groups });
          });
        }
      }
    }
  }
  return beats;
}

/** Elements of the reduction from `first` on, as many as a beat covers, but none from `end` on. */
interface Block {
  readonly first: number;
  readonly end: number;
}

function windowsOf(p: TileParameters, a: Matrix, token: number, { first, end }: Block): Int8Array {
  const length = beatElements(p);
  return Int8Array.from({ length: tokens * length }, (_, i) => {
    const [row, column] = [token + Math.floor(i / length), first + (i % length)];
    return row < a.rows && column < end ? a.values[row * a.columns + column]! : 0;
  });
}

interface Slots {
  readonly weights: Int8Array;
  readonly indices: Uint16Array;
}

/** Weights of a block in slots, in as many passes over its activations as the fullest window needs, one at least. */
function slotsOf(p: TileParameters, w: Matrix, feature: number, { first, end }: Block): readonly Slots[] {
  const passes = [emptySlots(p)];
  for (let column = 0; column < p.columns && feature + column < w.rows; column++) {
    for (let window = 0; window < windows(p); window++) {
      let used = 0;
      for (let place = 0; place < p.m && first + window * p.m + place < end; place++) {
        const value = w.values[(feature + column) * w.columns + first + window * p.m + place]!;
        if (value === 0 && p.n < p.m) continue;
        const pass = Math.floor(used / p.n);
        if (pass === passes.length) passes.push(emptySlots(p));
        const slot = column * p.depth + window * p.n + (used % p.n);
        passes[pass]!.weights[slot] = value;
        passes[pass]!.indices[slot] = p.n < p.m ? place : 0;
        used++;
      }
    }
  }
  return passes;
}

function emptySlots(p: TileParameters): Slots {
  return { weights: new Int8Array(p.columns * p.depth), indices: new Uint16Array(p.columns * p.depth) };
}
