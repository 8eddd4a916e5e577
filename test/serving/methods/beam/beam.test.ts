import assert from 'node:assert/strict';
import { passCost } from '../../../../src/serving/pass-cost.js';
import { decodeRun, promptPass } from '../../../../src/serving/methods/request.js';
import { cacheBytes } from '../../../../src/serving/resident.js';
import { answer, figureOf, settingOf } from '../method-bench.js';

const close = (a: number, b: number, within = 1e-12): void => { assert.ok(Math.abs(a - b) <= within * Math.abs(b), `${a} is not ${b}`); };
const request = { batch: 2, promptTokens: 600, outputTokens: 12 };

describe('beam search', () => {
  const setting = settingOf();
  const { deployment } = setting;

  it('reads the prompt once and steps with all beams', () => {
    const found = answer({ kind: 'beam', ...request, beams: 4 }, setting);
    close(found.totals.firstTokenSeconds!, passCost(deployment, promptPass(2, 600)).seconds);
    close(found.totals.latencySeconds! - found.totals.firstTokenSeconds!, passCost(deployment, decodeRun(8, 601, 11)!).seconds);
    assert.ok(figureOf(found, 'slowdown') > 1);
  });

  it('that shares its prompt reads the cache of the prompt once a step, and own tokens of each beam', () => {
    const bytes = (promptReads: string): number => answer({ kind: 'beam', ...request, beams: 4, promptReads }, setting).parts[1]!.dramBytes;
    // All but attention is the same; the three other beams of two requests leave out 600 tokens of the cache in each of 11 steps.
    close(bytes('each') - bytes('once'), 11 * 3 * cacheBytes(deployment, 2, 600) - (scoreBytes('once') - scoreBytes('each')), 1e-9);
    // Queries and outputs of attention go over both parts.
    function scoreBytes(reads: string): number { return reads === 'once' ? 11 * 32 * 8 * 4096 * 2 * 2 : 0; }
  });

  it('that shares its prompt does as much work as beams that do not', () => {
    const macs = (beams: number): number => passCost(deployment, decodeRun(2 * beams, 601, 11)!).macs;
    assert.ok(answer({ kind: 'beam', ...request, beams: 4, promptReads: 'once' }, setting).totals.latencySeconds! < answer({ kind: 'beam', ...request, beams: 4 }, setting).totals.latencySeconds!);
    assert.equal(macs(4), 4 * macs(1));
  });

  it('copies the own tokens of moved beams, or whole caches, step by step', () => {
    let [own, whole] = [0, 0];
    for (let tokens = 1; tokens < 11; tokens++) {
      own += 3 * (cacheBytes(deployment, 2, 600 + tokens) - cacheBytes(deployment, 2, 600));
      whole += 4 * cacheBytes(deployment, 2, 600 + tokens);
    }
    close(figureOf(answer({ kind: 'beam', ...request, beams: 4, reorder: 'own-tokens', movedBeams: 3 }, setting), 'copiedBytes'), own);
    const found = answer({ kind: 'beam', ...request, beams: 4, reorder: 'whole-cache' }, setting);
    close(figureOf(found, 'copiedBytes'), whole);
    close(found.parts[2]!.seconds, (2 * whole) / deployment.machine.peakBytesPerSecond);
    assert.equal(found.memory.kvCacheBytes, 4 * cacheBytes(deployment, 2, 611));
    assert.equal(figureOf(answer({ kind: 'beam', ...request, beams: 4 }, setting), 'copiedBytes'), 0);
  });

  it('holds one prompt and the own tokens of each beam', () => {
    const { memory } = answer({ kind: 'beam', ...request, beams: 4 }, setting);
    assert.equal(memory.kvCacheBytes, cacheBytes(deployment, 2, 600) + 4 * (cacheBytes(deployment, 2, 611) - cacheBytes(deployment, 2, 600)));
  });
});
