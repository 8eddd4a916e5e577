import { reject } from '../../sim/core/diagnostics.js';
import { notModelled } from '../../sim/core/estimate.js';
import type { Architecture } from '../../sim/model/architecture.js';
import type { DataType } from '../../sim/model/datatype.js';
import type { Device, PeakRate } from '../../sim/model/device.js';
import type { GpuParameters } from './spec.js';

/**
 * A device of which only peaks are known: matrix rate by operand format, memory bandwidth and capacity. Weights narrower than the
 * activations are dequantised in registers, so the wider operand chooses the rate.
 */
export function buildGpu(p: GpuParameters, device: Device): Architecture {
  const memory = device.memories.find((m) => m.bytesPerSecond !== null);
  if (memory?.bytesPerSecond == null || device.peaks.length === 0) {
    return reject('gpu/no-peaks', `device "${device.name}" has no known peak rate and bandwidth`, { pointer: '/architecture/device', remedy: 'choose a GPU with `archsim list devices`, or give `peaks` and `memories`' });
  }
  return {
    family: 'gpu',
    device,
    fidelities: ['roofline'],
    clockHz: null,
    unsupported: () => null,
    peakMacsPerSecond: (weights, activations) => peakOps(device, weights, activations) / 2,
    executedDensity: () => 1,
    peakVectorElementsPerSecond: null,
    peakBytesPerSecond: memory.bytesPerSecond,
    memoryName: memory.name,
    capacityBytes: memory.capacityBytes,
    holdsEmbeddings: true,
    fusesAttention: p.fusedAttention ?? true,
    keepsActivations: false,
    resources: () => null,
    assumptions: () => [{ name: 'vector work', value: 'free', unit: '', quality: 'assumed', source: 'no public vector peak in the catalogue: softmax and norms cost their bytes only', affects: 'softmax, norms, activations' }],
    infeasibilities: () => [],
    warnings: () => device.warnings,
    tiled: null,
    functional: () => notModelled('a GPU is known by its peaks here: the order in which it adds is not published'),
  };
}

/**
 * Dense operations a second for an operand pair: the fastest native format that holds both, the 16-bit one among them (the INT8 rate of a
 * V100 is below its FP16 rate).
 */
function peakOps(device: Device, weights: DataType, activations: DataType): number {
  // Values of a codebook are looked up first: as FP16.
  const bits = Math.max(...[weights, activations].map((type) => (type.kind === 'codebook' ? 16 : type.bits)));
  const isWhole = (type: DataType): boolean => type.kind === 'integer' || type.kind === 'ternary';
  const integer = isWhole(weights) && isWhole(activations);
  const order: readonly PeakRate['format'][] = integer
    ? [...(bits <= 4 ? ['int4' as const] : []), ...(bits <= 8 ? ['int8' as const] : [])]
    : [...(bits <= 4 ? ['fp4' as const] : []), ...(bits <= 8 ? ['fp8' as const] : [])];
  const usable = [...order, bits > 16 ? 'fp32' : 'fp16'];
  const rates = device.peaks.filter((rate) => usable.includes(rate.format)).map((rate) => rate.opsPerSecond);
  return rates.length === 0 ? device.peaks[0]!.opsPerSecond : Math.max(...rates);
}
