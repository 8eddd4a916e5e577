import { InputError, type Problem } from './diagnostics.js';
import { blankTooLong, documentTooLarge } from './json-problems.js';
import { readTree, type Place, type Spot } from './json-tree.js';
import { indexOf, pointerParts } from './pointer.js';

export type { Place } from './json-tree.js';

/** A JSON text that was read: its value, and where each part of it stands. */
export interface Document {
  readonly file: string;
  readonly value: unknown;
  /**
   * Where the value at a JSON pointer begins, or with `key` the name in front of it.
   * A pointer that the text does not have gives the place of its nearest parent.
   */
  readonly place: (pointer: string, part?: 'value' | 'key') => Place;
}

/** The largest document that is read, in bytes of UTF-8. */
export const maxDocumentBytes = 16 * 2 ** 20;
/** Blanks in a row: the memory of the scanner grows with them. */
const maxBlanks = 1_000_000;

/**
 * Reads JSON with comments and trailing commas; a byte order mark is skipped. Objects are ordinary ones.
 * Throws all problems of the text together (`json/...`), each with its place.
 */
export function parseDocument(text: string, file: string): Document {
  if (exceedsUtf8(text, maxDocumentBytes)) throw new InputError([documentTooLarge(file, maxDocumentBytes)]);
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text;
  if (hasBlankRun(source, maxBlanks)) throw new InputError([{ ...blankTooLong(maxBlanks), file }]);
  const { problems, root } = readTree(source);
  if (problems.length > 0 || root === undefined) throw new InputError(problems.map((p) => ({ ...p, file })));
  return { file, value: root.value, place: (pointer, part = 'value') => placeOf(root.spot, pointer, part) };
}

/** The problem with the file, and the line and column of its pointer. */
export function locate(found: Problem, document: Document, part: 'value' | 'key' = 'value'): Problem {
  const { line, column } = document.place(found.pointer ?? '', part);
  return { ...found, file: document.file, line, column };
}

function placeOf(root: Spot, pointer: string, part: 'value' | 'key'): Place {
  let spot = root;
  for (const name of pointerParts(pointer)) {
    const next = childOf(spot, name);
    if (next === undefined) return spot.value;
    spot = next;
  }
  return spot[part];
}

function childOf(spot: Spot, name: string): Spot | undefined {
  if (spot.held === undefined) return undefined;
  if ('get' in spot.held) return spot.held.get(name);
  const index = indexOf(name);
  return index === undefined ? undefined : spot.held[index];
}

function exceedsUtf8(text: string, limit: number): boolean {
  if (text.length > limit) return true;
  if (text.length * 3 <= limit) return false;
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    // Each half of a surrogate pair stands for two of its four bytes.
    bytes += code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 2 : 3;
  }
  return bytes > limit;
}

function hasBlankRun(text: string, limit: number): boolean {
  if (text.length <= limit) return false;
  let run = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    run = code === 0x20 || code === 0x09 ? run + 1 : 0;
    if (run > limit) return true;
  }
  return false;
}
