import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createRng } from '../../../../src/sim/core/rng.js';
import { ggufCodecs, type GgufCodec } from '../../../../src/sim/numerics/gguf/index.js';

function codecNamed(name: string): GgufCodec {
  return ggufCodecs().find((c) => c.name === name)!;
}

function bytesOf(name: string, weights: Float64Array): string {
  const codec = codecNamed(name);
  return [...codec.layout.pack(codec.encode(weights, codec.block.blockSize))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Weights as they are after a file was written and read. */
function stored(codec: GgufCodec, weights: Float64Array): Float64Array {
  const encoded = codec.encode(weights, codec.block.blockSize);
  return codec.decode(codec.layout.unpack(codec.layout.pack(encoded), weights.length));
}

/** Blocks of several kinds: even spread, heavy tails, one sign, few values, a single outlier. */
const anyBlocks = (size: number): fc.Arbitrary<Float64Array> => fc.record({ seed: fc.nat(), kind: fc.integer({ min: 0, max: 4 }), exponent: fc.integer({ min: -20, max: 10 }) }).map(({ seed, kind, exponent }) => {
  const rng = createRng(seed);
  const draw = [
    (): number => 2 * rng.next() - 1,
    (): number => (rng.next() - 0.5) / (0.01 + rng.next()) ** 2,
    (): number => (seed % 2 === 0 ? 1 : -1) * (0.5 + rng.next()),
    (): number => rng.integer(-2, 2),
    (): number => (rng.integer(0, 63) === 0 ? 1000 : 1) * (rng.next() - 0.5),
  ][kind]!;
  return Float64Array.from({ length: 2 * size }, () => draw() * 2 ** exponent);
});

const runs = { numRuns: 60 };
const slack = 1 + 1e-9;

describe('the encoders of GGUF blocks', () => {
  it('give the bytes that the quantisers of gguf-py 0.19 give for the same weights', () => {
    const weights = Float64Array.from({ length: 256 }, (_, i) => Math.fround((((i * 37) % 83) - 41) / 19));
    const expected: Record<string, string> = {
      'q4_0': '513420970e85fd64db42b920a71f86fd64db',
      'q4_1': '533451c020970e85fd64db42b920a71f86fd64db',
      'q5_0': '513054a952b5403e1dfbe9c7a68472503f1d0beac8b6',
      'q5_1': '2f3051c054a95ab5403f1e0bfac8b78473504f1e0cfbc8b7',
      'q8_0': '5a2481f466d84abc2ea01384f769db4dbf32a31687fa6cde51c235a6198afd70e154',
      'tq1_0': '2d86ba86ba31932d932d89ba86ba31942d932d76ba86ba86942d932d93ba86ba81e52ca20e8c0e84af81e52ca22b8c0ef15cd16c5140',
      'tq2_0': '942552255224499449946552255224499449944552255225499449944952255294499225522551944994499225522552944994499225522552144994499625525140',
      'gguf-mxfp4': '7ede19e50b65ac53cd41de29e60b65ac53',
    };
    for (const [name, bytes] of Object.entries(expected)) assert.equal(bytesOf(name, weights.subarray(0, codecNamed(name).block.blockSize)), bytes, name);
  });

  it('keep whole numbers whose largest is the end of the range: q4_0, q4_1, q5_0, q5_1, q8_0', () => {
    const from = (first: number, step = 1): Float64Array => Float64Array.from({ length: 32 }, (_, i) => first + step * i);
    const everyNibble = '00112233445566778899aabbccddeeff';
    // d = 1 is 0x3c00. Weight i and weight 16 + i share a byte.
    assert.equal(bytesOf('q4_0', from(0).map((i) => (i % 16) - 8)), `003c${everyNibble}`);
    assert.equal(bytesOf('q4_1', from(0).map((i) => i % 16)), `003c0000${everyNibble}`);
    assert.equal(bytesOf('q5_0', from(-16)), `003c0000ffff${everyNibble}`);
    assert.equal(bytesOf('q5_1', from(0)), `003c00000000ffff${everyNibble}`);
    assert.equal(bytesOf('q8_0', from(127, -8)), `003c${from(127, -8).reduce((text, x) => text + ((x + 256) % 256).toString(16).padStart(2, '0'), '')}`);
  });

  it('put the largest magnitude at the far end of the range, so that d may be negative: q4_0, q5_0', () => {
    const weights = Float64Array.from({ length: 32 }, (_, i) => (i === 5 ? 16 : 1));
    assert.equal(codecNamed('q4_0').encode(weights, 32).fields['d']![0], -2);
    assert.equal(codecNamed('q5_0').encode(weights, 32).fields['d']![0], -1);
    assert.equal(codecNamed('q5_0').codes(codecNamed('q5_0').encode(weights, 32))[5], -16);
    // Of equals the first counts.
    for (const first of [-8, 8]) assert.equal(codecNamed('q4_0').encode(weights.map((_, i) => (i % 2 === 0 ? first : -first)), 32).fields['d']![0], -first / 8);
    // 1 / -2 lies midway between the codes 0 and -1, and goes up.
    assert.equal(codecNamed('q4_0').codes(codecNamed('q4_0').encode(weights, 32))[0], 0);
  });

  it('pack five trits as a fraction of 256, rounded up: tq1_0', () => {
    const all = (x: number): string => bytesOf('tq1_0', new Float64Array(256).fill(x));
    // All -1: no digit. All 1: ceil(256 * 242 / 243) and, with four trits, ceil(256 * 240 / 243).
    assert.equal(all(-1), `${'00'.repeat(52)}003c`);
    assert.equal(all(1), `${'ff'.repeat(48)}${'fd'.repeat(4)}003c`);
    assert.equal(all(0), `${'80'.repeat(48)}${'7f'.repeat(4)}0000`);
  });

  it('share a power of two as the OCP does, ties towards zero: gguf-mxfp4', () => {
    const codec = codecNamed('gguf-mxfp4');
    const grid = [0, 0.5, 1, 1.5, 2, 3, 4, 6];
    const weights = Float64Array.from({ length: 32 }, (_, i) => [...grid, 0.25, 0.75, 1.25, 1.75, 2.5, 3.5, 5, 7.9][i % 16]! * (i < 16 ? 1 : -1));
    const encoded = codec.encode(weights, 32);
    assert.equal(encoded.fields['d']![0], 0.5);
    assert.deepEqual([...codec.decode(encoded)].slice(0, 16), [...grid, 0, 0.5, 1, 1.5, 2, 3, 4, 6]);
    assert.deepEqual([...codec.codes(encoded)].slice(24), [0, -1, -2, -3, -4, -6, -8, -12]);
    assert.equal(codec.layout.pack(encoded)[0], 127);
    for (const [largest, d] of [[8, 1], [7.99, 0.5], [2 ** 130, 2 ** 126], [2 ** -140, 2 ** -128]] as const) {
      assert.equal(codec.encode(new Float64Array(32).fill(largest), 32).fields['d']![0], d);
    }
  });

  for (const [name, most] of [['q4_1', 15], ['q5_1', 31]] as const) {
    it(`err by half a step of the range at most: ${name}`, () => {
      const codec = codecNamed(name);
      fc.assert(fc.property(anyBlocks(32), (weights) => {
        codec.decode(codec.encode(weights, 32)).forEach((w, i) => {
          const block = weights.subarray(32 * Math.floor(i / 32), 32 * Math.floor(i / 32) + 32);
          const step = (Math.max(...block) - Math.min(...block)) / most;
          assert.ok(Math.abs(w - weights[i]!) <= (step / 2) * slack + 1e-9 * Math.abs(weights[i]!));
        });
      }), runs);
    });
  }

  for (const [name, levels] of [['q4_0', 8], ['q5_0', 16], ['q8_0', 127]] as const) {
    it(`err by half a step at most, but for the end that has one code less: ${name}`, () => {
      const codec = codecNamed(name);
      fc.assert(fc.property(anyBlocks(32), (weights) => {
        const encoded = codec.encode(weights, 32);
        const codes = codec.codes(encoded);
        codec.decode(encoded).forEach((w, i) => {
          const block = weights.subarray(32 * Math.floor(i / 32), 32 * Math.floor(i / 32) + 32);
          const step = Math.max(...block.map(Math.abs)) / levels;
          const share = name !== 'q8_0' && codes[i] === levels - 1 ? 1 : 0.5;
          assert.ok(Math.abs(w - weights[i]!) <= share * step * slack);
        });
      }), runs);
    });
  }

  for (const name of ['tq1_0', 'tq2_0']) {
    it(`take the nearest of -d, 0, d, halves away from zero: ${name}`, () => {
      const codec = codecNamed(name);
      fc.assert(fc.property(anyBlocks(256), (weights) => {
        const encoded = codec.encode(weights, 256);
        const codes = codec.codes(encoded);
        weights.forEach((w, i) => {
          const d = encoded.fields['d']![Math.floor(i / 256)]!;
          assert.equal(codes[i], d !== 0 && Math.abs(w) / d >= 0.5 ? Math.sign(w) : 0);
        });
      }), runs);
    });
  }

  for (const [name, size, mostCode, mostScale] of [['q2_k', 16, 3, 15], ['q4_k', 32, 15, 63], ['q5_k', 32, 31, 63]] as const) {
    it(`err by no more than a covering range would, in the sum of squares of a sub-block: ${name}`, () => {
      const codec = codecNamed(name);
      fc.assert(fc.property(anyBlocks(256), (weights) => {
        const encoded = codec.encode(weights, 256);
        const decoded = codec.decode(encoded);
        for (let s = 0; s < weights.length / size; s++) {
          const part = weights.subarray(s * size, (s + 1) * size);
          const [d, dmin] = ['d', 'dmin'].map((f) => encoded.fields[f]![Math.floor((s * size) / 256)]!) as [number, number];
          // Rounding the minimum up and then the scale up widens the range by less than dmin and the step by less than d.
          const step = (Math.max(...part) - Math.min(0, ...part) + dmin) / mostCode + d;
          const sum = part.reduce((total, w, i) => total + (w - decoded[s * size + i]!) ** 2, 0);
          assert.ok(sum <= size * (step / 2) ** 2 * slack, `${sum} against ${size * (step / 2) ** 2}`);
          for (const field of ['scales', 'mins']) {
            const whole = encoded.fields[field]![s]!;
            assert.ok(Number.isInteger(whole) && whole >= 0 && whole <= mostScale);
          }
        }
      }), runs);
    });
  }

  for (const [name, size, gap, bits] of [['q3_k', 16, 1, 6], ['q6_k', 16, 1, 8], ['iq4_xs', 32, 14, 6]] as const) {
    it(`err by no more than the step of the whole range, in the sum of squares of a sub-block: ${name}`, () => {
      const codec = codecNamed(name);
      const far = Math.abs(codec.elements()[0]!.values[0]! < 0 ? codec.elements()[0]!.values[0]! : codec.elements()[0]!.values[2 ** (codec.patternBits - 1)]!);
      fc.assert(fc.property(anyBlocks(256), (weights) => {
        const encoded = codec.encode(weights, 256);
        const decoded = codec.decode(encoded);
        for (let s = 0; s < weights.length / size; s++) {
          const part = weights.subarray(s * size, (s + 1) * size);
          const d = Math.abs(encoded.fields['d']![Math.floor((s * size) / 256)]!);
          // `gap` is the furthest a value within the range of the far end is from a code, in units of the codes.
          const furthest = gap * (Math.max(...part.map(Math.abs)) / far + d);
          const sum = part.reduce((total, w, i) => total + (w - decoded[s * size + i]!) ** 2, 0);
          assert.ok(sum <= size * furthest ** 2 * slack, `${sum} against ${size * furthest ** 2}`);
          const scale = encoded.fields['scales']![s]!;
          assert.ok(Number.isInteger(scale) && scale >= -(2 ** (bits - 1)) && scale < 2 ** (bits - 1));
        }
      }), runs);
    });
  }

  it('err on normal weights by 27 % with 2-bit codes, 15 % with 3, 7.5 % with 4, 3.8 % with 5 and 1.8 % with 6, in the root of the mean square', () => {
    // Box and Muller's normal numbers; the error is relative to that of no codes at all.
    const rng = createRng(7);
    const weights = Float64Array.from({ length: 256 * 64 }, () => 0.02 * Math.sqrt(-2 * Math.log(1 - rng.next())) * Math.cos(2 * Math.PI * rng.next()));
    const energy = weights.reduce((sum, w) => sum + w * w, 0);
    const known: Record<string, number> = { 'q2_k': 0.27, 'q3_k': 0.15, 'q4_k': 0.075, 'iq4_nl': 0.075, 'iq4_xs': 0.075, 'q5_k': 0.038, 'q6_k': 0.018 };
    for (const [name, expected] of Object.entries(known)) {
      const decoded = stored(codecNamed(name), weights);
      const error = Math.sqrt(weights.reduce((sum, w, i) => sum + (w - decoded[i]!) ** 2, 0) / energy);
      assert.ok(Math.abs(error / expected - 1) < 0.05, `${name}: ${error}`);
    }
  });

  for (const codec of ggufCodecs()) {
    const { blockSize } = codec.block;

    it(`give zeros for zeros, and for weights too small to store: ${codec.name}`, () => {
      const zeros = new Float64Array(2 * blockSize);
      assert.deepEqual(codec.decode(codec.encode(zeros, blockSize)), zeros);
      assert.deepEqual(stored(codec, zeros), zeros);
      for (const tiny of [Number.MIN_VALUE, 1e-320, 1e-300, 1e-60]) {
        const weights = zeros.map((_, i) => (i % 3 === 0 ? tiny : i % 7 === 0 ? -9 * tiny : 0));
        codec.decode(codec.encode(weights, blockSize)).forEach((w) => { assert.ok(Math.abs(w) <= Math.max(20 * tiny, 2 ** -124)); });
        const largest = Math.max(...stored(codec, weights).map(Math.abs));
        // The least scale of E8M0 is above 0, and so is a code that is nearest to nothing.
        assert.ok(codec.name === 'gguf-mxfp4' ? largest <= 2 ** -124 : largest === 0, String(largest));
      }
    });

    it(`err by less than the largest magnitude of the block, and alike for FP32 and FP64 weights: ${codec.name}`, () => {
      fc.assert(fc.property(anyBlocks(blockSize), (wide) => {
        const weights = Float32Array.from(wide);
        const encoded = codec.encode(weights, blockSize);
        assert.deepEqual(codec.encode(Float64Array.from(weights), blockSize), encoded);
        codec.decode(encoded).forEach((w, i) => {
          const first = blockSize * Math.floor(i / blockSize);
          const largest = Math.max(...weights.subarray(first, first + blockSize).map(Math.abs));
          assert.ok(largest === 0 ? w === 0 : Math.abs(w - weights[i]!) < largest);
        });
      }), { numRuns: 15 });
    });
  }
});
