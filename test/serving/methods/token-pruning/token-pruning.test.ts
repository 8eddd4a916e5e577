import assert from 'node:assert/strict';
import fc from 'fast-check';
import { passCost } from '../../../../src/serving/pass-cost.js';
import { withLayerWeights, withGroups, isLayer } from '../../../../src/serving/methods/layers.js';
import { decodeRun, promptPass } from '../../../../src/serving/methods/request.js';
import { tokenCounts } from '../../../../src/serving/methods/token-pruning/token-counts.js';
import { problemOf } from '../../../kit/problems.js';
import { answer, figureOf, settingOf } from '../method-bench.js';

const close = (a: number, b: number, within = 1e-9): void => { assert.ok(Math.abs(a - b) <= within * Math.max(1e-12, Math.abs(b)), `${a} is not ${b}`); };

describe('tokens of layers', () => {
  it('are listed, kept in shares, or merged', () => {
    assert.deepEqual(tokenCounts({ kind: 'list', tokens: [9, 4] }, 8, 4), [8, 4, 4, 4]);
    assert.deepEqual(tokenCounts({ kind: 'stages', stages: [{ layer: 1, keep: 0.5 }, { layer: 3, keep: 0.5 }] }, 100, 4), [100, 50, 50, 25]);
    assert.deepEqual(tokenCounts({ kind: 'merged', tokens: 3, least: 4 }, 10, 4), [10, 7, 4, 4]);
    assert.deepEqual(tokenCounts({ kind: 'merged', tokens: 3 }, 4, 4), [4, 1, 1, 1]);
  });
});

describe('token pruning', () => {
  const setting = settingOf({ model: 'opt-125m' });
  const { deployment } = setting;
  const alone = withLayerWeights(withGroups(deployment, isLayer), [1, ...new Array<number>(11).fill(0)]);
  const ends = withGroups(deployment, (group) => !isLayer(group));

  it('takes each layer with the tokens that it sees, layer by layer', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 30 }), (promptTokens, tokens, outputTokens) => {
      const counts = tokenCounts({ kind: 'merged', tokens }, promptTokens, 12);
      const run = (count: number): number => (outputTokens === 1 ? 0 : passCost(alone, decodeRun(2, count + 1, outputTokens - 1)!).seconds);
      const first = passCost(ends, promptPass(2, promptTokens)).seconds + counts.reduce((sum, count) => sum + passCost(alone, promptPass(2, count)).seconds, 0);
      const rest = counts.reduce((sum, count) => sum + run(count), outputTokens === 1 ? 0 : passCost(ends, decodeRun(2, promptTokens + 1, outputTokens - 1)!).seconds);
      const { totals } = answer({ kind: 'token-pruning', batch: 2, promptTokens, outputTokens, schedule: { kind: 'merged', tokens } }, setting);
      close(totals.firstTokenSeconds!, first);
      close(totals.latencySeconds!, first + rest);
    }), { numRuns: 30 });
  });

  it('caches what each layer sees', () => {
    const { memory } = answer({ kind: 'token-pruning', promptTokens: 100, outputTokens: 11, schedule: { kind: 'list', tokens: [100, 60] } }, setting);
    assert.equal(memory.kvCacheBytes, (110 + 11 * 70) * 2 * 768 * 2);
  });

  it('pays for the choice where tokens fall', () => {
    const of = (scorer?: object): ReturnType<typeof answer> => answer({ kind: 'token-pruning', promptTokens: 200, outputTokens: 1, schedule: { kind: 'stages', stages: [{ layer: 4, keep: 0.5 }] }, ...(scorer === undefined ? {} : { scorer }) }, setting);
    close(of({ shareOfLayer: 0.5 }).totals.latencySeconds! - of().totals.latencySeconds!, 0.5 * passCost(alone, promptPass(1, 100)).seconds, 1e-6);
    assert.ok(of({ outputs: 1 }).totals.latencySeconds! > of().totals.latencySeconds!);
    assert.ok(figureOf(of(), 'firstTokenSpeedup') > 1);
  });

  it('drops tokens for good', () => {
    assert.equal(problemOf(() => answer({ kind: 'token-pruning', promptTokens: 100, outputTokens: 1, schedule: { kind: 'list', tokens: [50, 60] } }, setting)).code, 'scenario/tokens-come-back');
  });
});
