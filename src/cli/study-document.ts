import { InputError } from '../sim/core/diagnostics.js';
import type { Document } from '../sim/core/document.js';
import { wrongStudyName } from './explore-diagnostics.js';

/** A study or search problem: a file, a bundled example, or a study of an environment or search problem that comes with the product. */
export async function studyDocument(name: string): Promise<Document> {
  const { documentOf, experimentNames } = await import('./documents.js');
  try {
    return await documentOf(name);
  } catch (error) {
    if (!(error instanceof InputError) || error.problems[0]?.code !== 'file/not-found') throw error;
    const { bundledProblem, bundledProblems } = await import('../gym/problem/bundled/index.js');
    const { environmentStudies } = await import('../gym/env/studies/index.js');
    const found = bundledProblem(name) ?? environmentStudies.find((study) => study.name === name);
    if (found === undefined) throw new InputError([wrongStudyName(name, [...[...environmentStudies, ...bundledProblems].map((one) => one.name), ...experimentNames()])]);
    const { parseDocument } = await import('../sim/core/document.js');
    return parseDocument(JSON.stringify(found), name);
  }
}
