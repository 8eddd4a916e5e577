import assert from 'node:assert/strict';
import fc from 'fast-check';
import { codecNamed, codecs } from '../../../../src/sim/numerics/catalogue.js';
import { bitsPerWeightOf, type Codec, type Weights } from '../../../../src/sim/numerics/codec.js';
import { outlierVictims } from '../../../../src/sim/numerics/codecs/olive.js';
import type { GridCodec } from '../../../../src/sim/numerics/codecs/grid.js';
import { quantizationError } from '../../../../src/sim/numerics/error.js';
import { gridOf } from '../../../../src/sim/numerics/formats/element.js';
import { pack, unpack } from '../../../../src/sim/numerics/pack.js';

const all = codecs().filter((codec) => codec.vectorLength === 1);
const named = (name: string): Codec => codecNamed(name) ?? assert.fail(name);
const groupOf = (codec: Codec): number => (codec.group.usual === 0 ? 32 : codec.group.usual);
const isGrid = (codec: Codec): codec is GridCodec => 'encodeWithScales' in codec;
const weight = fc.oneof(fc.double({ noNaN: true, min: -1, max: 1 }), fc.double({ noNaN: true, min: -1e-3, max: 1e-3 }), fc.constantFrom(0, -0, 1, -1, 0.5));
const weightsOf = (length: number): fc.Arbitrary<Weights> => fc.array(weight, { minLength: length, maxLength: length }).map((values) => Float64Array.from(values));

describe('formats', () => {
  it('turn a group of zeros into zeros', () => {
    for (const codec of all) {
      const n = groupOf(codec);
      const decoded = codec.decode(codec.encode(new Float64Array(2 * n), n));
      assert.ok(decoded.every((value) => value === 0), codec.name);
    }
  });

  it('give finite numbers for weights at the ends of the double range', () => {
    for (const codec of all) {
      const n = groupOf(codec);
      for (const extreme of [5e-324, -5e-324, 1e-310, 1e300, -1e300]) {
        const weights = new Float64Array(n);
        weights[0] = extreme;
        assert.ok(codec.decode(codec.encode(weights, n)).every(Number.isFinite), `${codec.name} ${extreme}`);
      }
    }
  });

  it('encode each group by itself, unless a number is shared by the tensor', () => {
    for (const codec of all.filter((c) => c.fields.every((f) => f.per === 'group'))) {
      const n = groupOf(codec);
      fc.assert(fc.property(weightsOf(n), weightsOf(n), (a, b) => {
        const both = codec.codes(codec.encode(Float64Array.from([...a, ...b]), n));
        assert.deepEqual([...both], [...codec.codes(codec.encode(a, n)), ...codec.codes(codec.encode(b, n))]);
      }), { numRuns: 2 });
    }
  });

  it('with one grid decode to a nearest grid point for a given scale, and re-encode what they decoded to the same code', () => {
    for (const codec of all.filter(isGrid)) {
      const grid = gridOf(codec.elements()[0]!);
      fc.assert(fc.property(weightsOf(8), fc.double({ min: 2 ** -12, max: 4, noNaN: true }), (weights, scale) => {
        const encoded = codec.encodeWithScales(weights, 8, Float64Array.of(scale));
        const codes = codec.codes(encoded);
        codes.forEach((code, i) => {
          const x = weights[i]! / scale;
          for (const value of grid.values) assert.ok(Math.abs(x - code) <= Math.abs(x - value), `${codec.name}: ${x} became ${code}, ${value} is nearer`);
        });
        // A power of two divides back exactly; other scales may round the quotient, but not off the grid point.
        const again = codec.encodeWithScales(codec.decode(encoded), 8, Float64Array.of(scale));
        assert.deepEqual([...again.patterns], [...encoded.patterns], codec.name);
      }), { numRuns: 25 });
    }
  });

  it('stay within half a step of an integer grid, and within the largest gap of any grid', () => {
    for (const codec of all.filter(isGrid).filter((c) => !['ternary', 'binary'].includes(c.name) && !c.group.fixed)) {
      const { values } = gridOf(codec.elements()[0]!);
      const gap = Math.max(...[...values.slice(1)].map((v, i) => v - values[i]!));
      fc.assert(fc.property(weightsOf(16), (weights) => {
        const encoded = codec.encode(weights, 16);
        const decoded = codec.decode(encoded);
        // A grid that is not symmetric cuts the side on which it is shorter.
        const cut = Math.max(0, -values[0]! - values[values.length - 1]!, values[0]! + values[values.length - 1]!);
        const most = (gap / 2 + cut) * encoded.fields['scale']![0]! * (1 + 1e-12);
        weights.forEach((w, i) => { assert.ok(Math.abs(w - decoded[i]!) <= most, `${codec.name}: ${w} became ${decoded[i]!}`); });
      }), { numRuns: 15 });
    }
  });

  it('pack into as many bits as they say, and unpack to the same patterns with fields as they are stored', () => {
    for (const codec of all) {
      const n = groupOf(codec);
      fc.assert(fc.property(weightsOf(4 * n), (weights) => {
        const encoded = codec.encode(weights, n);
        const bytes = pack(codec, encoded);
        const again = unpack(codec, bytes, weights.length, n);
        if (codec.layout === undefined) {
          const extra = codec.fields.length + 1 + 4;
          assert.ok(Math.abs(bytes.length - (bitsPerWeightOf(codec, n, 4 * n) * 4 * n) / 8) <= extra, `${codec.name}: ${bytes.length} bytes`);
          assert.deepEqual([...again.patterns], [...encoded.patterns], codec.name);
        }
        assert.deepEqual([...pack(codec, again)], [...bytes], `${codec.name}: packing is stable`);
      }), { numRuns: 3 });
    }
  });

  it('with searched scales are never worse than with the widest range', () => {
    for (const name of ['int3-sym', 'int4-sym', 'fp4-e2m1', 'nf4', 'flint4']) {
      const [plain, searched] = [named(name), named(`${name}-mse`)];
      fc.assert(fc.property(weightsOf(64), (weights) => {
        const mse = (codec: Codec): number => quantizationError(weights, codec.decode(codec.encode(weights, 64))).mse;
        assert.ok(mse(searched) <= mse(plain));
      }), { numRuns: 20 });
    }
  });

  it('that choose a grid are as good as the best of their candidates', () => {
    fc.assert(fc.property(weightsOf(32), (weights) => {
      const mse = (name: string): number => quantizationError(weights, named(name).decode(named(name).encode(weights, 32))).mse;
      for (const bits of [3, 4]) {
        const best = Math.min(...['er-pos', 'er-neg', 'ea-pos', 'ea-neg'].map((s) => mse(`fp${bits}-${s}`)));
        assert.ok(Math.abs(mse(`bitmod${bits}`) - best) <= 1e-12 * best, `bitmod${bits}`);
      }
    }), { numRuns: 30 });
  });

  it('with a zero point keep a group of one sign and a group of one value', () => {
    for (const values of [[5, 5.5, 6, 5.2], [-3, -3, -3, -3], [7, 7, 7, 7], [-1e-5, -2e-5, -3e-5, 0]]) {
      const codec = named('int8-asym');
      const weights = Float64Array.from(values);
      const range = Math.max(0, ...values) - Math.min(0, ...values);
      codec.decode(codec.encode(weights, 4)).forEach((decoded, i) => { assert.ok(Math.abs(decoded - values[i]!) <= range / 255 * 0.5001 + 1e-18, `${decoded} ${values[i]!}`); });
    }
  });

  it('of microscaling take the power of two of the OCP\'s rule, at powers of two and next to them', () => {
    const scale = (name: string, largest: number): number => {
      const weights = new Float64Array(32);
      weights[3] = -largest;
      return named(name).encode(weights, 32).fields['scale']![0]!;
    };
    assert.deepEqual([1, 0.9999999, 6, 8, 2 ** -140].map((x) => scale('mxfp4', x)), [0.25, 0.125, 1, 2, 2 ** -127]);
    assert.deepEqual([1, 448].map((x) => scale('mxfp8-e4m3', x)), [2 ** -8, 1]);
    assert.equal(scale('mxfp8-e5m2', 1), 2 ** -15);
    assert.equal(scale('mxfp4-bitmod', 1), 1 / 3);
  });

  it('of OliVe give up the neighbour of each outlier and nothing else', () => {
    const weights = Float64Array.from({ length: 512 }, (_, i) => 0.02 * Math.sin(i * 1.7));
    weights[17] = 0.3;
    weights[62] = -0.3;
    weights[63] = 0.28;
    const codec = named('olive4');
    const encoded = codec.encode(weights, 512);
    const { outliers, victims } = outlierVictims(encoded);
    assert.deepEqual([outliers, victims], [[17, 62], [16, 63]]);
    const decoded = codec.decode(encoded);
    for (const i of victims) assert.equal(decoded[i], 0);
    for (const i of outliers) assert.ok(Math.abs(decoded[i]! - weights[i]!) < Math.abs(weights[i]!) / 3);
  });
});

