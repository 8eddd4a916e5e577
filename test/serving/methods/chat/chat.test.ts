import assert from 'node:assert/strict';
import { passCost } from '../../../../src/serving/pass-cost.js';
import { decodeRun, promptPass } from '../../../../src/serving/methods/request.js';
import { limitedMask } from '../../../../src/serving/methods/chat/cache-limit.js';
import { turnPasses } from '../../../../src/serving/methods/chat/turns.js';
import { problemOf } from '../../../kit/problems.js';
import { answer, figureOf, plainRun, settingOf } from '../method-bench.js';

const close = (a: number, b: number, within = 1e-12): void => { assert.ok(Math.abs(a - b) <= within * Math.abs(b), `${a} is not ${b}`); };
const turns = [{ userTokens: 20, answerTokens: 10 }, { userTokens: 5, answerTokens: 1 }, { userTokens: 7, answerTokens: 3 }];

describe('turns of a chat', () => {
  it('read the question and the last token of the answer before it, behind what is cached', () => {
    assert.deepEqual(turnPasses(turns, 4, true, Infinity), [
      { newTokens: 24, cachedTokens: 0, firstContext: 25, steps: 9 }, { newTokens: 6, cachedTokens: 33, firstContext: 40, steps: 0 }, { newTokens: 8, cachedTokens: 39, firstContext: 48, steps: 2 },
    ]);
  });

  it('read all that was said where the cache is not kept, and end at the same contexts', () => {
    const [kept, again] = [turnPasses(turns, 4, true, Infinity), turnPasses(turns, 4, false, Infinity)];
    assert.deepEqual(again.map(({ newTokens }) => newTokens), [24, 39, 47]);
    assert.deepEqual(again.map(({ firstContext, steps }) => firstContext + steps), kept.map(({ firstContext, steps }) => firstContext + steps));
  });

  it('cache no more than the limit', () => {
    assert.deepEqual(turnPasses(turns, 4, true, 16).map(({ cachedTokens }) => cachedTokens), [0, 16, 16]);
  });
});

describe('a chat', () => {
  const setting = settingOf();

  it('takes the passes of its turns', () => {
    const { deployment } = setting;
    const passes = turnPasses(turns, 4, true, Infinity).flatMap(({ newTokens, cachedTokens, firstContext, steps }) => [promptPass(2, newTokens, cachedTokens), decodeRun(2, firstContext, steps)]);
    const seconds = passes.reduce((sum, pass) => sum + (pass === undefined ? 0 : passCost(deployment, pass).seconds), 0);
    const { totals } = answer({ kind: 'chat', batch: 2, systemTokens: 4, turns }, setting);
    close(totals.latencySeconds!, seconds / 3);
    close(totals.tokensPerSecond!, (2 * 14) / seconds);
    close(totals.requestsPerSecond!, 6 / seconds);
  });

  it('under a lambda mask reads the keys and values of sinks and window at 32k', () => {
    const of = (attention?: object): ReturnType<typeof answer> => answer({ kind: 'chat', turns: [{ userTokens: 32_767, answerTokens: 2 }] }, settingOf(attention === undefined ? {} : { attention }));
    const perToken = 32 * 2 * 4096 * 2;
    assert.equal(figureOf(of({ kind: 'lambda', sinks: 4, window: 4092 }), 'cacheBytesReadPerStep'), 4096 * perToken);
    assert.equal(figureOf(of(), 'cacheBytesReadPerStep'), 32_768 * perToken);
    assert.equal(of({ kind: 'lambda', sinks: 4, window: 4092 }).memory.kvCacheBytes, 4096 * perToken);
  });

  it('that keeps sinks, recent tokens and heavy hitters reads and holds so many', () => {
    const found = answer({ kind: 'chat', turns: [{ userTokens: 3000, answerTokens: 50 }], eviction: { sinks: 4, recent: 900, heavyHitters: 96 } }, setting);
    const perToken = 32 * 2 * 4096 * 2;
    assert.equal(figureOf(found, 'cacheBytesReadPerStep'), 1000 * perToken);
    assert.equal(found.memory.kvCacheBytes, 1000 * perToken);
    assert.equal(figureOf(found, 'cachedTokensMost'), 1000);
    // Decode is that of a lambda mask.
    close(found.totals.secondsPerOutputToken!, plainRun({ attention: { kind: 'lambda', sinks: 4, window: 996 } }, { promptTokens: 3000, outputTokens: 50 }).totals.secondsPerOutputToken!);
    assert.deepEqual(limitedMask({ kind: 'sliding-window', window: 500 }, { sinks: 4, recent: 900, heavyHitters: 0 }), { kind: 'sliding-window', window: 500 });
  });

  it('with a cache of fewer bits reads fewer bytes', () => {
    const bytes = (kvCache: string): number => figureOf(answer({ kind: 'chat', turns: [{ userTokens: 500, answerTokens: 50 }], kvCache }, setting), 'cacheBytesReadPerStep');
    assert.equal(bytes('fp16') / bytes('int4'), 4);
    assert.equal(problemOf(() => answer({ kind: 'chat', turns, kvCache: 'int77' }, setting)).code, 'scenario/unknown-format');
  });

  it('is faster with its cache kept', () => {
    const found = answer({ kind: 'chat', turns: [...turns, ...turns, ...turns] }, setting);
    assert.ok(figureOf(found, 'cacheSpeedup') > 1);
    close(figureOf(answer({ kind: 'chat', turns: [...turns, ...turns, ...turns], keepCache: false }, setting), 'cacheSpeedup'), figureOf(found, 'cacheSpeedup'));
  });
});
