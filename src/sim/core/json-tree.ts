import { printParseErrorCode, visit } from 'jsonc-parser';
import type { Problem } from './diagnostics.js';
import { duplicateKey, emptyDocument, firstControl, forbiddenKey, moreJsonProblems, numberOverflow, syntaxProblem, tooDeep, tooManyValues } from './json-problems.js';
import { childPointer } from './pointer.js';

/** A place in a text, both 1-based; columns count UTF-16 units, as editors do. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Where a value and the name in front of it stand, and the same for what it holds. */
export interface Spot {
  readonly value: Place;
  readonly key: Place;
  readonly held: ReadonlyMap<string, Spot> | readonly Spot[] | undefined;
}

/** Objects and lists inside each other that a document may have. */
export const maxNesting = 64;
/** Values that a document may have, each object and list counted as one more. */
export const maxValues = 200_000;
/** Names that reach an object's prototype in careless code; no field of ours has them. */
export const forbiddenKeys: readonly string[] = ['__proto__', 'constructor', 'prototype'];

const maxProblems = 50;

/** Rules about one word, which do not follow from each other as those of grammar do. */
const wordRules: ReadonlySet<string> = new Set([
  'InvalidSymbol', 'InvalidCharacter', 'InvalidUnicode', 'InvalidEscapeCharacter', 'UnexpectedEndOfString', 'UnexpectedEndOfNumber', 'UnexpectedEndOfComment',
]);

interface OpenList {
  readonly kind: 'list';
  readonly pointer: string;
  readonly value: unknown[];
  readonly spots: Spot[];
}

interface OpenObject {
  readonly kind: 'object';
  readonly pointer: string;
  readonly value: Record<string, unknown>;
  readonly spots: Map<string, Spot>;
  /** The property whose value comes next. */
  key: string;
  keyPlace: Place;
  /** False where the name itself is wrong: its value is read for its problems and then dropped. */
  keeps: boolean;
}

/** Builds the value and the places of a JSON text in one pass, with all that is wrong with it. The root is missing where nothing could be read. */
export function readTree(source: string): { problems: readonly Problem[]; root: { readonly value: unknown; readonly spot: Spot } | undefined } {
  const problems: Problem[] = [];
  const open: (OpenList | OpenObject)[] = [];
  const stop = new Error('reading stops here');
  let root: { readonly value: unknown; readonly spot: Spot } | undefined;
  let count = 0;
  // After a broken rule of grammar others break in its wake, until something is read again: those are not told.
  let hasAdvanced = true;
  let isUnclosed = false;
  let endOfWord = 0;
  const at = placesIn(source);

  const advance = (): void => {
    // A text that is not closed has swallowed what should follow it.
    hasAdvanced = !isUnclosed;
    isUnclosed = false;
  };
  const nextPointer = (): string => {
    const frame = open.at(-1);
    return frame === undefined ? '' : childPointer(frame.pointer, frame.kind === 'list' ? frame.value.length : frame.key);
  };
  const report = (found: Problem, place: Place): void => {
    problems.push({ ...found, ...place });
    if (problems.length < maxProblems) return;
    problems.push(moreJsonProblems(maxProblems));
    throw stop;
  };
  const add = (value: unknown, held: Spot['held'], place: Place): void => {
    advance();
    count++;
    if (count > maxValues) {
      report(tooManyValues(nextPointer(), maxValues), place);
      throw stop;
    }
    const frame = open.at(-1);
    if (frame === undefined) {
      root = { value, spot: { value: place, key: place, held } };
    } else if (frame.kind === 'list') {
      frame.value.push(value);
      frame.spots.push({ value: place, key: place, held });
    } else if (frame.keeps) {
      frame.value[frame.key] = value;
      frame.spots.set(frame.key, { value: place, key: frame.keyPlace, held });
    }
  };
  const enter = (frame: OpenList | OpenObject, place: Place): void => {
    if (open.length === maxNesting) {
      report(tooDeep(nextPointer(), maxNesting), place);
      throw stop;
    }
    add(frame.value, frame.spots, place);
    open.push(frame);
  };

  try {
    visit(source, {
      onObjectBegin: (offset) => {
        const place = at(offset);
        enter({ kind: 'object', pointer: nextPointer(), value: {}, spots: new Map(), key: '', keyPlace: place, keeps: false }, place);
      },
      onArrayBegin: (offset) => {
        enter({ kind: 'list', pointer: nextPointer(), value: [], spots: [] }, at(offset));
      },
      onObjectProperty: (name, offset) => {
        advance();
        const frame = open.at(-1) as OpenObject;
        const first = frame.spots.get(name);
        const isForbidden = forbiddenKeys.includes(name);
        frame.key = name;
        frame.keyPlace = at(offset);
        frame.keeps = !isForbidden && first === undefined;
        if (isForbidden) report(forbiddenKey(frame.pointer, name), frame.keyPlace);
        else if (first !== undefined) report(duplicateKey(frame.pointer, name, first.key.line), frame.keyPlace);
      },
      onObjectEnd: () => { open.pop(); },
      onArrayEnd: () => { open.pop(); },
      onLiteralValue: (value: unknown, offset, length) => {
        if (value === Infinity || value === -Infinity) report(numberOverflow(nextPointer(), source.slice(offset, offset + length)), at(offset));
        add(value, undefined, at(offset));
      },
      onSeparator: advance,
      onError: (error, offset, length) => {
        const rule = printParseErrorCode(error);
        if (rule === 'InvalidSymbol' && offset < endOfWord) return;
        const written = rule === 'InvalidSymbol' ? wordAt(source, offset, length) : source.slice(offset, offset + length);
        if (rule === 'InvalidSymbol') endOfWord = offset + written.length;
        if (root === undefined && problems.length === 0 && rule === 'ValueExpected' && written === '') {
          report(emptyDocument(), at(offset));
        } else if (hasAdvanced || wordRules.has(rule)) {
          report(syntaxProblem(rule, written), at(rule === 'InvalidCharacter' ? offset + firstControl(written) : offset));
        }
        hasAdvanced = false;
        isUnclosed ||= rule === 'UnexpectedEndOfString';
      },
    }, { allowTrailingComma: true });
  } catch (thrown) {
    if (thrown !== stop) throw thrown;
  }
  return { problems, root };
}

/** The word that begins with a symbol JSON does not have: the scanner gives `-Infinity` in two pieces. */
function wordAt(source: string, offset: number, length: number): string {
  const word = /[^\s,:{}[\]"]+/y;
  word.lastIndex = offset;
  return word.exec(source)?.[0] ?? source.slice(offset, offset + length);
}

/** The place of an offset. Offsets that mostly grow are found in one pass; the scanner's own lines go wrong after a backslash at the end of a line. */
function placesIn(source: string): (offset: number) => Place {
  let line = 1;
  let lineStart = 0;
  let scanned = 0;
  return (offset) => {
    if (offset < scanned) {
      line = 1;
      lineStart = 0;
      scanned = 0;
    }
    for (; scanned < offset; scanned++) {
      const code = source.charCodeAt(scanned);
      if (code === 0x0a || (code === 0x0d && source.charCodeAt(scanned + 1) !== 0x0a)) {
        line++;
        lineStart = scanned + 1;
      }
    }
    return { line, column: offset - lineStart + 1 };
  };
}
