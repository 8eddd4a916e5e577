import { InputError } from '../../sim/core/diagnostics.js';
import type { ByteSource } from '../tensors/tensor.js';
import { limitExceeded, malformed } from './diagnostics.js';

/**
 * A field of a message in the wire format of protocol buffers: a key (number and wire type), then a varint, 8 or 4 bytes, or a length and so many bytes.
 * What has a length is not read: its place is given.
 */
export interface WireField {
  readonly number: number;
  /** `varint`, `fixed64`, `fixed32`, or `bytes` with a length. */
  readonly kind: 'varint' | 'fixed64' | 'fixed32' | 'bytes';
  /** Where its key stands in the file. */
  readonly at: number;
  /** Where its value begins, behind the length, and ends. */
  readonly start: number;
  readonly end: number;
  /** A varint as a signed number of 64 bits, exact up to 2^53; 0 for the others. */
  readonly value: number;
}

/** Bytes of a file at any place, read in pieces. */
export interface WireReader {
  readonly file: string;
  readonly size: number;
  /** Calls `take` for each field between two places; they must end exactly there. */
  message(start: number, end: number, take: (field: WireField) => void): void;
  /** A text in UTF-8; broken bytes become replacement characters, as names are only shown and compared. */
  text(field: WireField): string;
  /** The bytes of a small field. */
  bytes(field: WireField): Uint8Array;
  /** Varints that stand packed in a field, or the one that it is. */
  integers(field: WireField, most: number): readonly number[];
  /** A number of 32 bits, of a field of that kind. */
  single(field: WireField): number;
  fail(at: number, rule: string): never;
  limit(at: number, what: string, most: number): never;
}

const pieceBytes = 65_536;
/** Fields of one file, over all messages: what bounds the time. */
const maxFields = 20_000_000;
const maxTextBytes = 65_536;
const decoder = new TextDecoder();
const kinds = ['varint', 'fixed64', 'bytes', undefined, undefined, 'fixed32'] as const;

/** A reader of a file. What is wrong throws an `InputError` with the byte. */
export function wireReader(source: ByteSource): WireReader {
  const { name: file, size } = source;
  let piece = new Uint8Array(0);
  let pieceStart = 0;
  let place = 0;
  let fields = 0;

  const fail = (at: number, rule: string): never => { throw new InputError([malformed(file, at, rule)]); };
  const limit = (at: number, what: string, most: number): never => { throw new InputError([limitExceeded(file, at, what, most)]); };

  function byteAt(at: number): number {
    if (at < pieceStart || at >= pieceStart + piece.length) {
      piece = new Uint8Array(source.read(at, Math.min(pieceBytes, size - at)));
      pieceStart = at;
      if (piece.length === 0) fail(at, 'the file ends here');
    }
    return piece[at - pieceStart]!;
  }

  /** A varint at `place`, which moves behind it: 7 bits a byte, least first, as two's complement of 64 bits. */
  function varint(end: number): number {
    const begin = place;
    let low = 0;
    let middle = 0;
    let high = 0;
    for (let i = 0; i < 10; i++) {
      if (place >= end) fail(begin, `a number goes on beyond the end of its message at byte ${end}`);
      const byte = byteAt(place++);
      const bits = byte & 0x7f;
      if (i < 4) low += bits * 2 ** (7 * i);
      else if (i < 8) middle += bits * 2 ** (7 * (i - 4));
      else if (i === 8) high += bits;
      else high += (bits & 1) * 128;
      if (byte < 0x80) return (high >= 128 ? high - 256 : high) * 2 ** 56 + middle * 2 ** 28 + low;
    }
    return fail(begin, 'a number has more than 10 bytes');
  }

  function message(start: number, end: number, take: (field: WireField) => void): void {
    let next = start;
    while (next < end) {
      if (++fields > maxFields) limit(next, 'fields', maxFields);
      const at = next;
      place = at;
      const key = varint(end);
      const kind = kinds[key % 8];
      const number = Math.floor(key / 8);
      if (kind === undefined || number < 1 || number >= 2 ** 29) fail(at, `${key} is no key of a field`);
      let value = 0;
      if (kind === 'varint' || kind === 'bytes') value = varint(end);
      const from = kind === 'varint' ? at : place;
      const length = kind === 'bytes' ? value : kind === 'fixed64' ? 8 : kind === 'fixed32' ? 4 : place - at;
      if (length < 0 || length > end - from) fail(at, `field ${number} of ${length} bytes goes beyond the end of its message at byte ${end}`);
      next = from + length;
      take({ number, kind: kind!, at, start: from, end: next, value: kind === 'varint' ? value : 0 });
    }
  }

  function bytes(field: WireField): Uint8Array {
    if (field.kind !== 'bytes') fail(field.at, `field ${field.number} must have a length`);
    const length = field.end - field.start;
    if (length > maxTextBytes) limit(field.at, 'bytes of a text', maxTextBytes);
    if (field.start >= pieceStart && field.end <= pieceStart + piece.length) return piece.subarray(field.start - pieceStart, field.end - pieceStart);
    const read = source.read(field.start, length);
    if (read.length < length) fail(field.start + read.length, 'the file ends here');
    return read;
  }

  return {
    file, size, message, bytes, fail, limit,
    text: (field) => decoder.decode(bytes(field)),
    integers(field, most) {
      if (field.kind === 'varint') return [field.value];
      if (field.kind !== 'bytes') return fail(field.at, `field ${field.number} must be whole numbers`);
      const numbers: number[] = [];
      place = field.start;
      while (place < field.end) {
        if (numbers.length >= most) limit(field.at, 'numbers in a list', most);
        numbers.push(varint(field.end));
      }
      return numbers;
    },
    single(field) {
      if (field.kind !== 'fixed32') return fail(field.at, `field ${field.number} must be a number of 32 bits`);
      const four = new DataView(new ArrayBuffer(4));
      for (let i = 0; i < 4; i++) four.setUint8(i, byteAt(field.start + i));
      return four.getFloat32(0, true);
    },
  };
}
