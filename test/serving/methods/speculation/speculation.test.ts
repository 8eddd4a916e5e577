import assert from 'node:assert/strict';
import { createRng } from '../../../../src/sim/core/rng.js';
import { passCost } from '../../../../src/serving/pass-cost.js';
import { checkPass, promptPass } from '../../../../src/serving/methods/request.js';
import { problemOf } from '../../../kit/problems.js';
import { answer, figureOf, plainRun, settingOf, type Bench } from '../method-bench.js';

const close = (a: number, b: number, within = 1e-9): void => { assert.ok(Math.abs(a - b) <= within * Math.abs(b), `${a} is not ${b}`); };
const bench: Bench = { model: 'llama-2-7b' };
const request = { promptTokens: 200, outputTokens: 30 };
const draft = { model: 'opt-125m' };

describe('speculation', () => {
  const setting = settingOf(bench);
  const small = setting.deploy(draft);
  const seconds = (of: typeof small, tokens: number, context: number): number => passCost(of, checkPass(1, tokens, context)).seconds;
  /** A run that takes as many drafts as `taken` says, pass by pass. */
  const walked = (drafts: number, taken: () => number): number => {
    let total = passCost(setting.deployment, promptPass(1, 200)).seconds + passCost(small, promptPass(1, 200)).seconds;
    for (let tokens = 1; tokens < 30;) {
      for (let i = 0; i < drafts; i++) total += seconds(small, 1, 200 + tokens + i);
      total += seconds(setting.deployment, drafts + 1, 200 + tokens + drafts);
      tokens += 1 + taken();
    }
    return total;
  };

  it('takes what its passes take one by one, with nothing accepted, with everything, and as recorded', () => {
    const of = (acceptance: object): number => answer({ kind: 'speculation', ...request, draft, draftTokens: 3, acceptance }, setting).totals.latencySeconds!;
    close(of({ kind: 'rate', rate: 0 }), walked(3, () => 0));
    close(of({ kind: 'rate', rate: 1 }), walked(3, () => 3));
    let i = 0;
    const trace = [2, 0, 3, 1];
    close(of({ kind: 'trace', accepted: trace }), walked(3, () => trace[i++ % 4]!));
  });

  it('takes the mean of drawn runs', () => {
    const [rng, runs] = [createRng(11), 400];
    const drawn = Array.from({ length: runs }, () => walked(3, () => {
      let taken = 0;
      while (taken < 3 && rng.next() < 0.7) taken++;
      return taken;
    }));
    const mean = drawn.reduce((sum, one) => sum + one, 0) / runs;
    const error = Math.sqrt(drawn.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (runs - 1) / runs);
    const found = answer({ kind: 'speculation', ...request, draft, draftTokens: 3, acceptance: { kind: 'rate', rate: 0.7 } }, setting).totals.latencySeconds!;
    assert.ok(Math.abs(found - mean) <= 4 * error, `${found} against ${mean} +- ${error}`);
  });

  it('of a tree takes its drafts depth by depth and one check of all nodes', () => {
    const found = answer({ kind: 'speculation', ...request, outputTokens: 2, draft, tree: [3, 2], acceptance: { kind: 'rate', rate: 0.5 } }, setting);
    const expected = passCost(setting.deployment, promptPass(1, 200)).seconds + passCost(small, promptPass(1, 200)).seconds
      + seconds(small, 1, 201) + seconds(small, 3, 204) + seconds(setting.deployment, 10, 210);
    close(found.totals.latencySeconds!, expected);
    close(figureOf(found, 'tokensPerStep'), 1 + 0.875 * (1 + 0.75));
  });

  it('with a fallback drafts a mean number of tokens, each length with a check of its own', () => {
    const found = answer({ kind: 'speculation', ...request, outputTokens: 2, draft, draftTokens: 3, fallback: 0.4, acceptance: { kind: 'rate', rate: 0.5 } }, setting);
    const drafts = [1, 0.6, 0.36].reduce((sum, likely, i) => sum + likely * seconds(small, 1, 201 + i), 0);
    const checks = [0.4, 0.24, 0.36].reduce((sum, likely, i) => sum + likely * seconds(setting.deployment, i + 2, 202 + i), 0);
    close(found.totals.latencySeconds! - found.totals.firstTokenSeconds!, passCost(small, promptPass(1, 200)).seconds + drafts + checks);
  });

  it('holds both models and both caches', () => {
    const { memory } = answer({ kind: 'speculation', ...request, draft, acceptance: { kind: 'rate', rate: 0.5 } }, setting);
    const plain = plainRun({ model: 'opt-125m' }, request);
    assert.equal(memory.others['draft model'], plain.memory.weightBytes);
    assert.ok(memory.others['keys and values of the draft']! >= plain.memory.kvCacheBytes);
    assert.equal(memory.fits, true);
    const { reasons, totals } = answer({ kind: 'speculation', ...request, draft: { model: 'llama-2-70b' }, acceptance: { kind: 'rate', rate: 0.5 } }, setting);
    assert.match(reasons[0]!, /draft model/);
    assert.equal(totals.latencySeconds, null);
  });

  it('streams the large model for each check, less what drafting hides', () => {
    const of = (overlap: string): number => answer({ kind: 'speculation', ...request, draft, draftTokens: 4, acceptance: { kind: 'rate', rate: 0.8 }, stream: { link: { bandwidth: '20 GB/s' }, overlap } }, setting).totals.latencySeconds!;
    assert.ok(of('drafting') < of('layers') && of('layers') < of('none'));
    const found = answer({ kind: 'speculation', ...request, draft, draftTokens: 4, acceptance: { kind: 'rate', rate: 0.8 }, stream: { link: { bandwidth: '20 GB/s' } } }, setting);
    // Loads of 13 GB at 20 GB/s leave nothing else to see: tokens come as many times faster as a check yields of them.
    assert.ok(figureOf(found, 'decodeSpeedup') > 0.9 * figureOf(found, 'tokensPerStepOfRun'));
    assert.ok(found.memory.weightBytes < 0.1 * plainRun(bench, request).memory.weightBytes);
    assert.equal(found.totals.energyJoules, null);
  });

  it('says where a problem with the draft stands, and that another vocabulary is no use', () => {
    assert.equal(problemOf(() => answer({ kind: 'speculation', ...request, draft: { model: 'opt-126m' }, acceptance: { kind: 'rate', rate: 1 } }, setting)).pointer, '/workload/scenario/draft/model');
    assert.equal(problemOf(() => answer({ kind: 'speculation', ...request, draft: { model: 't5-base' }, acceptance: { kind: 'rate', rate: 1 } }, setting)).pointer, '/workload/scenario/draft/model');
    const vocabularyNote = (model: string): boolean => answer({ kind: 'speculation', ...request, draft: { model }, acceptance: { kind: 'rate', rate: 1 } }, setting).notes.some((note) => note.includes('vocabulary'));
    assert.deepEqual([vocabularyNote('opt-125m'), vocabularyNote('tinyllama-1.1b')], [true, false]);
  });

  it('refuses a row and a tree at once, and trees that are too large', () => {
    assert.equal(problemOf(() => answer({ kind: 'speculation', ...request, draftTokens: 2, tree: [2], acceptance: { kind: 'rate', rate: 1 } }, setting)).code, 'scenario/row-or-tree');
    assert.equal(problemOf(() => answer({ kind: 'speculation', ...request, tree: [32, 32], acceptance: { kind: 'rate', rate: 1 } }, setting)).code, 'scenario/tree-too-large');
    assert.equal(problemOf(() => answer({ kind: 'speculation', ...request, acceptance: { kind: 'rate', rate: 1 } }, settingOf({ model: 't5-base' }))).code, 'scenario/one-stack');
  });
});
