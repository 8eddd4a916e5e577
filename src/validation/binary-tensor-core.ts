import { buildBinaryTensorCore } from '../arch/binary-tensor-core/machine.js';
import { buildGpu } from '../arch/gpu/machine.js';
import { memoryUse } from '../sim/engine/memory-use.js';
import { fastTotals } from '../sim/engine/totals.js';
import type { Architecture } from '../sim/model/architecture.js';
import { dataType, type DataType } from '../sim/model/datatype.js';
import type { OpGraph } from '../sim/model/op-graph.js';
import type { QuantizationScheme, WeightFormat } from '../sim/model/quantization.js';
import type { Scenario } from '../sim/model/scenario.js';
import { deviceNamed } from '../sim/physical/devices/index.js';
import { decoderGraph } from '../workloads/decoder-graph.js';
import { modelNamed } from '../workloads/models.js';
import { configOf, textOf } from './row-config.js';
import type { Outcome, ReferenceRow, ValidationSystem } from './system.js';

/** Published ratios of low-bit kernels on one-bit tensor cores: APT-LLM, ABQ-LLM. They check ranges: model, lengths and formats are mostly not published with them. */
export const binaryTensorCoreRatios: ValidationSystem = {
  name: 'binary-tensor-core',
  summary: 'APT-LLM and ABQ-LLM: published speed-ups and memory ratios against a stated case of ours, as range checks',
  fidelities: ['analytic'],
  tables: [{
    file: 'lut.json', section: 'published', answers: ['value'], alsoAnswers: [], where: { system: ['APT-LLM', 'APT-LLM (ASP-DAC 2025 version)', 'ABQ-LLM'] }, tolerance: () => 0.25,
  }],
  simulate: (_section, row) => simulateRow(row),
  differences: [{
    what: 'the papers give ratios over cases that are not all named, and of whole software stacks; ours is one case, with its range over formats beside it',
    size: 'from 4 to 1 bits of weights the speed-up of Llama-2-7B over FP16 on an RTX 3090 goes from 2.8 to 6.9',
  }],
};

/** Bits of weights and activations. */
interface Format { readonly weights: number; readonly activations: number }

/** The case of the checks: 2-bit weights with the activations that the system is known for; Llama-2-7B, one sequence, 1024 tokens in and 128 out. */
const formats: Readonly<Record<string, Format>> = { 'ABQ-LLM': { weights: 2, activations: 8 }, 'APT-LLM': { weights: 2, activations: 2 }, 'APT-LLM (ASP-DAC 2025 version)': { weights: 2, activations: 2 } };
/** The fewest and the most bits of the range. */
const rangeOf = ({ activations }: Format): readonly [Format, Format] => (activations === 8 ? [{ weights: 1, activations: 8 }, { weights: 4, activations: 8 }] : [{ weights: 1, activations: 2 }, { weights: 4, activations: 4 }]);
const scenario: Scenario = { batch: 1, promptTokens: 1024, outputTokens: 128, logits: 'last' };

function simulateRow(row: ReferenceRow): Outcome {
  const format = formats[String(row['system'])];
  const metric = String(row['metric']);
  const config = configOf(row);
  const [device, vs] = [textOf(config, 'device'), textOf(config, 'vs')];
  if (/perplexity/i.test(metric)) return unknown('the quality of a trained network: no model of a machine has it');
  if (format === undefined) return unknown(`no format is known for ${String(row['system'])}`);
  const baseline = baselineOf(vs);
  if (baseline === null) return unknown('the row does not say what the ratio is over');
  const card = cardOf(device);
  const isMost = /\bmax/i.test(metric);
  if (/memory compression/i.test(metric)) return checked((f) => memoryRatio(f, baseline), format, isMost);
  if (/matmul/i.test(metric)) return checked((f) => matmulRatio(f, baseline, card), format, isMost);
  if (/inference|end-to-end/i.test(metric)) return checked((f) => latencyRatio(f, baseline, card), format, isMost);
  return unknown(`no figure for ${metric}`);
}

/** The ratio of the case, or the most over formats where a row gives a maximum; with the range in the note. */
function checked(ratio: (format: Format) => number, format: Format, most: boolean): Outcome {
  const [few, many] = rangeOf(format);
  const range = `from ${ratio(many).toFixed(2)} for W${many.weights}A${many.activations} to ${ratio(few).toFixed(2)} for W${few.weights}A${few.activations}`;
  const of = most ? few : format;
  return { kind: 'simulated', answers: { value: ratio(of) }, note: `a range check, here W${of.weights}A${of.activations}: Llama-2-7B, one sequence, 1024 tokens in and 128 out; ${range}` };
}

