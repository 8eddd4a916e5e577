import assert from 'node:assert/strict';
import fc from 'fast-check';
import { firstInexact, numbersOf, storedType } from '../../../src/workloads/tensors/stored-type.js';
import { bytesOf } from './fixture.js';

type Reader = (view: DataView, offset: number, isLittle: boolean) => number;

const readers: Readonly<Record<string, readonly [bytes: number, read: Reader]>> = {
  fp64: [8, (view, offset, isLittle) => view.getFloat64(offset, isLittle)],
  fp32: [4, (view, offset, isLittle) => view.getFloat32(offset, isLittle)],
  int8: [1, (view, offset) => view.getInt8(offset)],
  uint8: [1, (view, offset) => view.getUint8(offset)],
  int16: [2, (view, offset, isLittle) => view.getInt16(offset, isLittle)],
  uint16: [2, (view, offset, isLittle) => view.getUint16(offset, isLittle)],
  int32: [4, (view, offset, isLittle) => view.getInt32(offset, isLittle)],
  uint32: [4, (view, offset, isLittle) => view.getUint32(offset, isLittle)],
  int64: [8, (view, offset, isLittle) => Number(view.getBigInt64(offset, isLittle))],
  uint64: [8, (view, offset, isLittle) => Number(view.getBigUint64(offset, isLittle))],
};

/** A float from its fields, by the textbook: sign, exponent, mantissa. */
function float(pattern: number, exponentBits: number, mantissaBits: number, hasInfinity: boolean): number {
  const mantissa = pattern % 2 ** mantissaBits;
  const exponent = Math.floor(pattern / 2 ** mantissaBits) % 2 ** exponentBits;
  const sign = pattern >= 2 ** (exponentBits + mantissaBits) ? -1 : 1;
  const bias = 2 ** (exponentBits - 1) - 1;
  const isTop = exponent === 2 ** exponentBits - 1;
  if (isTop && hasInfinity) return mantissa === 0 ? sign * Infinity : NaN;
  if (isTop && mantissa === 2 ** mantissaBits - 1) return NaN;
  return exponent === 0 ? sign * mantissa * 2 ** (1 - bias - mantissaBits) : sign * (1 + mantissa / 2 ** mantissaBits) * 2 ** (exponent - bias);
}

describe('numbers as files store them', () => {
  for (const [name, [size, read]] of Object.entries(readers)) {
    it(`are what a DataView reads, in both byte orders and at any place: ${name}`, () => {
      fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), fc.nat(9), fc.boolean(), (random, start, isLittle) => {
        const count = Math.floor(random.length / size);
        const holder = new Uint8Array(start + count * size);
        holder.set(random.subarray(0, count * size), start);
        const bytes = holder.subarray(start);
        const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
        const expected = Array.from({ length: count }, (_, i) => read(view, i * size, isLittle));
        assert.deepEqual([...numbersOf(bytes, storedType(name), isLittle)], expected);
      }));
    });
  }

  for (const [name, exponentBits, mantissaBits, hasInfinity] of [['fp16', 5, 10, true], ['bf16', 8, 7, true], ['fp8-e4m3', 4, 3, false], ['fp8-e5m2', 5, 2, true]] as const) {
    it(`are the value of every pattern, NaN and infinity too: ${name}`, () => {
      const type = storedType(name);
      const patterns = Array.from({ length: 256 ** type.bytes }, (_, pattern) => pattern);
      const expected = patterns.map((pattern) => float(pattern, exponentBits, mantissaBits, hasInfinity));
      for (const isLittle of [true, false]) {
        const bytes = bytesOf(patterns, type.bytes, (view, offset, pattern) => { if (type.bytes === 1) view.setUint8(offset, pattern); else view.setUint16(offset, pattern, isLittle); });
        assert.ok([...numbersOf(bytes, type, isLittle)].every((value, i) => Object.is(value, expected[i])));
      }
    });
  }

  it('are not copied where this machine reads them as they are', () => {
    const bytes = new Uint8Array(16);
    assert.equal(numbersOf(bytes, storedType('fp32'), true).buffer, bytes.buffer);
    assert.notEqual(numbersOf(bytes.subarray(1, 9), storedType('fp32'), true).buffer, bytes.buffer);
  });

  it('are exact to 2^53, and known to be not exact beyond', () => {
    const type = storedType('int64');
    const values = (...numbers: readonly bigint[]): Float64Array => numbersOf(new Uint8Array(BigInt64Array.from(numbers).buffer), type, true) as Float64Array;
    const exact = values(2n ** 53n - 1n, -(2n ** 53n - 1n), -1n, 0n);
    assert.deepEqual([...exact], [2 ** 53 - 1, 1 - 2 ** 53, -1, 0]);
    assert.equal(firstInexact(exact, type), -1);
    assert.equal(firstInexact(values(5n, 2n ** 53n + 1n), type), 1);
    assert.equal(firstInexact(values(-(2n ** 63n)), type), 0);
    assert.equal(firstInexact(Float64Array.of(2 ** 60), storedType('fp64')), -1);
  });

  it('have no type that does not exist', () => {
    assert.throws(() => storedType('fp128'), /no stored type fp128/);
  });
});
