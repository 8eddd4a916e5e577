import { patternsFor, type Codec, type Encoded, type Field } from './codec.js';
import { fp32Store } from './formats/scale-store.js';
import { secondLevelScales } from './second-level.js';

/**
 * The bytes of a tensor. Unless the format prescribes a layout: each field in the order of the codec, then the patterns, each as one
 * stream of bits, least significant bit first, padded to a byte. A shared field starts with the FP32 units of its channels, of
 * `channelLength` weights each. Numbers of fields are rounded to what their store can hold.
 */
export function pack(codec: Codec, encoded: Encoded, channelLength: number = encoded.length): Uint8Array {
  if (codec.layout !== undefined) return codec.layout.pack(encoded);
  return joined([
    ...codec.fields.flatMap((field) => packedField(field, encoded.fields[field.name]!, encoded.length / channelLength)),
    bitStream(encoded.patterns, codec.patternBits),
  ]);
}

/** The tensor that `pack` wrote. Throws a RangeError where the bytes are not as many as the tensor needs. */
export function unpack(codec: Codec, bytes: Uint8Array, length: number, groupSize: number, channelLength: number = length): Encoded {
  if (codec.layout !== undefined) return codec.layout.unpack(bytes, length);
  const size = packedBytes(codec, length, groupSize, channelLength);
  if (bytes.length !== size) throw new RangeError(`${length} weights of ${codec.name} in groups of ${groupSize} are ${size} bytes, not ${bytes.length}`);
  let at = 0;
  const take = (count: number, bits: number): Uint32Array => {
    const numbers = bitNumbers(bytes.subarray(at), count, bits);
    at += Math.ceil((count * bits) / 8);
    return numbers;
  };
  const fields = Object.fromEntries(codec.fields.map((field): [string, Float64Array] => {
    const units = field.shared === true ? Float64Array.from(take(length / channelLength, 32), (pattern) => fp32Store.fromBits(pattern)) : Float64Array.of(1);
    const patterns = take(numbersOf(field, length, groupSize), field.store.bits);
    const each = patterns.length / units.length;
    return [field.name, Float64Array.from(patterns, (pattern, i) => field.store.fromBits(pattern) * units[Math.floor(i / each)]!)];
  }));
  const count = length / codec.vectorLength;
  const patterns = patternsFor(codec.patternBits, count);
  patterns.set(take(count, codec.patternBits));
  return { length, groupSize, patterns, fields };
}

/** Bytes of a packed tensor. */
export function packedBytes(codec: Codec, length: number, groupSize: number, channelLength: number = length): number {
  if (codec.layout !== undefined) return (codec.layout.bytesPerGroup * length) / codec.group.usual;
  const fields = codec.fields.reduce((sum, field) => sum + (field.shared === true ? (4 * length) / channelLength : 0) + Math.ceil((numbersOf(field, length, groupSize) * field.store.bits) / 8), 0);
  return fields + Math.ceil(((length / codec.vectorLength) * codec.patternBits) / 8);
}

function numbersOf(field: Field, length: number, groupSize: number): number {
  return field.count * (field.per === 'tensor' ? 1 : length / groupSize);
}

function packedField(field: Field, numbers: Float64Array, channels: number): Uint8Array[] {
  if (field.shared !== true) return [bitStream(numbers, field.store.bits, (x) => field.store.toBits(x))];
  const each = numbers.length / channels;
  const units = Float64Array.from({ length: channels }, (_, c) => sharedUnit(field.store.bits, numbers.subarray(c * each, (c + 1) * each)));
  const multiples = numbers.map((x, i) => { const unit = units[Math.floor(i / each)]!; return unit === 0 ? 0 : x / unit; });
  return [bitStream(units, 32, (x) => fp32Store.toBits(x)), bitStream(multiples, field.store.bits, (x) => field.store.toBits(x))];
}

/** The number of which all of a channel are stored as multiples, as FP32. */
function sharedUnit(bits: number, numbers: Float64Array): number {
  return fp32Store.fromBits(fp32Store.toBits(secondLevelScales(numbers, bits).channelScale));
}

/** Numbers of `bits` bits one after the other, least significant bit first. */
export function bitStream(numbers: ArrayLike<number>, bits: number, toBits: (x: number) => number = (x) => x): Uint8Array {
  const bytes = new Uint8Array(Math.ceil((numbers.length * bits) / 8));
  for (let i = 0, at = 0; i < numbers.length; i++) {
    let rest = toBits(numbers[i]!);
    for (let left = bits; left > 0;) {
      const offset = at % 8;
      const taken = Math.min(8 - offset, left);
      const part = rest % 2 ** taken;
      bytes[at >> 3] = bytes[at >> 3]! + part * 2 ** offset;
      rest = Math.floor(rest / 2 ** taken);
      at += taken;
      left -= taken;
    }
  }
  return bytes;
}

/** `count` numbers of `bits` bits from the start of the bytes. */
export function bitNumbers(bytes: Uint8Array, count: number, bits: number): Uint32Array {
  const numbers = new Uint32Array(count);
  for (let i = 0, at = 0; i < count; i++) {
    let number = 0;
    for (let got = 0; got < bits;) {
      const offset = at % 8;
      const taken = Math.min(8 - offset, bits - got);
      number += (Math.floor(bytes[at >> 3]! / 2 ** offset) % 2 ** taken) * 2 ** got;
      at += taken;
      got += taken;
    }
    numbers[i] = number;
  }
  return numbers;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
