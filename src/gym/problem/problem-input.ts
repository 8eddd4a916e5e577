import { fileKind } from '../../experiment/file-kind.js';
import { collapseUnions } from '../../experiment/unions.js';
import { findingsOf } from '../../experiment/findings.js';
import * as validators from '../../experiment/validators.js';
import { InputError, type Problem } from '../../sim/core/diagnostics.js';
import { locate, type Document } from '../../sim/core/document.js';
import { notAProblem } from '../diagnostics.js';
import type { ProblemInput } from '../schema/problem.js';
import { problemFromInput } from './formula-problem.js';
import type { SearchProblem } from './search-problem.js';

/** A document as a problem file. Throws `InputError` with every field that is wrong and its place (`spec/...`). */
export function checkProblem(document: Document): ProblemInput {
  const kind = fileKind(document.value);
  if (kind !== undefined && kind !== 'problem') throw new InputError([locate(notAProblem('/kind', kind), document)]);
  const validator = validators.problem;
  if (validator(document.value)) return document.value as ProblemInput;
  const found = findingsOf(collapseUnions(validator.errors ?? []), '').map(({ problem, part }) => locate(problem(), document, part));
  throw new InputError(found.sort(byPlace).slice(0, mostListed));
}

/** Problems that one error lists. */
const mostListed = 50;

/**
 * The search problem of a document: its formulas are read and compiled once. Throws `InputError` with every problem and its place; one of a
 * formula points at the character, where that is known.
 */
export async function problemOfDocument(document: Document): Promise<SearchProblem> {
  const input = checkProblem(document);
  try {
    return await problemFromInput(input);
  } catch (error) {
    throw error instanceof InputError ? new InputError(error.problems.map((found) => locate(found, document)).sort(byPlace)) : error;
  }
}

function byPlace(a: Problem, b: Problem): number {
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}
