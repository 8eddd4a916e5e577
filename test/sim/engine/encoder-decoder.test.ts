import assert from 'node:assert/strict';
import fc from 'fast-check';
import { addAnalyticCost } from '../../../src/sim/engine/analytic.js';
import { emptyCost } from '../../../src/sim/engine/cost.js';
import { memoryUse } from '../../../src/sim/engine/memory-use.js';
import { addPhaseCost, modeOf } from '../../../src/sim/engine/phase.js';
import { simulate, type SimulationInput } from '../../../src/sim/engine/simulate.js';
import { passOf } from '../../../src/sim/engine/task-pass.js';
import { tasksOf } from '../../../src/sim/engine/task.js';
import { workOf, emptyWork } from '../../../src/sim/engine/work.js';
import { fidelitiesOf } from '../../../src/sim/model/architecture.js';
import { parameterCount, type OpGraph } from '../../../src/sim/model/op-graph.js';
import type { SimulationResult } from '../../../src/sim/model/result.js';
import { decodePass, passCount, prefillPass, type Pass, type Scenario } from '../../../src/sim/model/scenario.js';
import { decoderGraph } from '../../../src/workloads/decoder-graph.js';
import { modelFromHfConfig } from '../../../src/workloads/hf-config.js';
import { modelNamed } from '../../../src/workloads/models.js';
import { schemeNamed } from '../../../src/workloads/schemes.js';
import { inputOfExample } from '../../kit/fixtures.js';

const fp16 = schemeNamed('fp16')!;
const gpu = inputOfExample('gpu.json', { 'workload.quantization': 'fp16' });

// 2 encoder and 3 decoder layers, 5 heads of 8.
const [h, q, f, v, encoderLayers, decoderLayers] = [32, 40, 48, 100, 2, 3];
const t5 = decoderGraph(modelFromHfConfig({ model_type: 't5', d_model: h, d_kv: 8, d_ff: f, num_layers: encoderLayers, num_decoder_layers: decoderLayers, num_heads: 5, vocab_size: v }, 't5', 'test'));
const bert = decoderGraph(modelFromHfConfig({
  model_type: 'bert', hidden_size: h, num_hidden_layers: 3, num_attention_heads: 4, intermediate_size: f, vocab_size: v, max_position_embeddings: 64,
}, 'bert', 'test'));

function run(graph: OpGraph, scenario: Scenario, changes: Partial<SimulationInput> = {}): SimulationResult {
  return simulate({ ...gpu, scheme: fp16, graph, scenario, ...changes });
}

/** A quantity of all ops of a phase. */
function total(result: SimulationResult, phase: 'prefill' | 'decode', of: 'kvCacheBytes' | 'weightBytes' | 'count', name = /./): number {
  return result.operators.filter((op) => op.phase === phase && name.test(op.name)).reduce((sum, op) => sum + op[of], 0);
}

const lengths = fc.record({ batch: fc.integer({ min: 1, max: 3 }), promptTokens: fc.integer({ min: 1, max: 60 }), outputTokens: fc.integer({ min: 1, max: 20 }), decoderPromptTokens: fc.integer({ min: 1, max: 9 }) });

