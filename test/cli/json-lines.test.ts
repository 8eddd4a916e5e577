import assert from 'node:assert/strict';
import { InputError } from '../../src/sim/core/diagnostics.js';
import { documentsIn } from '../../src/cli/json-lines.js';

const values = (text: string): unknown[] => documentsIn(text, 'x').map((document) => document.value);

describe('a text of documents', () => {
  it('is one document over many lines', () => {
    assert.deepEqual(values('{\n  "a": 1\n}\n'), [{ a: 1 }]);
    assert.deepEqual(values('// note\n{ "a": [\n{ "b": 1 }\n] }'), [{ a: [{ b: 1 }] }]);
    assert.deepEqual(values('{"a": 1}'), [{ a: 1 }]);
  });

  it('is one document a line, blank lines and all ends of lines left out', () => {
    assert.deepEqual(values('{"a": 1}\n\n{"a": 2}\r\n  {"a": 3,}  \n'), [{ a: 1 }, { a: 2 }, { a: 3 }]);
  });

  it('has places in the whole text', () => {
    const [, second] = documentsIn('{"a": 1}\n\n  {"b": {"c": 1}}', 'x');
    assert.deepEqual(second!.place('/b/c'), { line: 3, column: 15 });
    assert.deepEqual(second!.place('/b', 'key'), { line: 3, column: 4 });
  });

  it('tells the problems of all lines, each with its line', () => {
    assert.throws(() => documentsIn('{"a": 1}\n{"a" 1}\n{"a": }\n', 'x'), (error: InputError) => {
      assert.deepEqual(error.problems.map((p) => [p.file, p.line, p.column]), [['x', 2, 6], ['x', 3, 7]]);
      return true;
    });
    assert.throws(() => documentsIn('', 'x'), /x:1:1 json\/empty/);
  });
});
