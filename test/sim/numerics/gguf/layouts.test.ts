import assert from 'node:assert/strict';
import { createRng, type Rng } from '../../../../src/sim/core/rng.js';
import { bitsPerWeightOf } from '../../../../src/sim/numerics/codec.js';
import { ggufBitsPerWeight, ggufBlock, ggufCodecOf, ggufCodecs, type GgufCodec } from '../../../../src/sim/numerics/gguf/index.js';
import { problemOf } from '../../../kit/problems.js';

/** A number of `count` bits, one bit at a time, from bit `offset` of the block on (bit 0 is the least significant of byte 0). */
function bits(block: Uint8Array, offset: number, count: number): number {
  let value = 0;
  for (let n = 0; n < count; n++) {
    if ((Math.floor(block[Math.floor((offset + n) / 8)]! / 2 ** ((offset + n) % 8)) & 1) === 1) value += 2 ** n;
  }
  return value;
}

/** The FP16 number in two bytes. */
function half(block: Uint8Array, byte: number): number {
  const [mantissa, exponent, sign] = [bits(block, 8 * byte, 10), bits(block, 8 * byte + 10, 5), bits(block, 8 * byte + 15, 1)];
  const magnitude = exponent === 0 ? mantissa / 2 ** 24 : exponent === 31 ? (mantissa === 0 ? Infinity : NaN) : (1 + mantissa / 1024) * 2 ** (exponent - 15);
  return sign === 1 ? -magnitude : magnitude;
}

/** The low or the high half of a byte. */
const nibble = (block: Uint8Array, byte: number, high: boolean): number => bits(block, 8 * byte + (high ? 4 : 0), 4);
const signedByte = (block: Uint8Array, byte: number): number => (bits(block, 8 * byte, 8) + 128) % 256 - 128;

const iq4 = [-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113];
const e2m1 = [0, 0.5, 1, 1.5, 2, 3, 4, 6];

/** Scale and minimum of sub-block s in the twelve bytes of Q4_K and Q5_K. */
function scaleAndMin(b: Uint8Array, s: number): [number, number] {
  if (s < 4) return [b[4 + s]! % 64, b[8 + s]! % 64];
  return [(b[8 + s]! % 16) + 16 * Math.floor(b[s]! / 64), Math.floor(b[8 + s]! / 16) + 16 * Math.floor(b[4 + s]! / 64)];
}

/** Trit n of a byte: the n-th digit after the point of byte / 256 in base 3. */
function digit(byte: number, n: number): number {
  return Math.floor((byte * 3 ** (n + 1)) / 256) % 3;
}

