import assert from 'node:assert/strict';
import type { Problem } from '../../src/sim/core/diagnostics.js';
import { decoderGraph } from '../../src/workloads/decoder-graph.js';
import { modelNamed, modelNames } from '../../src/workloads/models.js';
import { graphFromInput, withMask } from '../../src/experiment/graph-input.js';
import type { GraphInput, OpInput } from '../../src/experiment/schema/graph.js';
import { checkGraph } from '../../src/experiment/check.js';
import { parseDocument } from '../../src/sim/core/document.js';
import { simulate } from '../../src/sim/engine/simulate.js';
import { isEncoder, type OpGraph } from '../../src/sim/model/op-graph.js';
import { inputOfExample } from '../kit/fixtures.js';
import { problemOf, problemsOf } from '../kit/problems.js';

function graph(...ops: readonly OpInput[]): GraphInput {
  return { kind: 'graph', name: 'g', layers: [{ name: 'l', repeat: 2, ops }] };
}

const linear: OpInput = { kind: 'linear', name: 'a', inFeatures: 8, outFeatures: 4 };
const add = (epilogue?: boolean): OpInput => ({ kind: 'add', name: 'b', width: 4, ...(epilogue === undefined ? {} : { epilogue }) });

function problemWith(...ops: readonly OpInput[]): Problem {
  return problemOf(() => graphFromInput(graph(...ops), '/workload/model'));
}

describe('a graph of a user', () => {
  it('has its defaults filled in', () => {
    const { groups } = graphFromInput(graph(linear, add(), { kind: 'scores', name: 's', heads: 4, kvHeads: 2, headDim: 8 }, { kind: 'embedding', name: 'e', rows: 10, width: 4 }), '');
    assert.deepEqual(groups, [{ name: 'l', repeat: 2, tokens: 'all', ops: [
      { kind: 'linear', name: 'a', inFeatures: 8, outFeatures: 4, bias: false, output: 'activation', ownsWeights: true, epilogue: false },
      { kind: 'add', name: 'b', width: 4, parameters: 0, epilogue: false },
      { kind: 'scores', name: 's', heads: 4, kvHeads: 2, headDim: 8, mask: { kind: 'causal' }, epilogue: false },
      { kind: 'embedding', name: 'e', rows: 10, width: 4, epilogue: false },
    ] }]);
  });

  it('can be the graph of any model of the catalogue, and gives the same result to the last digit', () => {
    const input = inputOfExample('gpu.json', { 'workload.quantization': 'fp16' });
    for (const name of modelNames()) {
      const own = decoderGraph(modelNamed(name)!);
      const file = JSON.parse(JSON.stringify({ kind: 'graph', name: own.name, layers: own.groups })) as GraphInput;
      const read = graphFromInput(checkGraph(parseDocument(JSON.stringify(file), 'g.json'), file, ''), '');
      assert.deepEqual(JSON.parse(JSON.stringify(read)), JSON.parse(JSON.stringify(own)), name);
    }
    for (const name of ['llama-2-7b', 'gpt-oss-20b', 'deepseek-v2-lite', 'mamba2-370m', 't5-base', 'whisper-large-v3', 'bert-base', 'vit-base']) {
      const own = decoderGraph(modelNamed(name)!);
      const read = graphFromInput(JSON.parse(JSON.stringify({ kind: 'graph', name: own.name, layers: own.groups })) as GraphInput, '');
      const run = (graph: OpGraph): string => JSON.stringify(simulate({ ...input, graph, scenario: { batch: 2, promptTokens: 40, outputTokens: isEncoder(graph) ? 1 : 5, logits: 'last' } }));
      assert.equal(run(read), run(own), name);
    }
  });

  it('has fields where they have a meaning', () => {
    const scores: OpInput = { kind: 'scores', name: 's', heads: 4, kvHeads: 2, headDim: 8 };
    const cases: readonly (readonly [OpInput, string, string])[] = [
      [{ ...scores, sharesKeys: true }, 'graph/wrong-field', 'sharesKeys'], [{ ...scores, sinks: true }, 'graph/wrong-field', 'sinks'], [{ ...scores, keys: 'encoder' }, 'graph/wrong-field', 'keys'],
      [{ kind: 'add', name: 'b', width: 4, recurrent: true }, 'graph/wrong-field', 'recurrent'],
      [{ ...linear, experts: { count: 4, active: 5 } }, 'graph/experts', 'experts/active'], [{ ...linear, experts: { count: 4, active: 2, measured: [[8, 3], [8, 4]] } }, 'graph/experts', 'experts/measured/1'],
    ];
    for (const [op, code, field] of cases) {
      const found = problemWith(op);
      assert.deepEqual([found.code, found.pointer], [code, `/workload/model/layers/0/ops/0/${field}`], field);
    }
    const kept = graphFromInput(graph({ ...linear, experts: { count: 4, active: 2, measured: [[8, 3]] } }, { kind: 'cache-append', name: 'c', width: 6, recurrent: true }, { kind: 'norm', name: 'n', width: 4, reads: 0, writes: 8 }), '');
    assert.deepEqual(kept.groups[0]!.ops.map((op) => ('experts' in op ? op.experts : 'recurrent' in op ? op.recurrent : 'reads' in op ? [op.reads, op.writes] : null)), [{ count: 4, active: 2, measured: [[8, 3]] }, true, [0, 8]]);
  });

  it('says of all layers which stack they are in, the encoder first', () => {
    const layers = (...stacks: readonly ('encoder' | 'decoder' | undefined)[]): GraphInput => ({ kind: 'graph', name: 'g', layers: stacks.map((stack, i) => ({ name: `l${i}`, repeat: 1, ...(stack === undefined ? {} : { stack }), ops: [linear] })) });
    const pointersOf = (input: GraphInput): readonly string[] => problemsOf(() => graphFromInput(input, '')).map((p) => `${p.code} ${p.pointer}`);
    assert.deepEqual(pointersOf(layers('encoder', 'decoder')), []);
    assert.deepEqual(pointersOf(layers('encoder')), []);
    assert.deepEqual(pointersOf(layers('decoder')), ['graph/stack /layers/0/stack']);
    assert.deepEqual(pointersOf(layers('encoder', 'decoder', 'encoder')), ['graph/stack /layers/2/stack']);
    assert.deepEqual(pointersOf(layers(undefined, 'encoder')), ['graph/stack /layers/1']);
    assert.deepEqual(pointersOf(layers('encoder', undefined)), ['graph/stack /layers/1']);
    assert.deepEqual(pointersOf({ ...layers(undefined), layers: [{ name: 'l', repeat: 1, rows: { perToken: 2, without: 0 }, ops: [linear] }] }), ['graph/stack /layers/0/rows']);
  });

  it('has up to seven elementwise ops behind another op', () => {
    const behind = (count: number): OpInput[] => Array.from({ length: count }, () => add(true));
    assert.equal(graphFromInput(graph(linear, ...behind(7), add(), ...behind(7)), '').groups[0]!.ops.length, 16);
    const found = problemWith(linear, ...behind(8));
    assert.deepEqual([found.code, found.pointer], ['graph/epilogue', '/workload/model/layers/0/ops/8/epilogue']);
  });

  it('has no op that follows on nothing, and no matrix work that follows elementwise', () => {
    assert.match(problemWith(add(true)).message, /op "b" follows on the output of an op before it, and there is none/);
    assert.match(problemWith(linear, { kind: 'scores', name: 's', heads: 1, kvHeads: 1, headDim: 8, epilogue: true }).message, /"s" is matrix work/);
    assert.match(problemWith(linear, { kind: 'values', name: 'v', heads: 1, kvHeads: 1, headDim: 8, epilogue: true }).message, /"v" is matrix work/);
  });
});

