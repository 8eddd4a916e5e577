import assert from 'node:assert/strict';
import { keptBytes, matMulFreeGraph, matMulFreeModels, mixerCycles } from '../../../src/arch/ternary/matmul-free.js';
import { parameterCount } from '../../../src/sim/model/op-graph.js';

describe('graphs of MatMul-free models', () => {
  it('have the parameters that their names say', () => {
    const counts = matMulFreeModels.map((model) => parameterCount(matMulFreeGraph(model)));
    [370e6, 1.3e9, 2.7e9].forEach((named, i) => { assert.ok(Math.abs(counts[i]! - named) / named < 0.06, String(counts[i])); });
  });

  it('have no attention and no cache', () => {
    for (const model of matMulFreeModels) for (const { ops } of matMulFreeGraph(model).groups) for (const op of ops) assert.ok(!['scores', 'softmax', 'values', 'cache-append'].includes(op.kind));
  });

  it('keep a state of layers x width, and step it layer by layer', () => {
    const model = matMulFreeModels[0]!;
    assert.equal(keptBytes(model, 8), 24 * 1024);
    assert.equal(mixerCycles(model, 1, 64, 4), 24 * (16 + 4));
    assert.equal(mixerCycles(model, 10, 1024, 4), 24 * (9 * 4 + 1 + 4));
  });
});
