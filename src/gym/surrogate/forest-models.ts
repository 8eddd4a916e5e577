import type { Rng } from '../../sim/core/rng.js';
import type { Design, DesignSpace } from '../../sim/model/design-space.js';
import type { Individual } from '../agents/individual.js';
import { featureTable } from './features.js';
import { leafOf, predictForest, trainForest, type ForestOptions } from './forest.js';
import type { WorldModel } from './improvement.js';
import { learnedViolation, type LearnedCosts } from './learned-costs.js';
import { logExpectedImprovement } from './normal.js';
import { centreCount, type Rater } from './rater.js';

type Designs = readonly Design[];

/** A forest for each objective; each tree is a world. */
export function forestWorlds(space: DesignSpace, { known, scales }: LearnedCosts, chances: WorldModel['chances'], options: ForestOptions, rng: Rng): WorldModel {
  const table = featureTable(space, known.map(({ design }) => design));
  const forests = scales.map((_, k) => trainForest(table, Float64Array.from(known, ({ costs }) => costs![k]!), options, rng));
  const worlds = options.trees;
  return {
    objectives: forests.length, worlds,
    sample: (designs) => {
      const { values } = featureTable(space, designs);
      const costs = new Float64Array(designs.length * worlds * forests.length);
      forests.forEach((forest, k) => {
        for (let world = 0; world < worlds; world++) {
          for (let row = 0; row < designs.length; row++) costs[(row * worlds + world) * forests.length + k] = forest.mean[leafOf(forest, world, values, row * forest.features)]!;
        }
      });
      return costs;
    },
    chances,
  };
}

/** While nothing legal is known: rates designs by how much less they should violate. */
export function violationRater(space: DesignSpace, seen: readonly Individual[], options: ForestOptions, rng: Rng): Rater {
  const violations = Float64Array.from(seen, learnedViolation);
  const forest = trainForest(featureTable(space, seen.map(({ design }) => design)), violations, options, rng);
  const least = violations.reduce((a, b) => Math.min(a, b));
  const centres = [...seen.keys()].sort((a, b) => violations[a]! - violations[b]!).slice(0, centreCount).map((i) => seen[i]!.design);
  const acquisition = (designs: Designs): Float64Array => {
    const { mean, variance } = predictForest(forest, featureTable(space, designs).values);
    return mean.map((one, i) => logExpectedImprovement(least, one, Math.sqrt(variance[i]!)));
  };
  return { next: () => ({ acquisition, centres }), chose: () => undefined };
}
