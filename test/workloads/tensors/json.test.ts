import assert from 'node:assert/strict';
import fc from 'fast-check';
import { jsonTensors } from '../../../src/workloads/tensors/json.js';
import { problemsOf } from '../../kit/problems.js';
import { plain } from './fixture.js';

const read = (text: string): readonly ReturnType<typeof plain>[] => jsonTensors(text, 'x.json', 'x').map(plain);
const told = (text: string): readonly string[] => problemsOf(() => read(text)).map((p) => `${p.file}:${p.line}:${p.column} ${p.code}: ${p.message}`);

describe('tensors in JSON', () => {
  it('are a list of numbers, or lists of lists', () => {
    assert.deepEqual(read('[1, -0.5, 2e-3]'), [{ name: 'x', shape: [3], dtype: 'fp64', values: [1, -0.5, 0.002] }]);
    assert.deepEqual(read('[[1, 2, 3], [4, 5, 6]]'), [{ name: 'x', shape: [2, 3], dtype: 'fp64', values: [1, 2, 3, 4, 5, 6] }]);
    assert.deepEqual(read('[[[1], [2]]]')[0]!.shape, [1, 2, 1]);
    assert.deepEqual(read('[]'), [{ name: 'x', shape: [0], dtype: 'fp64', values: [] }]);
  });

  it('may have comments, trailing commas and a byte order mark', () => {
    assert.deepEqual(read('\ufeff// weights\n[1, 2, /* three */ 3,]'), read('[1, 2, 3]'));
  });

  it('are an object with values, a shape and a name', () => {
    assert.deepEqual(read('{"values": [1, 2, 3, 4], "shape": [2, 2], "name": "q_proj"}'), [{ name: 'q_proj', shape: [2, 2], dtype: 'fp64', values: [1, 2, 3, 4] }]);
    assert.deepEqual(read('{"values": [[1, 2], [3, 4]]}')[0]!.shape, [2, 2]);
    assert.deepEqual(read('{"values": [[1, 2], [3, 4]], "shape": [2, 2]}')[0]!.shape, [2, 2]);
  });

  it('are several by name', () => {
    assert.deepEqual(read('{"a": [1], "b": [[2, 3]], "c": {"values": [4, 5], "shape": [2, 1]}}').map(({ name, shape, values }) => [name, shape, values]), [
      ['a', [1], [1]], ['b', [1, 2], [2, 3]], ['c', [2, 1], [4, 5]],
    ]);
  });

  it('keep every digit of every number', () => {
    fc.assert(fc.property(fc.array(fc.double({ noNaN: true, noDefaultInfinity: true })), (numbers) => {
      assert.deepEqual(read(JSON.stringify(numbers))[0]!.values, numbers.map((n) => n + 0));
    }));
  });

  it('may be more numbers than a document has values', () => {
    const numbers = Array.from({ length: 300_000 }, (_, i) => i / 8);
    assert.deepEqual(read(JSON.stringify(numbers))[0]!.values, numbers);
    assert.equal(read(JSON.stringify({ a: { values: numbers }, b: [1] }))[0]!.values.length, 300_000);
  });

  const wrong: readonly (readonly [what: string, text: string, lines: readonly RegExp[]])[] = [
    ['a text among numbers', '[1,\n "NaN"]', [/^x\.json:2:2 tensor\/not-a-number: \/1 must be a number, got "NaN"/]],
    ['null among numbers', '{"a": [1, null]}', [/^x\.json:1:11 tensor\/not-a-number: \/a\/1 must be a number, got null/]],
    ['null at the start', '[null]', [/^x\.json:1:2 tensor\/not-a-number: \/0 must be a number, got null/]],
    ['NaN as Python writes it', '[1, NaN]', [/^x\.json:1:5 json\/syntax: "NaN" is not a number/]],
    ['a number beyond doubles', '[1, 1e999]', [/^x\.json:1:5 json\/number-overflow/]],
    ['rows of different lengths, all of them', '[[1, 2],\n[3],\n[4, 5, 6]]', [/^x\.json:2:1 tensor\/ragged: \/1 must be a list of 2, as the first is, got a list of 1/, /^x\.json:3:1 tensor\/ragged: .*got a list of 3/]],
    ['a number among rows', '[[1], 2]', [/^x\.json:1:7 tensor\/ragged: \/1 must be a list of 1, as the first is, got 2/]],
    ['a row among numbers', '[1, [2]]', [/^x\.json:1:5 tensor\/ragged: \/1 must be a number, as the first is, got a list of 1/]],
    ['deeper rows later', '[[1], [[2]]]', [/^x\.json:1:8 tensor\/ragged: \/1\/0 must be a number, as the first is/]],
    ['an object among numbers', '[1, {}]', [/tensor\/not-a-number: \/1 must be a number, got an object/]],
    ['a number alone', '5', [/^x\.json:1:1 tensor\/not-numbers: the document must be a list of numbers.*got 5/]],
    ['an experiment', '{"kind": "experiment", "name": "x"}', [/^x\.json:1:1 tensor\/not-numbers: .*got an object with "kind", "name"$/]],
    ['an empty object', '{}', [/^x\.json:1:1 tensor\/none: the file has no tensors/]],
    ['one of several that is no tensor', '{"a": [1], "b": "c"}', [/^x\.json:1:17 tensor\/not-numbers: \/b must be .*got "c"/]],
    ['a misspelt field', '{"values": [1], "shap": [1]}', [/^x\.json:1:17 tensor\/unknown-field: unknown field "shap" in the document/]],
    ['a shape of another size', '{"values": [1, 2, 3],\n "shape": [2, 2]}', [/^x\.json:2:11 tensor\/wrong-shape: \/shape must be a shape of 3 numbers, got 2 x 2/]],
    ['a shape that the lists do not have', '{"values": [[1, 2], [3, 4]], "shape": [4, 1]}', [/tensor\/wrong-shape: \/shape must be the shape of the lists, 2 x 2, got 4 x 1/]],
    ['a shape of halves', '{"values": [1], "shape": [0.5]}', [/tensor\/wrong-shape: \/shape must be a list of whole numbers, got a list of 1/]],
    ['values that are a number, and a name that is one', '{"values": 1, "name": 2}', [/tensor\/wrong-name: \/name must be a text, got 2/, /tensor\/not-numbers: \/values/]],
    ['a name that is given twice', '{"a": [1], "a": [2]}', [/^x\.json:1:12 json\/duplicate-key/]],
    ['more dimensions than anybody has', `${'['.repeat(20)}1${']'.repeat(20)}`, [/tensor\/too-many-dimensions: the document has more than 16/]],
    ['nothing', '', [/^x\.json:1:1 json\/empty/]],
  ];

  for (const [what, text, lines] of wrong) {
    it(`are refused with the place: ${what}`, () => {
      const found = told(text);
      assert.equal(found.length, lines.length, found.join('\n'));
      found.forEach((line, i) => { assert.match(line, lines[i]!); });
    });
  }

  it('are told what is wrong with them up to a limit', () => {
    const found = told(JSON.stringify(Array<null>(1000).fill(null)));
    assert.equal(found.length, 21);
    assert.match(found[20]!, /tensor\/more-problems: reading stopped after 20 problems/);
  });

  it('are told without a line where the text is too large for places', () => {
    const [found] = problemsOf(() => read(JSON.stringify([...Array<number>(300_000).fill(0), 'x'])));
    assert.deepEqual([found!.file, found!.line, found!.pointer], ['x.json', undefined, '/300000']);
  });

  it('take no room for a shape that they do not fill', () => {
    const text = `[${JSON.stringify(Array<number>(10_000).fill(0))}${',[]'.repeat(100_000)}]`;
    assert.equal(problemsOf(() => read(text)).length, 21);
  });
});
