import { InputError, type Problem } from '../../sim/core/diagnostics.js';
import type { ByteSource } from '../tensors/tensor.js';
import { headerTooLarge, notExact, notUtf8, nulInText, truncated } from './diagnostics.js';
import { limits } from './gguf-file.js';

/** Read at a time, in bytes: the most that is read beyond the end of a header. */
export const chunkBytes = 2 ** 16;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A place in a little-endian file that moves on with each read. Every read is checked against the end of the file, and throws `gguf/...` problems with its place. */
export class Cursor {
  position = 0;
  private readonly source: ByteSource;
  private chunk: Uint8Array = new Uint8Array(0);
  private chunkStart = 0;

  constructor(source: ByteSource) {
    this.source = source;
  }

  get file(): string {
    return this.source.name;
  }

  /** Bytes from here to the end of the file. */
  get left(): number {
    return this.source.size - this.position;
  }

  uint8(what: string): number { return this.next(1, what).getUint8(0); }
  int8(what: string): number { return this.next(1, what).getInt8(0); }
  uint16(what: string): number { return this.next(2, what).getUint16(0, true); }
  int16(what: string): number { return this.next(2, what).getInt16(0, true); }
  uint32(what: string): number { return this.next(4, what).getUint32(0, true); }
  int32(what: string): number { return this.next(4, what).getInt32(0, true); }
  float32(what: string): number { return this.next(4, what).getFloat32(0, true); }
  float64(what: string): number { return this.next(8, what).getFloat64(0, true); }
  uint64(what: string): number | bigint { return small(this.next(8, what).getBigUint64(0, true)); }
  int64(what: string): number | bigint { return small(this.next(8, what).getBigInt64(0, true)); }

  /** A whole number of 64 bits that a double holds. */
  count(what: string): number {
    const at = this.position;
    const bytes = this.next(8, what);
    const high = bytes.getUint32(4, true);
    return high < 2 ** 21 ? high * 2 ** 32 + bytes.getUint32(0, true) : fail(notExact(this.file, at, what));
  }

  /** `length` bytes as text, at most `chunkBytes` of them. */
  text(length: number, what: string): string {
    const at = this.position;
    const bytes = this.take(length, what);
    if (bytes.includes(0)) return fail(nulInText(this.file, at + bytes.indexOf(0), what));
    try {
      return utf8.decode(bytes);
    } catch {
      return fail(notUtf8(this.file, at, what));
    }
  }

  /** Passes over bytes without reading them. */
  skip(length: number, what: string): void {
    this.check(length, what);
    this.position += length;
  }

  private next(length: number, what: string): DataView {
    const bytes = this.take(length, what);
    return new DataView(bytes.buffer, bytes.byteOffset, length);
  }

  /** The next `length` bytes, in the chunk or with a new one from here on. */
  private take(length: number, what: string): Uint8Array {
    this.check(length, what);
    const { position } = this;
    if (position < this.chunkStart || position + length > this.chunkStart + this.chunk.length) {
      this.chunk = this.source.read(position, Math.min(Math.max(length, chunkBytes), this.left));
      this.chunkStart = position;
      if (this.chunk.length < length) return fail(truncated(this.file, position, what, position + length, position + this.chunk.length));
    }
    this.position += length;
    return this.chunk.subarray(position - this.chunkStart, position - this.chunkStart + length);
  }

  private check(length: number, what: string): void {
    const { position, source: { size } } = this;
    const end = position + length;
    if (end > size) fail(truncated(this.file, position, what, end, size));
    if (end > limits.headerBytes) fail(headerTooLarge(this.file, position, what, limits.headerBytes));
  }
}

function small(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function fail(problem: Problem): never {
  throw new InputError([problem]);
}
