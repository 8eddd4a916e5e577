import assert from 'node:assert/strict';
import { isGguf, readGguf } from '../../../src/workloads/gguf/read-gguf.js';
import { chunkBytes } from '../../../src/workloads/gguf/cursor.js';
import { limits, type GgufFile, type GgufValue } from '../../../src/workloads/gguf/gguf-file.js';
import { problemOf, problemsOf } from '../../kit/problems.js';
import { sourceOf } from '../tensors/fixture.js';
import { blocks, bytesOf, sparseFile } from './fixture.js';
import { valueTypes, whole, writeGguf, type Value, type Written, type WrittenTensor } from './write-gguf.js';

const read = (written: Written): GgufFile => readGguf(sparseFile(writeGguf(written)));
const f32 = (name: string, dims: readonly number[], more: Partial<WrittenTensor> = {}): WrittenTensor => ({ name, dims, type: 0, bytes: bytesOf('F32', dims), ...more });
const one = (value: Value): GgufValue | undefined => read({ metadata: [['a.b', value]] }).metadata.get('a.b');

describe('a GGUF file', () => {
  it('has every type of value, as itself and in lists within lists', () => {
    const values: readonly (readonly [Value, number | bigint | boolean])[] = [
      [['uint8', 200], 200], [['int8', -100], -100], [['uint16', 60_000], 60_000], [['int16', -30_000], -30_000], [['uint32', 4e9], 4e9], [['int32', -2e9], -2e9],
      [['float32', 0.5], 0.5], [['float64', -1e300], -1e300], [['bool', true], true], [['bool', false], false],
      [['uint64', 2 ** 53 - 1], 2 ** 53 - 1], [['int64', -5], -5], [['uint64', 2n ** 64n - 1n], 2n ** 64n - 1n], [['int64', -(2n ** 63n)], -(2n ** 63n)],
    ];
    for (const [written, value] of values) {
      assert.deepEqual(one(written), { type: written[0], value });
      assert.deepEqual(one(['array', 'array', [['array', written[0], [written, written]]]]), {
        type: 'array', of: 'array', length: 1, items: [{ type: 'array', of: written[0], length: 2, items: [{ type: written[0], value }, { type: written[0], value }] }],
      });
    }
    assert.deepEqual(one(['string', 'ünï']), { type: 'string', bytes: 5, value: 'ünï' });
    assert.deepEqual(one(['string', '']), { type: 'string', bytes: 0, value: '' });
    assert.deepEqual(one(['array', 'float32', []]), { type: 'array', of: 'float32', length: 0, items: [] });
  });

  it('has tensors of every type of ggml with the bytes of their blocks, one behind the other', () => {
    const tensors = Object.entries(blocks).map(([type, [id]]): WrittenTensor => ({ name: type, dims: [512, 3], type: id, bytes: bytesOf(type, [512, 3]) }));
    const file = read({ tensors });
    let end = file.dataOffset;
    for (const [i, { name, type, dims, elements, bytes, offset }] of file.tensors.entries()) {
      assert.deepEqual({ name, type: type.name, dims, elements, bytes, offset }, { name, type: name, dims: [512, 3], elements: 1536, bytes: tensors[i]!.bytes, offset: end });
      end = Math.ceil((offset + bytes) / 32) * 32;
    }
    assert.equal(end, file.size);
    assert.equal(file.dataOffset % 32, 0);
    assert.ok(file.dataOffset - file.headerBytes < 32);
  });

  it('may be of version 2, aligned otherwise, and hold the ternary type of bitnet.cpp or a single number', () => {
    const { version, alignment, tensors, dataOffset } = read({
      version: 2, alignment: 64, metadata: [['general.alignment', ['uint32', 64]]],
      tensors: [{ name: 'i', dims: [256, 5], type: 36, bytes: 352 }, f32('one', []), f32('last', [1])],
    });
    assert.deepEqual({ version, alignment }, { version: 2, alignment: 64 });
    assert.deepEqual(tensors.map(({ type, bytes, offset }) => [type.name, bytes, offset - dataOffset]), [['I2_S', 352, 0], ['F32', 4, 384], ['F32', 4, 448]]);
  });

  it('is opened by its header, however large it is', () => {
    const big = 2 ** 36;
    const written = writeGguf({ metadata: [['general.architecture', ['string', 'llama']]], tensors: [{ name: 'a', dims: [2 ** 20, 2 ** 17], type: 8, bytes: (big * 2 / 32) * 34 }, f32('b', [7])] });
    assert.ok(written.size > 100e9);
    const reads: (readonly [number, number])[] = [];
    const before = process.cpuUsage();
    assert.equal(readGguf(sparseFile(written, 'x.gguf', reads)).tensors[1]!.elements, 7);
    const { user, system } = process.cpuUsage(before);
    assert.ok(user + system < 200e3, `${user + system} µs`);
    assert.deepEqual(reads, [[0, 8], [4, chunkBytes]]);
  });

  it('has its vocabulary passed over: many reads of one chunk, and nothing kept', () => {
    const tokens = Array.from({ length: 30_000 }, (_, i): Value => ['string', `token ${i}`]);
    const scores = Array.from({ length: 30_000 }, (): Value => ['float32', 1]);
    const nested = Array.from({ length: 2000 }, (): Value => ['array', 'string', [['string', 'a']]]);
    const reads: (readonly [number, number])[] = [];
    const { metadata, tensors } = readGguf(sparseFile(writeGguf({
      metadata: [['tokens', ['array', 'string', tokens]], ['scores', ['array', 'float32', scores]], ['nested', ['array', 'array', nested]], ['text', ['string', 'x'.repeat(100_000)]], ['last', ['uint8', 1]]],
      tensors: [f32('a', [4])],
    }), 'x', reads));
    assert.deepEqual([...metadata.values()], [
      { type: 'array', of: 'string', length: 30_000, items: null }, { type: 'array', of: 'float32', length: 30_000, items: null },
      { type: 'array', of: 'array', length: 2000, items: null }, { type: 'string', bytes: 100_000, value: null }, { type: 'uint8', value: 1 },
    ]);
    assert.equal(tensors.length, 1);
    assert.ok(reads.length > 5 && reads.every(([, length]) => length <= chunkBytes));
  });

  it('is known by its first bytes', () => {
    assert.ok(isGguf(whole(writeGguf({}))));
    assert.ok(!isGguf(Uint8Array.of(0x47, 0x47, 0x55)));
  });

  const wrong: readonly (readonly [what: string, written: Written | Uint8Array, told: RegExp])[] = [
    ['an empty file', new Uint8Array(0), /gguf\/not-gguf: byte 0: .*with nothing$/],
    ['another format', Uint8Array.of(1, 2, 3, 4, 5), /gguf\/not-gguf: byte 0: .*with 01 02 03 04$/],
    ['the format before it', new TextEncoder().encode('tjgg\u0003\0\0\0'), /gguf\/not-gguf: .*"tjgg" \(GGJT/],
    ['version 1', { version: 1 }, /gguf\/version: byte 4: version 1 of GGUF has counts of 32 bits/],
    ['version 4', { version: 4 }, /gguf\/version: byte 4: version 4 of GGUF is not known/],
    ['version 0', { version: 0 }, /gguf\/version: byte 4: version 0/],
    ['a big-endian file', { version: 3 * 2 ** 24 }, /gguf\/big-endian: byte 4: this is a big-endian file \(version 3\)/],
    ['more tensors than fit', { tensorCount: 2 ** 40 }, /gguf\/count-beyond-file: byte 8: 1099511627776 tensors take at least 25 bytes each, and the file has 16 bytes left/],
    ['more tensors than 2^53', { tensorCount: 2n ** 60n }, /gguf\/too-large: byte 8: the number of tensors is beyond 2\^53/],
    ['more entries than fit', { entryCount: 3 }, /gguf\/count-beyond-file: byte 16: 3 metadata entries/],
    ['one entry more than there are', { entryCount: 2, metadata: [['a', ['string', 'xxxxxxxxxxxxxxx']]] }, /gguf\/truncated: byte 60: .*(file has 64 bytes)/],
    ['an empty key', { metadata: [['', ['uint8', 1]], ['a', ['uint8', 1]]] }, /gguf\/empty-name: byte 24: a metadata key is empty/],
    ['a key of a megabyte', { metadata: [['k'.repeat(2 ** 20), ['uint8', 1]]] }, /gguf\/text-too-long: byte 24: a metadata key has at most 65535 bytes, and this claims 1048576/],
    ['a key with a NUL', { metadata: [['a\0b', ['uint8', 1]]] }, /gguf\/nul-in-text: byte 33: a metadata key has a NUL/],
    ['a key that is not UTF-8', { metadata: [[Uint8Array.of(0x61, 0xff), ['uint8', 1]]] }, /gguf\/not-utf8: byte 32: a metadata key/],
    ['a key given twice', { metadata: [['a', ['uint8', 1]], ['a', ['uint8', 2]]] }, /gguf\/duplicate-key: byte 38: the metadata has "a" twice/],
    ['a text that is not UTF-8', { metadata: [['a', ['string', Uint8Array.of(0xc3)]]] }, /gguf\/not-utf8: byte 45: a text/],
    ['a text with a NUL', { metadata: [['a', ['string', 'x\0']]] }, /gguf\/nul-in-text: byte 46: a text/],
    ['a boolean of 2', { metadata: [['a', ['bool', 2]]] }, /gguf\/not-a-boolean: byte 37: a boolean of "a" is 0 or 1, got 2/],
    ['lists that are nested too deep', { metadata: [['a', deep(5)]] }, /gguf\/nested-too-deep: byte \d+: lists of "a" are nested more than 4 deep/],
    ['lists that are nested too deep in a list that is passed over', { metadata: [['a', ['array', 'array', Array.from({ length: 2000 }, () => deep(4))]]] }, /gguf\/nested-too-deep/],
    ['an alignment of another type', { metadata: [['general.alignment', ['uint64', 32]]] }, /gguf\/alignment: .* as uint32, got uint64/],
    ['an alignment of 0', { metadata: [['general.alignment', ['uint32', 0]]] }, /gguf\/alignment: .*got 0/],
    ['an alignment of 4', { metadata: [['general.alignment', ['uint32', 4]]] }, /gguf\/alignment: .*got 4/],
    ['an alignment of 48', { metadata: [['general.alignment', ['uint32', 48]]] }, /gguf\/alignment: .*got 48/],
    ['a tensor without a name', { tensors: [f32('', [4]), f32('b', [4])] }, /gguf\/empty-name: byte 24: a tensor name is empty/],
    ['a tensor name of 65 bytes', { tensors: [f32('t'.repeat(65), [4])] }, /gguf\/text-too-long: byte 24: a tensor name has at most 64 bytes, and this claims 65/],
    ['two tensors of one name', { tensors: [f32('a', [4]), f32('a', [4])] }, /gguf\/duplicate-tensor: byte 57: there are two tensors "a"/],
    ['a tensor of five dimensions', { tensors: [f32('a', [1, 1, 1, 1, 1])] }, /gguf\/dimensions: byte 33: "a" has 5 dimensions, and ggml has at most 4/],
    ['a tensor without numbers', { tensors: [f32('a', [4, 0])] }, /gguf\/shape: byte 33: "a" has the dimensions \[4, 0\]: a tensor without numbers/],
    ['dimensions whose product overflows', { tensors: [f32('a', [2 ** 30, 2 ** 30])] }, /gguf\/too-large: byte 33: the number of weights in "a" is beyond 2\^53/],
    ['a dimension of 64 bits', { tensors: [{ name: 'a', dims: [2n ** 63n], type: 0, bytes: 4 }] }, /gguf\/too-large: byte 37: a dimension is beyond 2\^53/],
    ['rows that do not fill blocks', { tensors: [{ name: 'a', dims: [48, 2], type: 2, bytes: 54 }] }, /gguf\/shape: byte 33: "a" has the dimensions \[48, 2\]: rows of 48 do not fill blocks of 32 \(Q4_0\)/],
    ['an unknown tensor type', { tensors: [{ name: 'a', dims: [32], type: 77, bytes: 32 }] }, /gguf\/unknown-type: byte 45: "a": no GGUF tensor type has the number 77/],
    ['a tensor type that was removed', { tensors: [{ name: 'a', dims: [32], type: 4, bytes: 32 }] }, /gguf\/retired-type: byte 45: "a": tensor type Q4_2 \(number 4\) was removed/],
    ['an offset that is not aligned', { tensors: [f32('a', [4], { offset: 16 })] }, /gguf\/unaligned: byte 49: "a" begins at byte 16 of the data, which is no multiple of 32/],
    ['an offset beyond 2^53', { tensors: [f32('a', [4], { offset: 2n ** 62n })] }, /gguf\/too-large: byte 49: the offset of a tensor/],
    ['tensors that overlap', { tensors: [f32('a', [16]), f32('b', [16], { offset: 32 })] }, /gguf\/overlap: "b" begins at byte \d+, inside of "a"/],
  ];

  for (const [what, written, told] of wrong) {
    it(`is refused with its name and the place: ${what}`, () => {
      const source = written instanceof Uint8Array ? sourceOf(written, 'x.gguf') : sparseFile(writeGguf(written));
      const found = problemOf(() => readGguf(source));
      assert.equal(found.file, 'x.gguf');
      assert.match(`${found.code}: ${found.message}`, told);
    });
  }

  it('is refused where a value has no type that is known', () => {
    const { header } = writeGguf({ metadata: [['a', ['uint8', 1]]] });
    assert.match(problemOf(() => readGguf(sourceOf(header.with(33, Object.keys(valueTypes).length)))).message, /byte 33: "a" has the unknown value type 13/);
  });

  it('is refused wherever it is cut off, in the header and in the data', () => {
    const file = whole(writeGguf({ metadata: [['a', ['array', 'string', [['string', 'b']]]], ['c', ['float64', 1]]], tensors: [f32('t', [3, 3]), f32('u', [8])] }));
    assert.deepEqual(readGguf(sourceOf(file)).tensors.map(({ bytes }) => bytes), [36, 32]);
    for (let size = 0; size < file.length; size++) {
      const code = problemOf(() => readGguf(sourceOf(file.subarray(0, size)))).code;
      assert.ok(size < 4 ? code === 'gguf/not-gguf' : /^gguf\/(truncated|count-beyond-file)$/.test(code), `${size}: ${code}`);
    }
  });

  it('is refused where it has become shorter than it says', () => {
    const { header } = writeGguf({ tensors: [f32('t', [3, 3])] });
    assert.equal(problemOf(() => readGguf({ ...sourceOf(header.subarray(0, 40)), size: 5000 })).code, 'gguf/truncated');
  });

  it('is told all that is wrong with its tensors, up to a limit', () => {
    const bad = (count: number): Written => ({ tensors: Array.from({ length: count }, (_, i) => f32(`t${i}`, [4], { type: 90, bytes: 16 })) });
    assert.equal(problemsOf(() => read(bad(3))).length, 3);
    assert.deepEqual(problemsOf(() => read(bad(1000))).map(({ code }) => code).slice(19), ['gguf/unknown-type', 'gguf/more-problems']);
    const unaligned = Array.from({ length: 30 }, (_, i) => f32(`t${i}`, [1], { offset: 4 * i }));
    assert.equal(problemsOf(() => read({ tensors: unaligned })).length, 21);
  });

  it('has a header of bounded size', () => {
    const listed: Written = { metadata: [['a', ['array', 'uint8', []]]] };
    const { header } = writeGguf(listed);
    const length = new DataView(header.buffer).byteLength - 8;
    new DataView(header.buffer).setBigUint64(length, 2n ** 40n, true);
    assert.equal(problemOf(() => readGguf({ ...sourceOf(header), size: 2 ** 41 })).code, 'gguf/header-too-large');
    const texts = Array.from({ length: 300 }, (_, i): readonly [string, Value] => [`k${i}`, ['string', 'x'.repeat(limits.keptTextBytes)]]);
    assert.equal(problemOf(() => read({ metadata: texts })).code, 'gguf/metadata-too-large');
    assert.equal(problemOf(() => readGguf({ ...sourceOf(writeGguf({ tensorCount: 2 ** 20 }).header), size: 2 ** 40 })).code, 'gguf/too-many');
  });
});

/** Lists of lists, that many deep. */
function deep(depth: number): Value {
  return depth === 1 ? ['array', 'uint8', []] : ['array', 'array', [deep(depth - 1)]];
}
