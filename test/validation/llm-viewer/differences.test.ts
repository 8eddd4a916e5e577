import assert from 'node:assert/strict';
import { deviceNamed } from '../../../src/sim/physical/devices/index.js';
import { parameterCount } from '../../../src/sim/model/op-graph.js';
import { decoderGraph } from '../../../src/workloads/decoder-graph.js';
import { modelNamed, modelNames } from '../../../src/workloads/models.js';
import { flashCorrected, original, type Bookkeeping } from '../../../src/validation/llm-viewer/bookkeeping.js';
import { differenceTable } from '../../../src/validation/llm-viewer/differences.js';
import { generateSeconds } from '../../../src/validation/llm-viewer/generate.js';
import { layouts } from '../../../src/validation/llm-viewer/models.js';
import { bandwidthOf, type OpCost } from '../../../src/validation/llm-viewer/roofline.js';
import { networkSum, stageOf, type StageResult } from '../../../src/validation/llm-viewer/stage.js';
import type { Request, Stage } from '../../../src/validation/llm-viewer/request.js';
import { machineNamed, requestFor } from './request.js';

const llama = 'meta-llama/Llama-2-7b-hf';
const llama70 = 'meta-llama/Llama-2-70b-hf';
const opt = 'facebook/opt-6.7b';

interface Case { readonly model: string; readonly stage: Stage; readonly tokens?: number; readonly base?: Bookkeeping; readonly request?: Partial<Request> }

/** The stage as the tool counts it, and with some switches set to our way. */
function both({ model, stage, tokens = 1024, base = original, request = {} }: Case, ...switches: readonly (keyof Bookkeeping)[]): readonly [tool: StageResult, ours: StageResult] {
  const asked = requestFor(model, request);
  const ours = { ...base, ...Object.fromEntries(switches.map((key) => [key, 'ours'])) };
  return [stageOf(asked, stage, tokens, base), stageOf(asked, stage, tokens, ours)];
}

const seconds = (stage: StageResult): number => networkSum(stage, (op) => op.seconds);
const ms = (value: number): string => `${(value * 1e3).toFixed(2)} ms`;
const gb = (bytes: number): string => `${(bytes / 1e9).toFixed(2)} GB`;
const mb = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
const gop = (operations: number): string => `${(operations / 1e9).toFixed(1)} GOP`;
const times = ([tool, ours]: readonly [StageResult, StageResult]): readonly string[] => [ms(seconds(tool)), ms(seconds(ours))];
const op = (stage: StageResult, name: string): OpCost => stage.layer.get(name)!;

