import type { SearchProblem } from '../../src/gym/problem/search-problem.js';
import { bundledStudy } from '../gym/study/bundled-study.js';

/** What a worker thread of a benchmark evaluates: the problem of a bundled study. */
export async function bundledProblemOf(name: string): Promise<SearchProblem> {
  return (await bundledStudy(name)).problem;
}
