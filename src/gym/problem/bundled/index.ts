import type { ProblemInput } from '../../schema/problem.js';
import { accdseA, accdseAEnergy } from './accdse.js';
import { dtlz1, dtlz2 } from './dtlz.js';
import { mw1 } from './mw1.js';
import { zdt1, zdt2, zdt3, zdt4, zdt6 } from './zdt.js';

/** The search problems that come with the product. */
export const bundledProblems: readonly ProblemInput[] = [accdseA, accdseAEnergy, zdt1, zdt2, zdt3, zdt4, zdt6, dtlz1(3), dtlz2(3), mw1];

export function bundledProblem(name: string): ProblemInput | undefined {
  return bundledProblems.find((one) => one.name === name);
}
