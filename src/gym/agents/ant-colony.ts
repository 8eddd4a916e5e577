import { fromUnit, toUnit, valueCount, type Design, type Parameter } from '../../sim/model/design-space.js';
import type { Rng } from '../../sim/core/rng.js';
import { crowdedOrder } from './crowded-order.js';
import { defineAgent } from './define-agent.js';
import { drawIndex } from './draw-index.js';
import { individualOf, type Individual } from './individual.js';
import { normal } from './normal.js';
import { drawWeights, scalarCost, widened, type CostRange } from './scalar.js';
import { withTried } from './tried.js';
import { newDesigns } from './variation.js';

interface State {
  /** The best designs seen: where the pheromone lies. */
  archive: readonly Individual[];
  range: CostRange | null;
  tried: readonly string[];
}

/** Least deviation of a discrete number, in values: with it one ant in ten leaves a value that all designs of the archive share. */
const leastDeviation = 0.3;

/**
 * Ants of mixed spaces (ACO_MV). The pheromone is an archive of the k best designs. An ant ranks them, 0 the best, and for each parameter follows one of them, that of rank r
 * with a probability as exp(-r^2 / (2 q^2 k^2)), q being the locality. A number becomes a normal draw around that design's, on [0, 1], its deviation being the spread times
 * the mean distance to the archive's others. A categorical value is taken over, or with the probability of exploration drawn from all: simpler than the paper's rule, which
 * shares the weight of a value among its users. With several objectives each ant of a batch ranks by weights of its own, and the archive is kept as NSGA-II keeps its population.
 */
export const antColony = defineAgent({
  id: 'ant-colony', summary: 'Ants lay designs around the best ones seen, closer and closer as these agree',
  source: 'Liao, Socha, Montes de Oca, Stuetzle, Dorigo, IEEE Trans. Evol. Comput. 18(4), 2014; Socha, Dorigo, European Journal of Operational Research 185, 2008', objectives: 'many',
  settings: {
    archive: { type: 'integer', low: 2, high: 10_000, scale: 'log', default: 32, meaning: 'Best designs that are remembered (k), and the first batch' },
    ants: { type: 'integer', low: 1, high: 1000, scale: 'log', default: 8, meaning: 'Designs of a batch' },
    locality: { type: 'real', low: 0.0001, high: 10, scale: 'log', default: 0.05, meaning: 'The smaller, the more ants follow the very best (q)' },
    spread: { type: 'real', low: 0.01, high: 10, scale: 'log', default: 0.75, meaning: 'Deviation of an ant from what it follows, in mean distances of the archive (xi): the smaller, the sooner ants agree' },
    exploration: { type: 'real', low: 0, high: 1, scale: 'linear', default: 0.15, meaning: 'Probability that a categorical value is drawn from all' },
  },
  start: (): State => ({ archive: [], range: null, tried: [] }),
  propose: ({ task: { space, objectives }, settings, rng }, { archive, range, tried }) => {
    const units = space.parameters.map((parameter, i) => archive.map(({ design }) => toUnit(parameter, design[i]!)));
    const rankings = Array.from({ length: objectives.length === 1 ? 1 : settings.ants }, () => pheromoneOf(archive, drawWeights(rng, objectives.length), range, settings.locality));
    let walks = 0;
    const ant = (): Design => {
      const pheromone = rankings[walks++ % rankings.length]!;
      return space.parameters.map((parameter, i) => {
        const followed = drawIndex(pheromone, rng);
        if (parameter.type !== 'categorical') return fromUnit(parameter, near(units[i]!, followed, settings.spread, parameter, rng));
        return rng.next() < settings.exploration ? rng.integer(0, parameter.values.length - 1) : archive[followed]!.design[i]!;
      });
    };
    const isFirst = archive.length === 0;
    const designs = newDesigns(space, tried, isFirst ? settings.archive : settings.ants, rng, isFirst ? null : () => [ant()]);
    return designs.map((design) => ({ design }));
  },
  observe: ({ task, settings }, state, trials) => {
    const all = [...state.archive, ...trials.map((trial) => individualOf(task, trial))];
    state.range = all.reduce(widened, state.range);
    state.tried = withTried(state.tried, trials.map(({ design }) => design));
    state.archive = crowdedOrder(all).slice(0, settings.archive).map((i) => all[i]!);
  },
});

/** How likely each design of the archive is to be followed, up to a factor. */
function pheromoneOf(archive: readonly Individual[], weights: readonly number[], range: CostRange | null, locality: number): number[] {
  const costs = archive.map((one) => (one.violation > 0 || one.costs === null ? 0 : scalarCost(one.costs, weights, range)));
  const order = archive.map((_, i) => i).sort((a, b) => archive[a]!.violation - archive[b]!.violation || costs[a]! - costs[b]! || a - b);
  const pheromone = new Array<number>(archive.length).fill(0);
  order.forEach((i, rank) => { pheromone[i] = Math.exp(-((rank / (locality * archive.length)) ** 2) / 2); });
  return pheromone;
}

function near(units: readonly number[], followed: number, spread: number, parameter: Parameter, rng: Rng): number {
  const centre = units[followed]!;
  let sum = 0;
  for (const unit of units) sum += Math.abs(unit - centre);
  const count = valueCount(parameter);
  const least = count === null || count === 1 ? 0 : leastDeviation / count;
  return centre + Math.max(least, (spread * sum) / Math.max(1, units.length - 1)) * normal(rng);
}
