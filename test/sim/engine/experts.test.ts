import assert from 'node:assert/strict';
import fc from 'fast-check';
import { distinctExperts, tokensPerExpert, wholeRows } from '../../../src/sim/engine/experts.js';

/** Sums over every way in which the tokens can choose: what the formula is in closed form. */
function enumerated(count: number, active: number, tokens: number): number {
  const choices: number[] = [];
  for (let set = 0; set < 2 ** count; set++) if (bits(set) === active) choices.push(set);
  let sum = 0;
  const visit = (used: number, left: number): void => {
    if (left === 0) sum += bits(used);
    else for (const choice of choices) visit(used | choice, left - 1);
  };
  visit(0, tokens);
  return sum / choices.length ** tokens;
}

function bits(set: number): number {
  let found = 0;
  for (let rest = set; rest > 0; rest = Math.floor(rest / 2)) found += rest % 2;
  return found;
}

const experts = fc.integer({ min: 1, max: 512 }).chain((count) => fc.record({ count: fc.constant(count), active: fc.integer({ min: 1, max: count }) }));
const tokens = fc.integer({ min: 1, max: 100_000 });

describe('the expected number of distinct experts', () => {
  it('is the mean over every way in which tokens can choose', () => {
    for (const [count, active, some] of [[2, 1, 4], [3, 2, 3], [4, 1, 5], [4, 2, 3], [5, 3, 2], [5, 4, 3], [6, 2, 3]] as const) {
      const found = distinctExperts({ count, active }, some);
      assert.ok(Math.abs(found - enumerated(count, active, some)) < 1e-9, `${count} ${active} ${some}: ${found}`);
    }
  });

  it('is 7.92 of the 8 experts of Mixtral at batch 16, and 2 at batch 1', () => {
    assert.equal(distinctExperts({ count: 8, active: 2 }, 16).toFixed(2), '7.92');
    assert.equal(distinctExperts({ count: 8, active: 2 }, 1), 2);
  });

  it('is exactly the active ones for one token, never fewer, never more than there are or than tokens can choose, and never falls', () => {
    fc.assert(fc.property(experts, tokens, (e, some) => {
      assert.equal(distinctExperts(e, 1), e.active);
      const found = distinctExperts(e, some);
      assert.ok(found >= e.active && found <= Math.min(e.count, e.active * some) * (1 + 1e-12));
      assert.ok(distinctExperts(e, some + 1) >= found);
      // Tokens are kept: what all the experts get is what all tokens take.
      assert.ok(Math.abs((tokensPerExpert(e, some) * found) / (some * e.active) - 1) < 1e-12);
      assert.ok(tokensPerExpert(e, some) >= 1 - 1e-12 && tokensPerExpert(e, some + 1) >= tokensPerExpert(e, some) * (1 - 1e-12));
    }));
  });

  it('goes through the points that were measured, and beyond them keeps their ratio to the formula', () => {
    const measured = [[4, 5], [16, 6.4]] as const;
    const of = (some: number): number => distinctExperts({ count: 8, active: 2, measured }, some);
    const formula = (some: number): number => distinctExperts({ count: 8, active: 2 }, some);
    assert.equal(of(1), 2);
    assert.ok(Math.abs(of(4) - 5) < 1e-12 && Math.abs(of(16) - 6.4) < 1e-12);
    assert.ok(of(8) > 5 && of(8) < 6.4);
    assert.ok(Math.abs(of(1000) / formula(1000) - 6.4 / formula(16)) < 1e-12);
    assert.equal(distinctExperts({ count: 8, active: 2, measured: [] }, 5), formula(5));
    fc.assert(fc.property(experts, fc.array(fc.tuple(fc.integer({ min: 2, max: 4000 }), fc.double({ min: 0, max: 1, noNaN: true })), { maxLength: 4 }), tokens, (e, drawn, some) => {
      const points = [...new Map(drawn)].toSorted(([a], [b]) => a - b).map(([at, share]) => [at, e.active + share * (Math.min(e.count, at * e.active) - e.active)] as const);
      const found = distinctExperts({ ...e, measured: points }, some);
      assert.ok(found >= e.active && found <= Math.min(e.count, e.active * some));
    }));
  });
});

describe('the rows of an expert', () => {
  it('are its mean tokens rounded up, but for what rounding of doubles adds', () => {
    assert.deepEqual([1, 1.2, 32, 32.000000000000004, 0.9999999999999999].map(wholeRows), [1, 2, 32, 32, 1]);
  });
});
