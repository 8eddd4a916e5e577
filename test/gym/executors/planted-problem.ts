import type { Evaluation, SearchProblem } from '../../../src/gym/problem/search-problem.js';

/** What goes wrong with which design of the planted problem. */
export interface Plant {
  readonly throws?: number;
  readonly hangs?: number;
  readonly exhausts?: number;
  readonly ends?: number;
  readonly isNaN?: number;
  /** The problem cannot even be made. */
  readonly cannot?: boolean;
}

/** One integer, its square as the objective, multiples of three illegal; and what is planted. */
export function plantedProblem({ throws, hangs, exhausts, ends, isNaN, cannot = false }: Plant): SearchProblem {
  if (cannot) throw new Error('no such problem');
  return {
    name: 'planted', space: { parameters: [{ type: 'integer', name: 'n', low: 0, high: 9999, scale: 'linear' }] },
    objectives: [{ name: 'square', direction: 'minimise' }], constraints: [{ name: 'third', limit: 'no multiple of 3' }],
    evaluate: ([n = 0]): Evaluation => {
      if (n === throws) throw new Error('planted error');
      if (n === hangs) for (;;);
      if (n === exhausts) exhaust();
      if (n === ends) process.exit(7);
      const isIllegal = n % 3 === 0;
      return { objectives: isIllegal ? null : [n === isNaN ? NaN : n * n], violations: [isIllegal ? 1 : 0], reasons: isIllegal ? [`${n} is a multiple of 3`] : [], metrics: { n, half: isIllegal ? null : n / 2 } };
    },
  };
}

function exhaust(): void {
  const kept: unknown[] = [];
  for (;;) kept.push(new Array<number>(1e5).fill(kept.length));
}