describe('the catalogue of formats', () => {
  it('finds a format by its name, in any case, with _ for -, and by what schemes call it', () => {
    for (const codec of codecs()) assert.equal(codecNamed(codec.name)?.name, codec.name);
    assert.equal(codecNamed('INT4_SYM')?.name, 'int4-sym');
    assert.equal(codecNamed('int4')?.name, 'int4-sym');
    assert.equal(codecNamed('mxfp4_ocp')?.name, 'mxfp4');
    assert.equal(codecNamed('e3m4')?.patternBits, 8);
    assert.equal(codecNamed('nf4-mse')?.name, 'nf4-mse');
    for (const wrong of ['', 'int9', 'e9m1', 'e0m0', 'e2m24', 'bitmod5', 'toString', '-mse', 'bitmod4-mse']) assert.equal(codecNamed(wrong), undefined, wrong);
  });

  it('has no name twice, and a summary and a source for each', () => {
    assert.equal(new Set(codecs().map((c) => c.name)).size, codecs().length);
    for (const codec of codecs()) assert.ok(codec.summary.length > 5 && codec.source.length > 3, codec.name);
  });

  it('books the bits of its fields', () => {
    const bits = (name: string, group = named(name).group.usual): number => bitsPerWeightOf(named(name), group);
    assert.deepEqual(['bitmod4', 'bitmod3', 'mxfp4', 'nvfp4', 'nf4', 'int4-asym'].map((name) => bits(name)), [4.078125, 3.078125, 4.25, 4.5, 4.25, 4.15625]);
    assert.equal(bitsPerWeightOf(named('nvfp4'), 16, 128), 4.75);
    assert.equal(bitsPerWeightOf(named('fp16'), 0), 16);
  });
});
