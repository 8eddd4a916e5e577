import { agentNamed } from '../../../src/gym/agents/registry.js';
import type { SearchProblem } from '../../../src/gym/problem/search-problem.js';
import { search } from '../../../src/gym/search.js';
import { studyOfDocument, type Study } from '../../../src/gym/study/study.js';
import { readDocument } from '../../../src/experiment/read-document.js';
import { repositoryRoot } from '../../kit/fixtures.js';
import { open } from './small-study.js';

export function bundledStudy(file: string): Promise<Study> {
  return studyOfDocument(readDocument(open(`${repositoryRoot()}/examples/${file}`)), { open });
}

/** The best decode rate of the study flightllm-u280, token/s: found by enumeration (`bundled-studies.sweep.ts`). */
export const bestDecodeRate = 75.91345716354635;

/** The problem with what it says of a design kept: several searches ask for the same ones. */
export function remembered(problem: SearchProblem): SearchProblem {
  const known = new Map<string, ReturnType<SearchProblem['evaluate']>>();
  return {
    ...problem,
    evaluate: (design, fidelity) => {
      const key = design.join(' ');
      const evaluation = known.get(key) ?? problem.evaluate(design, fidelity);
      known.set(key, evaluation);
      return evaluation;
    },
  };
}

/** The median of the best of eleven searches with 500 evaluations, as a share of the best there is. */
export async function medianShare(problem: SearchProblem, agent: string): Promise<number> {
  const kind = await agentNamed(agent);
  const best = Array.from({ length: 11 }, (_, i) => search(problem, kind, { budget: 500, seed: i + 1 }).front[0]?.evaluation.objectives?.[0] ?? 0).sort((a, b) => a - b);
  return best[5]! / bestDecodeRate;
}
