import { InputError, type Problem } from '../sim/core/diagnostics.js';
import { parseDocument } from '../sim/core/document.js';
import { forbiddenKeys, maxNesting } from '../sim/core/json-tree.js';
import { childPointer } from '../sim/core/pointer.js';
import { badIndex, emptyPath, emptySegment, forbiddenSegment, indexOutOfRange, notAList, notAnObject, pathTooDeep } from './diagnostics.js';

/**
 * The value with the part at `path` (`workload.scenario.batch`, `published[0].value`) replaced by `text`: as JSON if it is JSON, else as text.
 * Objects that are missing on the way are made; an index may be one past the end of its list. The input stays as it is.
 * Throws `set/...` problems, and those of `parseDocument` for JSON that no document may have.
 */
export function setPath(value: unknown, path: string, text: string): unknown {
  return replaced(value, pathParts(path), 0, '', parsedOrText(text), path);
}

function parsedOrText(text: string): unknown {
  try {
    JSON.parse(text);
  } catch {
    return text;
  }
  return parseDocument(text, '(set)').value;
}

function pathParts(path: string): (string | number)[] {
  if (path.trim() === '') return fail(emptyPath());
  const parts: (string | number)[] = [];
  for (const segment of path.split('.')) {
    const bracket = segment.indexOf('[');
    const name = bracket < 0 ? segment : segment.slice(0, bracket);
    if (name.trim() === '') return fail(emptySegment(path));
    if (forbiddenKeys.includes(name)) return fail(forbiddenSegment(path, name));
    const brackets = bracket < 0 ? '' : segment.slice(bracket);
    if (name.includes(']') || !/^(?:\[\d{1,9}\])*$/.test(brackets)) return fail(badIndex(path));
    parts.push(name, ...Array.from(brackets.matchAll(/\d+/g), ([digits]) => Number(digits)));
    if (parts.length > maxNesting) return fail(pathTooDeep(path, maxNesting));
  }
  return parts;
}

/** A copy of `value` in which the parts from `from` on lead to `leaf`. */
function replaced(value: unknown, parts: readonly (string | number)[], from: number, pointer: string, leaf: unknown, path: string): unknown {
  const part = parts[from];
  if (part === undefined) return leaf;
  if (typeof part === 'number') {
    const list: unknown = value === undefined ? [] : value;
    if (!Array.isArray(list)) return fail(notAList(path, pointer, value));
    if (part > list.length) return fail(indexOutOfRange(path, pointer, list.length));
    const copy: unknown[] = [...(list as readonly unknown[])];
    copy[part] = replaced(copy[part], parts, from + 1, childPointer(pointer, part), leaf, path);
    return copy;
  }
  const object: unknown = value === undefined ? {} : value;
  if (typeof object !== 'object' || object === null || Array.isArray(object)) return fail(notAnObject(path, pointer, part, value));
  const held = Object.hasOwn(object, part) ? (object as Readonly<Record<string, unknown>>)[part] : undefined;
  return { ...object, [part]: replaced(held, parts, from + 1, childPointer(pointer, part), leaf, path) };
}

function fail(found: Problem): never {
  throw new InputError([found]);
}
