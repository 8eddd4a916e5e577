import type { Rng } from '../../sim/core/rng.js';

/** A shuffled copy (Fisher, Yates). */
export function shuffled<Item>(items: readonly Item[], rng: Rng): Item[] {
  const copy = [...items];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = rng.integer(0, i);
    [copy[i], copy[j]] = [copy[j]!, copy[i]!];
  }
  return copy;
}

/**
 * A source of pairs of parents. Each parent is the better of the next two of a shuffled population, the first of equal ones by chance; a new shuffle begins when one is used up,
 * so that everybody takes part equally often. `compare` takes indices and is negative where the first is better.
 */
export function shuffledPairs<Item>(population: readonly Item[], rng: Rng, compare: (a: number, b: number) => number): () => [Item, Item] {
  let queue: number[] = [];
  const next = (): number => {
    if (queue.length === 0) queue = shuffled(population.map((_, i) => i), rng);
    return queue.pop()!;
  };
  const parent = (): Item => {
    const [a, b] = [next(), next()];
    const order = compare(a, b);
    return population[order < 0 || (order === 0 && rng.next() < 0.5) ? a : b]!;
  };
  return () => [parent(), parent()];
}
