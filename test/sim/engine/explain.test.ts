import assert from 'node:assert/strict';
import { compile, type EvalFunction } from 'mathjs';
import type { Explained } from '../../../src/sim/core/explained.js';
import { explainable, explainMetric } from '../../../src/sim/engine/explain.js';
import { simulate } from '../../../src/sim/engine/simulate.js';
import { valueAtPath } from '../../../src/experiment/metric.js';
import { inputOfExample } from '../../kit/fixtures.js';

const compiled = new Map<string, EvalFunction>();

/** Recomputes every node of a tree from its children by its formula. Returns how many nodes were recomputed. */
function recompute(node: Explained): number {
  if (node.formula === null) {
    assert.ok(node.source !== null && node.source !== '' && node.quality !== null, `${node.name} has no source`);
    return 0;
  }
  let code = compiled.get(node.formula);
  code ??= compile(node.formula);
  compiled.set(node.formula, code);
  const value = code.evaluate(Object.fromEntries(node.inputs.map((i) => [i.name, i.value]))) as number;
  assert.ok(Math.abs(value - node.value) <= 1e-9 * Math.max(Math.abs(value), Math.abs(node.value)), `${node.name} = ${node.formula}: ${value} against ${node.value}`);
  return 1 + node.inputs.reduce((sum, input) => sum + recompute(input), 0);
}

describe('an explanation', () => {
  for (const [file, changes] of [['flightllm.json', { 'workload.scenario.outputTokens': 20 }], ['flightllm-vhk158.json', { 'workload.scenario.outputTokens': 12 }], ['flightllm.json', { fidelity: 'roofline', 'workload.scenario.outputTokens': 9 }], ['flightllm.json', { fidelity: 'event', 'workload.scenario.outputTokens': 9 }],
    ['flightllm.json', { 'workload.scenario.outputTokens': 9, 'architecture.parameters.feed': { weights: 64, activations: 64, results: 8 } }]] as const) {
    it(`is recomputed node by node and meets the result's digits: ${file} ${JSON.stringify(changes)}`, () => {
      const input = inputOfExample(file, changes);
      const result = simulate(input);
      let nodes = 0;
      for (const metric of explainable) {
        if (valueAtPath(result, metric) === null || metric.startsWith('area.')) continue;
        const tree = explainMetric(input, result, metric);
        assert.ok(tree !== undefined, `${metric} has no tree`);
        const value = valueAtPath(result, metric) as number;
        assert.ok(Math.abs(tree.value - value) <= 1e-12 * Math.abs(value), `${metric}: ${tree.value} against ${value}`);
        nodes += recompute(tree);
      }
      assert.ok(nodes > 500, `only ${nodes} nodes`);
    }).timeout(60000);
  }

  it('names every input of a formula once', () => {
    const input = inputOfExample('flightllm.json', { 'workload.scenario.outputTokens': 3 });
    const walk = (node: Explained): void => {
      assert.equal(new Set(node.inputs.map((i) => i.name)).size, node.inputs.length, node.name);
      node.inputs.forEach(walk);
    };
    walk(explainMetric(input, simulate(input), 'totals.latencySeconds')!);
  });
});
