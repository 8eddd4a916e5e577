import { designKey, type Design } from '../../sim/model/design-space.js';
import { crowdingDistances } from '../measure/crowding.js';
import { dominanceFronts } from '../measure/dominance.js';
import { defineAgent } from './define-agent.js';
import { individualOf, type Individual } from './individual.js';
import { shuffledPairs } from './mating.js';
import { crossed, mutated, newDesigns } from './variation.js';

interface State { population: readonly Individual[] }

/** A front's rank, and how far its neighbours are: the crowded comparison. */
interface Rank { readonly front: number; readonly crowding: number }

/** NSGA-II with constrained domination. Parents are found by binary tournaments, in which everybody takes part twice. */
export const nsgaII = defineAgent({
  id: 'nsga-ii', summary: 'Evolves a population towards the front, sorted by domination and spread by crowding distance',
  source: 'Deb, Pratap, Agarwal, Meyarivan, IEEE Trans. Evol. Comput. 6(2), 2002', objectives: 'many',
  settings: {
    population: { type: 'integer', low: 4, high: 10_000, scale: 'log', default: 100, meaning: 'Designs of a generation, which is a batch; where it is left out, a tenth of the budget from 20 to 100' },
    crossover: { type: 'real', low: 0, high: 1, scale: 'linear', default: 0.9, meaning: 'Probability that two parents are crossed' },
    crossoverEta: { type: 'real', low: 0.1, high: 1000, scale: 'log', default: 15, meaning: 'Distribution index of the crossover: the larger, the nearer children are to parents' },
    mutationsPerDesign: { type: 'real', low: 0.01, high: 100, scale: 'log', default: 1, meaning: 'Parameters of a child that are changed on average' },
    mutationEta: { type: 'real', low: 0.1, high: 1000, scale: 'log', default: 20, meaning: 'Distribution index of the mutation: the larger, the shorter the steps' },
  },
  usual: ({ budget }) => ({ population: Math.min(100, Math.max(20, Math.floor(budget / 10))) }),
  start: (): State => ({ population: [] }),
  propose: ({ task: { space }, settings, rng }, { population }) => {
    const variation = { ...settings, mutation: Math.min(1, settings.mutationsPerDesign / space.parameters.length) };
    const parents = population.length === 0 ? null : shuffledPairs(population, rng, comparerOf(population));
    const family = parents === null ? null : (): Design[] => {
      const [a, b] = parents();
      return crossed(space, a.design, b.design, variation, rng).map((child) => mutated(space, child, variation, rng));
    };
    const children = newDesigns(space, population.map(({ design }) => designKey(design)), settings.population, rng, family);
    return children.map((design) => ({ design }));
  },
  observe: ({ task, settings }, state, trials) => {
    state.population = survivors([...state.population, ...trials.map((trial) => individualOf(task, trial))], settings.population);
  },
});

/** Negative where the first is the better parent. */
function comparerOf(population: readonly Individual[]): (a: number, b: number) => number {
  const ranks = new Array<Rank>(population.length);
  dominanceFronts(population).forEach((front, rank) => {
    const crowding = crowdingOf(front, population);
    front.forEach((i, k) => { ranks[i] = { front: rank, crowding: crowding[k]! }; });
  });
  return (a, b) => {
    const [first, second] = [ranks[a]!, ranks[b]!];
    return first.front - second.front || (first.crowding === second.crowding ? 0 : second.crowding - first.crowding);
  };
}

/** The best fronts, and of the one that does not fit those with most room around them. */
function survivors(all: readonly Individual[], count: number): Individual[] {
  const kept: Individual[] = [];
  for (const front of dominanceFronts(all)) {
    const room = count - kept.length;
    if (room === 0) break;
    if (front.length <= room) {
      kept.push(...front.map((i) => all[i]!));
      continue;
    }
    const crowding = crowdingOf(front, all);
    const order = front.map((_, k) => k).sort((a, b) => (crowding[a] === crowding[b] ? a - b : crowding[b]! - crowding[a]!));
    kept.push(...order.slice(0, room).map((k) => all[front[k]!]!));
  }
  return kept;
}

function crowdingOf(front: readonly number[], all: readonly Individual[]): number[] {
  const costs = front.map((i) => all[i]!.costs);
  return costs.every((one) => one !== null) ? crowdingDistances(costs) : front.map(() => 0);
}
