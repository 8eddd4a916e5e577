import assert from 'node:assert/strict';
import { buildGpu } from '../../../src/arch/gpu/machine.js';
import { costPhase } from '../../../src/sim/engine/phase.js';
import { tasksOf } from '../../../src/sim/engine/task.js';
import type { Device } from '../../../src/sim/model/device.js';
import { deviceNamed } from '../../../src/sim/physical/devices/index.js';
import { decoderGraph } from '../../../src/workloads/decoder-graph.js';
import { errorOf } from '../../../src/validation/judge.js';
import { original, type Bookkeeping } from '../../../src/validation/genz/bookkeeping.js';
import { bytesOf } from '../../../src/validation/genz/counts.js';
import { passesOf, schemeOf, type Stage } from '../../../src/validation/genz/request.js';
import { stageOf } from '../../../src/validation/genz/stage.js';
import { requestFor } from './request.js';

const ours = Object.fromEntries(Object.keys(original).map((key) => [key, 'ours'])) as unknown as Bookkeeping;

/** Ops that both count as one, where the tool's name is another. */
const engineNames: Readonly<Record<string, string>> = {
  'embeddings': 'embed_tokens', 'Gate': 'router', 'Logit': 'qk_matmul', 'Logit Pre': 'qk_matmul', 'Attend': 'sv_matmul', 'Attend Pre': 'sv_matmul', 'Out Proj': 'o_proj', 'down': 'down_proj', 'classifier': 'lm_head',
};

/** The A100 of the tool, its bandwidth in our units. */
const a100: Device = { ...deviceNamed('a100-sxm-80gb')!, memories: [{ name: 'dram', capacityBytes: 80e9, bytesPerSecond: 2039e9, channels: null }] };

/** Compares op by op with the engine's roofline. The tool's own split of a decode step's keys is left as it is: no suffix. */
function compare(model: string, stage: Stage, bits: string, batch: number): void {
  const ways: Bookkeeping = { ...ours, ownKey: 'tool' };
  const request = requestFor(model, stage, { batch, bits, input_tokens: 777 });
  const scheme = schemeOf(request);
  const engine = new Map<string, { readonly seconds: number; readonly bytes: number; readonly macs: number }>();
  costPhase(buildGpu({ fusedAttention: true }, a100), tasksOf(decoderGraph(request.spec), scheme), scheme, passesOf(request, stage, ways).all, 'roofline', (_task, op, cost) => {
    engine.set(op.name, { seconds: cost.latency, bytes: cost.dramBytes, macs: cost.macs });
  });
  let compared = 0;
  for (const cost of stageOf(request, stage, ways).costs) {
    if (cost.op.name.endsWith('Suf')) {
      assert.equal(cost.seconds, 0);
      continue;
    }
    const expected = engine.get(request.spec.experts !== undefined && cost.op.name === 'down' ? 'expert_down_proj' : engineNames[cost.op.name] ?? cost.op.name);
    assert.ok(expected !== undefined, cost.op.name);
    const what = `${cost.op.name} of ${model} in ${stage}, ${bits}`;
    assert.ok(errorOf(cost.seconds, expected.seconds) < 1e-12, `seconds of ${what}: ${cost.seconds}, of the engine ${expected.seconds}`);
    assert.ok(errorOf(bytesOf(cost) - cost.chipBytes, expected.bytes) < 1e-12, `bytes of ${what}`);
    assert.ok(errorOf(cost.macs, expected.macs) < 1e-12, `MACs of ${what}`);
    compared++;
  }
  assert.equal(compared, request.spec.experts === undefined ? 12 : 13);
}

describe('validation/genz/stage', () => {
  it('is the engine\'s roofline of matrix work, embeddings and the cache once every switch is on our way', () => {
    for (const model of ['llama2_7b', 'meta-llama/Llama-3.1-70B', 'mixtral_8x7b']) {
      for (const stage of ['prefill', 'decode'] as const) for (const bits of ['bf16', 'int8', 'int4']) compare(model, stage, bits, 3);
    }
  });

  it('holds all experts in memory, whoever counts what is loaded', () => {
    const request = requestFor('mixtral_8x7b', 'decode', { system: 'MI300X' });
    const [tool, way] = [stageOf(request, 'decode'), stageOf(request, 'decode', { ...original, experts: 'ours' })];
    assert.ok(errorOf(way.weightBytes, tool.weightBytes) < 1e-12);
    assert.ok(errorOf(way.seconds, tool.seconds) < 1e-3);
  });
});