describe('an encoder with a decoder behind it', () => {
  it('writes and reads the keys and values that a count by hand has: those of the encoder and of cross attention once for a prompt, read in every step', () => {
    fc.assert(fc.property(lengths, ({ batch, promptTokens: s, outputTokens, decoderPromptTokens: p }) => {
      const result = run(t5, { batch, promptTokens: s, outputTokens, decoderPromptTokens: p, logits: 'last' });
      // A token of a layer: a key and a value of q elements in 16 bits.
      const token = batch * 2 * q * 2;
      const inPrefill = encoderLayers * s + decoderLayers * s + decoderLayers * p;
      assert.equal(total(result, 'prefill', 'kvCacheBytes', /append$/), token * inPrefill);
      assert.equal(total(result, 'prefill', 'kvCacheBytes', /matmul$/), token * inPrefill);
      const steps = outputTokens - 1;
      let contexts = 0;
      for (let step = 1; step <= steps; step++) contexts += p + step;
      assert.equal(total(result, 'decode', 'kvCacheBytes', /append$/), token * decoderLayers * steps);
      assert.equal(total(result, 'decode', 'kvCacheBytes', /^qk_matmul|^sv_matmul/), token * decoderLayers * contexts);
      assert.equal(total(result, 'decode', 'kvCacheBytes', /^cross_.*matmul/), token * decoderLayers * steps * s);
      assert.equal(total(result, 'decode', 'count', /^encoder\.|cross_[kv]/), 0);
    }), { numRuns: 40 });
  });

  it('reads every weight in prefill once, and in a decode step those of the decoder without its cross keys and values', () => {
    const result = run(t5, { batch: 1, promptTokens: 20, outputTokens: 2, logits: 'last' });
    const attention = 4 * h * q;
    const mlp = 2 * h * f;
    const encoder = encoderLayers * (attention + mlp + 2 * h) + h;
    const decoder = decoderLayers * (2 * attention + mlp + 3 * h) + h + h * v;
    assert.equal(total(result, 'prefill', 'weightBytes'), 2 * (encoder + decoder));
    assert.equal(total(result, 'decode', 'weightBytes'), 2 * (decoder - decoderLayers * 2 * h * q));
  });

  it('needs a cache of the tokens that the decoder sees and, for cross attention, of the prompt', () => {
    fc.assert(fc.property(lengths, ({ batch, promptTokens, outputTokens, decoderPromptTokens }) => {
      const { kvCacheBytes } = memoryUse(gpu.machine, t5, fp16, { batch, promptTokens, outputTokens, decoderPromptTokens, logits: 'last' });
      assert.equal(kvCacheBytes, batch * 2 * q * 2 * decoderLayers * (decoderPromptTokens + outputTokens - 1 + promptTokens));
    }));
  });

  it('begins with one start token where the scenario does not say', () => {
    const scenario: Scenario = { batch: 2, promptTokens: 30, outputTokens: 7, logits: 'last' };
    assert.deepEqual(run(t5, scenario).phases, run(t5, { ...scenario, decoderPromptTokens: 1 }).phases);
    assert.notDeepEqual(run(t5, scenario).phases.decode, run(t5, { ...scenario, decoderPromptTokens: 2 }).phases.decode);
  });

  it('takes for many steps what the steps take one by one: at the roofline with one output more each, in closed form on the modes of the phase', () => {
    const decode = (decoderPromptTokens: number, outputTokens: number): number => run(t5, { batch: 1, promptTokens: 37, outputTokens, decoderPromptTokens, logits: 'last' }).phases.decode!.latencySeconds;
    let oneByOne = 0;
    for (let step = 0; step < 18; step++) oneByOne += decode(3 + step, 2);
    assert.ok(Math.abs(decode(3, 19) / oneByOne - 1) < 1e-9);

    const { machine, scheme } = inputOfExample('flightllm.json', { 'workload.quantization': 'w4a8' });
    const whole = decodePass({ batch: 2, promptTokens: 37, outputTokens: 19, decoderPromptTokens: 3, logits: 'last' })!;
    for (const task of tasksOf(t5, scheme)) {
      const pass = passOf(task, whole);
      if (pass === null) continue;
      const at = { machine, tiled: machine.tiled!, scheme, pass };
      const mode = modeOf(at, task);
      const [sums, steps] = [[task.op, ...task.epilogues].map(emptyCost), [task.op, ...task.epilogues].map(emptyCost)];
      addPhaseCost(at, task, mode, sums);
      for (let step = 0; step < 18; step++) addAnalyticCost(at, task, mode, pass.steps === undefined ? 4 + step : 37, 1, steps);
      sums.forEach((cost, i) => { assert.ok(Math.abs(cost.latency - steps[i]!.latency) <= 1e-9 * cost.latency, task.op.name); });
    }
  });

  it('has rows of its encoder and of its decoder apart', () => {
    const names = run(t5, { batch: 1, promptTokens: 20, outputTokens: 2, logits: 'last' }).operators.filter((op) => op.phase === 'prefill').map((op) => [op.name, op.m]);
    const rows = new Map(names as [string, number][]);
    assert.deepEqual([rows.get('encoder.q_proj'), rows.get('q_proj'), rows.get('encoder.cross_k_proj'), rows.get('cross_qk_matmul'), rows.get('lm_head')], [20, 1, 20, 1, 1]);
  });
});