type Baseline = 'fp16' | 'int8' | 'int4';

/** What a ratio is over. CUTLASS without a format is taken for its narrowest integers. */
function baselineOf(vs: string): Baseline | null {
  if (/fp16/i.test(vs)) return 'fp16';
  if (/int8|smoothquant/i.test(vs)) return 'int8';
  return /int4|cutlass/i.test(vs) ? 'int4' : null;
}

/** Cards of the catalogue by words of a row, an A100 where it names none. */
function cardOf(device: string): string {
  return /3090/.test(device) ? 'rtx-3090' : /4090/.test(device) ? 'rtx-4090' : 'a100-sxm-80gb';
}

function latencyRatio(format: Format, baseline: Baseline, card: string): number {
  const graph = llama();
  const seconds = (machine: Architecture, scheme: QuantizationScheme): number => fastTotals(machine, graph, scheme, scenario, 'analytic').latencySeconds;
  return seconds(vendorMachine(card, baseline), baselineScheme(baseline)) / seconds(planeMachine(format, card), planeScheme(format));
}

/** One layer of 4096 inputs and outputs for one token: where fewer bits save most. */
function matmulRatio(format: Format, baseline: Baseline, card: string): number {
  const graph: OpGraph = { name: 'a linear layer', groups: [{ name: 'layer', repeat: 1, tokens: 'all', ops: [{ kind: 'linear', name: 'o_proj', inFeatures: 4096, outFeatures: 4096, bias: false, output: 'activation', ownsWeights: true, epilogue: false }] }] };
  const seconds = (machine: Architecture, scheme: QuantizationScheme): number => fastTotals(machine, graph, scheme, { batch: 1, promptTokens: 1, outputTokens: 1, logits: 'last' }, 'analytic').latencySeconds;
  return seconds(vendorMachine(card, baseline), baselineScheme(baseline)) / seconds(planeMachine(format, card), planeScheme(format));
}

/** Bytes of weights and KV cache, embeddings included. */
function memoryRatio(format: Format, baseline: Baseline): number {
  const bytes = (machine: Architecture, scheme: QuantizationScheme): number => {
    const { weightBytes, kvCacheBytes } = memoryUse(machine, llama(), scheme, scenario);
    return weightBytes + kvCacheBytes;
  };
  return bytes(vendorMachine('a100-sxm-80gb', baseline), baselineScheme(baseline)) / bytes(planeMachine(format, 'a100-sxm-80gb'), planeScheme(format));
}

function llama(): OpGraph {
  return decoderGraph(modelNamed('llama-2-7b')!);
}

function vendorMachine(card: string, activations: Baseline): Architecture {
  return buildGpu({ kernels: { activations } }, deviceNamed(card)!);
}

/** The one-bit peak of consumer cards is not published: four times INT4, as an A100 has it. In decode it does not bind. */
function planeMachine({ activations }: Format, card: string): Architecture {
  const device = deviceNamed(card)!;
  const int4 = device.peaks.find(({ format }) => format === 'int4')!;
  return buildBinaryTensorCore({ activationBits: activations, code: activations === 8 ? 'twos-complement' : 'bipolar', ...(card.startsWith('a100') ? {} : { binaryPeak: 4 * int4.opsPerSecond }) }, device, {});
}

function planeScheme({ weights, activations }: Format): QuantizationScheme {
  return schemeOf(`w${weights}a${activations}`, `int${weights}`, `int${activations}`);
}

function baselineScheme(baseline: Baseline): QuantizationScheme {
  return schemeOf(baseline, baseline, baseline);
}

/** One scale a channel; cache, embedding and lm_head in FP16. */
function schemeOf(name: string, weights: string, activations: string): QuantizationScheme {
  return {
    name, weights: weightsOf(weights), activations: typeNamed(activations), kvCache: typeNamed('fp16'), accumulator: typeNamed('int32'), embedding: typeNamed('fp16'),
    overrides: [{ ops: ['lm_head'], weights: weightsOf('fp16') }], source: 'the case of the range checks',
  };
}

function weightsOf(name: string): WeightFormat {
  return { type: typeNamed(name), groupSize: 0, scaleBits: 16, zeroPointBits: 0, sparsity: null, outlierShare: 0, outlierBits: 0 };
}

function typeNamed(name: string): DataType {
  const found = dataType(name);
  if (found === undefined) throw new Error(`no data type ${name}`);
  return found;
}

function unknown(reason: string): Outcome {
  return { kind: 'not-modelled', reason };
}
