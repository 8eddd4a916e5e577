import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createRng } from '../../../src/sim/core/rng.js';
import { memoryUse } from '../../../src/sim/engine/memory-use.js';
import { emptyWork, productsOf, workOf } from '../../../src/sim/engine/work.js';
import { parameterCount, type Op } from '../../../src/sim/model/op-graph.js';
import type { Pass } from '../../../src/sim/model/scenario.js';
import { decoderGraph } from '../../../src/workloads/decoder-graph.js';
import { latentAttentionOps } from '../../../src/workloads/graph/latent-attention.js';
import type { LatentAttention } from '../../../src/workloads/model-spec.js';
import { modelNamed } from '../../../src/workloads/models.js';
import { schemeNamed } from '../../../src/workloads/schemes.js';
import { inputOfExample } from '../../kit/fixtures.js';

const scheme = schemeNamed('fp16')!;
const base = modelNamed('deepseek-v2-lite')!;

/** Products counted as they are made. */
interface Counter { macs: number }

function dot(a: readonly number[], b: readonly number[], counter: Counter): number {
  counter.macs += a.length;
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}

interface Drawn {
  readonly shape: Omit<LatentAttention, 'form' | 'queryRank'>;
  readonly heads: number;
  readonly latents: readonly (readonly number[])[];
  readonly rotated: readonly (readonly number[])[];
  /** Up-projections of each head: keys (nopeDim x kvRank) and values (valueDim x kvRank). */
  readonly keysUp: readonly (readonly (readonly number[])[])[];
  readonly valuesUp: readonly (readonly (readonly number[])[])[];
  readonly queries: readonly (readonly number[])[];
  readonly rotatedQueries: readonly (readonly number[])[];
}

/** One query, the last of the context, with expanded keys and values. */
function expanded(d: Drawn, counter: Counter, tokens: Counter): readonly number[][] {
  return d.queries.map((query, head) => {
    const keys = d.latents.map((latent) => d.keysUp[head]!.map((row) => dot(row, latent, tokens)));
    const values = d.latents.map((latent) => d.valuesUp[head]!.map((row) => dot(row, latent, tokens)));
    const weights = keys.map((key, i) => dot([...query, ...d.rotatedQueries[head]!], [...key, ...d.rotated[i]!], counter));
    return d.valuesUp[head]!.map((_, j) => dot(weights, values.map((value) => value[j]!), counter));
  });
}

/** The same on the latents. */
function absorbed(d: Drawn, counter: Counter, tokens: Counter): readonly number[][] {
  return d.queries.map((query, head) => {
    const taken = d.latents[0]!.map((_, j) => dot(query, d.keysUp[head]!.map((row) => row[j]!), tokens));
    const weights = d.latents.map((latent, i) => dot([...taken, ...d.rotatedQueries[head]!], [...latent, ...d.rotated[i]!], counter));
    const sum = taken.map((_, j) => dot(weights, d.latents.map((latent) => latent[j]!), counter));
    return d.valuesUp[head]!.map((row) => dot(row, sum, tokens));
  });
}

function draw(seed: number, heads: number, context: number, shape: Drawn['shape']): Drawn {
  const rng = createRng(seed);
  const numbers = (n: number): number[] => Array.from({ length: n }, () => rng.integer(-3, 3));
  const rows = (n: number, width: number): number[][] => Array.from({ length: n }, () => numbers(width));
  return {
    shape, heads, latents: rows(context, shape.kvRank), rotated: rows(context, shape.ropeDim),
    keysUp: Array.from({ length: heads }, () => rows(shape.nopeDim, shape.kvRank)), valuesUp: Array.from({ length: heads }, () => rows(shape.valueDim, shape.kvRank)),
    queries: rows(heads, shape.nopeDim), rotatedQueries: rows(heads, shape.ropeDim),
  };
}

/** MACs of the named ops in a decode step. */
function macsOf(ops: readonly Op[], names: readonly string[], context: number): number {
  const pass: Pass = { phase: 'decode', batch: 1, queryTokens: 1, firstContext: context, lastContext: context, logits: 'last' };
  const group = { name: 'layer', repeat: 1, tokens: 'all', ops } as const;
  const work = emptyWork();
  let macs = 0;
  for (const op of ops) {
    if (!names.includes(op.name)) continue;
    workOf(op, group, scheme.weights, scheme, pass, context, work);
    macs += productsOf(op, group, pass) * work.macs;
  }
  return macs;
}

describe('latent attention', () => {
  it('gives the same in both forms, with the multiplications that its ops count', () => {
    const size = fc.integer({ min: 1, max: 6 });
    fc.assert(fc.property(fc.integer(), size, size, fc.record({ kvRank: size, nopeDim: size, ropeDim: size, valueDim: size }), (seed, heads, context, shape) => {
      const drawn = draw(seed, heads, context, shape);
      const [pairs, tokens, latentPairs, latentTokens] = [{ macs: 0 }, { macs: 0 }, { macs: 0 }, { macs: 0 }];
      assert.deepEqual(absorbed(drawn, latentPairs, latentTokens), expanded(drawn, pairs, tokens));
      const opsOf = (form: LatentAttention['form']): readonly Op[] => latentAttentionOps({ ...base, heads }, { ...shape, queryRank: null, form }, { kind: 'causal' });
      assert.equal(macsOf(opsOf('expanded'), ['qk_matmul', 'sv_matmul'], context), pairs.macs);
      assert.equal(macsOf(opsOf('absorbed'), ['qk_matmul', 'sv_matmul'], context), latentPairs.macs);
      // Up-projections: the loops expand every token of the context, a step only the new one.
      assert.equal(macsOf(opsOf('expanded'), ['kv_b_proj'], context) * context, tokens.macs);
      assert.equal(macsOf(opsOf('absorbed'), ['k_b_proj', 'v_b_proj'], context), latentTokens.macs);
    }), { numRuns: 60 });
  });

  it('has the same parameters in both forms', () => {
    for (const name of ['deepseek-v2-lite', 'deepseek-v2', 'deepseek-v3']) {
      const model = modelNamed(name)!;
      assert.equal(parameterCount(decoderGraph({ ...model, latent: { ...model.latent!, form: 'expanded' } })), parameterCount(decoderGraph(model)), name);
    }
  });

  it('caches 512 + 64 elements a token and layer, or 128 (128 + 64 + 128) for DeepSeek-V3 expanded, and reads each once a step', () => {
    const model = modelNamed('deepseek-v3')!;
    const { machine } = inputOfExample('gpu.json');
    const scenario = { batch: 2, promptTokens: 100, outputTokens: 29, logits: 'last' } as const;
    const pass: Pass = { phase: 'decode', batch: 2, queryTokens: 1, firstContext: 128, lastContext: 128, logits: 'last' };
    for (const [form, elements] of [['absorbed', 576], ['expanded', 40_960]] as const) {
      const graph = decoderGraph({ ...model, latent: { ...model.latent!, form } });
      assert.equal(memoryUse(machine, graph, scheme, scenario).kvCacheBytes, 2 * 61 * 128 * elements * 2, form);
      const group = graph.groups[1]!;
      const work = emptyWork();
      let [read, written] = [0, 0];
      for (const op of group.ops) {
        workOf(op, group, scheme.weights, scheme, pass, 128, work);
        read += work.kvReadBytes;
        written += work.kvWriteBytes;
      }
      assert.deepEqual([read, written], [2 * 128 * elements * 2, 2 * elements * 2], form);
    }
  });
});
