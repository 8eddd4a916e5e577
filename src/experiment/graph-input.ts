import { InputError, problem } from '../sim/core/diagnostics.js';
import type { Mask, Op, OpGraph } from '../sim/model/op-graph.js';
import type { GraphInput, OpInput } from './schema/graph.js';

/** Most elementwise ops that can follow on one op. */
const mostEpilogues = 7;

/** The graph that a checked input describes, its defaults filled in. `at` is its pointer in the document. */
export function graphFromInput(input: GraphInput, at: string): OpGraph {
  input.layers.forEach((layer, i) => {
    checkEpilogues(layer.ops, `${at}/layers/${i}/ops`);
  });
  return {
    name: input.name,
    groups: input.layers.map((layer) => ({ name: layer.name, repeat: layer.repeat, tokens: layer.tokens ?? 'all', ops: layer.ops.map(opFromInput) })),
  };
}

function opFromInput(op: OpInput): Op {
  switch (op.kind) {
    case 'linear': return { kind: op.kind, name: op.name, inFeatures: op.inFeatures, outFeatures: op.outFeatures, bias: op.bias ?? false, output: op.output ?? 'activation', ownsWeights: op.ownsWeights ?? true, epilogue: false };
    case 'embedding': return { kind: op.kind, name: op.name, rows: op.rows, width: op.width, epilogue: false };
    case 'scores': case 'softmax': case 'values':
      return { kind: op.kind, name: op.name, heads: op.heads, kvHeads: op.kvHeads, headDim: op.headDim, mask: op.mask ?? { kind: 'causal' }, epilogue: op.epilogue ?? false };
    case 'norm': case 'rope': case 'activation': case 'multiply': case 'add': case 'cache-append':
      return { kind: op.kind, name: op.name, width: op.width, parameters: op.parameters ?? 0, epilogue: op.epilogue ?? false };
  }
}

function checkEpilogues(ops: readonly OpInput[], at: string): void {
  let run = 0;
  ops.forEach((op, i) => {
    run = op.epilogue === true ? run + 1 : 0;
    const pointer = `${at}/${i}/epilogue`;
    if (i === 0 && run > 0) throw new InputError([problem('graph/epilogue', `op "${op.name}" follows on the output of an op before it, and there is none`, { pointer, remedy: 'leave "epilogue" out' })]);
    if (run > mostEpilogues) throw new InputError([problem('graph/epilogue', `more than ${mostEpilogues} ops in a row follow on one op`, { pointer, remedy: 'leave "epilogue" out of one of them' })]);
    if (run > 0 && (op.kind === 'scores' || op.kind === 'values')) throw new InputError([problem('graph/epilogue', `"${op.name}" is matrix work and cannot follow elementwise`, { pointer, remedy: 'leave "epilogue" out' })]);
  });
}

/** The graph with one mask for every attention op. */
export function withMask(graph: OpGraph, mask: Mask): OpGraph {
  const masked = (op: Op): Op => (op.kind === 'scores' || op.kind === 'softmax' || op.kind === 'values' ? { ...op, mask } : op);
  return { ...graph, groups: graph.groups.map((g) => ({ ...g, ops: g.ops.map(masked) })) };
}