describe('an encoder', () => {
  it('gives one output, in prefill alone, and keeps no cache', () => {
    const result = run(bert, { batch: 2, promptTokens: 20, outputTokens: 1, logits: 'last' });
    assert.equal(result.phases.decode, null);
    assert.equal(result.memory.kvCacheBytes, 0);
    assert.equal(result.phases.prefill!.tokens, 40);
    assert.throws(() => run(bert, { batch: 2, promptTokens: 20, outputTokens: 2, logits: 'last' }), RangeError);
  });

  it('sees both sides: scores have all pairs, and the pooler the first token of each sequence', () => {
    const { operators } = run(bert, { batch: 2, promptTokens: 20, outputTokens: 1, logits: 'last' });
    const flopsOf = (name: string): number => operators.find((op) => op.name === name)!.flops;
    assert.equal(flopsOf('qk_matmul'), 2 * 3 * 2 * 20 * 20 * h);
    assert.equal(flopsOf('pooler'), 2 * 2 * h * h);
  });

  it('holds the keys and values of one layer beside its activations', () => {
    const of = (promptTokens: number): number => memoryUse({ ...gpu.machine, fusesAttention: true }, bert, fp16, { batch: 1, promptTokens, outputTokens: 1, logits: 'last' }).activationPeakBytes;
    // At the scores: queries, keys and values, beside the residual stream; at the MLP: input, f outputs, and the residual stream.
    assert.equal(of(16), 16 * 2 * Math.max(4 * h, 2 * h + f));
  });

  it('that shares its layers reads them again for each, and holds them once', () => {
    const albert = decoderGraph(modelFromHfConfig({
      model_type: 'albert', hidden_size: h, num_hidden_layers: 6, num_attention_heads: 4, intermediate_size: f, vocab_size: v, max_position_embeddings: 64, embedding_size: 8,
    }, 'albert', 'test'));
    const { operators, memory } = run(albert, { batch: 1, promptTokens: 10, outputTokens: 1, logits: 'last' });
    assert.equal(operators.find((op) => op.name === 'q_proj')!.weightBytes, 6 * (2 * h * h + 4 * h));
    // Weights, tables and norms in 16 bits, biases in 32.
    const biases = 4 * h + f + h + h + h;
    assert.equal(memory.weightBytes, 2 * parameterCount(albert) + 2 * biases);
  });

  it('of sound has two frames for each token, and one of patches a row less than tokens', () => {
    const rowsOf = (name: string, promptTokens: number): readonly (number | null)[] => run(decoderGraph(modelNamed(name)!), { batch: 1, promptTokens, outputTokens: 1, logits: 'last' })
      .operators.filter((op) => /conv1$|conv2$|patch_proj|^(?:encoder\.)?q_proj$/.test(op.name) && op.m !== 1).map((op) => op.m);
    assert.deepEqual(rowsOf('whisper-large-v3', 1500), [3000, 1500, 1500]);
    assert.deepEqual(rowsOf('vit-base', 197), [196, 197]);
  });
});

