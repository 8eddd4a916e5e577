import type { ProblemInput } from '../../schema/problem.js';

/** Ma, Wang, Applied Soft Computing 80, 2019: most of the space is not legal, and the legal front is in pieces. */
export const mw1: ProblemInput = {
  kind: 'problem', name: 'mw1', description: 'A front in pieces in a small legal region',
  variables: [{ name: 'x', type: 'real', low: 0, high: 1, count: 15 }],
  let: {
    first: 'x[1]',
    g: '1 + sum(map(x[2:end], term(t, k) = 1 - exp(-10 * (t^13 - 0.5 - k[1] / 30)^2)))',
    second: 'g * (1 - 0.85 * first / g)',
    l: 'sqrt(2) * (second - first)',
  },
  objectives: [{ name: 'f1', direction: 'minimise', formula: 'first' }, { name: 'f2', direction: 'minimise', formula: 'second' }],
  constraints: [{ name: 'region', formula: 'first + second - 1 - 0.5 * sin(2 * pi * l)^8', atMost: 0 }],
  referencePoint: [1.1, 1.1],
};
