import assert from 'node:assert/strict';
import { families } from '../../../src/arch/registry.js';
import { bitsPerWeight, weightFormatOf } from '../../../src/sim/model/quantization.js';
import type { SimulationResult } from '../../../src/sim/model/result.js';
import { literatureMethods } from '../../../src/workloads/literature/methods.js';
import { modelNamed } from '../../../src/workloads/models.js';
import { decoderGraph } from '../../../src/workloads/decoder-graph.js';
import { schemeNamed, schemeNames } from '../../../src/workloads/schemes.js';
import { withSidePaths } from '../../../src/workloads/side-paths.js';
import { experimentExamples, runExample } from '../../kit/fixtures.js';
import { layerBits } from './layer-bits.js';
import { sparsityGains, type Gain } from './sparsity-gains.js';

const methods = literatureMethods();
const runs = new Map<string, SimulationResult>();
/** The result of a preset on a bundled example, once. */
function on(file: string, name: string): SimulationResult {
  const key = `${file} ${name}`;
  const found = runs.get(key) ?? runExample(file, { 'workload.quantization': name });
  runs.set(key, found);
  return found;
}

describe('methods of the literature', function () {
  this.timeout(30_000);

  it('are presets with names of their own, each with its source and with what it stores and does', () => {
    const names = schemeNames();
    assert.equal(new Set(names).size, names.length);
    for (const { scheme, title, stored, extra } of methods) {
      assert.ok(names.includes(scheme.name), title);
      assert.ok(scheme.source.length > 20 && stored.length > 5 && extra.length > 3, title);
      assert.match(scheme.source, /(19|20)\d\d/, title);
    }
  });

  it('include every one that was asked for', () => {
    const titles = methods.map(({ title }) => title).join(', ');
    for (const wanted of ['LLM.int8()', 'SmoothQuant', 'SmoothQuant+', 'AWQ', 'AffineQuant', 'AdaDim', 'SpQR', 'SqueezeLLM', 'SliM-LLM', 'EasyQuant', 'DB-LLM', 'ShiftAddLLM', 'VPTQ', 'AQLM', 'PV-Tuning', 'LLM-FP4', 'ZeroQuant-FP', 'LoRC', 'INT2.1', 'QLoRA', 'TriLM', 'BitNet', 'MobileQuant', 'Agile-Quant', 'HALO', 'eDKM', '2:4', '1:4', '50 %', 'LLM-Pruner', 'FoldGPT', 'Hashed weights']) {
      assert.ok(titles.includes(wanted), wanted);
    }
  });

  it('run on each family or are declined with a reason, never with an exception and never with a time of zero', () => {
    for (const { scheme } of methods) {
      for (const file of experimentExamples()) {
        const result = on(file, scheme.name);
        if (result.feasible) assert.ok(result.totals.latencySeconds! > 0, `${scheme.name} ${file}`);
        else assert.ok(result.reasons.length > 0 && result.reasons.every(({ code, resource }) => code.length > 0 && resource.length > 0), `${scheme.name} ${file}`);
      }
    }
  });

  it('all run on a GPU known by its peaks, and the whole-number ones on arrays of integers too', () => {
    for (const { scheme } of methods) assert.ok(on('gpu.json', scheme.name).feasible, scheme.name);
    for (const name of ['mobilequant-w4a8', 'w4a8-2of4', 'w4a8-1of4', 'w4a8-pruned-50']) for (const file of ['flightllm.json', 'shift-add.json', 'lut-tensor-core.json']) assert.ok(on(file, name).feasible, `${name} ${file}`);
  });

  it('are the same in the closed form and as events within 5 %', () => {
    for (const [file, name] of [['lut-tensor-core.json', 'halo-int8'], ['lut-tensor-core.json', 'llm-int8'], ['flightllm.json', 'mobilequant-w4a8'], ['codebook.json', 'vptq-w2'], ['binary-tensor-core.json', 'foldgpt'], ['codebook.json', 'llm-pruner-20']] as const) {
      const seconds = (fidelity: string): number => runExample(file, { 'workload.quantization': name, fidelity, 'workload.scenario.promptTokens': 128, 'workload.scenario.outputTokens': 4 }).totals.latencySeconds!;
      assert.ok(Math.abs(seconds('event') / seconds('analytic') - 1) < 0.05, `${file} ${name}`);
    }
  });
});

