import type { DataType } from '../../sim/model/datatype.js';
import type { Device, PeakRate } from '../../sim/model/device.js';

/**
 * Dense operations a second for an operand pair: the fastest native format that holds both, the 16-bit one among them (the INT8 rate of a
 * V100 is below its FP16 rate).
 */
export function peakOps(device: Device, weights: DataType, activations: DataType): number {
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
