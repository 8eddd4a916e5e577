import type { RtlRun } from '../../../rtl-export/kit/design.js';
import type { Rng } from '../../../sim/core/rng.js';
import { matrix } from '../../../sim/numerics/arithmetic/matrix.js';
import { wrapToBits } from '../../../sim/numerics/arithmetic/width.js';
import type { TileProblem } from './beats.js';
import type { TileWork } from './cycles.js';
import { beatElements, largestProduct, tokens, type TileParameters } from './parameters.js';
import { tileRun } from './streams.js';

/** An operand from `least` on; it may be asked to be small. */
type Draw = (rng: Rng, least: number, most: number) => number;

const lowest: Draw = (_, least) => least;
const random: Draw = (rng, least, most) => rng.integer(Math.max(least, -most - 1), most);
const ends: Draw = (rng, least) => rng.pick([least, least + 1, -1, 0, 1, 127]);

/** Runs that a tile is checked with: ends of all ranges, ragged shapes, totals that are hard to round, and as little as there can be. */
export function tileRuns(p: TileParameters, rng: Rng): readonly RtlRun[] {
  const elements = beatElements(p);
  const whole = { m: tokens, n: p.columns, k: 3 * elements };
  const many = { m: 2 * tokens, n: 2 * p.columns };
  const group = elements * Math.ceil(many.n / elements);
  return [
    run(p, 'operands at the lowest number', drawnProblem(p, { ...whole, groupLength: 2 * elements }, lowest, rng)),
    run(p, 'ragged and random', drawnProblem(p, { m: tokens + 1, n: 2 * p.columns + 1, k: 4 * elements + 1, groupLength: 2 * elements }, random, rng)),
    run(p, 'a single product', drawnProblem(p, { m: 1, n: 1, k: 1, groupLength: 1 }, lowest, rng)),
    run(p, 'operands at the ends of their range', drawnProblem(p, { ...whole, groupLength: elements }, ends, rng)),
    run(p, 'a result every cycle', drawnProblem(p, { ...many, k: p.n, groupLength: p.n }, random, rng)),
    run(p, 'random operands, totals at ties', atTies(p, drawnProblem(p, { ...many, k: group, groupLength: group }, random, rng), rng)),
    run(p, 'operands at the ends of their range, totals at ties', atTies(p, drawnProblem(p, { ...many, k: group, groupLength: group }, ends, rng), rng)),
  ];
}

function run(p: TileParameters, what: string, problem: TileProblem): RtlRun {
  const { activations: a, weights: w, groupLength } = problem;
  return tileRun(p, problem, `${what}, m ${a.rows}, n ${w.rows}, k ${a.columns}, scale groups of ${groupLength}`);
}

/** Operands, and scales with which most results are within INT8; where the scale 1 is too much for that, random operands are small. */
function drawnProblem(p: TileParameters, { m, n, k, groupLength }: TileWork, draw: Draw, rng: Rng): TileProblem {
  const density = draw === lowest ? 1 : p.n / p.m;
  // The sum of k products of one sign, or the standard deviation of a sum of random ones: a variance of a third of most^2 for each operand.
  const usualSum = draw === lowest ? largestProduct(p) * k : (128 ** 2 / 3) * Math.sqrt(k * density);
  const wanted = (100 * 2 ** p.shift) / usualSum;
  const scale = Math.min(65535, Math.max(1, Math.round(wanted)));
  const most = Math.max(1, Math.floor(127 * Math.sqrt(Math.min(1, wanted))));
  return {
    activations: matrix(m, k, Int8Array.from({ length: m * k }, () => draw(rng, -128, most))),
    weights: matrix(n, k, Int8Array.from({ length: n * k }, () => (rng.next() < density ? draw(rng, p.weightMin, most) : 0))),
    scales: Uint16Array.from({ length: n * Math.ceil(k / groupLength) }, () => rng.integer(Math.ceil(scale / 2), scale)),
    groupLength,
  };
}

/** Groups that add a number of 24 bits to a total: the activation is a digit of it, and 256^i = weight * scale. */
const digits = [{ weight: 1, scale: 1 }, { weight: 1, scale: 256 }, { weight: 2, scale: 32768 }] as const;

/**
 * A problem of one group with three more, which bring every total to half a unit of its result, or to one less or more than that: then a sum
 * of products that is wrong by one is rounded to another result. In these groups feature f has one weight, at element f, and the activations
 * there are a digit of what the total of feature f lacks. Units of more than 24 bits, and those without halves, leave the problem as it is.
 */
function atTies({ shift }: TileParameters, problem: TileProblem, rng: Rng): TileProblem {
  const { activations: a, weights: w, scales, groupLength } = problem;
  if (shift < 1 || shift > 24) return problem;
  const lacking = Array.from({ length: a.rows }, (_row, m) => Array.from({ length: w.rows }, (_column, n) => {
    let sum = 0;
    for (let k = 0; k < a.columns; k++) sum += a.values[m * a.columns + k]! * w.values[n * a.columns + k]!;
    return wrapToBits(2 ** (shift - 1) + rng.integer(-1, 1) - sum * scales[n]!, shift);
  }));
  const width = a.columns + digits.length * groupLength;
  const place = (i: number): Place => ({ k: i % width, row: Math.floor(i / width), digit: Math.floor((i % width) / groupLength) - 1, element: i % width % groupLength });
  return {
    activations: matrix(a.rows, width, Int8Array.from({ length: a.rows * width }, (_, i) => {
      const { k, row, digit, element } = place(i);
      return digit < 0 ? a.values[row * a.columns + k]! : digitOf(lacking[row]![element] ?? 0, digit);
    })),
    weights: matrix(w.rows, width, Int8Array.from({ length: w.rows * width }, (_, i) => {
      const { k, row, digit, element } = place(i);
      return digit < 0 ? w.values[row * a.columns + k]! : element === row ? digits[digit]!.weight : 0;
    })),
    scales: Uint16Array.from({ length: w.rows * (1 + digits.length) }, (_, i) => (i % 4 === 0 ? scales[i / 4]! : digits[i % 4 - 1]!.scale)),
    groupLength,
  };
}

interface Place {
  readonly row: number;
  readonly k: number;
  /** Of the groups that were added; -1 in the first group. */
  readonly digit: number;
  /** In its group. */
  readonly element: number;
}

/** Digit i of a number in base 256, -128 to 127; three of them are the number modulo 2^24. */
function digitOf(value: number, i: number): number {
  let rest = value;
  for (let lower = 0; lower < i; lower++) rest = (rest - wrapToBits(rest, 8)) / 256;
  return wrapToBits(rest, 8);
}
