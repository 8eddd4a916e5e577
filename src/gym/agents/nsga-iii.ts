import { designKey, type Design } from '../../sim/model/design-space.js';
import type { Rng } from '../../sim/core/rng.js';
import { dominanceFronts } from '../measure/dominance.js';
import { partitionsFor, referenceDirections } from '../measure/reference-directions.js';
import { defineAgent } from './define-agent.js';
import { individualOf, type Individual } from './individual.js';
import { shuffledPairs } from './mating.js';
import { nadirOf, normalized, type Hyperplane } from './normalization.js';
import { crossed, mutated, newDesigns } from './variation.js';

interface State {
  population: readonly Individual[];
  plane: Hyperplane | null;
}

/** NSGA-III: like NSGA-II, but what does not fit of a front is chosen so that every reference direction has designs near it. */
export const nsgaIII = defineAgent({
  id: 'nsga-iii', summary: 'Evolves a population towards the front, spread along reference directions: for three objectives and more',
  source: 'Deb, Jain, IEEE Trans. Evol. Comput. 18(4), 2014', objectives: 'many',
  settings: {
    population: { type: 'integer', low: 4, high: 10_000, scale: 'log', default: 92, meaning: 'Designs of a generation, which is a batch; there are as many reference directions as fit into it. Where it is left out, a tenth of the budget from 20 to 92' },
    crossover: { type: 'real', low: 0, high: 1, scale: 'linear', default: 1, meaning: 'Probability that two parents are crossed' },
    crossoverEta: { type: 'real', low: 0.1, high: 1000, scale: 'log', default: 30, meaning: 'Distribution index of the crossover: the larger, the nearer children are to parents' },
    mutationsPerDesign: { type: 'real', low: 0.01, high: 100, scale: 'log', default: 1, meaning: 'Parameters of a child that are changed on average' },
    mutationEta: { type: 'real', low: 0.1, high: 1000, scale: 'log', default: 20, meaning: 'Distribution index of the mutation: the larger, the shorter the steps' },
  },
  usual: ({ budget }) => ({ population: Math.min(92, Math.max(20, Math.floor(budget / 10))) }),
  start: (): State => ({ population: [], plane: null }),
  propose: ({ task: { space }, settings, rng }, { population }) => {
    const variation = { ...settings, mutation: Math.min(1, settings.mutationsPerDesign / space.parameters.length) };
    // Legal parents are as good as each other: directions choose among them.
    const pairs = population.length === 0 ? null : shuffledPairs(population, rng, (a, b) => population[a]!.violation - population[b]!.violation);
    const family = pairs === null ? null : (): Design[] => {
      const [a, b] = pairs();
      return crossed(space, a.design, b.design, variation, rng).map((child) => mutated(space, child, variation, rng));
    };
    return newDesigns(space, population.map(({ design }) => designKey(design)), settings.population, rng, family).map((design) => ({ design }));
  },
  observe: ({ task, settings, rng }, state, trials) => {
    const all = [...state.population, ...trials.map((trial) => individualOf(task, trial))];
    const fronts = dominanceFronts(all);
    const best = fronts[0]!.map((i) => all[i]!.costs);
    const isLegal = all[fronts[0]![0]!]!.violation === 0;
    if (isLegal) {
      const legal = all.flatMap(({ costs, violation }) => (violation === 0 && costs !== null ? [costs] : []));
      state.plane = nadirOf(best as readonly (readonly number[])[], legal, state.plane);
    }
    const directions = referenceDirections(task.objectives.length, partitionsFor(task.objectives.length, settings.population));
    state.population = survivors(all, fronts, settings.population, directions, state.plane, rng);
  },
});

function survivors(all: readonly Individual[], fronts: readonly (readonly number[])[], count: number, directions: readonly (readonly number[])[], plane: Hyperplane | null, rng: Rng): Individual[] {
  const kept: number[] = [];
  for (const front of fronts) {
    const room = count - kept.length;
    if (room === 0) break;
    const isLegal = all[front[0]!]!.violation === 0;
    kept.push(...(front.length <= room ? front : isLegal && plane !== null ? niched(all, kept, front, room, directions, plane, rng) : front.slice(0, room)));
  }
  return kept.map((i) => all[i]!);
}

/** The niche of each design is the direction it is nearest to. From the last front: the nearest design of the emptiest niche, any of a niche that has some. */
function niched(all: readonly Individual[], kept: readonly number[], last: readonly number[], room: number, directions: readonly (readonly number[])[], plane: Hyperplane, rng: Rng): number[] {
  const counts = new Array<number>(directions.length).fill(0);
  for (const i of kept) counts[nearest(normalized(all[i]!.costs!, plane), directions).direction]!++;
  const waiting: { readonly index: number; readonly distance: number }[][] = directions.map(() => []);
  for (const index of last) {
    const { direction, distance } = nearest(normalized(all[index]!.costs!, plane), directions);
    waiting[direction]!.push({ index, distance });
  }
  const chosen: number[] = [];
  while (chosen.length < room) {
    const open = directions.map((_, d) => d).filter((d) => waiting[d]!.length > 0);
    const least = Math.min(...open.map((d) => counts[d]!));
    const niche = rng.pick(open.filter((d) => counts[d] === least));
    const queue = waiting[niche]!;
    const at = least > 0 ? rng.integer(0, queue.length - 1) : queue.reduce((best, { distance }, i) => (distance < queue[best]!.distance ? i : best), 0);
    chosen.push(queue.splice(at, 1)[0]!.index);
    counts[niche]!++;
  }
  return chosen;
}

/** The direction whose ray a point is nearest to, and how near. */
function nearest(point: readonly number[], directions: readonly (readonly number[])[]): { direction: number; distance: number } {
  let [direction, distance] = [0, Infinity];
  for (let d = 0; d < directions.length; d++) {
    const ray = directions[d]!;
    let [along, length, square] = [0, 0, 0];
    for (let k = 0; k < ray.length; k++) {
      along += point[k]! * ray[k]!;
      length += ray[k]! * ray[k]!;
      square += point[k]! * point[k]!;
    }
    // The square of the distance: what is left of the point without its part along the ray.
    const off = square - (along * along) / length;
    if (off < distance) [direction, distance] = [d, off];
  }
  return { direction, distance };
}
