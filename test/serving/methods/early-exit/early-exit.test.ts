import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createRng } from '../../../../src/sim/core/rng.js';
import { anyChance, exitsOfMean, runChances } from '../../../../src/serving/methods/early-exit/exits.js';
import { binomial } from '../../../../src/serving/binomial.js';
import { problemOf } from '../../../kit/problems.js';
import { answer, figureOf, plainRun, settingOf } from '../method-bench.js';

const close = (a: number, b: number, within = 1e-9): void => { assert.ok(Math.abs(a - b) <= within * Math.max(1e-12, Math.abs(b)), `${a} is not ${b}`); };
const request = { promptTokens: 50, outputTokens: 20 };
const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

describe('exits', () => {
  it('of a mean leave after the whole number below or above, with that mean', () => {
    fc.assert(fc.property(fc.double({ min: 1, max: 12, noNaN: true }), (mean) => { close(total(runChances(exitsOfMean(mean, 12), 12)), mean); }));
    assert.deepEqual(exitsOfMean(12, 12), []);
    assert.deepEqual(exitsOfMean(3, 12), [{ layers: 3, share: 1 }]);
  });

  it('have the expected deepest of a batch that trying all combinations gives', () => {
    const shares = [0.2, 0.3, 0.1, 0.4];
    const chances = runChances([{ layers: 1, share: 0.2 }, { layers: 2, share: 0.3 }, { layers: 3, share: 0.1 }], 4);
    for (const batch of [1, 2, 3, 5]) {
      let deepest = 0;
      for (let draw = 0; draw < 4 ** batch; draw++) {
        const depths = Array.from({ length: batch }, (_, i) => Math.floor(draw / 4 ** i) % 4);
        deepest += depths.reduce((likely, depth) => likely * shares[depth]!, 1) * (Math.max(...depths) + 1);
      }
      close(total(chances.map((chance) => anyChance(chance, batch))), deepest);
    }
  });

  it('have binomial numbers of tokens', () => {
    const counts = [0, 0, 0, 0, 0];
    for (let draw = 0; draw < 16; draw++) counts[[1, 2, 4, 8].filter((bit) => draw & bit).length]! += [1, 2, 4, 8].reduce((likely, bit) => likely * (draw & bit ? 0.3 : 0.7), 1);
    binomial(4, 0.3).forEach((chance, j) => { close(chance, counts[j]!); });
    fc.assert(fc.property(fc.integer({ min: 1, max: 1024 }), fc.double({ min: 0, max: 1, noNaN: true }), (batch, chance) => {
      const chances = binomial(batch, chance);
      close(total(chances), 1, 1e-9);
      close(total(chances.map((one, j) => one * j)), batch * chance, 1e-8);
    }));
  });
});

describe('early exit', () => {
  const setting = settingOf({ model: 'opt-125m' });
  const layered = (layers: number): number => answer({ kind: 'layer-path', ...request, prompt: 'whole', path: { kind: 'list', layers: Array.from({ length: layers }, (_, i) => i) } }, setting).totals.latencySeconds!;

  it('of all tokens after n layers takes what the first n layers take', () => {
    for (const layers of [1, 5, 11]) close(answer({ kind: 'early-exit', ...request, exits: [{ layers, share: 1 }], skippedCache: 'none' }, setting).totals.latencySeconds!, layered(layers));
  });

  it('takes the mean over drawn exits of a batch, together or one by one', () => {
    const batch = 3;
    const exits = [{ layers: 4, share: 0.5 }, { layers: 8, share: 0.3 }];
    const seconds = (rows: number, layers: readonly number[]): number => (layers.length === 0 ? 0 : plainAt(rows, layers));
    const known = new Map<string, number>();
    function plainAt(rows: number, layers: readonly number[]): number {
      const key = `${rows} ${layers.join()}`;
      const found = known.get(key) ?? answer({ kind: 'layer-path', ...request, batch: rows, outputTokens: 2, prompt: 'whole', path: { kind: 'list', layers } }, setting).totals.secondsPerOutputToken!;
      known.set(key, found);
      return found;
    }
    // Seconds of one layer on so many tokens, from the difference of two paths.
    const layer = (rows: number): number => seconds(rows, [0, 1]) - seconds(rows, [0]);
    const rest = (rows: number): number => seconds(rows, [0]) - layer(rows);
    for (const independent of [false, true]) {
      const [rng, runs] = [createRng(5), 20_000];
      let [sum, squares] = [0, 0];
      for (let run = 0; run < runs; run++) {
        const depths = Array.from({ length: batch }, () => { const draw = rng.next(); return draw < 0.5 ? 4 : draw < 0.8 ? 8 : 12; });
        let one = rest(batch);
        for (let l = 0; l < 12; l++) {
          const rows = independent ? depths.filter((depth) => depth > l).length : depths.some((depth) => depth > l) ? batch : 0;
          one += rows === 0 ? 0 : layer(rows);
        }
        sum += one;
        squares += one * one;
      }
      const mean = sum / runs;
      const error = Math.sqrt((squares / runs - mean * mean) / runs);
      const found = answer({ kind: 'early-exit', ...request, batch, outputTokens: 2, exits, independent, skippedCache: 'none' }, setting).totals.secondsPerOutputToken!;
      assert.ok(Math.abs(found - mean) <= 4 * error, `${found} against ${mean} +- ${error}`);
    }
  });

  it('pays for tests and for the cache of what is skipped', () => {
    const of = (more: object): number => answer({ kind: 'early-exit', ...request, exits: [{ layers: 6, share: 0.5 }], ...more }, setting).totals.latencySeconds!;
    assert.ok(of({ test: 'head' }) > of({ test: 'classifier' }) && of({ test: 'classifier' }) > of({}) && of({}) > of({ skippedCache: 'none' }));
    const plain = plainRun({ model: 'opt-125m' }, request).totals.latencySeconds!;
    assert.ok(of({}) < plain);
    const found = answer({ kind: 'early-exit', ...request, meanLayers: 6.5 }, setting);
    close(figureOf(found, 'layersPerToken'), 6.5);
    close(figureOf(found, 'layersPerStep'), 6.5);
  });

  it('refuses exits that are none', () => {
    assert.equal(problemOf(() => answer({ kind: 'early-exit', ...request, exits: [{ layers: 12, share: 0.5 }] }, setting)).code, 'scenario/no-such-layer');
    assert.equal(problemOf(() => answer({ kind: 'early-exit', ...request, exits: [{ layers: 2, share: 0.6 }, { layers: 3, share: 0.6 }] }, setting)).code, 'scenario/shares');
    assert.equal(problemOf(() => answer({ kind: 'early-exit', ...request, meanLayers: 13 }, setting)).code, 'scenario/no-such-layer');
  });
});
