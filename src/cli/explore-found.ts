import type { SearchProblem } from '../gym/problem/search-problem.js';
import type { SearchProgress } from '../gym/study/progress.js';

/** What a running search has found, in a few words: the best of each objective, and the hypervolume where several have one. */
export function foundText({ objectives }: SearchProblem, { best, hypervolume }: SearchProgress): string {
  const values = objectives.map((_, i) => best[i]?.evaluation.objectives?.[i]);
  if (values.some((value) => value === undefined)) return 'no legal design yet';
  const bests = `best ${values.map((value) => shortText(value!)).join(', ')}`;
  return objectives.length === 1 || hypervolume === null ? bests : `${bests}  hypervolume ${shortText(hypervolume)}`;
}

function shortText(value: number): string {
  return String(Number(value.toPrecision(5)));
}
