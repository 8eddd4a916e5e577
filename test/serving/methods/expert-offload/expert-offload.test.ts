import assert from 'node:assert/strict';
import { problemOf } from '../../../kit/problems.js';
import { answer, figureOf, plainRun, settingOf, type Bench } from '../method-bench.js';

const close = (a: number, b: number, within = 1e-9): void => { assert.ok(Math.abs(a - b) <= within * Math.max(1e-12, Math.abs(b)), `${a} is not ${b}`); };
const bench: Bench = { model: 'mixtral-8x7b', quantization: 'w4a16-g128', device: 'h100-sxm' };
const request = { promptTokens: 64, outputTokens: 8 };
const link = { bandwidth: '25 GB/s' };

describe('expert offload', () => {
  const setting = settingOf(bench);

  it('of one sequence loads the missing experts of each step: K (1 - C / E) a layer', () => {
    const plain = plainRun(bench, request);
    const found = answer({ kind: 'expert-offload', ...request, resident: 6, link }, setting);
    close(figureOf(found, 'loadsPerStep'), 32 * 2 * 0.25);
    const bytes = figureOf(found, 'bytesOfExpert');
    close(bytes, 3 * 4096 * 14_336 * (4 + 20 / 128) / 8);
    close(found.totals.secondsPerOutputToken!, plain.totals.secondsPerOutputToken! + (16 * bytes) / 25e9);
    assert.equal(found.memory.weightBytes, plain.memory.weightBytes - 32 * 2 * bytes);
    close(figureOf(found, 'loadsWithoutReordering'), 1);
    close(figureOf(found, 'hitRate'), 0.75);
  });

  it('expert by expert loads each expert once for a batch, and token by token once for each token', () => {
    const of = (reordered: boolean): ReturnType<typeof answer> => answer({ kind: 'expert-offload', ...request, batch: 16, resident: 0, link, reordered }, setting);
    const distinct = 8 * (1 - 0.75 ** 16);
    close(figureOf(of(true), 'loadsPerStep'), 32 * distinct);
    close(figureOf(of(false), 'loadsPerStep'), 32 * 32);
    close(figureOf(of(true), 'loadsWithoutReordering'), 32 / distinct);
    close(figureOf(of(false), 'loadsWithoutReordering'), 32 / distinct);
    assert.ok(of(true).totals.latencySeconds! < of(false).totals.latencySeconds!);
  });

  it('takes the longer of loads and work of each layer where they overlap', () => {
    const plain = plainRun(bench, request).totals.latencySeconds!;
    const of = (overlap: boolean, bandwidth: string): number => answer({ kind: 'expert-offload', ...request, resident: 4, link: { bandwidth }, overlap }, setting).totals.latencySeconds!;
    assert.ok(of(true, '25 GB/s') < of(false, '25 GB/s') && of(true, '25 GB/s') > plain);
    assert.ok(of(true, '900 TB/s') === plain);
  });

  it('is better with popular experts in memory than with any', () => {
    const of = (more: object): number => figureOf(answer({ kind: 'expert-offload', ...request, resident: 3, link, ...more }, setting), 'loadsPerStep');
    const zipf = { popularity: { kind: 'zipf', exponent: 1 } };
    assert.ok(of(zipf) < of({}));
    assert.ok(of(zipf) < of({ ...zipf, policy: 'lru' }) && of({ ...zipf, policy: 'lru' }) < of({ policy: 'lru' }));
    const [drawn, expected] = [of({ ...zipf, policy: 'lru-simulated' }), of({ ...zipf, policy: 'lru' })];
    assert.ok(Math.abs(drawn - expected) < 0.15 * expected, `${drawn} against ${expected}`);
    assert.equal(of({ policy: 'lru-simulated', seed: 5 }), of({ policy: 'lru-simulated', seed: 5 }));
  });

  it('needs experts, and room for those of a token', () => {
    assert.equal(problemOf(() => answer({ kind: 'expert-offload', ...request, resident: 1, link }, settingOf())).code, 'scenario/no-experts');
    assert.equal(problemOf(() => answer({ kind: 'expert-offload', ...request, resident: 1, link, policy: 'lru', reordered: false }, setting)).code, 'scenario/too-few-resident');
  });
});