/** Weight i of a block, and the bytes at which its FP16 numbers lie: each format as a formula of its own. */
const slow: Readonly<Record<string, { readonly halves: readonly number[]; weight(b: Uint8Array, i: number): number }>> = {
  'q4_0': { halves: [0], weight: (b, i) => half(b, 0) * (nibble(b, 2 + (i % 16), i >= 16) - 8) },
  'q4_1': { halves: [0, 2], weight: (b, i) => half(b, 0) * nibble(b, 4 + (i % 16), i >= 16) + half(b, 2) },
  'q5_0': { halves: [0], weight: (b, i) => half(b, 0) * (nibble(b, 6 + (i % 16), i >= 16) + 16 * bits(b, 16 + i, 1) - 16) },
  'q5_1': { halves: [0, 2], weight: (b, i) => half(b, 0) * (nibble(b, 8 + (i % 16), i >= 16) + 16 * bits(b, 32 + i, 1)) + half(b, 2) },
  'q8_0': { halves: [0], weight: (b, i) => half(b, 0) * signedByte(b, 2 + i) },
  'q2_k': {
    halves: [80, 82],
    weight: (b, i) => {
      const [scale, min] = [b[Math.floor(i / 16)]! % 16, Math.floor(b[Math.floor(i / 16)]! / 16)];
      const q = bits(b, 8 * (16 + 32 * Math.floor(i / 128) + (i % 32)) + 2 * Math.floor((i % 128) / 32), 2);
      return half(b, 80) * scale * q - half(b, 82) * min;
    },
  },
  'q3_k': {
    halves: [108],
    weight: (b, i) => {
      const s = Math.floor(i / 16);
      const scale = nibble(b, 96 + (s % 8), s >= 8) + 16 * bits(b, 8 * (104 + (s % 4)) + 2 * Math.floor(s / 4), 2) - 32;
      const low = bits(b, 8 * (32 + 32 * Math.floor(i / 128) + (i % 32)) + 2 * Math.floor((i % 128) / 32), 2);
      return half(b, 108) * scale * (low - (bits(b, 8 * (i % 32) + Math.floor(i / 32), 1) === 1 ? 0 : 4));
    },
  },
  'q4_k': {
    halves: [0, 2],
    weight: (b, i) => {
      const [scale, min] = scaleAndMin(b, Math.floor(i / 32));
      return half(b, 0) * scale * nibble(b, 16 + 32 * Math.floor(i / 64) + (i % 32), i % 64 >= 32) - half(b, 2) * min;
    },
  },
  'q5_k': {
    halves: [0, 2],
    weight: (b, i) => {
      const [scale, min] = scaleAndMin(b, Math.floor(i / 32));
      const q = nibble(b, 48 + 32 * Math.floor(i / 64) + (i % 32), i % 64 >= 32) + 16 * bits(b, 8 * (16 + (i % 32)) + Math.floor(i / 32), 1);
      return half(b, 0) * scale * q - half(b, 2) * min;
    },
  },
  'q6_k': {
    halves: [208],
    weight: (b, i) => {
      const [part, j] = [Math.floor(i / 128), i % 128];
      const q = nibble(b, 64 * part + (j % 64), j >= 64) + 16 * bits(b, 8 * (128 + 32 * part + (j % 32)) + 2 * Math.floor(j / 32), 2);
      return half(b, 208) * signedByte(b, 192 + Math.floor(i / 16)) * (q - 32);
    },
  },
  'iq4_nl': { halves: [0], weight: (b, i) => half(b, 0) * iq4[nibble(b, 2 + (i % 16), i >= 16)]! },
  'iq4_xs': {
    halves: [0],
    weight: (b, i) => {
      const s = Math.floor(i / 32);
      const scale = nibble(b, 4 + Math.floor(s / 2), s % 2 === 1) + 16 * bits(b, 16 + 2 * s, 2) - 32;
      return half(b, 0) * scale * iq4[nibble(b, 8 + 16 * s + (i % 16), i % 32 >= 16)]!;
    },
  },
  'tq1_0': {
    halves: [52],
    weight: (b, i) => {
      const [byte, n] = i < 160 ? [i % 32, Math.floor(i / 32)] : i < 240 ? [32 + ((i - 160) % 16), Math.floor((i - 160) / 16)] : [48 + (i % 4), Math.floor((i - 240) / 4)];
      return half(b, 52) * (digit(b[byte]!, n) - 1);
    },
  },
  'tq2_0': { halves: [64], weight: (b, i) => half(b, 64) * (bits(b, 8 * (32 * Math.floor(i / 128) + (i % 32)) + 2 * Math.floor((i % 128) / 32), 2) - 1) },
  'gguf-mxfp4': {
    halves: [],
    weight: (b, i) => {
      const q = nibble(b, 1 + (i % 16), i >= 16);
      return 2 ** (b[0]! - 127) * e2m1[q % 8]! * (q >= 8 ? -1 : 1);
    },
  },
};

function randomBytes(rng: Rng, count: number): Uint8Array {
  return Uint8Array.from({ length: count }, () => rng.integer(0, 255));
}

/** Random blocks; with `finite`, no FP16 number of them is infinite or NaN. */
function randomBlocks(rng: Rng, codec: GgufCodec, count: number, finite: boolean): Uint8Array {
  const { blockBytes } = codec.block;
  const bytes = randomBytes(rng, count * blockBytes);
  if (finite) {
    for (let b = 0; b < count; b++) {
      for (const byte of slow[codec.name]!.halves) bytes[b * blockBytes + byte + 1]! &= 0xbf;
    }
  }
  return bytes;
}

/** -0 as 0. */
const plain = (x: number): number => x + 0;

