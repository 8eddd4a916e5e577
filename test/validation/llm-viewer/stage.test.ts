import assert from 'node:assert/strict';
import { buildGpu } from '../../../src/arch/gpu/machine.js';
import { costPhase } from '../../../src/sim/engine/phase.js';
import { tasksOf } from '../../../src/sim/engine/task.js';
import { decoderGraph } from '../../../src/workloads/decoder-graph.js';
import { errorOf } from '../../../src/validation/judge.js';
import { original, type Bookkeeping } from '../../../src/validation/llm-viewer/bookkeeping.js';
import { passOf, schemeOf, type Stage } from '../../../src/validation/llm-viewer/request.js';
import { stageOf } from '../../../src/validation/llm-viewer/stage.js';
import { requestFor } from './request.js';

const ours = Object.fromEntries(Object.keys(original).map((key) => [key, 'ours'])) as unknown as Bookkeeping;

/** The ops that both count as one: without biases, fused rotations and the append to the cache. */
const shared: Readonly<Record<string, string>> = {
  q_proj: 'q_proj', out_proj: 'o_proj', gate_proj: 'gate_proj', up_proj: 'up_proj', down_proj: 'down_proj', qk_matmul: 'qk_matmul', sv_matmul: 'sv_matmul', lm_head: 'lm_head',
};

function compare(model: string, stage: Stage, widths: { weightBits: number; activationBits: number; cacheBits: number }): void {
  const request = requestFor(model, { batch: 3, ...widths });
  const result = stageOf(request, stage, 777, ours);
  const machine = buildGpu({ fusedAttention: false }, request.machine);
  const scheme = schemeOf(request);
  const engine = new Map<string, { readonly seconds: number; readonly bytes: number; readonly operations: number }>();
  costPhase(machine, tasksOf(decoderGraph(request.spec), scheme), scheme, passOf(request, stage, 777), 'roofline', (_task, op, cost) => {
    engine.set(op.name, { seconds: cost.latency, bytes: cost.dramBytes, operations: 2 * cost.macs });
  });
  for (const [name, engineName] of Object.entries(shared)) {
    const adapter = name === 'lm_head' ? result.head : result.layer.get(name);
    const expected = engine.get(engineName);
    assert.ok(expected !== undefined && adapter !== undefined, name);
    for (const figure of ['seconds', 'bytes', 'operations'] as const) {
      assert.ok(errorOf(adapter[figure], expected[figure]) < 1e-12, `${figure} of ${name} in ${stage}: ${adapter[figure]}, of the engine ${expected[figure]}`);
    }
  }
}

describe('validation/llm-viewer/stage', () => {
  it('is the engine\'s roofline of matrix work once every switch is on our way', () => {
    for (const model of ['meta-llama/Llama-2-7b-hf', 'meta-llama/Llama-3.1-70B']) {
      for (const stage of ['prefill', 'decode'] as const) {
        compare(model, stage, { weightBits: 16, activationBits: 16, cacheBits: 16 });
        compare(model, stage, { weightBits: 8, activationBits: 8, cacheBits: 8 });
        compare(model, stage, { weightBits: 4, activationBits: 16, cacheBits: 16 });
      }
    }
  });

  it('counts a cache of all tokens in both stages, and activations of one layer', () => {
    const request = requestFor('meta-llama/Llama-2-70b-hf', { batch: 4 });
    const prefill = stageOf(request, 'prefill', 512);
    const decode = stageOf(request, 'decode', 512);
    assert.equal(prefill.memory.cache, 80 * 4 * 512 * 2 * 8 * 128 * 2);
    assert.equal(decode.memory.cache, prefill.memory.cache);
    assert.equal(decode.memory.weights, prefill.memory.weights);
    assert.ok(decode.memory.activations < prefill.memory.activations);
  });

  it('reads the cache once for each block of queries when the register files hold fewer rows than the head size', () => {
    const small = { ...requestFor('meta-llama/Llama-2-7b-hf', { flash: true }), machine: { ...requestFor('meta-llama/Llama-2-7b-hf', {}).machine, onchipBytes: 64 * 128 * 2 } };
    const blocks = (tokens: number): number => stageOf(small, 'prefill', tokens).layer.get('fused_attention')!.loadCache / (2 * tokens * 128 * 32 * 2);
    assert.equal(blocks(64), 1);
    assert.equal(blocks(65), 2);
    assert.equal(blocks(1024), 16);
  });
});