describe('bits of a weight in the quantised layers of Llama-2-7B', () => {
  const model = decoderGraph(modelNamed('llama-2-7b')!);
  const bits = (name: string): number => layerBits(model, schemeNamed(name)!);
  const near = (name: string, expected: number, tolerance = 1e-9): void => {
    assert.ok(Math.abs(bits(name) - expected) < tolerance, `${name}: ${bits(name)}, not ${expected}`);
  };
  const weights = 32 * (4 * 4096 ** 2 + 3 * 4096 * 11008);
  const outputs = 32 * (5 * 4096 + 2 * 11008);
  const inputs = 32 * (6 * 4096 + 11008);
  const matrices = 32 * 7;

  it('of SpQR are 3 + 10 / 16 for codes and scales, and 1 % of 16 bits and a position of 12 or 14', () => {
    const positions = (0.01 * 32 * (4096 * (4 * 4096 + 2 * 11008) * 12 + 11008 * 4096 * 14)) / weights;
    near('spqr', 3 + 10 / 16 + 0.16 + positions);
  });

  it('of QLoRA are 4 + 8.125 / 64 without its adapter of rank 64, 0.127 for scales as the paper has it', () => {
    assert.equal(bitsPerWeight(weightFormatOf(schemeNamed('qlora')!, 'q_proj')), 4 + 8.125 / 64);
    near('qlora', 4 + 8.125 / 64 + (16 * 64 * (inputs + outputs)) / weights);
  });

  it('of VPTQ and AQLM count a codebook a matrix: 1 MiB is 0.29 bits on average, 8 KiB is 0.002', () => {
    near('vptq-w2', 2 + (2 ** 23 * matrices + 32 * inputs) / weights);
    near('aqlm-1x16', 2 + (2 ** 23 * matrices + 16 * outputs) / weights);
    near('aqlm-2x8', 2 + (2 ** 16 * matrices + 16 * outputs) / weights);
    assert.equal(bits('pv-tuning'), bits('aqlm-1x16'));
  });

  it('of SqueezeLLM count eight FP16 values an output, of ternary models one a matrix', () => {
    near('trilm', 1.6 + (16 * matrices) / weights);
    const palette = (8 * 16 * outputs) / weights;
    const positions = (0.0045 * 32 * (4096 * (4 * 4096 + 2 * 11008) * (16 + 12) + 11008 * 4096 * (16 + 14))) / weights;
    near('squeezellm-w3', 3 + palette + positions);
  });

  it('of SliM-LLM are 2 with 20 of scale, zero point and selector for 128', () => {
    near('slim-llm-w2', 2 + (16 + 2 + 2) / 128);
  });

  it('of INT2.1 are 2.1 before scales, as its name says', () => {
    const scales = (16 * outputs) / weights;
    assert.ok(Math.abs(bits('int2.1') - scales - 2.1) < 0.005, String(bits('int2.1')));
  });

  it('of 2:4 and 1:4 in INT4 are half with a mask, a quarter with 2-bit positions', () => {
    near('w4a8-2of4', 2 + 1 + 20 / 128);
    near('w4a8-1of4', 1 + 0.5 + 20 / 128);
  });
});

