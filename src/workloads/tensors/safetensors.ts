import { InputError, type Problem } from '../../sim/core/diagnostics.js';
import { headerLength, headerNotJson, hole, integerTooLarge, leftOver, moreProblems, overlap, tooManyNumbers, truncated, unknownType, unreadType, wrongEntry } from './diagnostics.js';
import { firstInexact, numbersOf, storedType } from './stored-type.js';
import { elementCount, maxNumbers, type ByteSource, type Tensor } from './tensor.js';

/** A tensor of a .safetensors file: where its numbers stand. */
export interface SafetensorsEntry {
  readonly name: string;
  /** As the file writes it: `BF16`, `F32`, ... */
  readonly dtype: string;
  readonly shape: readonly number[];
  /** In bytes, from the start of the file. */
  readonly offset: number;
  readonly bytes: number;
}

export interface SafetensorsHeader {
  /** In the order of their data. */
  readonly entries: readonly SafetensorsEntry[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** Types of the format: the bits of one number, and ours of the same meaning where it is read. */
const types: Readonly<Record<string, { readonly bits: number; readonly stored?: string; readonly holds?: string }>> = {
  F64: { bits: 64, stored: 'fp64' }, F32: { bits: 32, stored: 'fp32' }, F16: { bits: 16, stored: 'fp16' }, BF16: { bits: 16, stored: 'bf16' },
  F8_E4M3: { bits: 8, stored: 'fp8-e4m3' }, F8_E5M2: { bits: 8, stored: 'fp8-e5m2' },
  I8: { bits: 8, stored: 'int8' }, U8: { bits: 8, stored: 'uint8' }, I16: { bits: 16, stored: 'int16' }, U16: { bits: 16, stored: 'uint16' },
  I32: { bits: 32, stored: 'int32' }, U32: { bits: 32, stored: 'uint32' }, I64: { bits: 64, stored: 'int64' }, U64: { bits: 64, stored: 'uint64' },
  BOOL: { bits: 8, holds: 'booleans' }, C64: { bits: 64, holds: 'complex numbers' }, F8_E8M0: { bits: 8, holds: 'powers of two' },
  F6_E2M3: { bits: 6, holds: 'packed floats of 6 bits' }, F6_E3M2: { bits: 6, holds: 'packed floats of 6 bits' }, F4: { bits: 4, holds: 'packed floats of 4 bits' },
};

/** The limit of the format's own library, in bytes. */
const maxHeaderBytes = 100_000_000;
const maxProblems = 20;

/** True where the bytes begin as such a file does: a length of 8 bytes, little-endian and below 4 GiB, then the header's brace. No text has zero bytes. */
export function isSafetensors(start: Uint8Array): boolean {
  return start.length > 8 && start[8] === 0x7b && start.subarray(4, 8).every((byte) => byte === 0);
}

/**
 * What the header of a .safetensors file says: 8 bytes of length, a JSON object of `{dtype, shape, data_offsets}` by name, the data. Only
 * the header is read, whatever the size of the file. Each tensor must have the bytes of its shape and type, and together they must cover
 * the data without overlap or hole. Throws `tensor/...` problems, all together.
 */
export function safetensorsHeader(source: ByteSource): SafetensorsHeader {
  const { name: file, size } = source;
  const prelude = source.read(0, 8);
  if (prelude.length < 8) throw new InputError([truncated(file, 'the header length', 8, size)]);
  const length = prelude.reduceRight((sum, byte) => sum * 256 + byte, 0);
  if (length < 2 || length > maxHeaderBytes) throw new InputError([headerLength(file, length, maxHeaderBytes)]);
  const start = 8 + length;
  if (start > size) throw new InputError([truncated(file, 'the header', start, size)]);
  const header = parsedHeader(source.read(8, length));
  if (header === undefined) throw new InputError([headerNotJson(file, start)]);

  const problems: Problem[] = [];
  const { __metadata__: metadata = {}, ...tensors } = header;
  if (!isTextMap(metadata)) problems.push(wrongEntry(file, '__metadata__', 'an object of texts', shown(metadata)));
  const entries: SafetensorsEntry[] = [];
  for (const [name, value] of Object.entries(tensors)) {
    const entry = entryOf(name, value, start, file);
    if ('code' in entry) problems.push(entry);
    else entries.push(entry);
    if (problems.length >= maxProblems) throw new InputError([...problems, moreProblems(maxProblems)]);
  }
  entries.sort((a, b) => a.offset - b.offset || a.bytes - b.bytes);
  if (problems.length === 0) problems.push(...coverage(entries, start, source).slice(0, maxProblems));
  if (problems.length > 0) throw new InputError(problems);
  return { entries, metadata: metadata as Readonly<Record<string, string>> };
}

/** The numbers of a tensor. Throws `tensor/...` problems: a type that is not read, too many numbers, a file that has become shorter. */
export function readTensor(source: ByteSource, entry: SafetensorsEntry): Tensor {
  const { name: file } = source;
  const { name, shape, dtype, offset, bytes } = entry;
  const { stored, holds = 'something else' } = types[dtype]!;
  if (stored === undefined) throw new InputError([unreadType(file, name, holds, dtype)]);
  const type = storedType(stored);
  if (bytes > maxNumbers * type.bytes) throw new InputError([tooManyNumbers(file, name, elementCount(shape), maxNumbers)]);
  const data = source.read(offset, bytes);
  if (data.length < bytes) throw new InputError([truncated(file, `"${name}"`, offset + bytes, offset + data.length)]);
  const values = numbersOf(data, type, true);
  const wrong = firstInexact(values, type);
  if (wrong >= 0) throw new InputError([integerTooLarge(file, name, wrong, offset + wrong * type.bytes)]);
  return { name, shape, dtype: type.name, values };
}

/** Our name of a type of the format; its own where we have none. */
export function typeName(dtype: string): string {
  return types[dtype]?.stored ?? dtype;
}

function parsedHeader(bytes: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  if (bytes[0] !== 0x7b) return undefined;
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
}

function entryOf(name: string, value: unknown, start: number, file: string): SafetensorsEntry | Problem {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrongEntry(file, name, 'an object with dtype, shape and data_offsets', shown(value));
  const { dtype, shape, data_offsets: offsets } = value as Readonly<Record<string, unknown>>;
  if (typeof dtype !== 'string') return wrongEntry(file, name, 'dtype is a text', shown(dtype));
  if (!Object.hasOwn(types, dtype)) return unknownType(file, name, dtype, Object.keys(types));
  if (!isCounts(shape)) return wrongEntry(file, name, 'shape is a list of whole numbers', shown(shape));
  if (!isCounts(offsets) || offsets.length !== 2 || offsets[0]! > offsets[1]!) return wrongEntry(file, name, 'data_offsets is [begin, end]', shown(offsets));
  const [begin, end] = [offsets[0]!, offsets[1]!];
  const bytes = (elementCount(shape) * types[dtype]!.bits) / 8;
  if (end - begin !== bytes) return wrongEntry(file, name, `${dtype} of shape [${shape.join(', ')}] has ${bytes} bytes`, `${end - begin}`);
  return { name, dtype, shape, offset: start + begin, bytes };
}

/** Overlaps and holes of entries in the order of their data, and data behind the last one. */
function coverage(entries: readonly SafetensorsEntry[], start: number, { name: file, size }: ByteSource): Problem[] {
  const problems: Problem[] = [];
  let end = start;
  let last = '';
  for (const { name, offset, bytes } of entries) {
    if (offset < end) problems.push(overlap(file, name, last, offset - start));
    if (offset > end) problems.push(hole(file, end - start, offset - start));
    if (offset + bytes > size) return [...problems, truncated(file, `"${name}"`, offset + bytes, size)];
    if (offset + bytes >= end) [end, last] = [offset + bytes, name];
  }
  if (end < size) problems.push(leftOver(file, end, size));
  return problems;
}

function isCounts(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && (n as number) >= 0);
}

function isTextMap(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.values(value).every((text) => typeof text === 'string');
}

function shown(value: unknown): string {
  return JSON.stringify(value)?.slice(0, 100) ?? 'nothing';
}
