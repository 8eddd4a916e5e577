import assert from 'node:assert/strict';
import { InputError } from '../../../src/sim/core/diagnostics.js';
import { readGgufParts, type GgufParts } from '../../../src/workloads/gguf/split.js';
import { problemOf, problemsOf } from '../../kit/problems.js';
import { sparseFile } from './fixture.js';
import { writeGguf, type Value, type Written } from './write-gguf.js';

const named = (part: number, of = 3): string => `a/m-${String(part).padStart(5, '0')}-of-${String(of).padStart(5, '0')}.gguf`;

/** Part `no` (from 0 on) of three with two tensors each. */
function part(no: number, change: Readonly<Record<string, Value | null>> = {}, tensors: readonly string[] = [`t${2 * no}`, `t${2 * no + 1}`]): Written {
  const metadata: Readonly<Record<string, Value | null>> = {
    ...(no === 0 ? { 'general.architecture': ['string', 'llama'] } : {}), 'split.no': ['uint16', no], 'split.count': ['uint16', 3], 'split.tensors.count': ['int32', 6], ...change,
  };
  return { metadata: Object.entries(metadata).flatMap(([key, value]) => (value === null ? [] : [[key, value] as const])), tensors: tensors.map((name) => ({ name, dims: [8], type: 0, bytes: 32 })) };
}

function read(files: Readonly<Record<string, Written>>, name: string, opened: string[] = []): GgufParts {
  return readGgufParts(name, (path) => {
    opened.push(path);
    const written = files[path];
    if (written === undefined) throw new InputError([{ code: 'file/not-found', message: path }]);
    return sparseFile(writeGguf(written), path);
  });
}

const good = { [named(1)]: part(0), [named(2)]: part(1), [named(3)]: part(2) };

describe('a GGUF model in parts', () => {
  it('is read whole from the name of any of them, each opened once', () => {
    for (const given of [1, 2, 3]) {
      const opened: string[] = [];
      const { name, metadata, tensors, parts } = read(good, named(given), opened);
      assert.equal(name, named(1));
      assert.deepEqual(metadata.get('general.architecture'), { type: 'string', bytes: 5, value: 'llama' });
      assert.deepEqual(tensors.map((tensor) => tensor.name), ['t0', 't1', 't2', 't3', 't4', 't5']);
      assert.deepEqual(parts.map((file) => file.name), [named(1), named(2), named(3)]);
      assert.deepEqual([...opened].sort(), [named(1), named(2), named(3)]);
    }
  });

  it('may be one file, whatever its name', () => {
    assert.equal(read({ 'x.gguf': { tensors: part(0).tensors ?? [] } }, 'x.gguf').parts.length, 1);
    assert.equal(read({ [named(1, 1)]: part(0, { 'split.count': ['uint16', 1] }) }, named(1, 1)).tensors.length, 2);
  });

  const wrong: readonly (readonly [what: string, files: Readonly<Record<string, Written>>, name: string, told: RegExp])[] = [
    ['a name without its number', { 'm.gguf': part(0) }, 'm.gguf', /gguf\/split-name: this is one of 3 parts/],
    ['a name that says another number of parts', { [named(1, 4)]: part(0) }, named(1, 4), /gguf\/split: .*the name says 4 parts.*got 3/],
    ['a part that is missing', { [named(1)]: part(0), [named(2)]: part(1) }, named(1), /file\/not-found/],
    ['parts in the wrong order', { ...good, [named(2)]: part(2), [named(3)]: part(1) }, named(1), /gguf\/split: .*split.no is 1, got 2/],
    ['a part of another model', { ...good, [named(3)]: part(2, { 'split.count': ['uint16', 4] }) }, named(1), /gguf\/split: .*split.count is 3, got 4/],
    ['a part that says nothing', { ...good, [named(2)]: part(1, { 'split.count': null, 'split.no': null }) }, named(1), /gguf\/split: .*split.count is 3, got nothing/],
    ['a tensor in two parts', { ...good, [named(2)]: part(1, {}, ['t0', 't3']) }, named(1), /gguf\/duplicate-tensor: .*"t0"/],
    ['tensors that are missing', { ...good, [named(2)]: part(1, {}, ['t2']) }, named(1), /gguf\/split: .*split.tensors.count is 6, and must be the number of tensors in all parts, got 5/],
    ['no number of tensors', { ...good, [named(1)]: part(0, { 'split.tensors.count': null }) }, named(1), /gguf\/split: .*split.tensors.count is missing/],
    ['more parts than are read', { 'm-00001-of-60000.gguf': part(0, { 'split.count': ['uint16', 60_000] }) }, 'm-00001-of-60000.gguf', /gguf\/split: .*at most 1000 parts/],
  ];
  for (const [what, files, name, told] of wrong) {
    it(`is refused where the parts do not belong together: ${what}`, () => {
      const found = problemOf(() => read(files, name));
      assert.match(`${found.code}: ${found.message}`, told);
    });
  }

  it('is told what is wrong with each part', () => {
    assert.equal(problemsOf(() => read({ ...good, [named(2)]: part(2), [named(3)]: part(1) }, named(1))).length, 2);
  });
});