describe('the block formats of GGUF', () => {
  const rng = createRng(20);

  it('are those that this catalogue promises, each under the name of its type', () => {
    assert.deepEqual(ggufCodecs().map((c) => c.name), ['q4_0', 'q4_1', 'q5_0', 'q5_1', 'q8_0', 'q2_k', 'q3_k', 'q4_k', 'q5_k', 'q6_k', 'iq4_nl', 'iq4_xs', 'tq1_0', 'tq2_0', 'gguf-mxfp4']);
    for (const codec of ggufCodecs()) {
      assert.equal(codec.name.replace('gguf-', '').toUpperCase(), codec.block.name);
      assert.equal(ggufCodecOf(codec.block), codec);
      assert.ok(codec.source.length > 20 && codec.summary.length > 20);
    }
  });

  it('take the known bits a weight', () => {
    const known: Record<string, number> = {
      'q4_0': 4.5, 'q4_1': 5, 'q5_0': 5.5, 'q5_1': 6, 'q8_0': 8.5, 'q2_k': 2.625, 'q3_k': 3.4375, 'q4_k': 4.5, 'q5_k': 5.5, 'q6_k': 6.5625,
      'iq4_nl': 4.5, 'iq4_xs': 4.25, 'tq1_0': 1.6875, 'tq2_0': 2.0625, 'gguf-mxfp4': 4.25,
    };
    for (const codec of ggufCodecs()) {
      assert.equal((8 * codec.layout.bytesPerGroup) / codec.group.usual, known[codec.name]);
      assert.equal(ggufBitsPerWeight(codec.block), known[codec.name]);
      // Five trits share a byte in TQ1_0, which no whole number of bits a pattern can say.
      if (codec.name !== 'tq1_0') assert.equal(bitsPerWeightOf(codec, codec.group.usual), known[codec.name]);
    }
  });

  for (const codec of ggufCodecs()) {
    const { blockSize, blockBytes } = codec.block;

    it(`decodes any bytes as a slow decoder of the layout does: ${codec.name}`, () => {
      for (const finite of [true, false]) {
        const bytes = randomBlocks(rng, codec, 60, finite);
        const weights = codec.decode(codec.layout.unpack(bytes, 60 * blockSize));
        weights.forEach((weight, i) => {
          const block = bytes.subarray(Math.floor(i / blockSize) * blockBytes);
          const expected = slow[codec.name]!.weight(block, i % blockSize);
          assert.ok(Object.is(weight, plain(expected)), `weight ${i}: ${weight}, expected ${expected}`);
        });
      }
    });

    it(`writes back the bytes that it read: ${codec.name}`, () => {
      const blocks = 60;
      let bytes = randomBlocks(rng, codec, blocks, true);
      // Of the 256 values of a byte with five trits, 13 are not written: reading and writing once leaves the others.
      if (codec.name === 'tq1_0') bytes = codec.layout.pack(codec.layout.unpack(bytes, blocks * blockSize));
      const encoded = codec.layout.unpack(bytes, blocks * blockSize);
      assert.deepEqual(codec.layout.pack(encoded), bytes);
      assert.deepEqual(codec.layout.unpack(codec.layout.pack(encoded), blocks * blockSize), encoded);
    });

    it(`stores what it encodes, but for the rounding of its numbers: ${codec.name}`, () => {
      const weights = Float64Array.from({ length: 5 * blockSize }, () => (rng.next() - 0.5) * 0.1);
      const encoded = codec.encode(weights, blockSize);
      const stored = codec.layout.unpack(codec.layout.pack(encoded), weights.length);
      const rounded = Object.fromEntries(codec.fields.map((f) => [f.name, encoded.fields[f.name]!.map((x) => f.store.fromBits(f.store.toBits(x)))]));
      assert.deepEqual(stored, { ...encoded, fields: rounded });
      assert.equal(codec.layout.pack(encoded).length, 5 * blockBytes);
      for (const field of codec.fields) assert.equal(encoded.fields[field.name]!.length, 5 * field.count);
    });

    it(`looks its codes up in its one grid: ${codec.name}`, () => {
      const encoded = codec.encode(Float64Array.from({ length: 4 * blockSize }, () => rng.next() - 0.5), blockSize);
      const [grid, ...others] = codec.elements();
      assert.equal(others.length, 0);
      assert.equal(grid!.bits, codec.patternBits);
      assert.deepEqual(codec.codes(encoded), Float64Array.from(encoded.patterns, (pattern) => grid!.values[pattern]!));
    });

    it(`refuses bytes and weights that do not fill its blocks: ${codec.name}`, () => {
      const { layout } = codec;
      for (const missing of [1, blockBytes - 1, blockBytes, 3 * blockBytes]) {
        const problem = problemOf(() => layout.unpack(new Uint8Array(3 * blockBytes - missing), 3 * blockSize));
        assert.equal(problem.code, 'gguf/truncated');
        assert.match(problem.message, new RegExp(`take ${3 * blockBytes} bytes, got ${3 * blockBytes - missing}$`));
      }
      assert.equal(problemOf(() => layout.unpack(new Uint8Array(3 * blockBytes + 1), 3 * blockSize)).code, 'gguf/trailing-bytes');
      assert.equal(problemOf(() => layout.unpack(new Uint8Array(3 * blockBytes), 3 * blockSize - 1)).code, 'gguf/partial-block');
      assert.equal(problemOf(() => codec.encode(new Float64Array(blockSize + 1), blockSize)).code, 'gguf/partial-block');
      assert.throws(() => codec.encode(new Float64Array(blockSize), 2 * blockSize), RangeError);
    });

    it(`has nothing to store for no weights: ${codec.name}`, () => {
      assert.equal(codec.layout.pack(codec.encode(new Float64Array(0), blockSize)).length, 0);
      assert.equal(codec.decode(codec.layout.unpack(new Uint8Array(0), 0)).length, 0);
    });
  }

  it('never give a negative zero', () => {
    // d = m = -0.
    const bytes = new Uint8Array(20).fill(0x80, 1, 2).fill(0x80, 3, 4);
    const codec = ggufCodecOf(ggufBlock('Q4_1'));
    for (const weight of codec.decode(codec.layout.unpack(bytes, 32))) assert.ok(Object.is(weight, 0));
  });

  it('are not all decoded: types with codebooks are refused', () => {
    for (const name of ['IQ2_XXS', 'IQ2_XS', 'IQ2_S', 'IQ3_XXS', 'IQ3_S', 'IQ1_S', 'IQ1_M', 'I2_S', 'Q8_K', 'F16']) {
      const problem = problemOf(() => ggufCodecOf(ggufBlock(name)));
      assert.equal(problem.code, 'gguf/not-decoded');
      assert.ok(problem.message.includes(name) && problem.remedy!.includes('Q4_K'));
    }
  });
});
