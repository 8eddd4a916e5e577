import type { LutCpuParameters } from '../../../src/arch/lut-cpu/spec.js';
import { dataType, type DataType } from '../../../src/sim/model/datatype.js';
import type { Device } from '../../../src/sim/model/device.js';
import type { QuantizationScheme } from '../../../src/sim/model/quantization.js';

/** A small machine, with changes. */
export function parameters(changes: Partial<LutCpuParameters> = {}): LutCpuParameters {
  return {
    clock: 2e9, cores: 4, threads: 2, vectorUnit: 'neon', kernel: 't-mac',
    issue: { kernel: 3, multiply: 1.5 }, serialPerBillion: '5 ms', memory: { efficiency: 0.7 },
    ...changes,
  };
}

/** A CPU with one memory of 20 GB/s. */
export const chip: Device = {
  name: 'chip', title: 'A chip', kind: 'cpu', fabric: null, peaks: [], onchipBytes: null, tdpWatts: null, priceDollars: null, quality: 'assumed', sources: ['made up for tests'], warnings: [],
  memories: [{ name: 'dram', capacityBytes: 2 ** 36, bytesPerSecond: 20e9, channels: null }],
};

export function typeNamed(name: string): DataType {
  const found = dataType(name);
  if (found === undefined) throw new Error(`no data type ${name}`);
  return found;
}

/** Weights of that format, one scale a matrix; activations and cache in FP16, lm_head in INT8. */
export function scheme(weights: string, kvCache = 'fp16'): QuantizationScheme {
  const format = (name: string): QuantizationScheme['weights'] => ({ type: typeNamed(name), groupSize: 0, scaleBits: 16, zeroPointBits: 0, sparsity: null, outlierShare: 0, outlierBits: 0 });
  return {
    name: weights, weights: format(weights), activations: typeNamed('fp16'), kvCache: typeNamed(kvCache), accumulator: typeNamed('int32'), embedding: typeNamed('fp16'),
    overrides: [{ ops: ['lm_head'], weights: format('int8') }], source: 'made up for tests',
  };
}
