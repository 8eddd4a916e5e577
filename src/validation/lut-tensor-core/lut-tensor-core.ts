import { a100, kernelCost } from '../../arch/lut-tensor-core/kernel.js';
import type { Outcome, ReferenceRow, ValidationSystem } from '../system.js';
import { arrayOutcome, dotProductDensity, elementEfficiency } from './arrays.js';
import { logOutcome } from './artifact-log.js';
import { configOf, gap, simulated, type Config } from './config.js';
import { endToEndLatency, largestSpeedup } from './end-to-end.js';
import { areaMm2, computeDensity, formatsOf, hardwareOf, lutArray, peakOpsOf, topsPerWatt, type Hardware } from './hardware.js';
import { layerLatency, overheadOutcome } from './layers.js';
import { m2n64k4 } from '../../arch/lut-tensor-core/cycles.js';

const log = 'LUT Tensor Core artifact log';

/** LUT Tensor Core (Mo et al., ISCA 2025): its tables and text, and the example log of its artifact. */
export const lutTensorCoreSystem: ValidationSystem = {
  name: 'lut-tensor-core',
  summary: 'LUT Tensor Core: latencies, areas and powers of its Tables 1 to 4, and the example log of its artifact',
  fidelities: ['analytic'],
  tables: [{ file: 'lut.json', section: 'published', answers: ['value'], alsoAnswers: [], where: { system: ['LUT Tensor Core', log] }, tolerance: () => 0.25 }],
  simulate: (_section, row) => simulateRow(row),
  differences: [
    { what: 'Table 2 prints areas in mm2 and means um2', size: 'a factor of 1e6: arrays of 12 000 um2 make the 0.19 mm2 a multiprocessor of Table 1' },
    { what: 'the compute density of the A100 INT8 row does not follow from its peak and area', size: '17.73 printed, 624 / (108 x 0.312) = 18.52' },
    { what: 'the artifact\'s traces write an output matrix that is eight times too small', size: '442 368 sectors of 32 B; the product with INT2 weights writes 3 538 944' },
    { what: 'the released log was made with other settings than the released configuration', size: 'tensor latency and interval 16, 16 and not 8, 8; two thread blocks a multiprocessor and not 32' },
  ],
};

function simulateRow(row: ReferenceRow): Outcome {
  const config = configOf(row);
  const metric = typeof row['metric'] === 'string' ? row['metric'] : '';
  if (row['system'] === log) return logOutcome(config, metric);
  switch (metric) {
    case 'end-to-end latency prefill': return endToEndLatency(config, 'prefill');
    case 'end-to-end latency decode': return endToEndLatency(config, 'decode');
    case 'tensor core area per SM': return ofHardware(config, areaMm2);
    case 'tensor core compute density': return ofHardware(config, computeDensity);
    case 'peak performance': return ofHardware(config, (h) => peakOpsOf(h) / 1e12);
    case 'tensor core energy efficiency': return ofHardware(config, topsPerWatt);
    case 'array area': case 'array power': return arrayOutcome(config, metric);
    case 'compute density': return dotProductDensity(config);
    case 'energy efficiency': return elementEfficiency(config);
    case 'layer latency': return layerLatency(config);
    case 'max end-to-end speedup vs WFP16AFP16 TC':
      return simulated(largestSpeedup(hardwareNamed), 'A100-LUT-8X with INT2 weights; the paper does not say which of its arrays and widths reaches the figure');
    case 'area vs FP16 MAC TC': return areaRatio(config);
    case 'area vs FP16 TC': return multipleRatio(config);
    case 'roofline point (optimised)': return rooflinePoint(config);
    default:
      if (/overhead of (un)?fused table precompute/.test(metric)) return overheadOutcome(config, metric);
      return gap(unreached(config, metric));
  }
}

function ofHardware(config: Config, figure: (hardware: Hardware) => number): Outcome {
  const hardware = hardwareOf(config);
  return hardware === null ? gap(`no matrix units are known for ${JSON.stringify(config.text('hw'))}`) : simulated(figure(hardware));
}