describe('a graph with another mask', () => {
  it('has it in every attention op and nowhere else', () => {
    const own = decoderGraph(modelNamed('llama-2-7b')!);
    const masked = withMask(own, { kind: 'sliding-window', window: 64 });
    masked.groups.forEach((group, g) => {
      group.ops.forEach((op, i) => {
        if ('mask' in op) assert.deepEqual(op.mask, { kind: 'sliding-window', window: 64 });
        else assert.equal(op, own.groups[g]!.ops[i]);
      });
    });
  });

  it('has it in one stack where there are two, and never in cross attention', () => {
    const own = decoderGraph(modelNamed('t5-base')!);
    const kinds = (graph: OpGraph): readonly string[] => graph.groups.flatMap((group) => group.ops.flatMap((op) => (op.kind === 'scores' ? [`${group.name} ${op.name} ${op.mask.kind}`] : [])));
    assert.deepEqual(kinds(withMask(own, { kind: 'sliding-window', window: 8 })), ['encoder-layer qk_matmul full', 'layer qk_matmul sliding-window', 'layer cross_qk_matmul full']);
    assert.deepEqual(kinds(withMask(own, { kind: 'band', before: 8, after: 8 })), ['encoder-layer qk_matmul band', 'layer qk_matmul causal', 'layer cross_qk_matmul full']);
    const encoder = decoderGraph(modelNamed('bert-base')!);
    assert.deepEqual(kinds(withMask(encoder, { kind: 'band', before: 8, after: 8 })), ['layer qk_matmul band']);
    assert.equal(problemOf(() => withMask(encoder, { kind: 'causal' })).code, 'graph/mask');
  });
});
