import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { opParameters, parameterCount, type LayerGroup, type Op, type OpGraph } from '../../../src/sim/model/op-graph.js';
import { oneDevice, parallelismProblems } from '../../../src/serving/platform/parallelism.js';
import { exchangesBehind, shardedGraph } from '../../../src/serving/platform/split-graph.js';
import { layerShares, stageGraphs } from '../../../src/serving/platform/stages.js';
import type { Platform } from '../../../src/serving/platform/platform.js';
import { graphOf, nvlink } from './deployments.js';

const models = ['llama-2-7b', 'llama-2-70b', 'mixtral-8x7b', 'qwen3-30b-a3b', 'deepseek-v2-lite', 'gemma-2-2b', 'gpt2', 't5-base', 'mamba-2.8b', 'opt-6.7b'] as const;
const model = fc.constantFrom(...models);

const pairs = (whole: OpGraph, part: OpGraph): readonly (readonly [Op, Op, LayerGroup])[] => whole.groups.flatMap((group, i) => group.ops.map((op, j) => [op, part.groups[i]!.ops[j]!, group] as const));

/** Products of one token of a matrix, of all its experts. */
const weights = (op: Op): number => (op.kind === 'linear' ? op.inFeatures * op.outFeatures * (op.experts?.count ?? 1) : 0);

