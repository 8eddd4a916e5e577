import assert from 'node:assert/strict';
import { activeParameterCount, parameterCount } from '../../src/sim/model/op-graph.js';
import { decoderGraph } from '../../src/workloads/decoder-graph.js';
import { modelNamed } from '../../src/workloads/models.js';
import { zoo } from '../../src/workloads/zoo/index.js';

describe('the op graph of a model', () => {
  it('has exactly the parameters of its configuration, for every model of the catalogue', () => {
    assert.equal(zoo.length, 118);
    for (const entry of zoo) assert.equal(parameterCount(decoderGraph(modelNamed(entry.name)!)), entry.parametersComputed, entry.name);
  });

  it('has the active parameters of the catalogue where there are experts, and all are active elsewhere', () => {
    for (const entry of zoo) assert.equal(activeParameterCount(decoderGraph(modelNamed(entry.name)!)), entry.activeParametersComputed ?? entry.parametersComputed, entry.name);
    assert.equal(zoo.filter((e) => e.activeParametersComputed !== undefined).length, 10);
  });

  it('is within 1 % of the published count wherever that was seen', () => {
    const seen = zoo.filter((e) => e.publishedEvidence === 'seen');
    assert.ok(seen.length > 50);
    for (const entry of seen) assert.ok(Math.abs(parameterCount(decoderGraph(modelNamed(entry.name)!)) / entry.parametersPublished - 1) < 0.01, entry.name);
  });

  it('has one group for each distinct layer: Gemma-2 alternates window and full', () => {
    const groups = decoderGraph(modelNamed('gemma-2-2b')!).groups;
    assert.deepEqual(groups.map((g) => g.repeat), [1, 13, 13, 1]);
    const masks = groups.slice(1, 3).map((g) => g.ops.find((op) => op.kind === 'scores')).map((op) => (op?.kind === 'scores' ? op.mask.kind : ''));
    assert.deepEqual(masks, ['sliding-window', 'causal']);
  });

  it('has dense layers apart from those with experts, and windows apart from full ones', () => {
    const shapes = (name: string): unknown => decoderGraph(modelNamed(name)!).groups.map((g) => [g.name, g.repeat, g.ops.some((op) => op.name === 'router')]);
    assert.deepEqual(shapes('deepseek-v3'), [['embedding', 1, false], ['dense-layer', 3, false], ['layer', 58, true], ['head', 1, false]]);
    assert.deepEqual(shapes('gpt-oss-20b'), [['embedding', 1, false], ['layer-0', 12, true], ['layer-1', 12, true], ['head', 1, false]]);
    const mixed = { ...modelNamed('gemma-2-2b')!, layers: 5, experts: { ...modelNamed('mixtral-8x7b')!.experts!, denseLayers: [0, 1, 2] } };
    assert.deepEqual(decoderGraph(mixed).groups.map((g) => [g.name, g.repeat]), [['embedding', 1], ['dense-layer-0', 2], ['dense-layer-1', 1], ['layer-0', 1], ['layer-1', 1], ['head', 1]]);
  });

  it('puts no gate into OPT and two fused elementwise ops behind a gated MLP', () => {
    const names = (model: string): string[] => decoderGraph(modelNamed(model)!).groups.flatMap((g) => g.ops.map((op) => op.name));
    assert.ok(!names('opt-6.7b').includes('gate_proj'));
    assert.ok(names('llama-2-7b').includes('gate_proj') && names('llama-2-7b').includes('mlp_multiply'));
  });

  it('reads a tied lm_head without counting it twice', () => {
    const head = decoderGraph(modelNamed('gpt2')!).groups.at(-1)!.ops.at(-1)!;
    assert.ok(head.kind === 'linear' && head.name === 'lm_head' && !head.ownsWeights);
  });
});
