import assert from 'node:assert/strict';
import type { ByteSource } from '../../src/experiment/byte-source.js';
import { readDocument, readText } from '../../src/experiment/read-document.js';
import { problemOf } from '../kit/problems.js';

function source(bytes: Uint8Array): ByteSource {
  return { name: 'x.json', size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) };
}

const utf8 = new TextEncoder();

describe('a document', () => {
  it('is read from the bytes of a text in UTF-8, with or without a byte order mark', () => {
    assert.deepEqual(readDocument(source(utf8.encode('{ "µ": "𝄞" }'))).value, { 'µ': '𝄞' });
    assert.deepEqual(readDocument(source(utf8.encode('\ufeff[1]'))).value, [1]);
  });

  it('is refused before it is read when it is too large', () => {
    const huge: ByteSource = { name: 'x.json', size: 2 ** 40, read: () => assert.fail('it was read') };
    assert.equal(problemOf(() => readDocument(huge)).code, 'file/too-large');
    assert.equal(problemOf(() => readText(source(utf8.encode('12345')), 4)).code, 'file/too-large');
  });

  it('is a text, or its first line that is none is named', () => {
    const bytes = Uint8Array.from([...utf8.encode('{\n"a": "\ufffd",\n"b": "'), 0xe9, ...utf8.encode('"\n}')]);
    const found = problemOf(() => readDocument(source(bytes)));
    assert.deepEqual([found.code, found.file, found.line], ['file/not-text', 'x.json', 2]);
    for (const mark of [[0xff, 0xfe], [0xfe, 0xff]]) assert.match(problemOf(() => readDocument(source(Uint8Array.from([...mark, 0x7b, 0])))).message, /UTF-16/);
  });
});
