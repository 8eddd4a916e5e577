import { InputError } from '../../sim/core/diagnostics.js';
import { parseDocument, type Document } from '../../sim/core/document.js';
import { experimentProblemFrom, experimentProblemOfDocument } from '../problem/experiment-problem-input.js';
import type { SearchProblem } from '../problem/search-problem.js';
import type { StudyInput } from '../schema/study.js';
import { fileNotRead, wrongArgument } from './diagnostics.js';
import type { Info } from './env.js';
import type { EnvironmentFiles } from './registry.js';

/** The search problem of a study that an argument names, or is. Throws `InputError`. */
export async function studyProblem({ study, accept = [] }: Info, files: EnvironmentFiles): Promise<SearchProblem> {
  if (!Array.isArray(accept) || !accept.every((one) => one === 'assumed')) throw new InputError([wrongArgument('accept', 'a list that has "assumed", or nothing', accept)]);
  const options = { accept: accept as readonly 'assumed'[] };
  if (typeof study === 'string') return experimentProblemOfDocument(await files.document(study), { ...options, open: files.open });
  if (typeof study !== 'object' || study === null) throw new InputError([wrongArgument('study', 'a path or a study', study)]);
  const document: Document = parseDocument(JSON.stringify(study), 'study');
  return experimentProblemOfDocument(document, { ...options, open: files.mayOpen ? files.open : refuse });
}

/** The search problem of a study that is bundled as a file. */
export function bundledStudyProblem(document: Document, { open }: EnvironmentFiles): SearchProblem {
  return experimentProblemOfDocument(document, { open });
}

/** The search problem of a study of our own, which names no files. */
export function ownStudyProblem(study: StudyInput): SearchProblem {
  return experimentProblemFrom(study, study.name, { open: refuse });
}

function refuse(path: string): never {
  throw new InputError([fileNotRead(path)]);
}
