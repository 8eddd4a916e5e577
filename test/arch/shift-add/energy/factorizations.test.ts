import assert from 'node:assert/strict';
import fc from 'fast-check';
import { divisors, factorizations, leakyFilter } from '../../../../src/arch/shift-add/energy/factorizations.js';

describe('ordered factorisations', () => {
  it('are all tuples whose product is n, each once', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 240 }), fc.integer({ min: 1, max: 4 }), (n, parts) => {
      const found = factorizations(n, parts).map((factors) => factors.join());
      assert.deepEqual([...found].sort(), [...tuples(n, parts)].map((factors) => factors.join()).sort());
      assert.equal(new Set(found).size, found.length);
    }), { numRuns: 80 });
  });

  it('list divisors with the smallest prime first: 12, 4, 6, 2, 3, 1', () => {
    assert.deepEqual(divisors(12), [12, 4, 6, 2, 3, 1]);
    assert.deepEqual(divisors(1), [1]);
    assert.deepEqual(divisors(13), [13, 1]);
    assert.throws(() => divisors(0), RangeError);
  });

  it('leave every second unwanted item of a run, as a list that is changed while it is walked does', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 30 }), (items) => {
      assert.deepEqual(leakyFilter(items, (x) => x > 16), walkedAndChanged(items));
    }));
    assert.deepEqual(leakyFilter([20, 30, 40, 1], (x) => x > 16), [30, 1]);
  });
});

function* tuples(n: number, parts: number): Generator<readonly number[]> {
  if (parts === 1) yield [n];
  else for (let first = 1; first <= n; first++) if (n % first === 0) for (const rest of tuples(n / first, parts - 1)) yield [first, ...rest];
}

function walkedAndChanged(items: readonly number[]): readonly number[] {
  const list = [...items];
  for (let i = 0; i < list.length; i++) if (list[i]! > 16) list.splice(i, 1);
  return list;
}
