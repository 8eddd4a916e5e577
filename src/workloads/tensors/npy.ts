import { InputError } from '../../sim/core/diagnostics.js';
import { integerTooLarge, leftOver, npyHeader, npyHeaderTooLong, npyVersion, tooManyNumbers, truncated, unreadType } from './diagnostics.js';
import { parseNpyHeader } from './npy-header.js';
import { firstInexact, numbersOf, storedType, type StoredType } from './stored-type.js';
import { elementCount, maxNumbers, type ByteSource, type Tensor, type TensorEntry } from './tensor.js';

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const maxHeaderBytes = 2 ** 20;

/** True where the bytes begin as a .npy file does. */
export function isNpy(start: Uint8Array): boolean {
  return magic.every((byte, i) => start[i] === byte);
}

/**
 * The array of a NumPy .npy file of version 1, 2 or 3 (numpy.lib.format): magic, version, header length (2 bytes, from version 2 on 4),
 * a header in Python's notation, the numbers. Either byte order; Fortran order becomes C order. Throws `tensor/...` problems.
 */
export function npyEntry(source: ByteSource, name: string): TensorEntry {
  const { name: file, size } = source;
  const prelude = source.read(0, 12);
  const [major, minor] = [prelude[6] ?? 0, prelude[7] ?? 0];
  if (prelude.length < 10) throw new InputError([truncated(file, 'the header length', 10, size)]);
  if (major < 1 || major > 3 || minor !== 0) throw new InputError([npyVersion(file, major, minor)]);
  const start = major === 1 ? 10 : 12;
  if (prelude.length < start) throw new InputError([truncated(file, 'the header length', start, size)]);
  const length = prelude.subarray(8, start).reduceRight((sum, byte) => sum * 256 + byte, 0);
  if (length > maxHeaderBytes) throw new InputError([npyHeaderTooLong(file, length, maxHeaderBytes)]);
  const offset = start + length;
  if (offset > size) throw new InputError([truncated(file, 'the header', offset, size)]);
  // One character a byte, so that places in the text are places in the file.
  const text = new TextDecoder('latin1').decode(source.read(start, length));
  const { descr, fortranOrder, shape } = parseNpyHeader(text, start, file, name);
  const { type, isLittle } = typeOf(descr, file, name, start + Math.max(0, text.indexOf(descr)));

  const count = elementCount(shape);
  if (count > maxNumbers) throw new InputError([tooManyNumbers(file, name, count, maxNumbers)]);
  const end = offset + count * type.bytes;
  if (end > size) throw new InputError([truncated(file, `an array of ${shapeText(shape)}`, end, size)]);
  if (end < size) throw new InputError([leftOver(file, end, size)]);
  return {
    name, shape, dtype: type.name,
    read: () => {
      const bytes = source.read(offset, end - offset);
      if (bytes.length < end - offset) throw new InputError([truncated(file, 'the data', end, offset + bytes.length)]);
      const values = numbersOf(bytes, type, isLittle);
      const wrong = firstInexact(values, type);
      if (wrong >= 0) throw new InputError([integerTooLarge(file, name, wrong, offset + wrong * type.bytes)]);
      return { name, shape, dtype: type.name, values: fortranOrder ? inCOrder(values, shape) : values };
    },
  };
}

const kinds: Readonly<Record<string, string>> = { f: 'fp', i: 'int', u: 'uint' };
const unread: Readonly<Record<string, string>> = { 'O': 'Python objects', 'b': 'booleans', '?': 'booleans', 'c': 'complex numbers', 'S': 'texts', 'U': 'texts', 'V': 'bytes without a meaning', 'M': 'dates', 'm': 'times' };

/** The type that NumPy's notation means: byte order, kind, bytes. */
function typeOf(descr: string, file: string, name: string, byte: number): { readonly type: StoredType; readonly isLittle: boolean } {
  const [, order, kind, digits] = /^([<>|])([A-Za-z?])(\d*)$/.exec(descr) ?? [];
  if (order === undefined || kind === undefined) throw new InputError([npyHeader(file, byte, 'a type such as "<f4" or "|i1"', descr)]);
  const size = Number(digits);
  const isKnown = Object.hasOwn(kinds, kind) && (kind === 'f' ? [2, 4, 8] : [1, 2, 4, 8]).includes(size);
  if (!isKnown) throw new InputError([unreadType(file, name, unread[kind] ?? `numbers of ${size} bytes`, descr)]);
  if (order === '|' && size > 1) throw new InputError([npyHeader(file, byte, 'a byte order, "<" or ">"', descr)]);
  return { type: storedType(`${kinds[kind]!}${8 * size}`), isLittle: order !== '>' };
}

function shapeText(shape: readonly number[]): string {
  return shape.length === 0 ? 'one number' : shape.join(' x ');
}

/** The same array with its last dimension contiguous instead of its first. */
function inCOrder(values: Tensor['values'], shape: readonly number[]): Tensor['values'] {
  if (shape.length < 2) return values;
  const result = values.slice();
  const columns = shape[shape.length - 1]!;
  const rows = columns === 0 ? 0 : values.length / columns;
  // In Fortran order the last dimension has the largest stride: all that comes before it.
  const index = new Array<number>(shape.length - 1).fill(0);
  const strides = shape.map((_, d) => elementCount(shape.slice(0, d)));
  for (let row = 0; row < rows; row++) {
    let from = index.reduce((sum, i, d) => sum + i * strides[d]!, 0);
    for (let column = 0; column < columns; column++, from += rows) result[row * columns + column] = values[from]!;
    for (let d = index.length - 1; d >= 0; d--) {
      index[d] = index[d]! + 1;
      if (index[d]! < shape[d]!) break;
      index[d] = 0;
    }
  }
  return result;
}
