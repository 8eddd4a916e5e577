import { createRng } from '../../sim/core/rng.js';
import { fromUnit, sampleDesign } from '../../sim/model/design-space.js';
import type { Evaluation, SearchProblem } from '../problem/search-problem.js';

/** Designs that are tried until one has objectives. */
const mostTried = 32;

/** The evaluation of a usual design, for scales and targets: of the one in the middle of the space or, where that has no objectives, of the first that has among some drawn with a fixed seed. */
export function usualEvaluation(problem: SearchProblem): Evaluation | null {
  const { space } = problem;
  const rng = createRng(0);
  let best: Evaluation | null = null;
  for (let i = 0; i < mostTried; i++) {
    const found = problem.evaluate(i === 0 ? space.parameters.map((parameter) => fromUnit(parameter, 0.5)) : sampleDesign(space, rng));
    if (found.objectives !== null) return found;
    if (best === null || Object.keys(found.metrics).length > Object.keys(best.metrics).length) best = found;
  }
  return best;
}
