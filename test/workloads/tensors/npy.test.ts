import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isNpy, npyEntry } from '../../../src/workloads/tensors/npy.js';
import { maxNumbers } from '../../../src/workloads/tensors/tensor.js';
import { problemOf } from '../../kit/problems.js';
import { bytesOf, latin1, npyFile, npyHeaderText, plain, sourceOf } from './fixture.js';

/** Files that NumPy 2.4 wrote (numpy.lib.format.write_array). */
const written = {
  singles: 'k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAIA/AAAgwAAAQEAAAIBAAACgQAAAyEA=',
  bigEndianFortran: 'k05VTVBZAgB0AAAAeydkZXNjcic6ICc+aTInLCAnZm9ydHJhbl9vcmRlcic6IFRydWUsICdzaGFwZSc6ICgyLCAzKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAADAAEABAACAAU=',
  halves: 'k05VTVBZAwB0AAAAeydkZXNjcic6ICc8ZjInLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMywpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAr/e/+DAHw=',
  oneNumber: 'k05VTVBZAQB2AHsnZGVzY3InOiAnPHU4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKCksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoHAAAAAAAAAA==',
};

const numpyFile = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));
const read = (bytes: Uint8Array): ReturnType<typeof plain> => plain(npyEntry(sourceOf(bytes, 'x.npy'), 'x').read());