describe('models with encoders', () => {
  const machines = ['gpu.json', 'flightllm.json', 'systolic.json', 'bit-serial.json'].map((file) => inputOfExample(file));
  const moe = decoderGraph(modelFromHfConfig({
    model_type: 'vit', hidden_size: 192, num_hidden_layers: 4, num_attention_heads: 3, intermediate_size: 768, image_size: 64, patch_size: 16, num_experts: 8, num_experts_per_tok: 2, moe_intermediate_size: 384,
  }, 'moe-vit', 'test'));

  it('are never faster than the lower bound, and take a time that adds up, at every fidelity of every machine', () => {
    const jobs: readonly (readonly [OpGraph, Scenario])[] = [
      [t5, { batch: 2, promptTokens: 33, outputTokens: 5, decoderPromptTokens: 2, logits: 'last' }], [bert, { batch: 2, promptTokens: 33, outputTokens: 1, logits: 'all' }],
      [moe, { batch: 3, promptTokens: 17, outputTokens: 1, logits: 'last' }],
    ];
    for (const input of machines) {
      for (const [graph, scenario] of jobs) {
        const results = fidelitiesOf(input.machine).map((fidelity) => simulate({ ...input, graph, scenario, fidelity }));
        for (const result of results) {
          assert.ok(result.feasible, JSON.stringify(result.reasons));
          for (const phase of [result.phases.prefill, result.phases.decode]) {
            if (phase === null) continue;
            const { compute, memory, vector, overhead } = phase.boundBy;
            assert.ok(phase.latencySeconds >= phase.lowerBoundSeconds * (1 - 1e-12), `${graph.name} ${result.fidelity} ${result.architecture.name}`);
            assert.ok(Math.abs((compute + memory + vector + overhead) / phase.latencySeconds - 1) < 1e-9);
          }
        }
      }
    }
  });

  it('of the catalogue run on a GPU', () => {
    for (const [name, promptTokens, outputTokens] of [['bert-base', 128, 1], ['vit-base', 197, 1], ['whisper-large-v3', 1500, 100], ['flan-t5-xl', 256, 64]] as const) {
      const { phases, memory } = run(decoderGraph(modelNamed(name)!), { batch: 1, promptTokens, outputTokens, logits: 'last' });
      assert.ok(phases.prefill!.latencySeconds > 0 && (phases.decode === null) === (outputTokens === 1) && memory.fits === true, name);
    }
  });
});

describe('the pass of a stack', () => {
  const scenario: Scenario = { batch: 2, promptTokens: 50, outputTokens: 6, decoderPromptTokens: 3, logits: 'last' };
  const tasks = tasksOf(t5, fp16);
  const taskNamed = (group: string, name: string): (typeof tasks)[number] => tasks.find((task) => task.group.name === group && task.op.name === name)!;

  it('is the same for a model of one stack, and the prompt for an encoder', () => {
    const llama = tasksOf(decoderGraph(modelNamed('llama-2-7b')!), fp16)[3]!;
    const prefill = prefillPass(scenario);
    assert.equal(passOf(llama, prefill), prefill);
    const own = passOf(taskNamed('encoder-layer', 'q_proj'), prefill)!;
    assert.deepEqual([own.queryTokens, own.firstContext, own.lastContext], [50, 50, 50]);
    assert.equal(passOf(taskNamed('encoder-layer', 'q_proj'), decodePass(scenario)!), null);
    assert.equal(passOf(taskNamed('cross-keys', 'cross_k_proj'), decodePass(scenario)!), null);
  });

  it('counts what the decoder was given and has generated, and the whole prompt in cross attention', () => {
    const decode = decodePass(scenario)!;
    const own = passOf(taskNamed('layer', 'qk_matmul'), decode)!;
    assert.deepEqual([own.queryTokens, own.firstContext, own.lastContext, passCount(own)], [1, 4, 8, 5]);
    const cross = passOf(taskNamed('layer', 'cross_qk_matmul'), decode)!;
    assert.deepEqual([cross.queryTokens, cross.firstContext, cross.lastContext, passCount(cross)], [1, 50, 50, 5]);
    assert.equal(passOf(taskNamed('layer', 'cross_qk_matmul'), prefillPass(scenario))!.queryTokens, 3);
  });

  it('must be asked for: work on the pass of the whole model is a mistake', () => {
    const { group, op, format } = taskNamed('layer', 'q_proj');
    assert.throws(() => { workOf(op, group, format, fp16, prefillPass(scenario), 50, emptyWork()); }, RangeError);
    const without: Pass = { phase: 'prefill', batch: 2, queryTokens: 50, firstContext: 50, lastContext: 50, logits: 'last' };
    assert.throws(() => passOf(taskNamed('layer', 'q_proj'), without), RangeError);
  });
});
