import assert from 'node:assert/strict';
import fc from 'fast-check';
import { actionOf, codeOf, drawAction, freshPolicy, leastDeviation, softmax, stepped, type Policy } from '../../../src/gym/agents/policy.js';
import { createRng } from '../../../src/sim/core/rng.js';
import type { Parameter } from '../../../src/sim/model/design-space.js';

const flow: Parameter = { type: 'categorical', name: 'flow', values: ['WS', 'OS', 'IS'] };
const rows: Parameter = { type: 'ordinal', name: 'rows', values: [8, 16, 32, 64] };
const normalPolicy = (mean: number, deviation: number): Policy & { readonly kind: 'normal' } => ({ kind: 'normal', mean, logDeviation: Math.log(deviation) });

/** d f / d x_i by a central difference. */
function slope(f: (x: readonly number[]) => number, x: readonly number[], i: number): number {
  const step = 1e-5;
  return (f(x.with(i, x[i]! + step)) - f(x.with(i, x[i]! - step))) / (2 * step);
}

const logits = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 2, maxLength: 5 });
const number = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });

describe('a policy', () => {
  it('begins with all values alike, and numbers around the middle', () => {
    const rng = createRng(1);
    const [values, numbers] = [freshPolicy(flow, 0.2), freshPolicy(rows, 0.2)];
    const counts = [0, 0, 0];
    for (let i = 0; i < 3000; i++) counts[codeOf(flow, drawAction(values, rng))]!++;
    for (const count of counts) assert.ok(Math.abs(count - 1000) < 100);
    const codes = Array.from({ length: 3000 }, () => codeOf(rows, drawAction(numbers, rng)));
    // The middle two bins of four are within 1.25 deviations: 79 %.
    assert.ok(Math.abs(codes.filter((code) => code === 1 || code === 2).length / 3000 - 0.789) < 0.03);
  });

  it('moves values along the gradient of what the actions gained and of the entropy', () => {
    fc.assert(fc.property(logits, fc.array(fc.tuple(fc.nat(4), number(-1, 1)), { minLength: 1, maxLength: 4 }), number(0, 0.5), (from, drawn, share) => {
      const actions = drawn.map(([action]) => action % from.length);
      const goal = (x: readonly number[]): number => {
        const p = softmax(x);
        return drawn.reduce((sum, [, advantage], i) => sum + advantage * Math.log(p[actions[i]!]!), 0) - share * p.reduce((sum, one) => sum + one * Math.log(one), 0);
      };
      const to = stepped({ kind: 'softmax', logits: from }, actions, drawn.map(([, advantage]) => advantage), 0.1, share);
      assert.ok(to.kind === 'softmax');
      from.forEach((logit, i) => { assert.ok(Math.abs(to.logits[i]! - logit - 0.1 * slope(goal, from, i)) < 1e-7); });
    }));
  });

  it('moves numbers along the natural gradient: the gradient over the Fisher information', () => {
    fc.assert(fc.property(number(0.3, 0.7), number(0.05, 0.3), number(0, 1), number(-1, 1), number(0, 0.3), (mean, deviation, action, advantage, share) => {
      // ln p, and the entropy ln sigma, without constants.
      const goal = ([m = 0, l = 0]: readonly number[]): number => advantage * (-l - ((action - m) / Math.exp(l)) ** 2 / 2) + share * l;
      const to = stepped(normalPolicy(mean, deviation), [action], [advantage], 1e-3, share);
      assert.ok(to.kind === 'normal');
      const at = [mean, Math.log(deviation)];
      assert.ok(Math.abs(to.mean - mean - 1e-3 * slope(goal, at, 0) * deviation ** 2) < 1e-8);
      assert.ok(Math.abs(to.logDeviation - at[1]! - (1e-3 * slope(goal, at, 1)) / 2) < 1e-8);
    }));
  });

  it('stays on [0, 1], and neither a point nor flat, however hard it is pushed', () => {
    fc.assert(fc.property(number(-50, 50), number(-1e3, 1e3), number(0, 10), number(0.01, 0.2), (action, advantage, rate, least) => {
      const to = stepped(normalPolicy(0.5, 0.2), [action], [advantage], rate, 0.1, least);
      assert.ok(to.kind === 'normal' && to.mean >= 0 && to.mean <= 1 && to.logDeviation >= Math.log(least) && to.logDeviation <= 0);
    }));
  });

  it('has an action for each value, and never becomes so narrow that neighbours of few values are not drawn', () => {
    const rng = createRng(2);
    for (const parameter of [flow, rows]) for (const code of [0, 1, 2]) assert.equal(codeOf(parameter, actionOf(parameter, code)), code);
    const narrow = normalPolicy(actionOf(rows, 1), leastDeviation(rows));
    const codes = Array.from({ length: 3000 }, () => codeOf(rows, drawAction(narrow, rng)));
    // Beyond 1.25 deviations: 21 %.
    assert.ok(Math.abs(codes.filter((code) => code !== 1).length / 3000 - 0.211) < 0.03);
    assert.ok(leastDeviation({ type: 'real', name: 'volts', low: 0, high: 1, scale: 'linear' }) < 1e-5);
  });
});
