import { InputError } from '../sim/core/diagnostics.js';
import { parseDocument, type Document } from '../sim/core/document.js';
import { gathered } from '../sim/core/gathered.js';

/** The documents of a text that is one JSON document, or one a line. Places are those in the whole text. */
export function documentsIn(text: string, file: string): readonly Document[] {
  const lines = text.split('\n').flatMap((line, i) => (line.trim() === '' ? [] : [{ line, before: i }]));
  if (lines.length < 2 || !isOneALine(lines.map(({ line }) => line))) return [parseDocument(text, file)];
  return gathered(lines, ({ line, before }) => shifted(line, file, before));
}

/** A document that is written over several lines has a first line that is no object by itself. */
function isOneALine(lines: readonly string[]): boolean {
  return isObject(lines[0]!) || lines.every((line) => /^\s*\{.*\}\s*$/.test(line));
}

function isObject(line: string): boolean {
  try {
    return typeof JSON.parse(line) === 'object';
  } catch {
    return false;
  }
}

/** The document of one line, with `before` lines in front of it. */
function shifted(line: string, file: string, before: number): Document {
  try {
    const document = parseDocument(line, file);
    return { ...document, place: (pointer, part) => {
      const place = document.place(pointer, part);
      return { ...place, line: place.line + before };
    } };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(error.problems.map((p) => (p.line === undefined ? p : { ...p, line: p.line + before })));
  }
}
