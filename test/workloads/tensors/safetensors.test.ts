import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isSafetensors, readTensor, safetensorsHeader, typeName } from '../../../src/workloads/tensors/safetensors.js';
import { problemOf, problemsOf } from '../../kit/problems.js';
import { plain, safetensorsFile, sourceOf } from './fixture.js';

const entry = (dtype: string, shape: readonly unknown[], begin: number, end: number): object => ({ dtype, shape, data_offsets: [begin, end] });
const header = (bytes: Uint8Array): ReturnType<typeof safetensorsHeader> => safetensorsHeader(sourceOf(bytes, 'x.safetensors'));

describe('a .safetensors file', () => {
  it('has its header read without its data, however large that is', () => {
    const bytes = safetensorsFile({ __metadata__: { format: 'pt' }, b: entry('BF16', [2 ** 20, 2 ** 15], 8, 8 + 2 ** 36), a: entry('F32', [2], 0, 8) }, new Uint8Array(0));
    const reads: (readonly [number, number])[] = [];
    const source = { ...sourceOf(bytes, 'x', reads), size: bytes.length + 8 + 2 ** 36 };
    assert.deepEqual(safetensorsHeader(source), {
      entries: [
        { name: 'a', dtype: 'F32', shape: [2], offset: bytes.length, bytes: 8 },
        { name: 'b', dtype: 'BF16', shape: [2 ** 20, 2 ** 15], offset: bytes.length + 8, bytes: 2 ** 36 },
      ],
      metadata: { format: 'pt' },
    });
    assert.deepEqual(reads, [[0, 8], [8, bytes.length - 8]]);
  });

  it('has each tensor read from its own bytes, at any place', () => {
    const data = Uint8Array.of(7, 0x80, 0x3f, 0x00, 0xc0, 0x38, 0xb8, 1, 0, 0, 0, 0, 0, 0, 0);
    const bytes = safetensorsFile({ whole: entry('I64', [1], 7, 15), bytes: entry('U8', [], 0, 1), brain: entry('BF16', [2, 1], 1, 5), eighth: entry('F8_E4M3', [2], 5, 7) }, data);
    const source = sourceOf(bytes);
    assert.deepEqual(safetensorsHeader(source).entries.map((e) => plain(readTensor(source, e))), [
      { name: 'bytes', shape: [], dtype: 'uint8', values: [7] },
      { name: 'brain', shape: [2, 1], dtype: 'bf16', values: [1, -2] },
      { name: 'eighth', shape: [2], dtype: 'fp8-e4m3', values: [1, -1] },
      { name: 'whole', shape: [1], dtype: 'int64', values: [1] },
    ]);
  });

  it('keeps NaN and infinity', () => {
    const source = sourceOf(safetensorsFile({ a: entry('F16', [2], 0, 4) }, Uint8Array.of(0, 0x7c, 1, 0x7c)));
    assert.deepEqual([...readTensor(source, safetensorsHeader(source).entries[0]!).values], [Infinity, NaN]);
  });

  it('may have tensors without numbers, no tensor at all, names of any kind, and blanks behind its header', () => {
    assert.deepEqual(header(safetensorsFile({ a: entry('F32', [0, 3], 0, 0), b: entry('F32', [1], 0, 4), c: entry('F32', [0], 4, 4) }, new Uint8Array(4))).entries.length, 3);
    assert.deepEqual(header(safetensorsFile('{}   ', new Uint8Array(0))), { entries: [], metadata: {} });
    assert.deepEqual(header(safetensorsFile('{"__proto__": {"dtype": "U8", "shape": [1], "data_offsets": [0, 1]}, "constructor": {"dtype": "U8", "shape": [1], "data_offsets": [1, 2]}}', new Uint8Array(2))).entries.map((e) => e.name), ['__proto__', 'constructor']);
  });

  it('is known by its first bytes, which no text has', () => {
    assert.ok(isSafetensors(safetensorsFile({}, new Uint8Array(0))));
    for (const text of ['[0.1, 0.{', '        {"a": [1]}', '']) assert.ok(!isSafetensors(new TextEncoder().encode(text)));
  });

  it('calls its types as the rest of the program does', () => {
    assert.deepEqual(['BF16', 'F8_E5M2', 'BOOL', 'toString'].map(typeName), ['bf16', 'fp8-e5m2', 'BOOL', 'toString']);
  });

  const none = new Uint8Array(0);
  const wrong: readonly (readonly [what: string, bytes: Uint8Array, told: RegExp])[] = [
    ['a file of three bytes', Uint8Array.of(1, 2, 3), /tensor\/truncated: the header length would end at byte 8, and the file has 3 bytes/],
    ['a header of a terabyte', Uint8Array.of(0, 0, 0, 0, 0, 1, 0, 0, 0x7b), /tensor\/header-length: byte 0: a header has 2 to 100000000 bytes, and this claims 1099511627776/],
    ['a header of one byte', Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0, 0x7b), /tensor\/header-length: .*claims 1$/],
    ['a header that goes beyond the file', safetensorsFile({ a: entry('U8', [1], 0, 1) }, none).subarray(0, 20), /tensor\/truncated: the header would end at byte \d+, and the file has 20 bytes/],
    ['a header that is not JSON', safetensorsFile('{"a": }', none), /tensor\/header-not-json: bytes 8 to 15/],
    ['a header that is a list', safetensorsFile('[1, 2]', none), /tensor\/header-not-json/],
    ['a header that is not UTF-8', safetensorsFile({ ab: 1 }, none).with(10, 0xff), /tensor\/header-not-json/],
    ['an entry that is a number', safetensorsFile({ a: 5 }, none), /tensor\/wrong-entry: the header says of "a" what cannot be: an object with dtype, shape and data_offsets, got 5/],
    ['a type that is no text', safetensorsFile({ a: { ...entry('U8', [1], 0, 1), dtype: 8 } }, none), /dtype is a text, got 8/],
    ['an unknown type', safetensorsFile({ a: entry('F23', [1], 0, 4) }, none), /tensor\/unknown-type: "a" has the unknown type "F23"/],
    ['a type that every object has', safetensorsFile({ a: entry('toString', [1], 0, 4) }, none), /tensor\/unknown-type/],
    ['a shape of halves', safetensorsFile({ a: entry('U8', [0.5], 0, 1) }, none), /shape is a list of whole numbers, got \[0\.5\]/],
    ['a negative dimension', safetensorsFile({ a: entry('U8', [-1, -1], 0, 1) }, none), /shape is a list of whole numbers/],
    ['offsets in the wrong order', safetensorsFile({ a: entry('U8', [1], 1, 0) }, none), /data_offsets is \[begin, end\], got \[1,0\]/],
    ['offsets that are missing', safetensorsFile({ a: { dtype: 'U8', shape: [1] } }, none), /data_offsets is \[begin, end\], got nothing/],
    ['fewer bytes than the shape needs', safetensorsFile({ a: entry('F32', [2, 3], 0, 20) }, new Uint8Array(20)), /F32 of shape \[2, 3\] has 24 bytes, got 20/],
    ['packed numbers that do not fill a byte', safetensorsFile({ a: entry('F4', [3], 0, 1) }, none), /F4 of shape \[3\] has 1\.5 bytes, got 1/],
    ['a shape whose product overflows', safetensorsFile({ a: entry('F32', Array<number>(99).fill(2 ** 50), 0, 4) }, none), /tensor\/wrong-entry/],
    ['data that ends too early', safetensorsFile({ a: entry('F32', [2], 0, 8) }, new Uint8Array(7)), /tensor\/truncated: "a" would end at byte \d+/],
    ['data that goes on', safetensorsFile({ a: entry('U8', [2], 0, 2) }, new Uint8Array(3)), /tensor\/left-over/],
    ['tensors that overlap', safetensorsFile({ a: entry('U8', [4], 0, 4), b: entry('U8', [4], 2, 6) }, new Uint8Array(6)), /tensor\/overlap: "b" begins at byte 2 of the data, inside of "a"/],
    ['a tensor inside of another', safetensorsFile({ a: entry('U8', [6], 0, 6), b: entry('U8', [2], 2, 4), c: entry('U8', [2], 6, 8) }, new Uint8Array(8)), /tensor\/overlap: "b"/],
    ['a hole', safetensorsFile({ a: entry('U8', [1], 0, 1), b: entry('U8', [1], 3, 4) }, new Uint8Array(4)), /tensor\/hole: bytes 1 to 3 of the data/],
    ['a name that is given twice', safetensorsFile('{"a": {"dtype": "U8", "shape": [1], "data_offsets": [0, 1]}, "a": {"dtype": "U8", "shape": [1], "data_offsets": [1, 2]}}', new Uint8Array(2)), /tensor\/hole/],
    ['metadata that is no text', safetensorsFile({ __metadata__: { a: 1 } }, none), /"__metadata__" what cannot be: an object of texts/],
  ];

  for (const [what, bytes, told] of wrong) {
    it(`is refused with its name and the place: ${what}`, () => {
      const found = problemOf(() => header(bytes));
      assert.equal(found.file, 'x.safetensors');
      assert.match(`${found.code}: ${found.message}`, told);
    });
  }

  it('is told all that is wrong with its entries, up to a limit', () => {
    const broken = (count: number): Uint8Array => safetensorsFile(Object.fromEntries(Array.from({ length: count }, (_, i) => [`t${i}`, i])), none);
    assert.equal(problemsOf(() => header(broken(3))).length, 3);
    assert.deepEqual(problemsOf(() => header(broken(5000))).map((p) => p.code).slice(19), ['tensor/wrong-entry', 'tensor/more-problems']);
  });

  it('is read but for types that are no numbers and for tensors that are too large', () => {
    const first = (dtype: string, count: number, bytes: number): (() => unknown) => {
      const start = safetensorsFile({ a: entry(dtype, [count], 0, bytes) }, none);
      const source = { ...sourceOf(start), size: start.length + bytes };
      return () => readTensor(source, safetensorsHeader(source).entries[0]!);
    };
    assert.match(problemOf(first('BOOL', 4, 4)).message, /"a" holds booleans \("BOOL"\)/);
    assert.match(problemOf(first('F4', 4, 2)).message, /holds packed floats of 4 bits/);
    assert.equal(problemOf(first('F16', 2 ** 28, 2 ** 29)).code, 'tensor/too-many-numbers');
    assert.equal(problemOf(first('F16', 4, 8)).code, 'tensor/truncated');
    const large = sourceOf(safetensorsFile({ a: entry('U64', [2], 0, 16) }, new Uint8Array(16).with(15, 1)));
    assert.match(problemOf(() => readTensor(large, safetensorsHeader(large).entries[0]!)).message, /number 1 of "a" \(byte \d+\)/);
  });

  it('never ends in another error than a problem, whatever byte of it is changed or lost', () => {
    const bytes = safetensorsFile({ a: entry('F32', [1, 2], 0, 8), b: entry('I8', [4], 8, 12) }, new Uint8Array(12));
    fc.assert(fc.property(fc.nat(bytes.length - 1), fc.nat(255), fc.boolean(), (at, byte, isCut) => {
      const source = sourceOf(isCut ? bytes.subarray(0, at) : bytes.with(at, byte));
      try {
        for (const e of safetensorsHeader(source).entries) readTensor(source, e);
      } catch (error) {
        assert.equal((error as Error).name, 'InputError', String(error));
      }
    }), { numRuns: 500 });
  });
});
