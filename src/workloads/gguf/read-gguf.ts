import { InputError, type Problem } from '../../sim/core/diagnostics.js';
import type { ByteSource } from '../tensors/tensor.js';
import { Cursor } from './cursor.js';
import { bigEndian, countBeyondFile, notGguf, tooMany, version, wrongAlignment } from './diagnostics.js';
import { limits, type GgufFile, type GgufValue } from './gguf-file.js';
import { leastEntryBytes, readMetadata } from './metadata.js';
import { leastTensorBytes, placed, readTensorList } from './tensor-list.js';

const magic = [0x47, 0x47, 0x55, 0x46] as const;

/** Files of ggml before GGUF, by their first four bytes. */
const older: Readonly<Record<string, string>> = { lmgg: 'GGML', fmgg: 'GGMF', tjgg: 'GGJT', algg: 'GGLA' };

/** True where the bytes begin as a GGUF file does. */
export function isGguf(start: Uint8Array): boolean {
  return magic.every((byte, i) => start[i] === byte);
}

/**
 * The header of a GGUF file of version 2 or 3, little-endian: metadata, and the tensors with shape, type and place. No tensor is read, whatever the size of
 * the file: reads are at most `chunkBytes` long, and go at most that far beyond the header. Everything is checked that a header can be checked for: texts and
 * counts against the file, types, names that occur twice, shapes against blocks, offsets against alignment, each other and the end. What lies between tensors
 * is not. Texts and lists beyond `limits` (vocabularies) are passed over. Throws `gguf/...` problems with file and byte.
 */
export function readGguf(source: ByteSource): GgufFile {
  const { name, size } = source;
  const start = source.read(0, 8);
  if (!isGguf(start)) fail(notGguf(name, startOf(start)));
  const cursor = new Cursor(source);
  cursor.skip(4, 'the magic number');
  const found = versionOf(cursor);
  const tensorCount = countOf(cursor, 'tensors', limits.tensors, leastTensorBytes);
  const entryCount = countOf(cursor, 'metadata entries', limits.entries, leastEntryBytes);
  const metadata = readMetadata(cursor, entryCount);
  const alignment = alignmentOf(metadata.get('general.alignment'), name);
  const listed = readTensorList(cursor, tensorCount);
  const headerBytes = cursor.position;
  const dataOffset = Math.ceil(headerBytes / alignment) * alignment;
  return { name, version: found, size, alignment, headerBytes, dataOffset, metadata, tensors: placed(listed, name, size, dataOffset, alignment) };
}

function versionOf(cursor: Cursor): 2 | 3 {
  const got = cursor.uint32('the version');
  if (got === 2 || got === 3) return got;
  // Read from the wrong end, a small number has its lower half empty.
  if (got !== 0 && got % 2 ** 16 === 0) fail(bigEndian(cursor.file, (got >>> 24) + ((got >>> 16) % 256) * 256));
  return fail(version(cursor.file, got));
}

function countOf(cursor: Cursor, what: string, limit: number, least: number): number {
  const at = cursor.position;
  const count = cursor.count(`the number of ${what}`);
  if (count * least > cursor.left) fail(countBeyondFile(cursor.file, at, what, count, least, cursor.left));
  if (count > limit) fail(tooMany(cursor.file, at, what, count, limit));
  return count;
}

function alignmentOf(value: GgufValue | undefined, file: string): number {
  if (value === undefined) return 32;
  if (value.type !== 'uint32') return fail(wrongAlignment(file, value.type));
  const alignment = Number(value.value);
  const isPower = Number.isInteger(Math.log2(alignment));
  return isPower && alignment >= 8 && alignment <= limits.alignment ? alignment : fail(wrongAlignment(file, `${alignment}`));
}

function startOf(bytes: Uint8Array): string {
  const text = String.fromCharCode(...bytes.subarray(0, 4));
  if (bytes.length === 0) return 'nothing';
  return older[text] === undefined ? [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ') : `"${text}" (${older[text]}, the format before GGUF)`;
}

function fail(problem: Problem): never {
  throw new InputError([problem]);
}
