import { parseDocument } from '../sim/core/document.js';
import type { SearchProblem } from '../gym/problem/search-problem.js';
import { studyOfDocument } from '../gym/study/study.js';
import { openFile } from './open-file.js';

/** What a worker of `archsim explore` needs to make the problem: the text of the study, and what was accepted. */
export interface ExploredStudy {
  readonly text: string;
  readonly file: string;
  readonly accept: readonly 'assumed'[];
}

/** The problem of a study that was checked before. */
export async function exploredProblem({ text, file, accept }: ExploredStudy): Promise<SearchProblem> {
  return (await studyOfDocument(parseDocument(text, file), { open: openFile, accept, isChecked: true })).problem;
}
