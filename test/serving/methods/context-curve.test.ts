import assert from 'node:assert/strict';
import fc from 'fast-check';
import { passCost } from '../../../src/serving/pass-cost.js';
import { contextCurve, isConvex, maskBreaks } from '../../../src/serving/methods/context-curve.js';
import { checkPass } from '../../../src/serving/methods/request.js';
import { settingOf } from './method-bench.js';

const close = (a: number, b: number): void => { assert.ok(Math.abs(a - b) <= 1e-9 * Math.max(1e-12, Math.abs(b)), `${a} is not ${b}`); };

describe('a curve over contexts', () => {
  const pieces = fc.array(fc.record({ slope: fc.integer({ min: 0, max: 50 }), value: fc.integer({ min: 0, max: 5000 }) }), { minLength: 1, maxLength: 5 });

  it('of a maximum of lines has their sum and their values from few points', () => {
    fc.assert(fc.property(pieces, fc.integer({ min: 1, max: 500 }), fc.integer({ min: 0, max: 3000 }), (lines, first, more) => {
      let asked = 0;
      const f = (context: number): number => lines.reduce((most, { slope, value }) => Math.max(most, slope * context + value), 0);
      const curve = contextCurve((context) => { asked++; return f(context); }, first, first + more, true);
      let sum = 0;
      for (let context = first; context <= first + more; context++) {
        sum += f(context);
        if (context % 97 === 0) close(curve.at(context), f(context));
      }
      close(curve.sum, sum);
      assert.ok(curve.isExact && asked <= 131 + 1, `${asked} points`);
    }));
  });

  it('of checks of tokens has the cost of each, windows included', () => {
    for (const [model, attention] of [['llama-2-7b', undefined], ['llama-2-7b', { kind: 'lambda', sinks: 4, window: 700 }], ['gemma-3-1b', undefined]] as const) {
      const { deployment } = settingOf({ model, attention });
      for (const tokens of [1, 5]) {
        const f = (context: number): number => passCost(deployment, checkPass(2, tokens, context)).seconds;
        const curve = contextCurve(f, 600, 1400, isConvex(deployment), maskBreaks(deployment.graph, tokens));
        for (let context = 600; context <= 1400; context += 7) close(curve.at(context), f(context));
        assert.ok(curve.isExact);
      }
    }
  });

  it('says where values between its points are not proven', () => {
    assert.equal(contextCurve((context) => Math.floor(context / 7), 1, 1000, false).isExact, false);
    assert.equal(contextCurve((context) => Math.floor(context / 7), 1, 100, false).isExact, true);
  });
});