describe('graphs that presets change', () => {
  const graph = decoderGraph(modelNamed('llama-2-7b')!);
  const of = (name: string): ReturnType<typeof withSidePaths> => withSidePaths(graph, schemeNamed(name)!);
  const ops = (name: string): readonly string[] => of(name).graph.groups.flatMap((group) => group.ops.map((op) => op.name));

  it('of HALO have a transform of log2 n passes before each input, one for layers that share theirs', () => {
    const layer = of('halo-int8').graph.groups.find((group) => group.name === 'layer')!;
    const transforms = layer.ops.filter((op) => op.name.startsWith('hadamard_'));
    // 12 stages of 4096 are four ops of three passes, 14 stages of 11008 five.
    assert.deepEqual(transforms.map(({ name }) => name.replace(/_\d+$/, '')), [...Array<string>(4).fill('hadamard_q_proj'), ...Array<string>(4).fill('hadamard_o_proj'), ...Array<string>(4).fill('hadamard_gate_proj'), ...Array<string>(5).fill('hadamard_down_proj')]);
    assert.ok(!ops('halo-int8').includes('hadamard_up_proj'));
    assert.ok(on('lut-tensor-core.json', 'halo-int8').totals.latencySeconds! > runExample('lut-tensor-core.json', { 'workload.quantization': 'w8a8' }).totals.latencySeconds!);
  });

  it('of HALO transform the up projection where a model has no gate', () => {
    const opt = withSidePaths(decoderGraph(modelNamed('opt-1.3b')!), schemeNamed('halo-int8')!).graph;
    assert.ok(opt.groups.some((group) => group.ops.some((op) => op.name === 'hadamard_up_proj')));
  });

  it('of FoldGPT hold half of the layers and read all of them', () => {
    const [shared, whole] = [on('gpu.json', 'foldgpt'), on('gpu.json', 'fp16')];
    assert.equal(whole.workload.parameters - shared.workload.parameters, 16 * (4 * 4096 ** 2 + 3 * 4096 * 11008));
    assert.equal(shared.phases.decode!.dramBytes, whole.phases.decode!.dramBytes);
    assert.ok(shared.memory.weightBytes < 0.53 * whole.memory.weightBytes);
  });

  it('of LLM-Pruner are those of a model with fewer heads and channels, of grouped queries too', () => {
    for (const [name, heads] of [['llama-2-7b', [32, 32]], ['llama-3-8b', [32, 8]], ['opt-1.3b', [32, 32]]] as const) {
      const spec = modelNamed(name)!;
      const pruned = withSidePaths(decoderGraph(spec), schemeNamed('llm-pruner-20')!).graph;
      const kvHeads = Math.round(0.8 * heads[1]);
      const wanted = decoderGraph({ ...spec, heads: (heads[0] / heads[1]) * kvHeads, kvHeads, intermediateSize: Math.round(0.8 * spec.intermediateSize) });
      assert.deepEqual(pruned.groups, wanted.groups, name);
    }
  });

  it('are the model\'s own where a preset only has formats', () => {
    assert.equal(of('awq').graph.groups.length, graph.groups.length);
    assert.deepEqual(of('awq').graph, graph);
  });
});

describe('half of the weights in 4 bits', function () {
  this.timeout(30_000);
  let gains: readonly Gain[] = [];
  const of = (family: string): Gain => gains.find((gain) => gain.family === family)!;

  before(async () => {
    gains = await sparsityGains();
  });

  it('is a statement for every family, with its reason', () => {
    assert.deepEqual(gains.map(({ family }) => family).sort(), familyNames());
    for (const { family, why } of gains) assert.ok(why.length > 20, family);
  });

  it('saves bytes wherever it runs: 3 of 4 bits, since the mask takes one', () => {
    for (const { family, bits, decodeBytes } of gains) {
      if (bits === null) continue;
      assert.deepEqual(bits, [4, 3], family);
      assert.ok(decodeBytes! > 0.74 && decodeBytes! < 0.85, family);
    }
  });

  it('saves no product in any family, since none skips single zeros, and never costs time', () => {
    for (const { family, products, decodeTime, prefillTime } of gains) {
      if (products === null) continue;
      assert.equal(products, 1, family);
      assert.ok(decodeTime! <= 1 + 1e-9 && prefillTime! <= 1 + 1e-9, family);
    }
    assert.match(of('dsp-chain').why, /N:M blocks are skipped, single zeros are not/);
  });

  it('saves time where decode waits for bytes, none where it waits for the array, and is declined where every vector needs its index', () => {
    for (const family of ['dsp-chain', 'shift-add', 'gpu', 'lut-tensor-core']) assert.equal(of(family).gains, 'both', family);
    assert.equal(of('bit-serial').gains, 'bytes');
    assert.equal(of('codebook').gains, 'nothing');
  });
});

function familyNames(): readonly string[] {
  return families.map(({ name }) => name).sort();
}
