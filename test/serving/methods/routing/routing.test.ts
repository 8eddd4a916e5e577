import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createRng } from '../../../../src/sim/core/rng.js';
import { passCost } from '../../../../src/serving/pass-cost.js';
import { promptPass, decodeRun, checkPass } from '../../../../src/serving/methods/request.js';
import { modulesAlone, withoutModules } from '../../../../src/serving/methods/routing/feed-forward.js';
import { routedCost } from '../../../../src/serving/methods/routing/token-routes.js';
import { problemOf } from '../../../kit/problems.js';
import { answer, figureOf, plainRun, settingOf } from '../method-bench.js';

const close = (a: number, b: number, within = 1e-9): void => { assert.ok(Math.abs(a - b) <= within * Math.max(1e-12, Math.abs(b)), `${a} is not ${b}`); };
const request = { promptTokens: 80, outputTokens: 16 };
const small = { model: 'opt-125m' };

describe('routing', () => {
  const setting = settingOf({ model: 'opt-1.3b' });
  const [big, little] = [plainRun({ model: 'opt-1.3b' }, request).totals, plainRun({ model: 'opt-125m' }, request).totals];

  it('of requests takes the mean of both models, the router, and the swaps of a drawn run', () => {
    const found = answer({ kind: 'routing', ...request, bigShare: 0.3, by: { kind: 'request', small, router: { model: 'gpt2' }, swapLink: { bandwidth: '3 GB/s' } } }, setting);
    const router = plainRun({ model: 'gpt2' }, request).totals.firstTokenSeconds!;
    const weights = ['opt-1.3b', 'opt-125m'].map((model) => plainRun({ model }, request).memory.weightBytes / 3e9);
    close(found.totals.latencySeconds!, 0.3 * big.latencySeconds! + 0.7 * little.latencySeconds! + router + 0.21 * (weights[0]! + weights[1]!));
    close(figureOf(found, 'worstCaseSeconds'), big.latencySeconds! + router + weights[0]!);
  });

  it('of a cascade has the small model answer first', () => {
    const found = answer({ kind: 'routing', ...request, bigShare: 0.3, by: { kind: 'request', small, cascade: true } }, setting);
    close(found.totals.latencySeconds!, little.latencySeconds! + 0.3 * big.latencySeconds!);
    close(found.totals.firstTokenSeconds!, little.latencySeconds! + 0.3 * big.firstTokenSeconds!);
  });

  it('of tokens reads what the other model made in the next pass', () => {
    const models = [setting.deploy(small), setting.deployment] as const;
    fc.assert(fc.property(fc.array(fc.constantFrom(0, 1), { minLength: 1, maxLength: 12 }), (routes) => {
      const read = [0, 0];
      let seconds = 0;
      routes.forEach((route, t) => {
        const unread = 80 + t - read[route]!;
        seconds += passCost(models[route], unread === 1 ? checkPass(1, 1, 80 + t) : promptPass(1, unread, read[route])).seconds;
        read[route] = 80 + t;
      });
      const { first, rest, passes } = routedCost(models, routes, 1, 80);
      close(first.seconds + rest.seconds, seconds);
      assert.equal(passes[0] + passes[1], routes.length);
    }), { numRuns: 30 });
  });

  it('of tokens draws the same routes from the same seed', () => {
    const of = (seed: number): number => answer({ kind: 'routing', ...request, bigShare: 0.4, by: { kind: 'token', small, seed } }, setting).totals.latencySeconds!;
    assert.equal(of(3), of(3));
    assert.notEqual(of(3), of(4));
  });

  it('of modules splits a layer into attention and module', () => {
    const { deployment } = setting;
    for (const pass of [promptPass(1, 80), decodeRun(3, 81, 15)!]) close(passCost(withoutModules(deployment), pass).seconds + passCost(modulesAlone(deployment), pass).seconds, passCost(deployment, pass).seconds);
    close(passCost(modulesAlone(deployment, 0.25), decodeRun(1, 1, 1)!).macs, 0.25 * passCost(modulesAlone(deployment), decodeRun(1, 1, 1)!).macs);
  });

  it('of modules takes the mean over drawn tokens of a batch', () => {
    const { deployment } = setting;
    const run = decodeRun(4, 81, 1)!;
    const seconds = (of: typeof deployment, rows: number): number => (rows === 0 ? 0 : passCost(of, { ...run, batch: rows }).seconds);
    const parts = [modulesAlone(deployment), modulesAlone(deployment, 0.5)];
    const table = parts.map((of) => [0, 1, 2, 3, 4].map((rows) => seconds(of, rows)));
    const [rng, draws] = [createRng(8), 20_000];
    let [sum, squares] = [0, 0];
    for (let i = 0; i < draws; i++) {
      const rows = [0, 0, 0];
      for (let token = 0; token < 4; token++) { const draw = rng.next(); rows[draw < 0.3 ? 0 : draw < 0.7 ? 1 : 2]!++; }
      const one = table[0]![rows[0]!]! + table[1]![rows[1]!]!;
      sum += one;
      squares += one * one;
    }
    const mean = sum / draws;
    const rest = seconds(withoutModules(deployment), 4);
    const found = answer({ kind: 'routing', promptTokens: 80, outputTokens: 2, batch: 4, bigShare: 0.3, by: { kind: 'module', smallShare: 0.4, smallWidth: 0.5 } }, setting).totals.secondsPerOutputToken!;
    // What is left is the router of each layer, which has three outputs.
    const router = found - rest - mean;
    assert.ok(router > 0 && router < 0.2 * rest, `${router}`);
    assert.ok(Math.abs(answer({ kind: 'routing', promptTokens: 80, outputTokens: 2, batch: 4, bigShare: 0, by: { kind: 'module', smallShare: 0, smallWidth: 0.5 } }, setting).totals.secondsPerOutputToken! - rest - router) <= 4 * Math.sqrt((squares / draws - mean * mean) / draws));
  });

  it('needs shares of one, and layers with modules', () => {
    assert.equal(problemOf(() => answer({ kind: 'routing', ...request, bigShare: 0.8, by: { kind: 'module', smallShare: 0.4, smallWidth: 0.5 } }, setting)).code, 'scenario/shares');
    assert.equal(problemOf(() => answer({ kind: 'routing', ...request, bigShare: 0.8, by: { kind: 'module', smallShare: 0.1, smallWidth: 0.5 } }, settingOf({ model: 'mamba-130m' }))).code, 'scenario/no-modules');
  });
});
