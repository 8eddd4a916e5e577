import type { Rng } from '../../sim/core/rng.js';
import type { DesignSpace } from '../../sim/model/design-space.js';
import { oneHotRows } from './features.js';
import { fitProcess, predictProcess } from './gaussian-process.js';
import type { WorldModel } from './improvement.js';
import type { LearnedCosts } from './learned-costs.js';
import { normalCdf } from './normal.js';
import { kernelOf, type TargetModel } from './target-models.js';

/** Worlds of a normal prediction. */
const worlds = 24;

/** Numbers of the standard normal distribution that stand for all of it: of equal probability apart, with mean 0 and variance 1 exactly but for rounding. */
function standardNumbers(): number[] {
  const half = Array.from({ length: worlds / 2 }, (_, i) => quantile(0.5 + (i + 0.5) / worlds));
  const scale = Math.sqrt(half.length / half.reduce((sum, z) => sum + z * z, 0));
  return half.flatMap((z) => [z * scale, -z * scale]);
}

function quantile(probability: number): number {
  let [low, high] = [0, 8];
  for (let i = 0; i < 50; i++) {
    const middle = (low + high) / 2;
    if (normalCdf(middle) < probability) low = middle;
    else high = middle;
  }
  return low;
}

const numbers = standardNumbers();

/** A Gaussian process for each objective. Their worlds are independent: each objective takes the same numbers in an order of its own. */
export function processWorlds(space: DesignSpace, { known, scales }: LearnedCosts, models: readonly TargetModel[], chances: WorldModel['chances'], rng: Rng): WorldModel {
  const rows = oneHotRows(space, known.map(({ design }) => design));
  const processes = scales.map(({ sign }, k) => fitProcess(rows, Float64Array.from(known, ({ costs }) => costs![k]!), kernelOf(models[k]!, sign)));
  const orders = processes.map(() => {
    const order = [...numbers];
    for (let i = order.length - 1; i > 0; i--) {
      const j = rng.integer(0, i);
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
    return order;
  });
  return {
    objectives: processes.length, worlds, chances,
    sample: (designs) => {
      const here = oneHotRows(space, designs);
      const costs = new Float64Array(designs.length * worlds * processes.length);
      processes.forEach((process, k) => {
        const { mean, variance } = predictProcess(process, here, designs.length);
        for (let row = 0; row < designs.length; row++) {
          const deviation = Math.sqrt(variance[row]!);
          for (let world = 0; world < worlds; world++) costs[(row * worlds + world) * processes.length + k] = mean[row]! + deviation * orders[k]![world]!;
        }
      });
      return costs;
    },
  };
}
