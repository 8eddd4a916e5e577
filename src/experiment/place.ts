import { InputError, type Problem } from '../sim/core/diagnostics.js';
import type { Document, Place } from '../sim/core/document.js';
import { valueAt } from '../sim/core/pointer.js';

/** Where a part of a value stands in the text; undefined where it is not the text's but was set. `at` is the pointer of the value in the document. */
export function placeOf(pointer: string, part: 'value' | 'key', document: Document, value: unknown, at = ''): Place | undefined {
  const inText = valueAt(document.value, pointer);
  const current = valueAt(value, pointer.slice(at.length));
  // What is missing from both stands or does not stand where its parent does.
  if (inText === undefined && current === undefined && pointer.length > at.length) {
    return placeOf(pointer.slice(0, pointer.lastIndexOf('/')), 'value', document, value, at);
  }
  const isChangedInside = isContainer(inText) && isContainer(current) && Array.isArray(inText) === Array.isArray(current);
  const isLeftOut = inText === undefined && isEmptyObject(current);
  return Object.is(inText, current) || isChangedInside || isLeftOut ? document.place(pointer, part) : undefined;
}

/** The problem with its file, and its line and column or the word that says that its value was set. */
export function withPlace(found: Problem, place: Place | undefined, document: Document): Problem {
  const inFile = { ...found, file: document.file };
  return place === undefined ? { ...inFile, message: `${found.message} (set)` } : { ...inFile, ...place };
}

/** Runs with problems that lack a file placed in this document, whose checked value is `value`. */
export function within<T>(document: Document, value: unknown, body: () => T): T {
  try {
    return body();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(error.problems.map((p) => (p.file !== undefined || p.pointer === undefined ? p : withPlace(p, placeOf(p.pointer, 'value', document, value), document))));
  }
}

function isContainer(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/** True for what stands in for an object that was left out. */
function isEmptyObject(value: unknown): boolean {
  return isContainer(value) && !Array.isArray(value) && Object.keys(value as object).length === 0;
}
