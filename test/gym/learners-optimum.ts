import { enumerate, fromUnit, spaceSize, type DesignSpace, type Parameter } from '../../src/sim/model/design-space.js';
import { costsOf, isLegal, referenceCosts } from '../../src/gym/problem/evaluation.js';
import type { SearchProblem } from '../../src/gym/problem/search-problem.js';
import { frontOf } from '../../src/gym/measure/front.js';
import { hypervolume } from '../../src/gym/measure/hypervolume.js';
import type { SearchResult } from '../../src/gym/search.js';

/** What there is to be found. */
export interface Optimum {
  /** The hypervolume of the front; with one objective its best value. */
  readonly value: number;
  readonly designs: number;
  readonly legal: number;
}

/** Values that a real parameter, or an integer of many values, is tried at. */
const gridValues = 25;

/** By trying every design. Reals, and integers of many values, are tried at places of a grid, both ends among them: the optimum is then a little better than what is found. */
export function optimumOf(problem: SearchProblem): Optimum {
  const grids = problem.space.parameters.map(gridOf);
  const grid: DesignSpace = { parameters: grids.map((values, i) => ({ type: 'ordinal', name: problem.space.parameters[i]!.name, values })) };
  const trials: { readonly design: readonly number[]; readonly evaluation: ReturnType<SearchProblem['evaluate']> }[] = [];
  for (const places of enumerate(grid)) {
    const design = places.map((place, i) => grids[i]![place]!);
    const evaluation = problem.evaluate(design);
    if (isLegal(evaluation)) trials.push({ design, evaluation });
  }
  const front = frontOf(problem, trials);
  const reference = referenceCosts(problem);
  const value = reference === null ? front[0]!.evaluation.objectives![0]! : hypervolume(front.map(({ evaluation }) => costsOf(problem, evaluation)!), reference);
  return { value, designs: spaceSize(grid)!, legal: trials.length };
}

function gridOf(parameter: Parameter): readonly number[] {
  if ('values' in parameter) return parameter.values.map((_, code) => code);
  if (parameter.type === 'integer' && parameter.high - parameter.low < gridValues) return Array.from({ length: parameter.high - parameter.low + 1 }, (_, i) => parameter.low + i);
  return [...new Set(Array.from({ length: gridValues }, (_, i) => fromUnit(parameter, i / (gridValues - 1))))];
}

/** With a reference point the share of the hypervolume; else how much worse the best design is than the optimum, as a share of it: Infinity where nothing legal was found. */
export function reachedOf(problem: SearchProblem, { value }: Optimum, { front, hypervolume: volume }: SearchResult): number {
  if (problem.referencePoint !== undefined) return volume! / value;
  const best = front[0]?.evaluation.objectives![0];
  if (best === undefined) return Infinity;
  return problem.objectives[0]!.direction === 'minimise' ? best / value - 1 : value / best - 1;
}
