import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createRng } from '../../../src/sim/core/rng.js';
import { describeSpace } from '../../../src/gym/env/spaces/describe.js';
import {
  box, contains, dict, discrete, flatLength, flattenedSpace, flattenValue, multiBinary, multiDiscrete, pack, packedLength, sampleSpace, spaceFaults, spaceFromJson, SpaceSampler, spaceToJson, text, tuple,
  unflattenValue, unpack, type Space,
} from '../../../src/gym/env/spaces/index.js';
import { actionWarnings, spaceWarnings } from '../../../src/gym/env/spaces/space-faults.js';

const numeric: fc.Arbitrary<Space> = fc.letrec<{ leaf: Space; space: Space }>((tie) => ({
  leaf: fc.oneof(
    fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: -5, max: 5 })).map(([n, start]) => discrete(n, start)),
    fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 }).map((nvec) => multiDiscrete(nvec, nvec.map((_, i) => i - 1))),
    fc.integer({ min: 1, max: 5 }).map(multiBinary),
    fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }), fc.constantFrom(-2, 0, -Infinity), fc.constantFrom(3, Infinity)).map(([rows, columns, low, high]) => box(low, high, [rows, columns])),
  ),
  space: fc.oneof(
    { maxDepth: 2 }, tie('leaf'),
    fc.array(tie('space'), { minLength: 1, maxLength: 3 }).map(tuple),
    fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('space'), { minKeys: 1, noNullPrototype: true }).map(dict),
  ),
})).space;

describe('spaces', () => {
  it('contain what they sample, and know it again in every form', () => {
    fc.assert(fc.property(numeric, fc.nat(), (space, seed) => {
      const value = sampleSpace(space, createRng(seed));
      assert.ok(contains(space, value), `${describeSpace(space)} ${JSON.stringify(value)}`);
      assert.deepEqual(spaceFaults(space, 'space'), []);
      assert.deepEqual(spaceFromJson(JSON.parse(JSON.stringify(spaceToJson(space)))), space);
      const row = new Float64Array(packedLength(space)! + 2);
      assert.equal(pack(space, value, row, 1), row.length - 1);
      assert.deepEqual(unpack(space, row, 1), value);
      const flat = flattenValue(space, value);
      assert.equal(flat.length, flatLength(space));
      assert.ok(contains(flattenedSpace(space), flat));
      assert.deepEqual(unflattenValue(space, flat), value);
    }));
  });

  it('reject what is not in them', () => {
    const cases: readonly (readonly [Space, readonly unknown[]])[] = [
      [discrete(3, 2), [1, 5, 2.5, '2', null, [2]]],
      [multiDiscrete([2, 3]), [[0], [0, 3], [0, 1, 0], [-1, 0], 'ab', [0.5, 1]]],
      [multiBinary(2), [[0, 2], [0], [true, false]]],
      [box(0, 1, [2]), [[0, 1.1], [NaN, 0], [0], 0, ['0', 0]]],
      [box(0, 5, [1], 'int64'), [[0.5]]],
      [text(3, { charset: 'ab' }), ['', 'abab', 'abc', 1]],
      [dict({ a: discrete(2) }), [{}, { a: 2 }, { a: 0, b: 0 }, [0], null]],
      [tuple([discrete(2)]), [[], [2], [0, 0], { 0: 0 }]],
    ];
    for (const [space, values] of cases) for (const value of values) assert.ok(!contains(space, value), `${describeSpace(space)} ${JSON.stringify(value)}`);
    assert.ok(contains(text(3, { charset: 'ab' }), 'aba'));
    assert.ok(contains(text(2, { charset: '😀' }), '😀😀'));
  });

  it('sample the same for the same seed, and reach every value', () => {
    const space = tuple([discrete(4), multiDiscrete([3, 2]), box(-1, 1, [2]), text(4)]);
    const [a, b] = [new SpaceSampler(space, 7), new SpaceSampler(space)];
    b.seed(7);
    assert.deepEqual(Array.from({ length: 5 }, () => a.sample()), Array.from({ length: 5 }, () => b.sample()));
    const drawn = new SpaceSampler(discrete(16, 3), 1);
    assert.equal(new Set(Array.from({ length: 400 }, () => drawn.sample())).size, 16);
  });

  it('sample only what a mask allows', () => {
    const rng = createRng(1);
    for (let i = 0; i < 50; i++) {
      assert.ok([1, 3].includes(sampleSpace(discrete(5), rng, [0, 1, 0, 1, 0]) as number));
      const row = sampleSpace(multiDiscrete([2, 3]), rng, [[0, 1], [1, 0, 1]]) as number[];
      assert.ok(row[0] === 1 && row[1] !== 1);
      assert.deepEqual((sampleSpace(multiBinary(3), rng, [0, 1, 2]) as number[]).slice(0, 2), [0, 1]);
      assert.equal((sampleSpace(dict({ a: discrete(3), b: discrete(3) }), rng, { a: [0, 0, 1] }) as { a: number }).a, 2);
    }
    assert.equal(sampleSpace(discrete(5, 2), rng, [0, 0, 0, 0, 0]), 2);
  });

  it('tell what is wrong with them', () => {
    assert.equal(spaceFaults(discrete(0), 's').length, 1);
    assert.equal(spaceFaults(multiDiscrete([]), 's').length, 1);
    assert.equal(spaceFaults(multiDiscrete([2], []), 's').length, 1);
    assert.equal(spaceFaults(box([0], [1, 1], [2]), 's').length, 1);
    assert.equal(spaceFaults(box(2, 1, [1]), 's').length, 1);
    assert.equal(spaceFaults(dict({}), 's').length, 1);
    assert.match(spaceFaults(tuple([dict({ a: multiBinary(0) })]), 's')[0]!, /^s\.0\.a/);
    assert.equal(spaceFaults(text(1, { minLength: 2 }), 's').length, 1);
    assert.equal(spaceWarnings(box(-Infinity, Infinity, [1]), 's').length, 2);
    assert.equal(spaceWarnings(box(1, 1, [1]), 's').length, 1);
    assert.deepEqual([box(-1, 1, [2]), box(0, 1, [2]), discrete(2)].flatMap((space) => actionWarnings(space, 's')), []);
    assert.equal(actionWarnings(box(0, 8, [2]), 's').length, 1);
  });

  it('have no numbers for texts', () => {
    assert.equal(packedLength(dict({ a: discrete(2), t: text(3) })), null);
    assert.throws(() => flatLength(text(3)), RangeError);
    assert.throws(() => pack(text(3), 'a', new Float64Array(1), 0), RangeError);
    assert.deepEqual(spaceFromJson(spaceToJson(text(3))), text(3));
    assert.throws(() => spaceFromJson({ type: 'Graph' }), TypeError);
  });
});
