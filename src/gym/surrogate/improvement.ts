import type { Rng } from '../../sim/core/rng.js';
import type { Design } from '../../sim/model/design-space.js';
import type { Individual } from '../agents/individual.js';
import { compareScalar, drawWeights, scalarCost } from '../agents/scalar.js';
import { dominanceFronts } from '../measure/dominance.js';
import { frontGain, frontVolumeGain } from './front-gain.js';
import type { LearnedCosts } from './learned-costs.js';
import { logExpectedImprovement } from './normal.js';
import { centreCount, hopeless, type Acquisition, type Rater } from './rater.js';

/** What a model believes of costs, as worlds that are equally likely: costs lie between 0, the best legal one known, and 1, the worst. */
export interface WorldModel {
  readonly objectives: number;
  readonly worlds: number;
  /** Costs of designs: design by design, world by world, objective by objective. */
  sample(designs: readonly Design[]): Float64Array;
  /** How likely designs are legal; null where all of them are. */
  chances(designs: readonly Design[]): Float64Array | null;
}

/** A design that no model holds for legal still has a chance. */
const leastChance = 1e-300;
/** Less than the logarithm of any gain. */
const farBelow = -1e4;
/** The front is worth what lies below this: a little beyond the worst cost known. */
const beyond = 0.1;

/**
 * Rates designs by the logarithm of what they should gain times the chance that they are legal. One objective: expected improvement. Two or three: the mean over worlds of the area or volume that a design adds to the front. More: the expected
 * improvement of a sum with weights that are drawn anew each time (Knowles, IEEE Trans. Evol. Comput. 10(1), 2006). At least one legal design is known.
 */
export function improvementRater(model: WorldModel, { legal, known }: LearnedCosts, rng: Rng): Rater {
  const reference = Array.from({ length: model.objectives }, (_, k) => beyond + known.reduce((most, { costs }) => Math.max(most, costs![k]!), 1));
  const unit = { low: new Array<number>(model.objectives).fill(0), high: new Array<number>(model.objectives).fill(1) };
  /** Designs of the batch count as if they cost what is expected of them. */
  const chosen: Individual[] = [];
  return {
    next: () => {
      const weights = drawWeights(rng, model.objectives);
      const order = [...legal].sort((a, b) => compareScalar(a, b, weights, unit));
      const best = scalarCost(order[0]!.costs!, weights, unit);
      const gains = model.objectives === 2 || model.objectives === 3 ? frontGains(model, [...legal, ...chosen], reference) : scalarGains(model, (costs) => scalarCost(costs, weights, unit), best);
      const acquisition: Acquisition = (designs) => {
        const chances = model.chances(designs);
        if (chances === null) return gains(designs);
        const open = [...designs.keys()].filter((i) => chances[i]! >= hopeless);
        const gained = gains(open.map((i) => designs[i]!));
        const values = chances.map((chance) => farBelow + Math.log(Math.max(leastChance, chance)));
        open.forEach((i, at) => { values[i] = gained[at]! + Math.log(chances[i]!); });
        return values;
      };
      return { acquisition, centres: order.slice(0, centreCount).map(({ design }) => design) };
    },
    chose: (design) => {
      const costs = model.sample([design]);
      const expected = unit.low.map((_, k) => {
        let sum = 0;
        for (let world = 0; world < model.worlds; world++) sum += costs[world * model.objectives + k]!;
        return sum / model.worlds;
      });
      chosen.push({ design, costs: expected, violation: 0 });
    },
  };
}

function frontGains(model: WorldModel, legal: readonly Individual[], reference: readonly number[]): Acquisition {
  const front = dominanceFronts(legal)[0]!.map((i) => legal[i]!.costs!);
  const [area, volume] = model.objectives === 2 ? [frontGain(front, reference), null] : [null, frontVolumeGain(front, reference)];
  return (designs) => {
    const costs = model.sample(designs);
    return Float64Array.from(designs, (_, i) => {
      let sum = 0;
      for (let world = i * model.worlds; world < (i + 1) * model.worlds; world++) sum += area?.(costs[2 * world]!, costs[2 * world + 1]!) ?? volume!(costs[3 * world]!, costs[3 * world + 1]!, costs[3 * world + 2]!);
      return Math.log(sum / model.worlds + Number.MIN_VALUE);
    });
  };
}

function scalarGains(model: WorldModel, scalar: (costs: readonly number[]) => number, best: number): Acquisition {
  const point = new Array<number>(model.objectives).fill(0);
  return (designs) => {
    const costs = model.sample(designs);
    return Float64Array.from(designs, (_, i) => {
      let [sum, squares] = [0, 0];
      for (let world = i * model.worlds; world < (i + 1) * model.worlds; world++) {
        for (let k = 0; k < point.length; k++) point[k] = costs[world * point.length + k]!;
        const one = scalar(point);
        sum += one;
        squares += one * one;
      }
      const mean = sum / model.worlds;
      return logExpectedImprovement(best, mean, Math.sqrt(Math.max(0, squares / model.worlds - mean * mean)));
    });
  };
}
