import assert from 'node:assert/strict';
import { remembered } from '../../../src/sim/core/remembered.js';

describe('a function that remembers', () => {
  it('works a result out once for equal arguments, and gives undefined back as a result too', () => {
    const asked: number[] = [];
    const half = remembered(({ n }: { readonly n: number }) => {
      asked.push(n);
      return n % 2 === 0 ? n / 2 : undefined;
    });
    assert.deepEqual([half({ n: 4 }), half({ n: 3 }), half({ n: 4 }), half({ n: 3 })], [2, undefined, 2, undefined]);
    assert.deepEqual(asked, [4, 3]);
  });

  it('keeps a bounded number of results', () => {
    let calls = 0;
    const twice = remembered((n: number) => {
      calls++;
      return 2 * n;
    }, String);
    for (let n = 0; n < 5000; n++) assert.equal(twice(n), 2 * n);
    assert.equal(twice(4999), 9998);
    assert.equal(calls, 5000);
    assert.equal(twice(0), 0);
    assert.equal(calls, 5001);
  });
});
