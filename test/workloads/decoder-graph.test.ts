import assert from 'node:assert/strict';
import { parameterCount } from '../../src/sim/model/op-graph.js';
import { decoderGraph } from '../../src/workloads/decoder-graph.js';
import { modelNamed } from '../../src/workloads/models.js';
import { zoo } from '../../src/workloads/zoo/index.js';

describe('the op graph of a dense decoder', () => {
  it('has exactly the parameters of its configuration, for every model of the catalogue', () => {
    assert.equal(zoo.length, 88);
    for (const entry of zoo) assert.equal(parameterCount(decoderGraph(modelNamed(entry.name)!)), entry.parametersComputed, entry.name);
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
