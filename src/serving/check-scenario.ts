import { demand } from '../experiment/check.js';
import { fileKind } from '../experiment/file-kind.js';
import * as validators from '../experiment/validators.js';
import { InputError, problem } from '../sim/core/diagnostics.js';
import { locate, type Document } from '../sim/core/document.js';
import type { ScenarioFileInput } from './schema/scenario.js';

/** The value as a scenario file: that of the document unless parts of it were set. Throws `InputError` with every field that is wrong and its place. */
export function checkScenario(document: Document, value: unknown = document.value): ScenarioFileInput {
  const kind = fileKind(value);
  if (kind !== undefined && kind !== 'scenario') throw new InputError([locate(problem('scenario/wrong-kind', `this file is of kind "${kind}", and a scenario is wanted`, { pointer: '/kind', remedy: 'see archsim schema scenario' }), document)]);
  demand(validators.scenario, document, value, '');
  return value as ScenarioFileInput;
}