/** The figures of each difference, computed anew. */
const figures: Readonly<Record<keyof typeof differenceTable, () => readonly string[]>> = {
  mask() {
    const pair = both({ model: llama, stage: 'prefill' }, 'mask');
    const attention = (s: StageResult): string => gop(s.layers * (op(s, 'qk_matmul').operations + op(s, 'sv_matmul').operations));
    const [tool, ours] = both({ model: llama, stage: 'decode' }, 'mask');
    assert.equal(seconds(tool), seconds(ours));
    return [...times(pair), ...pair.map(attention)];
  },
  gate() {
    const pair = both({ model: opt, stage: 'decode' }, 'gate');
    const [tool, ours] = pair.map((s) => s.memory.weights);
    return [gb(tool!), gb(ours!), `+${((tool! / ours! - 1) * 100).toFixed(0)} %`, ...times(pair)];
  },
  activation() {
    const pair = both({ model: llama, stage: 'prefill' }, 'activation');
    return [`${(op(pair[1], 'mlp_act').operations / op(pair[0], 'mlp_act').operations).toFixed(2)} times`, ...times(pair)];
  },
  queries() {
    const pair = both({ model: llama70, stage: 'prefill' }, 'queries');
    assert.deepEqual(...both({ model: llama, stage: 'prefill' }, 'queries'));
    return [...pair.map((s) => mb(op(s, 'qk_matmul').loadAct)), ...times(pair)];
  },
  epilogues: () => times(both({ model: llama, stage: 'prefill' }, 'epilogues')),
  headOperations() {
    const pair = both({ model: llama, stage: 'decode', request: { batch: 16 } }, 'headOperations');
    assert.equal(seconds(pair[0]), seconds(pair[1]));
    return [...pair.map((s) => gop(networkSum(s, (o) => o.operations))), ...times(both({ model: llama, stage: 'decode', request: { batch: 256 } }, 'headOperations'))];
  },
  headBatch: () => both({ model: llama, stage: 'decode', request: { batch: 16 } }, 'headBatch').flatMap(({ head }) => [`${head.loadAct} B`, `${head.storeAct} B`]),
  flashCache() {
    const at: Case = { model: llama70, stage: 'decode', tokens: 4096, request: { batch: 16, flash: true } };
    const [tool, ours] = both(at, 'flashCache');
    const [eager] = both({ ...at, request: { batch: 16 } });
    return [`${(networkSum(tool, (o) => o.loadCache) / 1e9).toFixed(1)} GB`, `${(networkSum(ours, (o) => o.loadCache) / 1e9).toFixed(1)} GB`, ms(seconds(tool)), ms(seconds(eager))];
  },
  flashOutput() {
    const pair = both({ model: llama, stage: 'prefill', request: { flash: true } }, 'flashOutput');
    return [...pair.map((s) => mb(op(s, 'fused_attention').storeAct)), ...times(pair)];
  },
  flashStores: () => times(both({ model: llama, stage: 'prefill', base: flashCorrected, request: { flash: true } }, 'flashStores')),
  flashReloads() {
    const pair = both({ model: llama, stage: 'prefill', base: flashCorrected, request: { flash: true } }, 'flashReloads');
    const [tool, ours] = pair.map((s) => op(s, 'fused_attention').loadCache);
    return [...times(pair), `${tool! / ours!} blocks`];
  },
  precision: () => times(both({ model: llama, stage: 'prefill', request: { weightBits: 8, activationBits: 8 } }, 'precision')),
  vectorPeak() {
    const pair = both({ model: llama, stage: 'prefill' }, 'vectorPeak');
    assert.equal(seconds(pair[0]), seconds(pair[1]));
    const densest = Math.max(...['softmax', 'attn_norm', 'attn_add', 'mlp_act'].map((name) => op(pair[0], name).intensity));
    const machine = machineNamed('nvidia_A100_80G');
    return [`${densest} operations a byte`, (machine.peaks[0]!.opsPerSecond / bandwidthOf(machine)).toFixed(1)];
  },
  steps() {
    const request = requestFor(llama, {});
    const all = generateSeconds(request, 1024, 128);
    return [ms(seconds(stageOf(request, 'decode', 1024))), ms(all)];
  },
  'left-out'() {
    const [tool] = both({ model: llama, stage: 'prefill' });
    const { hiddenSize } = modelNamed('llama-2-7b')!;
    return [gb(tool.memory.weights), gb(2 * parameterCount(decoderGraph(modelNamed('llama-2-7b')!))), mb(2 * 1024 * hiddenSize * 2), gb(networkSum(tool, (o) => o.bytes))];
  },
  'activation-sum'() {
    const [tool] = both({ model: llama, stage: 'prefill' });
    const [decode] = both({ model: llama, stage: 'decode' });
    return [mb(tool.memory.activations), mb(op(tool, 'qk_matmul').storeAct + op(tool, 'softmax').storeAct), `${networkSum(decode, (o) => o.storeCache)} B`];
  },
  heads() {
    const withLayout = modelNames().map((name) => modelNamed(name)!).filter((spec) => layouts.some(({ name }) => spec.name.startsWith(name.toLowerCase())));
    assert.ok(withLayout.length > 15);
    for (const spec of withLayout) assert.equal(spec.headDim, spec.hiddenSize / spec.heads, spec.name);
    return ['none'];
  },
  bandwidth() {
    const [tool, ours] = [bandwidthOf(machineNamed('nvidia_H100')), bandwidthOf(deviceNamed('h100-sxm')!)];
    return [`${tool / 1e9} GB/s`, `${ours / 1e9} GB/s`, `${((tool / ours - 1) * 100).toFixed(1)} %`, `${((ours / tool - 1) * 100).toFixed(1)} %`];
  },
  'no-int8'() {
    assert.deepEqual(machineNamed('intel_13900k').peaks.map(({ format }) => format), ['fp16']);
    return ['no reference'];
  },
};

describe('validation/llm-viewer/differences', () => {
  for (const [key, compute] of Object.entries(figures)) {
    const stated = differenceTable[key as keyof typeof differenceTable];
    it(`states the size of "${stated.what}"`, () => {
      for (const figure of compute()) assert.ok(stated.size.includes(figure), `${figure} is not in: ${stated.size}`);
    });
  }

  it('has a switch for each that is left at the tool\'s way', () => {
    assert.deepEqual([...new Set(Object.values(original))], ['tool']);
  });

  it('keeps elementwise work far below the peak on every machine of the tool', () => {
    for (const name of ['nvidia_V100', 'nvidia_A40', 'nvidia_H100', 'intel_13900k']) {
      const stage = stageOf(requestFor(llama, { machine: machineNamed(name) }), 'prefill', 1024);
      for (const kind of ['softmax', 'attn_norm', 'attn_add', 'mlp_act']) assert.equal(op(stage, kind).bound, 'memory', name);
    }
  });
});
