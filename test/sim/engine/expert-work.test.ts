import assert from 'node:assert/strict';
import fc from 'fast-check';
import { buildDspChain } from '../../../src/arch/dsp-chain/machine.js';
import { distinctExperts } from '../../../src/sim/engine/experts.js';
import { explainMetric } from '../../../src/sim/engine/explain.js';
import { lowerBoundSeconds } from '../../../src/sim/engine/lower-bound.js';
import { linearWeights, memoryUse } from '../../../src/sim/engine/memory-use.js';
import { simulate } from '../../../src/sim/engine/simulate.js';
import { tasksOf } from '../../../src/sim/engine/task.js';
import { fastTotals } from '../../../src/sim/engine/totals.js';
import { emptyWork, productsOf, rowsOfProduct, workOf } from '../../../src/sim/engine/work.js';
import type { LayerGroup, LinearOp, Op, OpGraph } from '../../../src/sim/model/op-graph.js';
import { decodePass, prefillPass, type Scenario } from '../../../src/sim/model/scenario.js';
import { deviceNamed } from '../../../src/sim/physical/devices/index.js';
import { decoderGraph } from '../../../src/workloads/decoder-graph.js';
import { modelNamed } from '../../../src/workloads/models.js';
import { schemeNamed } from '../../../src/workloads/schemes.js';
import { flightllmParameters, inputOfExample, runExample } from '../../kit/fixtures.js';

const scheme = schemeNamed('int8')!;
const machine = buildDspChain(flightllmParameters(), deviceNamed('u280')!, {});
const small = { ...modelNamed('mixtral-8x7b')!, layers: 2, hiddenSize: 256, embeddingWidth: 256, heads: 4, kvHeads: 2, headDim: 64, vocabularySize: 1000 };
const model = { ...small, experts: { ...small.experts!, intermediateSize: 512 } };
const graph = decoderGraph(model);
const scenarioOf = (batch: number, promptTokens = 16): Scenario => ({ batch, promptTokens, outputTokens: 5, logits: 'last' });

/** The group of a graph with experts, and its op of that name. */
function expertOp(name: string): { readonly group: LayerGroup; readonly op: LinearOp } {
  for (const group of graph.groups) for (const op of group.ops) if (op.kind === 'linear' && op.name === name) return { group, op };
  throw new Error(name);
}

/** The same graph with the experts of one token written out as ops of their own: what a pass over one token is. */
function writtenOut(of: OpGraph): OpGraph {
  const copies = (op: Op): readonly Op[] => ('experts' in op && op.experts !== undefined ? Array.from({ length: op.experts.active }, () => plain(op)) : [op]);
  const runs = (ops: readonly Op[]): readonly Op[] => {
    const out: Op[] = [];
    for (let i = 0; i < ops.length;) {
      let end = i + 1;
      while (end < ops.length && ops[end]!.epilogue) end++;
      const task = ops.slice(i, end);
      for (let k = 0; k < copies(task[0]!).length; k++) out.push(...task.map(plain));
      i = end;
    }
    return out;
  };
  return { ...of, groups: of.groups.map((group) => ({ ...group, ops: runs(group.ops) })) };
}

function plain(op: Op): Op {
  if (!('experts' in op)) return op;
  const { experts, ...rest } = op;
  assert.ok(experts !== undefined);
  return rest;
}