/** Hardware of Table 1 by its name and formats. */
function hardwareNamed(hw: string, model: string): Hardware | null {
  const fields: Readonly<Record<string, string>> = { hw, model };
  return hardwareOf({ text: (name) => fields[name] ?? '', number: () => NaN });
}

/** Share in percent of the area of the FP16 tensor cores of an A100. */
function areaRatio(config: Config): Outcome {
  const formats = formatsOf(config.text('model')) === null ? 'WINT2AINT8' : config.text('model');
  const hardware = hardwareNamed(config.text('hw'), formats);
  const fp16 = hardwareNamed('A100 FP16 TC', 'WFP16AFP16');
  return hardware === null || fp16 === null ? gap('no such matrix units') : simulated((100 * areaMm2(hardware)) / areaMm2(fp16));
}

/** Arrays for so many times the operations of the FP16 tensor cores, in percent of their area. */
function multipleRatio(config: Config): Outcome {
  const fp16 = hardwareNamed('A100 FP16 TC', 'WFP16AFP16');
  const arrays = fp16 === null ? null : arraysFor(config, fp16, Number(/^(\d+)x FLOPs/.exec(config.text('array'))?.[1] ?? NaN));
  return arrays === null || fp16 === null ? gap('the row names no array of known formats') : simulated((100 * areaMm2(arrays)) / areaMm2(fp16));
}

/** An A100 with look-up arrays of `times` the peak of the hardware given, in the formats of a row. */
function arraysFor(config: Config, given: Hardware, times: number): Hardware | null {
  const formats = formatsOf(`W${config.text('w')}A${config.text('a')}`);
  if (formats?.weights.kind !== 'integer' || Number.isNaN(times)) return null;
  const array = lutArray(m2n64k4, formats.weights.bits, formats.activations);
  return { ...given, ...array, kind: 'lut', arrays: (given.arrays * given.macs * times) / array.macs };
}

/**
 * The kernel of Fig. 19 in TFLOPS: M 2048, N 27648, K 5120 (section 4.3) on arrays of four times the FP16 peak, in the tiling that the paper gives as
 * an example, thread blocks of 128 x 512 x 32 and warps of 64 x 256, whose sums fit the registers in 16 bits.
 */
function rooflinePoint(config: Config): Outcome {
  const fp16 = hardwareNamed('A100 FP16 TC', 'WFP16AFP16');
  const arrays = fp16 === null ? null : arraysFor(config, fp16, 4);
  const formats = formatsOf(`W${config.text('w')}A${config.text('a')}`);
  if (arrays === null || formats === null) return gap('the row names no array of known formats');
  const shape = { m: 2048, n: 27648, k: 5120 };
  const cost = kernelCost({
    ...shape, block: { m: 128, n: 512, k: 32 }, warp: { m: 64, n: 256 },
    // Quantised tables: eight entries of 8 bits for four activations.
    activationBits: 16, weightBits: formats.weights.bits, accumulatorBits: 16, outputBits: 16,
    macsPerCycle: arrays.arrays * arrays.macs, stages: 3, overlapsOperandLoads: true,
  }, a100);
  return simulated((2 * shape.m * shape.n * shape.k) / cost.seconds / 1e12);
}

/** Why a figure is out of reach. */
function unreached(config: Config, metric: string): string {
  if (/perplexity|zero-shot|MMLU|accuracy/i.test(metric)) return `${metric} of ${config.text('model')} in ${config.text('format')}: needs the weights of the network and its evaluation text, not a model of hardware`;
  if (/percentage error|MAPE/i.test(metric)) return 'error of the authors\' unpublished simulator against GPUs they measured: neither its figures nor the measurements are published';
  if (/speedup/i.test(metric) && config.text('vs') !== '') return `relative to ${config.text('vs')} on a GPU in ${config.text('kind')}, whose kernel times are not published as numbers`;
  return `no figure for ${metric}`;
}
