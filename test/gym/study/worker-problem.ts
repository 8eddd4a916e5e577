import { parseDocument } from '../../../src/sim/core/document.js';
import type { SearchProblem } from '../../../src/gym/problem/search-problem.js';
import { studyOfDocument } from '../../../src/gym/study/study.js';
import { open } from './small-study.js';

/** The problem of a study's text, for a worker. */
export async function workerProblem(text: string): Promise<SearchProblem> {
  return (await studyOfDocument(parseDocument(text, 'small.json'), { open, isChecked: true })).problem;
}
