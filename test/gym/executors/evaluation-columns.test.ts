import assert from 'node:assert/strict';
import fc from 'fast-check';
import { columnsOf, evaluationsOf } from '../../../src/gym/executors/evaluation-columns.js';
import type { Evaluation } from '../../../src/gym/problem/search-problem.js';

const number = fc.double({ noNaN: true, noDefaultInfinity: true });
const word = fc.oneof(fc.string(), fc.constantFrom('', '\u0001', 'a\u0002b', 'dsp: 2 needed, 1 available'));
const evaluation: fc.Arbitrary<Evaluation> = fc.record({
  objectives: fc.oneof(fc.constant(null), fc.array(number, { minLength: 2, maxLength: 2 })),
  violations: fc.array(number.map(Math.abs), { minLength: 3, maxLength: 3 }),
  reasons: fc.array(word, { maxLength: 3 }),
  metrics: fc.oneof(fc.record({ a: number, b: fc.oneof(number, fc.constant(null)) }, { noNullPrototype: true }), fc.dictionary(fc.constantFrom('a', 'b', 'c'), number, { noNullPrototype: true })),
  failure: fc.oneof(fc.constant(undefined), word),
}).map(({ failure, ...rest }) => (failure === undefined ? rest : { ...rest, failure }));

describe('evaluations as columns', () => {
  it('come back as they were, whatever their reasons and metrics are called', () => {
    fc.assert(fc.property(fc.array(evaluation, { maxLength: 8 }), (evaluations) => {
      assert.deepEqual(evaluationsOf(structuredClone(columnsOf(evaluations, 2, 3)), 2, 3), evaluations);
    }));
  });
});
