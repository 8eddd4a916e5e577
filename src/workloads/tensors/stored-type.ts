import { decodeFloat, bf16, floatBits, floatFormat, fp16, type FloatFormat } from '../../sim/numerics/formats/float-format.js';
import { e4m3 } from '../../sim/numerics/formats/scale-store.js';
import type { Tensor } from './tensor.js';

/** A number format of files: what its bytes stand for. */
export interface StoredType {
  readonly name: string;
  /** Bytes of one number. */
  readonly bytes: number;
  /** The numbers from a place that is a multiple of `bytes`, in the byte order of this machine. */
  decode(buffer: ArrayBufferLike, offset: number, count: number): Tensor['values'];
  /** True where a pattern can be a whole number that no double is. */
  readonly exceedsDoubles?: boolean;
}

const e5m2 = floatFormat(5, 2, { specials: 'ieee', name: 'e5m2' });

const types: readonly StoredType[] = [
  { name: 'fp64', bytes: 8, decode: (buffer, offset, count) => new Float64Array(buffer, offset, count) },
  { name: 'fp32', bytes: 4, decode: (buffer, offset, count) => new Float32Array(buffer, offset, count) },
  smallFloat('fp16', fp16), smallFloat('bf16', bf16), smallFloat('fp8-e4m3', e4m3), smallFloat('fp8-e5m2', e5m2),
  { name: 'int8', bytes: 1, decode: (buffer, offset, count) => new Float32Array(new Int8Array(buffer, offset, count)) },
  { name: 'uint8', bytes: 1, decode: (buffer, offset, count) => new Float32Array(new Uint8Array(buffer, offset, count)) },
  { name: 'int16', bytes: 2, decode: (buffer, offset, count) => new Float32Array(new Int16Array(buffer, offset, count)) },
  { name: 'uint16', bytes: 2, decode: (buffer, offset, count) => new Float32Array(new Uint16Array(buffer, offset, count)) },
  { name: 'int32', bytes: 4, decode: (buffer, offset, count) => new Float64Array(new Int32Array(buffer, offset, count)) },
  { name: 'uint32', bytes: 4, decode: (buffer, offset, count) => new Float64Array(new Uint32Array(buffer, offset, count)) },
  { name: 'int64', bytes: 8, exceedsDoubles: true, decode: (buffer, offset, count) => joined(new Int32Array(buffer, offset, 2 * count), new Uint32Array(buffer, offset, 2 * count)) },
  { name: 'uint64', bytes: 8, exceedsDoubles: true, decode: (buffer, offset, count) => joined(new Uint32Array(buffer, offset, 2 * count), new Uint32Array(buffer, offset, 2 * count)) },
];

const byName: ReadonlyMap<string, StoredType> = new Map(types.map((type) => [type.name, type]));

/** The type of that name; the name is one of ours, not of a file. */
export function storedType(name: string): StoredType {
  const found = byName.get(name);
  if (found === undefined) throw new Error(`no stored type ${name}`);
  return found;
}

/** A float of one or two bytes, by a table of all its patterns. */
function smallFloat(name: string, format: FloatFormat): StoredType {
  const bits = floatBits(format);
  let table: Float32Array | undefined;
  return {
    name, bytes: bits / 8,
    decode: (buffer, offset, count) => {
      const patterns = bits === 8 ? new Uint8Array(buffer, offset, count) : new Uint16Array(buffer, offset, count);
      const values = (table ??= Float32Array.from({ length: 2 ** bits }, (_, pattern) => decodeFloat(format, pattern)));
      const numbers = new Float32Array(count);
      for (let i = 0; i < count; i++) numbers[i] = values[patterns[i]!]!;
      return numbers;
    },
  };
}

const hostIsLittle = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Numbers of 64 bits from their upper halves (signed or not) and their lower ones: high 2^32 + low. */
function joined(highs: Int32Array | Uint32Array, lows: Uint32Array): Float64Array {
  const [high, low] = hostIsLittle ? [1, 0] : [0, 1];
  const numbers = new Float64Array(lows.length / 2);
  for (let i = 0; i < numbers.length; i++) numbers[i] = highs[2 * i + high]! * 2 ** 32 + lows[2 * i + low]!;
  return numbers;
}

/** The numbers that bytes stand for: a view of them where this machine reads them as they are, a copy elsewhere. */
export function numbersOf(bytes: Uint8Array, type: StoredType, isLittle: boolean): Tensor['values'] {
  const count = bytes.length / type.bytes;
  if (type.bytes > 1 && isLittle !== hostIsLittle) return type.decode(swapped(bytes, type.bytes).buffer, 0, count);
  if (bytes.byteOffset % type.bytes === 0) return type.decode(bytes.buffer, bytes.byteOffset, count);
  return type.decode(new Uint8Array(bytes).buffer, 0, count);
}

/** Index of the first whole number that doubles cannot tell from its neighbours, or -1. */
export function firstInexact(values: Tensor['values'], type: StoredType): number {
  return type.exceedsDoubles === true ? values.findIndex((value) => !Number.isSafeInteger(value)) : -1;
}

/** A copy with the bytes of each number in reverse. */
function swapped(bytes: Uint8Array, size: number): Uint8Array {
  const result = new Uint8Array(bytes.length);
  for (let i = 0; i < bytes.length; i += size) {
    for (let b = 0; b < size; b++) result[i + b] = bytes[i + size - 1 - b]!;
  }
  return result;
}