describe('the work of experts', () => {
  it('is in all products of a pass T K products of tokens and matrices, and the weights of the distinct experts', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 64 }), fc.integer({ min: 1, max: 300 }), (batch, prompt) => {
      const pass = prefillPass(scenarioOf(batch, prompt));
      const { group, op } = expertOp('expert_up_proj');
      const work = emptyWork();
      workOf(op, group, scheme.weights, scheme, pass, prompt, work);
      const products = productsOf(op, group, pass);
      const tokens = batch * prompt;
      assert.equal(products, distinctExperts(op.experts!, tokens));
      assert.ok(Math.abs((products * work.macs) / (tokens * 2 * 256 * 512) - 1) < 1e-12);
      assert.equal(work.weightBytes, 256 * 512);
      assert.ok(Math.abs((products * work.inputBytes) / (tokens * 2 * 256) - 1) < 1e-12 && Math.abs((products * work.outputBytes) / (tokens * 2 * 512) - 1) < 1e-12);
      assert.equal(work.m, rowsOfProduct(op, group, pass));
      assert.ok(Number.isInteger(work.m) && work.m * products >= tokens * 2 * (1 - 1e-9) && (work.m - 1) * products < tokens * 2);
    }));
  });

  it('reads 7.92 of Mixtral\'s 8 experts a layer at batch 16, and 2 at batch 1', () => {
    const bytes = (batch: number): number => {
      const result = runExample('gpu.json', { 'workload.model': 'mixtral-8x7b', 'workload.quantization': 'fp16', 'workload.scenario.batch': batch, 'architecture.device': 'mi300x' });
      const op = result.operators.find((entry) => entry.name === 'expert_down_proj' && entry.phase === 'decode')!;
      return op.weightBytes / op.count / (2 * 4096 * 14_336);
    };
    assert.equal(bytes(1).toFixed(6), '2.000000');
    assert.equal(bytes(16).toFixed(6), (8 * (1 - 0.75 ** 16)).toFixed(6));
  });

  it('needs memory for all experts with their biases, used or not', () => {
    const linear = linearWeights(graph, scheme);
    const expected = 2 * (256 * 256 * 2 + 2 * 256 * 128 + 256 * 8 + 8 * 3 * 256 * 512) + 256 * 1000;
    assert.deepEqual([linear.count, linear.bytes], [expected, expected]);
    const biased = decoderGraph({ ...model, experts: { ...model.experts, bias: true, routerBias: true } });
    const more = memoryUse(machine, biased, scheme, scenarioOf(1)).weightBytes - memoryUse(machine, graph, scheme, scenarioOf(1)).weightBytes;
    assert.equal(more, 4 * 2 * (8 + 8 * (512 + 512 + 256)));
  });
});

describe('the time of experts', () => {
  it('is at batch 1 that of a decode step with the active experts written out one by one, at every fidelity', () => {
    const scenario = scenarioOf(1);
    for (const fidelity of ['roofline', 'analytic', 'event'] as const) {
      const found = fastTotals(machine, graph, scheme, scenario, fidelity).secondsPerOutputToken!;
      const slow = fastTotals(machine, writtenOut(graph), scheme, scenario, fidelity).secondsPerOutputToken!;
      assert.ok(Math.abs(found / slow - 1) < 1e-9, `${fidelity}: ${found} ${slow}`);
    }
  });

  it('is never below the lower bound, and never falls with the batch', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 80 }), fc.constantFrom('roofline' as const, 'analytic' as const, 'event' as const), (batch, prompt, fidelity) => {
      const scenario = scenarioOf(batch, prompt);
      const { firstTokenSeconds, latencySeconds } = fastTotals(machine, graph, scheme, scenario, fidelity);
      const tasks = tasksOf(graph, scheme);
      assert.ok(firstTokenSeconds >= lowerBoundSeconds(machine, tasks, scheme, prefillPass(scenario)) * (1 - 1e-9));
      assert.ok(latencySeconds - firstTokenSeconds >= lowerBoundSeconds(machine, tasks, scheme, decodePass(scenario)!) * (1 - 1e-9));
      assert.ok(fastTotals(machine, graph, scheme, scenarioOf(batch + 1, prompt), fidelity).latencySeconds >= latencySeconds * (1 - 1e-9));
    }), { numRuns: 40 });
  });

  it('is explained by numbers that add up to it, at every fidelity', () => {
    const input = inputOfExample('flightllm.json');
    for (const fidelity of ['roofline', 'analytic', 'event'] as const) {
      const asked = { ...input, graph, fidelity, scenario: scenarioOf(5) };
      const result = simulate(asked);
      for (const phase of ['prefill', 'decode'] as const) {
        const explained = explainMetric(asked, result, `phases.${phase}.latencySeconds`)!;
        assert.ok(Math.abs(explained.value / result.phases[phase]!.latencySeconds - 1) < 1e-9, `${fidelity} ${phase}`);
      }
    }
  });

  it('is less where fewer experts were measured', () => {
    const measured = decoderGraph({ ...model, experts: { ...model.experts, measured: [[8, 4]] } });
    assert.ok(fastTotals(machine, measured, scheme, scenarioOf(8), 'roofline').secondsPerOutputToken! < fastTotals(machine, graph, scheme, scenarioOf(8), 'roofline').secondsPerOutputToken!);
  });
});
