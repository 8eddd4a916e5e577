import type { Open } from '../../experiment/byte-source.js';
import { fileKind } from '../../experiment/file-kind.js';
import { version } from '../../experiment/version.js';
import { digestOf } from '../../sim/core/digest.js';
import { InputError } from '../../sim/core/diagnostics.js';
import { locate, type Document } from '../../sim/core/document.js';
import type { Hyperparameters } from '../agents/agent.js';
import { checkStudy, experimentProblemOfDocument } from '../problem/experiment-problem-input.js';
import type { ExperimentProblem } from '../problem/experiment-problem.js';
import { problemOfDocument } from '../problem/problem-input.js';
import type { SearchProblem } from '../problem/search-problem.js';
import { notAStudy } from './diagnostics.js';

/** How a study is searched unless somebody says otherwise. */
export interface SearchDefaults {
  readonly agent: string;
  readonly hyperparameters: Hyperparameters;
  /** Null where the study names none. */
  readonly budget: number | null;
  readonly seed: number;
}

/** A question about designs: a search problem, and what it was made from. */
export interface Study {
  readonly name: string;
  readonly description: string;
  readonly problem: SearchProblem;
  /** The same problem where its designs are experiments: what can be simulated, explained and built. Null for formulas. */
  readonly experiments: ExperimentProblem | null;
  /** SHA-256 of everything that evaluations depend on, the version of the product included. */
  readonly digest: string;
  readonly search: SearchDefaults;
}

export interface StudyOptions {
  readonly open: Open;
  readonly accept?: readonly 'assumed'[];
  /** False where nobody has checked the same document before: workers are told that somebody has. Default false. */
  readonly isChecked?: boolean;
}

const plainSearch: SearchDefaults = { agent: 'random', hyperparameters: {}, budget: null, seed: 1 };

/** The study of a document: a study or a problem file. Throws `InputError` with every problem and its place. */
export async function studyOfDocument(document: Document, options: StudyOptions): Promise<Study> {
  const kind = fileKind(document.value);
  if (kind === 'problem') {
    const problem = await problemOfDocument(document);
    return { name: problem.name, description: descriptionOf(document), problem, experiments: null, digest: digestOf({ version, problem: document.value }), search: plainSearch };
  }
  if (kind !== undefined && kind !== 'study') throw new InputError([locate(notAStudy('/kind', kind), document)]);
  const input = checkStudy(document);
  const problem = experimentProblemOfDocument(document, options);
  const { agent = plainSearch.agent, hyperparameters = {}, budget = null, seed = plainSearch.seed } = input.search ?? {};
  return { name: problem.name, description: descriptionOf(document), problem, experiments: problem, digest: studyDigest(problem), search: { agent, hyperparameters, budget, seed } };
}

/** Descriptions, and how a study is searched, change no evaluation. Files that the experiment names count by their names. */
function studyDigest({ name, base, space, choices, objectives, constraints, fidelities, assumptions, recorded }: ExperimentProblem): string {
  return digestOf({ version, name, base, space, choices, objectives, constraints, fidelities, assumptions, recorded });
}

function descriptionOf({ value }: Document): string {
  return typeof value === 'object' && value !== null && 'description' in value && typeof value.description === 'string' ? value.description : '';
}
