import type { Rng } from '../../sim/core/rng.js';
import type { Design } from '../../sim/model/design-space.js';
import type { Individual } from '../agents/individual.js';
import { compareScalar, drawWeights, scalarCost } from '../agents/scalar.js';
import { frontWorth } from './front-worth.js';
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
/** Designs whose chances are asked for together, and how many of the best must be known. */
const askedTogether = 32;
const fewBest = 8;
/** Less than the logarithm of any gain. */
const farBelow = -1e4;

/**
 * Rates designs by the logarithm of what they should gain times the chance that they are legal. One objective: expected improvement. Two or three: the mean over worlds of the area or volume that a design adds to the front (`front-worth.ts`).
 * More: the expected improvement of a sum with weights that are drawn anew each time (Knowles, IEEE Trans. Evol. Comput. 10(1), 2006). At least one legal design is known.
 */
export function improvementRater(model: WorldModel, learned: LearnedCosts, referenceCosts: readonly number[] | null, rng: Rng): Rater {
  const { legal } = learned;
  const isFront = model.objectives === 2 || model.objectives === 3;
  const unit = { low: new Array<number>(model.objectives).fill(0), high: new Array<number>(model.objectives).fill(1) };
  /** Designs of the batch count as if they cost what is expected of them. */
  const chosen: Individual[] = [];
  return {
    next: () => {
      const weights = drawWeights(rng, model.objectives);
      const order = [...legal].sort((a, b) => compareScalar(a, b, weights, unit));
      const best = scalarCost(order[0]!.costs!, weights, unit);
      const gains = isFront ? frontGains(model, learned, chosen, referenceCosts) : scalarGains(model, (costs) => scalarCost(costs, weights, unit), best);
      return { acquisition: (designs) => withChances(designs, gains(designs), model), centres: order.slice(0, centreCount).map(({ design }) => design) };
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

/**
 * Gains with the logarithm of chances, which are at most 0: chances are asked for from the largest gain on, until no other design can be among the best few. The others stay far below these, in the order of their gains.
 */
function withChances(designs: readonly Design[], gains: Float64Array, model: WorldModel): Float64Array {
  const values = gains.map((gain) => 2 * farBelow + gain);
  const order = [...designs.keys()].sort((a, b) => gains[b]! - gains[a]!);
  let few: number[] = [];
  for (let from = 0; from < order.length && !(few.length === fewBest && few.at(-1)! >= gains[order[from]!]!); from += askedTogether) {
    const part = order.slice(from, from + askedTogether);
    const chances = model.chances(part.map((i) => designs[i]!));
    if (chances === null) return gains;
    part.forEach((i, at) => { values[i] = Math.log(Math.max(leastChance, chances[at]!)) + (chances[at]! < hopeless ? farBelow : gains[i]!); });
    few = [...few, ...part.map((i) => values[i]!)].sort((a, b) => b - a).slice(0, fewBest);
  }
  return values;
}

function frontGains(model: WorldModel, learned: LearnedCosts, chosen: readonly Individual[], referenceCosts: readonly number[] | null): Acquisition {
  const gain = frontWorth(learned, chosen, referenceCosts);
  const { objectives, worlds } = model;
  return (designs) => {
    const costs = model.sample(designs);
    return Float64Array.from(designs, (_, i) => {
      let sum = 0;
      for (let world = i * worlds; world < (i + 1) * worlds; world++) sum += gain(costs, world * objectives);
      return Math.log(sum / worlds + Number.MIN_VALUE);
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
