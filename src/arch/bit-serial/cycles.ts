import { lanes } from './terms.js';
import { groupLengths, type TileParameters, type TileShape } from './tile/problem.js';
import { termCount } from './tile/weight-format.js';

/** Cycles of a dequantiser for a group, one for each bit of its scale; the next group may be accumulated meanwhile. */
export const dequantCycles = 8;

/**
 * Cycles of a run beside its terms and its output beats: the first beat of input 1, stages of the processing element 4, dequantiser 8, second
 * normalisation and output sum 2, drain 1, output buffer 1.
 */
export const pipelineCycles = 1 + 4 + dequantCycles + 2 + 1 + 1;

/** Steps of each group of a reduction: ceil(length / 4), the last step of a group filled with zeros. */
export function groupSteps(shape: TileShape): number[] {
  return groupLengths(shape).map((length) => Math.ceil(length / lanes));
}

/** Cycles from the end of one group to that of the next: the terms of its steps, and no fewer than the dequantiser takes. */
export function groupCycles(steps: number, terms: number): number {
  return Math.max(steps * terms, dequantCycles);
}

/** Cycles from the end of one reduction to that of the next, when the results of the former leave in time. */
export function reductionCycles(steps: readonly number[], terms: number): number {
  return steps.reduce((sum, each) => sum + groupCycles(each, terms), 0);
}

/**
 * Cycles of reductions one after the other, each given as the steps of its groups, from the edge that takes the first input beat to the one that
 * takes the last output beat, both counted. Inputs come without gaps, outputs are always taken, and the tile is idle before:
 *
 *   terms * (steps of the first group) + sum over the other groups of the first reduction of G
 *     + sum over later reductions of max(sum over its groups of G, rows) + rows + 17,     G = max(terms * steps, 8)
 *
 * The first group of all waits for no dequantiser; the results of a reduction leave in `rows` beats while the next one runs.
 * Throws a RangeError where there is no step.
 */
export function streamCycles(rows: number, terms: number, reductions: readonly (readonly number[])[]): number {
  const [first, ...later] = reductions;
  if (first?.[0] === undefined) throw new RangeError('a run has a reduction of at least one step');
  const [opening, ...others] = first;
  const steady = later.reduce((sum, steps) => sum + Math.max(reductionCycles(steps, terms), rows), 0);
  return terms * opening + reductionCycles(others, terms) + steady + rows + pipelineCycles;
}

/** Reductions of a matrix product, one for each tile of outputs: ceil(tokens / columns) * ceil(channels / rows). */
export function outputTiles({ rows, columns }: TileParameters, { tokens, channels }: TileShape): number {
  return Math.ceil(tokens / columns) * Math.ceil(channels / rows);
}

/** Cycles of a matrix product on an idle tile, by `streamCycles`. */
export function tileRunCycles(parameters: TileParameters, shape: TileShape): number {
  const steps = groupSteps(shape);
  const terms = termCount(parameters.format);
  const later = outputTiles(parameters, shape) - 1;
  return streamCycles(parameters.rows, terms, [steps]) + later * Math.max(reductionCycles(steps, terms), parameters.rows);
}
