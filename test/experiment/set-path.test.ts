import assert from 'node:assert/strict';
import fc from 'fast-check';
import { InputError, type Problem } from '../../src/sim/core/diagnostics.js';
import { setPath } from '../../src/experiment/set-path.js';
import { problemOf } from '../kit/problems.js';

const value = { name: 'x', workload: { scenario: { batch: 1 }, list: [{ a: 1 }, { a: 2 }] }, nothing: null };

function problemAt(path: string, text = '1', root: unknown = value): Problem {
  return problemOf(() => setPath(root, path, text));
}

describe('setPath', () => {
  it('replaces a value at a dotted path', () => {
    assert.deepEqual(setPath(value, 'workload.scenario.batch', '4'), { ...value, workload: { ...value.workload, scenario: { batch: 4 } } });
    assert.deepEqual(setPath(value, 'name', 'y'), { ...value, name: 'y' });
  });

  it('replaces an item by its index, or adds one at the end', () => {
    assert.deepEqual(setPath(value, 'workload.list[1].a', '5'), { ...value, workload: { ...value.workload, list: [{ a: 1 }, { a: 5 }] } });
    assert.deepEqual(setPath(value, 'workload.list[2]', '7'), { ...value, workload: { ...value.workload, list: [{ a: 1 }, { a: 2 }, 7] } });
    assert.deepEqual(setPath({ m: [[1, 2], [3, 4]] }, 'm[1][0]', '0'), { m: [[1, 2], [0, 4]] });
  });

  it('makes what is missing on the way', () => {
    assert.deepEqual(setPath({}, 'architecture.parameters.rows', '8'), { architecture: { parameters: { rows: 8 } } });
    assert.deepEqual(setPath({}, 'published[0].metric', 'a.b'), { published: [{ metric: 'a.b' }] });
  });

  it('takes JSON as JSON and all else as text', () => {
    const set = (text: string): unknown => (setPath({}, 'a', text) as { readonly a: unknown }).a;
    assert.deepEqual(['4', '"4"', 'true', 'null', '[1, 2]', '{"b": 1}', ' 5 '].map(set), [4, '4', true, null, [1, 2], { b: 1 }, 5]);
    assert.deepEqual(['u280', '', '460 GB/s', '{rows: 8}', '[1,]', '1 // one', 'NaN', '01'].map(set), ['u280', '', '460 GB/s', '{rows: 8}', '[1,]', '1 // one', 'NaN', '01']);
  });

  it('leaves its input as it is and shares what did not change', () => {
    const before = JSON.stringify(value);
    const changed = setPath(value, 'workload.list[0].a', '9') as typeof value;
    assert.equal(JSON.stringify(value), before);
    assert.equal(changed.workload.scenario, value.workload.scenario);
    assert.equal(changed.workload.list[1], value.workload.list[1]);
  });

  it('gives back what was set, at any path', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'b', '-', '_', '1', 'é'), minLength: 1, maxLength: 5 });
    fc.assert(fc.property(fc.array(name, { minLength: 1, maxLength: 10 }), fc.jsonValue({ maxDepth: 3 }), (names, leaf) => {
      const text = JSON.stringify(leaf);
      if (/"(?:__proto__|constructor|prototype)":/.test(text)) return;
      const result = names.reduce((inner, key) => (inner as Readonly<Record<string, unknown>>)[key], setPath({}, names.join('.'), text));
      assert.deepEqual(result, JSON.parse(text));
    }));
  });

  it('refuses paths that it cannot read', () => {
    assert.equal(problemAt('').code, 'set/empty-path');
    assert.equal(problemAt('  ').code, 'set/empty-path');
    for (const path of ['a..b', '.a', 'a.', 'a. .b', '[0]', 'a.[0]']) assert.equal(problemAt(path).code, 'set/empty-segment', path);
    for (const path of ['a[', 'a]', 'a[]', 'a[x]', 'a[-1]', 'a[0', 'a[0]b', 'a[1e3]', 'a[9999999999]', 'a]b[0]']) assert.equal(problemAt(path).code, 'set/bad-index', path);
    assert.equal(problemAt(`a${'.a'.repeat(64)}`).code, 'set/too-deep');
  });

  it('refuses names that reach a prototype', () => {
    for (const path of ['__proto__.polluted', 'a.constructor.prototype.polluted', 'prototype', 'workload.__proto__[0]']) assert.equal(problemAt(path).code, 'set/forbidden-key', path);
    assert.equal(({} as Readonly<Record<string, unknown>>)['polluted'], undefined);
  });

  it('does not mistake inherited properties for values', () => {
    assert.deepEqual(setPath({}, 'toString.name', '1'), { toString: { name: 1 } });
  });

  it('refuses paths through what is not an object or a list', () => {
    assert.equal(problemAt('name.x').code, 'set/not-an-object');
    assert.equal(problemAt('nothing.x').code, 'set/not-an-object');
    assert.equal(problemAt('workload.list.a').code, 'set/not-an-object');
    assert.equal(problemAt('workload.list.0').code, 'set/not-an-object');
    assert.equal(problemAt('workload.scenario[0]').code, 'set/not-a-list');
    assert.equal(problemAt('name[0]').code, 'set/not-a-list');
    assert.equal(problemAt('a', '1', 5).code, 'set/not-an-object');
    assert.equal(problemAt('a', '1', null).code, 'set/not-an-object');
    assert.equal(problemAt('workload.list[3]').code, 'set/index-out-of-range');
    assert.equal(problemAt('new[1]').code, 'set/index-out-of-range');
    assert.match(problemAt('workload.list.0').message, /\/workload\/list is a list of 2, not an object/);
  });

  it('refuses JSON that no document may have', () => {
    assert.equal(problemAt('name', '{ "a": { "__proto__": 1 } }').code, 'json/forbidden-key');
    assert.equal(problemAt('name', '{ "a": 1, "a": 2 }').code, 'json/duplicate-key');
    assert.equal(problemAt('name', '1e999').code, 'json/number-overflow');
    assert.equal(problemAt('name', '['.repeat(1000) + ']'.repeat(1000)).code, 'json/too-deep');
  });

  it('throws nothing but InputError, whatever the path and text', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('a', '.', '[', ']', '0', '1', '"', ' ', '_', '\u0000') }), fc.string(), (path, text) => {
      try {
        setPath(value, path, text);
      } catch (error) {
        assert.ok(error instanceof InputError);
        assert.ok(error.problems.every((p) => p.message.length < 400));
      }
    }), { numRuns: 500 });
  });
});