describe('serving/platform/split-graph', () => {
  it('is the graph itself on one device', () => {
    for (const name of models) assert.deepEqual(shardedGraph(graphOf(name), oneDevice), graphOf(name));
  });

  it('gives devices parts that are the whole together where counts divide, or all of it', () => {
    fc.assert(fc.property(model, fc.constantFrom(2, 4, 8), fc.boolean(), (name, tensor, sequence) => {
      const whole = graphOf(name);
      const split = pairs(whole, shardedGraph(whole, { ...oneDevice, tensor, sequence }));
      let divided = 0;
      for (const [op, own] of split) {
        assert.equal(own.kind, op.kind);
        if (op.kind === 'linear' && weights(own) !== weights(op)) {
          divided += weights(op);
          assert.ok(weights(own) * tensor >= weights(op), `${name} ${op.name}`);
          if (op.outFeatures % tensor === 0 && op.inFeatures % tensor === 0 && !/^(cross_)?[qkvo]_proj$/.test(op.name)) assert.equal(weights(own) * tensor, weights(op), `${name} ${op.name}`);
        }
        if ((op.kind === 'scores' || op.kind === 'values') && own.kind === op.kind) assert.deepEqual([own.heads, own.kvHeads], [Math.ceil(op.heads / tensor), Math.ceil(op.kvHeads / tensor)]);
        if (!sequence && op.kind === 'norm' && (op.name.endsWith('attn_norm') || op.name.endsWith('mlp_norm'))) assert.deepEqual(own, op);
      }
      const all = split.reduce((sum, [op]) => sum + weights(op), 0);
      if (name !== 'mamba-2.8b') assert.ok(divided > 0.9 * all, `${name}: ${divided} of ${all}`);
    }), { numRuns: 60 });
  });

  it('holds every weight of Llama-2-7B exactly once but for norms, on 2 to 32 devices', () => {
    const whole = graphOf('llama-2-7b');
    const norms = pairs(whole, whole).reduce((sum, [op, , { repeat }]) => sum + (op.kind === 'norm' ? repeat * opParameters(op) : 0), 0);
    for (const tensor of [2, 4, 8, 16, 32]) {
      const own = parameterCount(shardedGraph(whole, { ...oneDevice, tensor }));
      assert.equal((own - norms) * tensor + norms, parameterCount(whole));
    }
  });

  it('has heads of keys and values on every device where there are fewer of them than devices', () => {
    const own = shardedGraph(graphOf('llama-2-70b'), { ...oneDevice, tensor: 16 }).groups.flatMap(({ ops }) => ops);
    const of = (name: string): Op => own.find((op) => op.name === name)!;
    const [k, q, scores, append] = ['k_proj', 'q_proj', 'qk_matmul', 'kv_append'].map(of);
    assert.ok(k?.kind === 'linear' && k.outFeatures === 128 && q?.kind === 'linear' && q.outFeatures === 512);
    assert.ok(scores?.kind === 'scores' && scores.heads === 4 && scores.kvHeads === 1);
    assert.ok(append?.kind === 'cache-append' && append.width === 256);
  });

  it('spreads experts so that devices have them all together, and as many tokens go to each device as it has experts', () => {
    for (const expert of [2, 4, 8, 16]) {
      for (const [op, own] of pairs(graphOf('qwen3-30b-a3b'), shardedGraph(graphOf('qwen3-30b-a3b'), { ...oneDevice, expert }))) {
        if (!('experts' in op) || op.experts === undefined) assert.deepEqual(own, op);
        else if ('experts' in own) assert.deepEqual(own.experts, { ...op.experts, count: op.experts.count / expert, active: op.experts.active / expert });
      }
    }
    const uneven = shardedGraph(graphOf('mixtral-8x7b'), { ...oneDevice, expert: 3 }).groups.flatMap(({ ops }) => ops).find(({ name }) => name === 'expert_down_proj')!;
    assert.ok('experts' in uneven);
    assert.deepEqual(uneven.experts, { count: 3, active: 0.75 });
  });

  it('exchanges sums twice a layer and behind the table, and logits once', () => {
    const platform = (change: Partial<Platform['parallelism']>): Platform => ({ parallelism: { ...oneDevice, ...change }, link: nvlink, hiddenSize: 4096, experts: { count: 8, active: 2 }, exchangedBytes: 2 });
    const list = (name: string, change: Partial<Platform['parallelism']>): readonly string[] => {
      const on = platform(change);
      return shardedGraph(graphOf(name), on.parallelism).groups.flatMap((group) => group.ops.flatMap((op) => exchangesBehind(op, group, on).map(({ kind, among, valuesPerRow }) => `${op.name} ${kind} ${among} ${valuesPerRow}`)));
    };
    const sum = 'all-reduce tensor 4096';
    assert.deepEqual(list('llama-2-7b', { tensor: 4 }), [`embed_tokens ${sum}`, `o_proj ${sum}`, `down_proj ${sum}`, 'lm_head all-gather tensor 32000']);
    assert.deepEqual(list('llama-2-7b', { tensor: 2, sequence: true }).slice(2, 4), ['o_proj reduce-scatter tensor 4096', 'o_proj all-gather tensor 4096']);
    assert.deepEqual(list('mixtral-8x7b', { tensor: 2, expert: 4 }), [`embed_tokens ${sum}`, `o_proj ${sum}`, 'router all-to-all expert 8192', 'expert_sum all-to-all expert 8192', `expert_sum ${sum}`, 'lm_head all-gather tensor 32000']);
    assert.deepEqual(list('deepseek-v2-lite', { tensor: 2 }).map((line) => line.split(' ')[0]), ['embed_tokens', 'o_proj', 'down_proj', 'o_proj', 'expert_sum', 'lm_head']);
    assert.deepEqual(list('llama-2-7b', { pipeline: 4 }), []);
  });

  it('says why a model cannot be spread', () => {
    const codes = (name: string, change: Partial<Platform['parallelism']>): readonly string[] => parallelismProblems(graphOf(name), { ...oneDevice, ...change }).map(({ code }) => code);
    assert.deepEqual(codes('llama-2-7b', { tensor: 32, pipeline: 32 }), []);
    assert.deepEqual(codes('llama-2-7b', { tensor: 33, pipeline: 33, expert: 2 }), ['platform/too-many-devices', 'platform/too-many-stages', 'platform/experts']);
    assert.deepEqual(codes('mixtral-8x7b', { expert: 8 }), []);
    assert.deepEqual(codes('mixtral-8x7b', { expert: 9 }), ['platform/experts']);
    assert.deepEqual(codes('t5-base', { tensor: 2 }), []);
    assert.deepEqual(codes('t5-base', { pipeline: 2 }), ['platform/stages']);
  });
});

describe('serving/platform/stages', () => {
  it('shares out whole layers, the first stages one more where they do not divide', () => {
    assert.deepEqual(layerShares(32, 4), [0.25, 0.25, 0.25, 0.25]);
    assert.deepEqual(layerShares(10, 4).map((share) => share * 10), [3, 3, 2, 2]);
    assert.deepEqual(layerShares(6.5, 2), [0.5, 0.5]);
  });

  it('has every layer in one stage, the table in the first and logits in the last', () => {
    fc.assert(fc.property(fc.constantFrom('llama-2-7b', 'mixtral-8x7b', 'deepseek-v2-lite', 'gemma-2-2b'), fc.integer({ min: 1, max: 8 }), (name, count) => {
      const whole = graphOf(name);
      const stages = stageGraphs(whole, count);
      for (const group of whole.groups) {
        const found = stages.flatMap((stage) => stage.groups.filter((each) => each.name === group.name));
        assert.ok(Math.abs(found.reduce((sum, { repeat }) => sum + repeat, 0) - group.repeat) < 1e-9);
      }
      assert.equal(stages[0]!.groups[0]!.name, 'embedding');
      assert.equal(stages[count - 1]!.groups.at(-1)!.name, 'head');
    }));
  });
});
