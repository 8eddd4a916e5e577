import { InputError, type Problem } from './diagnostics.js';

/** What `body` gives for every item, or the problems of all items together. */
export function gathered<Item, Result>(items: readonly Item[], body: (item: Item) => Result): Result[] {
  const results: Result[] = [];
  const problems: Problem[] = [];
  for (const item of items) {
    try {
      results.push(body(item));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new InputError(problems);
  return results;
}
