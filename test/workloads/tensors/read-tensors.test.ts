import assert from 'node:assert/strict';
import { tensorsIn } from '../../../src/workloads/tensors/read-tensors.js';
import { problemOf } from '../../kit/problems.js';
import { latin1, npyFile, npyHeaderText, plain, safetensorsFile, sourceOf } from './fixture.js';

const npy = npyFile(npyHeaderText('|i1', [2]), Uint8Array.of(1, 2));

describe('the tensors of a file', () => {
  it('are told by its content, whatever its name', () => {
    const safetensors = safetensorsFile({ b: { dtype: 'U8', shape: [2], data_offsets: [0, 2] } }, Uint8Array.of(1, 2));
    for (const [bytes, names, dtype] of [[npy, ['data'], 'int8'], [safetensors, ['b'], 'uint8'], [latin1('[1, 2]'), ['data'], 'fp64']] as const) {
      const entries = tensorsIn(sourceOf(bytes, 'data.txt'));
      assert.deepEqual(entries.map(({ name }) => name), names);
      assert.deepEqual(entries.map((entry) => plain(entry.read())), [{ name: names[0], shape: [2], dtype, values: [1, 2] }]);
      assert.deepEqual([entries[0]!.dtype, entries[0]!.shape], [dtype, [2]]);
    }
  });

  it('without a name are called as the file', () => {
    for (const [file, name] of [['layers/q_proj.npy', 'q_proj'], ['C:\\w\\a.b.json', 'a.b'], ['weights', 'weights'], ['<stdin>', 'stdin'], ['.npy', '.npy'], ['a/', 'values'], ['layer.0', 'layer.0']] as const) {
      assert.equal(tensorsIn(sourceOf(npy, file))[0]!.name, name, file);
    }
  });

  it('are read one at a time, when they are asked for', () => {
    const bytes = safetensorsFile({ a: { dtype: 'U8', shape: [2], data_offsets: [0, 2] }, b: { dtype: 'U8', shape: [1], data_offsets: [2, 3] } }, Uint8Array.of(1, 2, 3));
    const reads: (readonly [number, number])[] = [];
    const entries = tensorsIn(sourceOf(bytes, 'x', reads));
    assert.ok(reads.every(([offset, length]) => offset + length <= Math.max(16, bytes.length - 3)));
    reads.length = 0;
    entries[1]!.read();
    assert.deepEqual(reads, [[bytes.length - 1, 1]]);
  });

  it('are refused in formats that are not read, by their name', () => {
    for (const [start, told] of [['PK\x03\x04', /a zip archive/], ['GGUF\x03\0\0\0', /a GGUF file/], ['\x89HDF\r\n', /an HDF5 file/], ['\x80\x04\x95', /a Python pickle/]] as const) {
      const found = problemOf(() => tensorsIn(sourceOf(latin1(start), 'x')));
      assert.equal(found.code, 'tensor/unread-format');
      assert.match(found.message, told);
    }
  });

  it('are refused where there is no text either', () => {
    assert.deepEqual(problemOf(() => tensorsIn(sourceOf(Uint8Array.of(0xff, 0xfe, 0x5b, 0), 'x'))).code, 'tensor/unknown-format');
  });

  it('are refused before a huge text is read, and where there is none', () => {
    const huge = { ...sourceOf(latin1('[')), size: 2 ** 40 };
    assert.match(problemOf(() => tensorsIn(huge)).message, /a JSON text has at most 128 MiB, and this has 1099511627776 bytes/);
    const none = problemOf(() => tensorsIn(sourceOf(safetensorsFile({}, new Uint8Array(0)), 'x')));
    assert.deepEqual([none.code, none.file], ['tensor/none', 'x']);
  });
});
