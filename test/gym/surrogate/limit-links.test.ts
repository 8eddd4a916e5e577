import assert from 'node:assert/strict';
import fc from 'fast-check';
import { failed } from '../../../src/gym/problem/evaluation.js';
import type { Evaluation } from '../../../src/gym/problem/search-problem.js';
import { noLimits, noteLimits, type KnownLimits } from '../../../src/gym/surrogate/limit-links.js';
import { createRng } from '../../../src/sim/core/rng.js';

/** What a problem file says of values that are limited: violations as shares of the limit, values among the metrics. */
function evaluationOf(values: readonly number[], limits: readonly { readonly limit: number; readonly sign: 1 | -1 }[], others: Readonly<Record<string, number | null>> = {}): Evaluation {
  const violations = limits.map(({ limit, sign }, c) => Math.max(0, (sign * (values[c]! - limit)) / (limit === 0 ? 1 : Math.abs(limit))));
  return { objectives: [1], violations, reasons: [], metrics: { ...others, ...Object.fromEntries(values.map((value, c) => [`value${c}`, value])) } };
}

function noted(evaluations: readonly Evaluation[], constraints: number): KnownLimits {
  const known = noLimits(constraints);
  noteLimits(known, evaluations);
  return known;
}

describe('the metric that a constraint is about', () => {
  const number = fc.double({ min: -100, max: 100, noNaN: true }).map((one) => Math.round(one * 8) / 8);
  const limited = fc.record({ limit: number, sign: fc.constantFrom(1 as const, -1 as const) });

  it('is found with its limit and direction from violations alone, among others, whatever the signs', () => {
    fc.assert(fc.property(fc.array(limited, { minLength: 1, maxLength: 4 }), fc.integer(), (limits, seed) => {
      const rng = createRng(seed);
      const evaluations = Array.from({ length: 40 }, () => evaluationOf(limits.map(() => 200 * rng.next() - 100), limits, { noise: rng.next(), constant: 3 }));
      const { links } = noted(evaluations, limits.length);
      limits.forEach(({ limit, sign }, c) => {
        const broken = evaluations.filter(({ violations }) => violations[c]! > 0).length;
        if (broken === 0) assert.equal(links[c], null);
        if (broken < 3 || broken > 37) return;
        assert.equal(links[c]!.length, 1);
        const [link] = links[c]!;
        assert.equal(link!.metric, `value${c}`);
        assert.equal(link!.sign, sign);
        assert.ok(Math.abs(link!.limit - limit) < 1e-6 * Math.max(1, Math.abs(limit)));
      });
    }));
  });

  it('is none where no metric explains the violations', () => {
    const rng = createRng(2);
    const evaluations = Array.from({ length: 30 }, (): Evaluation => ({ objectives: [1], violations: [rng.next() < 0.5 ? 0 : rng.next()], reasons: [], metrics: { a: rng.next(), b: null } }));
    assert.deepEqual(noted(evaluations, 1).links, [[]]);
  });

  it('does not change with how evaluations come in batches, nor with designs that failed, and what no constraint is about is forgotten', () => {
    const limits = [{ limit: 5, sign: 1 }, { limit: -2, sign: -1 }] as const;
    const rng = createRng(3);
    const evaluations = Array.from({ length: 60 }, (_, i) => (i % 9 === 4 ? failed('it ended', 2) : evaluationOf([10 * rng.next(), 4 - 8 * rng.next()], limits, { other: rng.next() })));
    const whole = noted(evaluations, 2);
    const single = noLimits(2);
    for (const one of evaluations) noteLimits(single, [JSON.parse(JSON.stringify(one)) as Evaluation]);
    assert.deepEqual(single.links, whole.links);
    assert.deepEqual(Object.keys(whole.metrics).sort(), ['value0', 'value1']);
    assert.ok(Object.values(whole.metrics).every((values) => values.length === 60 && values[4] === null));
    assert.deepEqual(whole.broken[4], [-1]);
    evaluations.forEach(({ violations, failure }, i) => { if (failure === undefined) assert.deepEqual(whole.broken[i], violations.flatMap((one, c) => (one > 0 ? [c] : []))); });
    assert.deepEqual(JSON.parse(JSON.stringify(whole)), whole);
  });
});
