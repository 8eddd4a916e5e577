import { InputError } from '../../core/diagnostics.js';
import { patternsFor, type Encoded, type Patterns, type Weights } from '../codec.js';
import { elementFormat } from '../formats/element.js';
import { readPieces, writePieces } from './bits.js';
import type { BlockFormat, GgufCodec } from './block-format.js';
import { ggufTensorBytes } from './blocks.js';
import { trailingBytes, truncated } from './diagnostics.js';

/**
 * The codec of a block format. Decoding is exact in double precision: with an FP16 d each product has at most 24 significant bits, so
 * that ggml's FP32 result is this one rounded once. Negative zeros are given as 0.
 */
export function blockCodec(format: BlockFormat): GgufCodec {
  const { name, summary, source, patternBits, fields, block } = format;
  const codes = (encoded: Encoded): Float64Array => Float64Array.from({ length: encoded.length }, (_, i) => format.codes[encoded.patterns[i]!]!);
  return {
    name, summary, source, patternBits, fields, block,
    vectorLength: 1,
    group: { usual: block.blockSize, fixed: true },
    elements: () => [elementFormat(name, patternBits, format.written ?? format.codes)],
    encode: (weights, groupSize) => encode(format, weights, groupSize),
    decode: (encoded) => decode(format, encoded, codes(encoded)),
    codes,
    layout: {
      bytesPerGroup: block.blockBytes,
      pack: (encoded) => pack(format, encoded),
      unpack: (bytes, length) => unpack(format, bytes, length),
    },
  };
}

function encode(format: BlockFormat, weights: Weights, groupSize: number): Encoded {
  const { blockSize, name } = format.block;
  if (groupSize !== blockSize) throw new RangeError(`a block of ${name} has ${blockSize} weights, not ${groupSize}`);
  const encoded = empty(format, weights.length);
  for (let b = 0; b < weights.length / blockSize; b++) {
    const here = Object.fromEntries(format.fields.map((f) => [f.name, encoded.fields[f.name]!.subarray(b * f.count, (b + 1) * f.count)]));
    const [from, to] = [b * blockSize, (b + 1) * blockSize];
    format.encodeBlock(weights.subarray(from, to), encoded.patterns.subarray(from, to), here);
  }
  return encoded;
}

/** Patterns and fields of that many weights, all 0. */
function empty(format: BlockFormat, length: number): Encoded {
  const { blockSize } = format.block;
  // Asked for its check: the weights must fill whole blocks.
  ggufTensorBytes(format.block, length);
  const fields = Object.fromEntries(format.fields.map((f) => [f.name, new Float64Array((length / blockSize) * f.count)]));
  return { length, groupSize: blockSize, patterns: patternsFor(format.patternBits, length), fields };
}

/** Codes to weights, in place. */
function decode(format: BlockFormat, encoded: Encoded, weights: Float64Array): Float64Array {
  const { blockSize } = format.block;
  const { d, m, scales, dmin, mins } = encoded.fields;
  const size = format.subBlock ?? blockSize;
  for (let s = 0; s < encoded.length / size; s++) {
    const b = Math.floor((s * size) / blockSize);
    const step = d![b]! * (scales?.[s] ?? 1);
    // 0 + m turns -0 into 0.
    const offset = 0 + (m?.[b] ?? 0) - (dmin?.[b] ?? 0) * (mins?.[s] ?? 0);
    for (let i = s * size; i < (s + 1) * size; i++) weights[i] = weights[i]! * step + offset;
  }
  return weights;
}

function pack(format: BlockFormat, encoded: Encoded): Uint8Array {
  const { blockSize, blockBytes } = format.block;
  const bytes = new Uint8Array(ggufTensorBytes(format.block, encoded.length));
  const scratch = scratchFor(format);
  for (let b = 0; b < encoded.length / blockSize; b++) {
    for (const { name, count, store, pieces } of format.fields) {
      const numbers = encoded.fields[name]!;
      for (let i = 0; i < count; i++) scratch[i] = store.toBits(numbers[b * count + i]!);
      writePieces(pieces, bytes, b * blockBytes, scratch, 0);
    }
    format.patterns.write(bytes, b * blockBytes, encoded.patterns, b * blockSize);
  }
  return bytes;
}

function unpack(format: BlockFormat, bytes: Uint8Array, length: number): Encoded {
  const { blockSize, blockBytes, name: type } = format.block;
  const expected = ggufTensorBytes(format.block, length);
  if (bytes.length < expected) throw new InputError([truncated(type, length, expected, bytes.length)]);
  if (bytes.length > expected) throw new InputError([trailingBytes(type, length, expected, bytes.length)]);
  const encoded = empty(format, length);
  const scratch = scratchFor(format);
  for (let b = 0; b < length / blockSize; b++) {
    for (const { name, count, store, pieces } of format.fields) {
      const numbers = encoded.fields[name]!;
      scratch.fill(0);
      readPieces(pieces, bytes, b * blockBytes, scratch, 0);
      for (let i = 0; i < count; i++) numbers[b * count + i] = store.fromBits(scratch[i]!);
    }
    format.patterns.read(bytes, b * blockBytes, encoded.patterns, b * blockSize);
  }
  return encoded;
}

/** Room for the bits of the field with the most numbers. */
function scratchFor(format: BlockFormat): Patterns {
  return new Uint16Array(Math.max(...format.fields.map((f) => f.count)));
}
