import { fileKind } from '../experiment/file-kind.js';
import { findingsOf } from '../experiment/findings.js';
import { placeOf, withPlace } from '../experiment/place.js';
import { collapseUnions } from '../experiment/unions.js';
import * as validators from '../experiment/validators.js';
import { InputError, problem, type Problem } from '../sim/core/diagnostics.js';
import { locate, type Document } from '../sim/core/document.js';
import type { ScenarioFileInput } from './schema/scenario.js';

/** Problems that one error lists. */
const mostListed = 50;

/** The value as a scenario file: that of the document unless parts of it were set. Throws `InputError` with every field that is wrong and its place. */
export function checkScenario(document: Document, value: unknown = document.value): ScenarioFileInput {
  const kind = fileKind(value);
  if (kind !== undefined && kind !== 'scenario') throw new InputError([locate(problem('scenario/wrong-kind', `this file is of kind "${kind}", and a scenario is wanted`, { pointer: '/kind', remedy: 'see archsim schema scenario' }), document)]);
  if (validators.scenario(value)) return value as ScenarioFileInput;
  const found = findingsOf(collapseUnions(validators.scenario.errors ?? []), '');
  const problems = found.map(({ problem: told, pointer, part }): Problem => withPlace(told(), placeOf(pointer, part, document, value), document));
  throw new InputError(problems.sort((a, b) => (a.line ?? Infinity) - (b.line ?? Infinity) || (a.column ?? 0) - (b.column ?? 0)).slice(0, mostListed));
}

/** Runs with problems that lack a file placed in the document. */
export function placed<T>(document: Document, value: unknown, body: () => T): T {
  try {
    return body();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(error.problems.map((found) => (found.file !== undefined || found.pointer === undefined ? found : withPlace(found, placeOf(found.pointer, 'value', document, value), document))));
  }
}
