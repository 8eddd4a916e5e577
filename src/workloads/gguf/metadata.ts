import { InputError, type Problem } from '../../sim/core/diagnostics.js';
import type { Cursor } from './cursor.js';
import { countBeyondFile, duplicateKey, emptyText, metadataTooLarge, nestedTooDeep, notABoolean, textTooLong, unknownValueType } from './diagnostics.js';
import { limits, type GgufScalarType, type GgufValue } from './gguf-file.js';

type ValueType = GgufScalarType | 'array';

/** By their numbers in the file. */
const types: readonly ValueType[] = ['uint8', 'int8', 'uint16', 'int16', 'uint32', 'int32', 'float32', 'bool', 'string', 'array', 'uint64', 'int64', 'float64'];

/** The least bytes of a value: a text has its length, a list its type and length. */
const leastBytes: Readonly<Record<ValueType, number>> = {
  uint8: 1, int8: 1, uint16: 2, int16: 2, uint32: 4, int32: 4, float32: 4, bool: 1, string: 8, array: 12, uint64: 8, int64: 8, float64: 8,
};

/** The least bytes of an entry: length and one character of the key, type, a value of one byte. */
export const leastEntryBytes = 8 + 1 + 4 + 1;

/** Bytes that a kept item is counted as. */
const itemBytes = 64;

/** What of the metadata is kept, in bytes. */
interface Kept { bytes: number }

/** `count` entries of key, type and value from the cursor on. Throws `gguf/...` problems. */
export function readMetadata(cursor: Cursor, count: number): ReadonlyMap<string, GgufValue> {
  const metadata = new Map<string, GgufValue>();
  const kept: Kept = { bytes: 0 };
  for (let i = 0; i < count; i++) {
    const at = cursor.position;
    const key = readName(cursor, 'a metadata key', limits.keyBytes);
    if (metadata.has(key)) fail(duplicateKey(cursor.file, at, key));
    keep(kept, itemBytes + key.length, cursor, at);
    metadata.set(key, valueOf(typeFrom(cursor, key), cursor, key, kept, 0));
  }
  return metadata;
}

/** A text that is not empty, after its length. */
export function readName(cursor: Cursor, what: string, limit: number): string {
  const at = cursor.position;
  const length = cursor.count(`the length of ${what}`);
  if (length === 0) fail(emptyText(cursor.file, at, what));
  if (length > limit) fail(textTooLong(cursor.file, at, what, length, limit));
  return cursor.text(length, what);
}

function typeFrom(cursor: Cursor, key: string): ValueType {
  const at = cursor.position;
  const number = cursor.uint32('a value type');
  return types[number] ?? fail(unknownValueType(cursor.file, at, key, number));
}

function valueOf(type: ValueType, cursor: Cursor, key: string, kept: Kept, depth: number): GgufValue {
  const at = cursor.position;
  switch (type) {
    case 'bool': {
      const byte = cursor.uint8('a boolean');
      return byte < 2 ? { type, value: byte === 1 } : fail(notABoolean(cursor.file, at, key, byte));
    }
    case 'string': {
      const bytes = cursor.count('the length of a text');
      if (bytes > limits.keptTextBytes) {
        cursor.skip(bytes, 'a text');
        return { type, bytes, value: null };
      }
      keep(kept, bytes, cursor, at);
      return { type, bytes, value: cursor.text(bytes, 'a text') };
    }
    case 'array': return listOf(cursor, key, kept, depth + 1);
    default: return { type, value: cursor[type]('a number') };
  }
}

/** A list whose items are kept where they are few. */
function listOf(cursor: Cursor, key: string, kept: Kept, depth: number): GgufValue {
  const start = cursor.position;
  if (depth > limits.nesting) fail(nestedTooDeep(cursor.file, start, key, limits.nesting));
  const of = typeFrom(cursor, key);
  const at = cursor.position;
  const length = cursor.count('the length of a list');
  if (length * leastBytes[of] > cursor.left) fail(countBeyondFile(cursor.file, at, 'items of a list', length, leastBytes[of], cursor.left));
  if (length > limits.keptItems) {
    passOver(of, length, cursor, key, depth);
    return { type: 'array', of, length, items: null };
  }
  keep(kept, length * itemBytes, cursor, start);
  const items: GgufValue[] = [];
  for (let i = 0; i < length; i++) items.push(valueOf(of, cursor, key, kept, depth));
  return { type: 'array', of, length, items };
}

/** Moves behind items without keeping them. What their texts hold is not looked at. */
function passOver(of: ValueType, length: number, cursor: Cursor, key: string, depth: number): void {
  if (of !== 'string' && of !== 'array') {
    cursor.skip(length * leastBytes[of], 'a list');
    return;
  }
  for (let i = 0; i < length; i++) {
    if (of === 'string') cursor.skip(cursor.count('the length of a text'), 'a text');
    else passOverList(cursor, key, depth + 1);
  }
}

function passOverList(cursor: Cursor, key: string, depth: number): void {
  if (depth > limits.nesting) fail(nestedTooDeep(cursor.file, cursor.position, key, limits.nesting));
  const of = typeFrom(cursor, key);
  const at = cursor.position;
  const length = cursor.count('the length of a list');
  if (length * leastBytes[of] > cursor.left) fail(countBeyondFile(cursor.file, at, 'items of a list', length, leastBytes[of], cursor.left));
  passOver(of, length, cursor, key, depth);
}

function keep(kept: Kept, bytes: number, cursor: Cursor, at: number): void {
  kept.bytes += bytes;
  if (kept.bytes > limits.keptBytes) fail(metadataTooLarge(cursor.file, at, limits.keptBytes));
}

function fail(problem: Problem): never {
  throw new InputError([problem]);
}
