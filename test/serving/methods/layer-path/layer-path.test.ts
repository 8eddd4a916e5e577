import assert from 'node:assert/strict';
import { parameterCount } from '../../../../src/sim/model/op-graph.js';
import { pathOf } from '../../../../src/serving/methods/layer-path/path.js';
import { problemOf } from '../../../kit/problems.js';
import { answer, figureOf, plainRun, settingOf } from '../method-bench.js';

const close = (a: number, b: number, within = 1e-9): void => { assert.ok(Math.abs(a - b) <= within * Math.abs(b), `${a} is not ${b}`); };
const request = { promptTokens: 100, outputTokens: 30 };

describe('a path through layers', () => {
  it('skips, repeats, shares and lists', () => {
    assert.deepEqual(pathOf({ kind: 'skipped', layers: 1 }, 4).runs, [0.75, 0.75, 0.75, 0.75]);
    assert.deepEqual(pathOf({ kind: 'repeated', times: 2 }, 2), { runs: [2, 2], again: [1, 1], held: [true, true] });
    assert.deepEqual(pathOf({ kind: 'shared', distinct: 2 }, 5), { runs: [3, 2, 0, 0, 0], again: [2, 1, 0, 0, 0], held: [true, true, false, false, false] });
    assert.deepEqual(pathOf({ kind: 'list', layers: [0, 2, 0, 0] }, 3), { runs: [3, 0, 1], again: [1, 0, 0], held: [true, false, true] });
  });

  it('of which 1.7 of 16 equal layers are skipped is 1.119 times as fast in its layers, and less with embeddings and output layer', () => {
    const setting = settingOf({ model: 'llama-3.2-1b' });
    const found = answer({ kind: 'layer-path', ...request, path: { kind: 'skipped', layers: 1.7 } }, setting);
    close(figureOf(found, 'layersSpeedup'), 16 / 14.3);
    assert.equal(figureOf(found, 'layersSpeedup').toFixed(3), '1.119');
    close(figureOf(found, 'layersRun'), 14.3);
    const whole = figureOf(found, 'speedup');
    assert.ok(whole > 1 && whole < 1.119, `${whole}`);
    close(whole, plainRun({ model: 'llama-3.2-1b' }, request).totals.latencySeconds! / found.totals.latencySeconds!);
  });

  it('holds shared layers once, and keys and values of every run', () => {
    const setting = settingOf({ model: 'opt-125m' });
    const plain = plainRun({ model: 'opt-125m' }, request);
    const found = answer({ kind: 'layer-path', ...request, path: { kind: 'shared', distinct: 3 } }, setting);
    const { groups } = setting.deployment.graph;
    const layer = parameterCount({ name: '', groups: [{ ...groups.find(({ repeat }) => repeat === 12)!, repeat: 1 }] });
    assert.equal(figureOf(found, 'parametersHeld'), plain.workload.parameters - 9 * layer);
    assert.equal(found.memory.kvCacheBytes, plain.memory.kvCacheBytes);
    assert.ok(found.memory.weightBytes < plain.memory.weightBytes);
    close(found.totals.latencySeconds!, plain.totals.latencySeconds!);
    const twice = answer({ kind: 'layer-path', ...request, path: { kind: 'repeated', times: 2 } }, setting);
    assert.equal(twice.memory.kvCacheBytes, 2 * plain.memory.kvCacheBytes);
    assert.equal(twice.memory.weightBytes, plain.memory.weightBytes);
    close(figureOf(twice, 'layersSpeedup'), 0.5);
  });

  it('whose layers keep their weights on the chip reads them once', () => {
    const setting = settingOf({ model: 'opt-125m' });
    const bytes = (more: object): number => answer({ kind: 'layer-path', promptTokens: 1, outputTokens: 2, path: { kind: 'shared', distinct: 3 }, ...more }, setting).parts[1]!.dramBytes;
    const matrix = setting.deployment.graph.groups.flatMap(({ repeat, ops }) => (repeat === 12 ? ops : [])).reduce((sum, op) => sum + (op.kind === 'linear' ? op.inFeatures * op.outFeatures * 2 : 0), 0);
    assert.equal(bytes({}) - bytes({ weightReads: 'once' }), 9 * matrix);
    const tiled = settingOf({ example: 'bitmod.json', model: 'opt-125m', quantization: { name: 'int', weights: { type: 'int6', groupSize: 128, scaleBits: 8 }, activations: 'fp16', kvCache: 'int8', source: 'a test' }, fidelity: 'analytic' });
    const seconds = (weightReads: string): number => answer({ kind: 'layer-path', ...request, path: { kind: 'shared', distinct: 3 }, weightReads }, tiled).totals.latencySeconds!;
    assert.ok(seconds('once') < seconds('each'));
  });

  it('has layers that there are', () => {
    const setting = settingOf({ model: 'opt-125m' });
    assert.equal(problemOf(() => answer({ kind: 'layer-path', ...request, path: { kind: 'list', layers: [0, 12] } }, setting)).pointer, '/workload/scenario/path/layers/1');
    assert.equal(problemOf(() => answer({ kind: 'layer-path', ...request, path: { kind: 'skipped', layers: 12 } }, setting)).code, 'scenario/all-skipped');
    assert.equal(problemOf(() => answer({ kind: 'layer-path', ...request, path: { kind: 'shared', distinct: 13 } }, setting)).code, 'scenario/no-such-layer');
  });
});
