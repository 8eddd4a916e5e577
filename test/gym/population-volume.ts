import { hypervolume } from '../../src/gym/measure/hypervolume.js';
import { referenceCosts, type Score } from '../../src/gym/problem/evaluation.js';
import type { SearchProblem } from '../../src/gym/problem/search-problem.js';
import type { SearchResult } from '../../src/gym/search.js';

/** Hypervolume of the last population of an evolutionary agent: what the published bands are of. That of all that was seen is larger. */
export function populationVolume(problem: SearchProblem, { state }: SearchResult): number {
  const { population } = (state as unknown as { readonly state: { readonly population: readonly Score[] } }).state;
  return hypervolume(population.flatMap(({ costs, violation }) => (violation === 0 && costs !== null ? [costs] : [])), referenceCosts(problem)!);
}