describe('a .npy file', () => {
  it('is read as NumPy wrote it: versions 1, 2 and 3, both byte orders, both orders of dimensions', () => {
    assert.deepEqual(read(numpyFile(written.singles)), { name: 'x', shape: [2, 3], dtype: 'fp32', values: [1, -2.5, 3, 4, 5, 6.25] });
    assert.deepEqual(read(numpyFile(written.bigEndianFortran)), { name: 'x', shape: [2, 3], dtype: 'int16', values: [0, 1, 2, 3, 4, 5] });
    assert.deepEqual(read(numpyFile(written.halves)), { name: 'x', shape: [3], dtype: 'fp16', values: [65504, -(1023 / 1024) * 2 ** -14, Infinity] });
    assert.deepEqual(read(numpyFile(written.oneNumber)), { name: 'x', shape: [], dtype: 'uint64', values: [7] });
  });

  it('is known by its first bytes', () => {
    assert.ok(isNpy(numpyFile(written.singles)));
    assert.ok(!isNpy(latin1('NUMPY')) && !isNpy(new Uint8Array(0)));
  });

  it('has its header read at once and its numbers only when they are asked for', () => {
    const reads: (readonly [number, number])[] = [];
    const bytes = numpyFile(written.singles);
    const entry = npyEntry(sourceOf(bytes, 'x.npy', reads), 'x');
    assert.deepEqual([entry.name, entry.shape, entry.dtype], ['x', [2, 3], 'fp32']);
    assert.ok(reads.every(([offset, length]) => offset + length <= 128));
    entry.read();
    assert.deepEqual(reads.at(-1), [128, 24]);
  });

  it('turns Fortran order of any number of dimensions into C order', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }), (shape) => {
      const count = shape.reduce((a, b) => a * b, 1);
      // The obvious form: every element by its indices, the first of which runs fastest in the file.
      const inFile = new Array<number>(count).fill(0);
      for (let c = 0; c < count; c++) {
        let [rest, offset] = [c, 0];
        for (let d = shape.length - 1; d >= 0; d--) {
          offset += (rest % shape[d]!) * shape.slice(0, d).reduce((a, b) => a * b, 1);
          rest = Math.floor(rest / shape[d]!);
        }
        inFile[offset] = c;
      }
      const data = bytesOf(inFile, 8, (view, offset, value) => { view.setFloat64(offset, value, true); });
      assert.deepEqual(read(npyFile(npyHeaderText('<f8', shape, true), data)).values, Array.from({ length: count }, (_, i) => i));
    }));
  });

  it('may write its header in any order, with either quotes and without blanks', () => {
    const data = Uint8Array.of(1, 255);
    for (const header of ['{"shape":(2,),"descr":"|i1","fortran_order":False}', "{ 'fortran_order' : True, 'shape': (2,), 'descr': '<i1' ,}  \n", "{'descr':'>i1','fortran_order':False,'shape':(1,2)}"]) {
      assert.deepEqual(read(npyFile(header, data)).values, [1, -1], header);
    }
  });

  it('may be empty', () => {
    assert.deepEqual(read(npyFile(npyHeaderText('<f4', [0, 9_007_199_254_740_991, 8]), new Uint8Array(0))).values, []);
  });

  const good = npyHeaderText('<f4', [2]);
  const eight = new Uint8Array(8);
  const wrong: readonly (readonly [what: string, bytes: Uint8Array, told: RegExp])[] = [
    ['a file that ends in its magic', numpyFile(written.singles).subarray(0, 7), /tensor\/truncated: the header length would end at byte 10, and the file has 7 bytes/],
    ['a file that ends before its header', numpyFile(written.singles).subarray(0, 60), /tensor\/truncated: the header would end at byte 128, and the file has 60 bytes/],
    ['a file that ends in its data', numpyFile(written.singles).subarray(0, 150), /tensor\/truncated: an array of 2 x 3 would end at byte 152, and the file has 150 bytes/],
    ['a file that goes on', npyFile(good, new Uint8Array(9)), /tensor\/left-over: the data ends at byte \d+, and the file goes on to byte \d+/],
    ['a version that does not exist', npyFile(good, eight, 4), /tensor\/npy-version: byte 6: version 4\.0/],
    ['a header longer than any', latin1('\x93NUMPY\x02\x00\x00\x00\x00\xff'), /tensor\/npy-header: byte 8: a header of 4278190080 bytes is longer than 1048576/],
    ['no dictionary', npyFile('[1, 2]', eight), /tensor\/npy-header: byte 10: the header must have "\{", got "\[1, 2\]"/],
    ['an empty header', npyFile('', eight), /tensor\/npy-header: byte 10: .* got its end/],
    ['an unknown key', npyFile("{'dtype': '<f4'}", eight), /byte 11: the header must have one of descr, fortran_order, shape, got "'dtype'/],
    ['a key that is given twice', npyFile("{'descr': '<f4', 'descr': '<f4'}", eight), /byte 27: the header must have "descr" only once/],
    ['a missing key', npyFile("{'descr': '<f4', 'fortran_order': False}", eight), /the header must have "shape"/],
    ['a number in the place of a type', npyFile("{'descr': 4, 'fortran_order': False, 'shape': (2,)}", eight), /byte 20: the header must have a type in quotes after "descr", got "4,/],
    ['a number in the place of a truth value', npyFile("{'descr': '<f4', 'fortran_order': 0, 'shape': (2,)}", eight), /True or False after "fortran_order", got "0,/],
    ['a list in the place of a shape', npyFile("{'descr': '<f4', 'fortran_order': False, 'shape': [2]}", eight), /must have "\(", got "\[2\]/],
    ['a negative dimension', npyFile("{'descr': '<f4', 'fortran_order': False, 'shape': (-2,)}", eight), /tensor\/npy-header/],
    ['a dimension beyond 2^53', npyFile("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,)}", eight), /whole numbers after "shape"/],
    ['a missing comma', npyFile("{'descr': '<f4' 'fortran_order': False, 'shape': (2,)}", eight), /must have "," or "\}", got "'fortran_order'/],
    ['code behind the header', npyFile("{'descr': '<f4', 'fortran_order': False, 'shape': (2,)} + evil()", eight), /nothing but blanks behind "\}", got "\+ evil\(\)"/],
    ['Python objects', npyFile(npyHeaderText('|O', [2]), eight), /tensor\/unread-type: "x" holds Python objects \("\|O"\)/],
    ['booleans', npyFile(npyHeaderText('|b1', [8]), eight), /holds booleans/],
    ['complex numbers', npyFile(npyHeaderText('<c8', [1]), eight), /holds complex numbers/],
    ['texts', npyFile(npyHeaderText('<U2', [1]), eight), /holds texts/],
    ['raw bytes, as bfloat16 is saved', npyFile(npyHeaderText('<V2', [4]), eight), /holds bytes without a meaning/],
    ['floats of 16 bytes', npyFile(npyHeaderText('<f16', [0]), eight), /holds numbers of 16 bytes/],
    ['records', npyFile("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,)}", eight), /holds records of several fields/],
    ['an unknown byte order', npyFile(npyHeaderText('=f4', [2]), eight), /byte 21: the header must have a type such as "<f4" or "\|i1", got "=f4"/],
    ['no byte order where one is needed', npyFile(npyHeaderText('|f4', [2]), eight), /a byte order, "<" or ">", got "\|f4"/],
    ['more numbers than are read', npyFile(npyHeaderText('<f4', [maxNumbers + 1]), eight), /tensor\/too-many-numbers: "x" has 268435456 numbers, and at most 268435455/],
    ['a shape whose product overflows', npyFile(npyHeaderText('<f4', Array<number>(40).fill(9_007_199_254_740_991)), eight), /tensor\/too-many-numbers/],
    ['a whole number beyond 2^53', npyFile(npyHeaderText('<i8', [1]), Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 1)), /tensor\/integer-too-large: number 0 of "x" \(byte \d+\)/],
  ];

  for (const [what, bytes, told] of wrong) {
    it(`is refused with its name and the place: ${what}`, () => {
      const found = problemOf(() => read(bytes));
      assert.equal(found.file, 'x.npy');
      assert.match(`${found.code}: ${found.message}`, told);
    });
  }

  it('is refused where it has become shorter since its header was read', () => {
    const bytes = numpyFile(written.singles);
    const entry = npyEntry({ name: 'x.npy', size: bytes.length, read: (offset, length) => bytes.subarray(0, 140).subarray(offset, offset + length) }, 'x');
    assert.match(problemOf(() => entry.read()).message, /the data would end at byte 152, and the file has 140 bytes/);
  });

  it('never ends in another error than a problem, whatever byte of it is changed or lost', () => {
    const bytes = numpyFile(written.singles);
    fc.assert(fc.property(fc.nat(bytes.length - 1), fc.nat(255), fc.boolean(), (at, byte, isCut) => {
      const changed = isCut ? bytes.subarray(0, at) : bytes.with(at, byte);
      try {
        const { values, shape } = read(changed);
        assert.equal(values.length, shape.reduce((a, b) => a * b, 1));
      } catch (error) {
        assert.equal((error as Error).name, 'InputError', String(error));
      }
    }), { numRuns: 500 });
  });
});
