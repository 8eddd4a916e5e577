import assert from 'node:assert/strict';
import type { Problem } from '../../src/sim/core/diagnostics.js';
import { decoderGraph } from '../../src/workloads/decoder-graph.js';
import { modelNamed } from '../../src/workloads/models.js';
import { graphFromInput, withMask } from '../../src/experiment/graph-input.js';
import type { GraphInput, OpInput } from '../../src/experiment/schema/graph.js';
import { problemOf } from '../kit/problems.js';

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

  it('can be any graph of a model of the catalogue', () => {
    const own = decoderGraph(modelNamed('llama-2-7b')!);
    const input = JSON.parse(JSON.stringify({ kind: 'graph', name: own.name, layers: own.groups })) as GraphInput;
    assert.deepEqual(JSON.parse(JSON.stringify(graphFromInput(input, ''))), JSON.parse(JSON.stringify(own)));
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
});
