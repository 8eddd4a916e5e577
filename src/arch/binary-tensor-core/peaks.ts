import { reject } from '../../sim/core/diagnostics.js';
import type { Quality } from '../../sim/core/estimate.js';
import { parseQuantity } from '../../sim/core/units.js';
import type { Device } from '../../sim/model/device.js';
import type { ParameterSource } from '../../sim/model/family.js';
import type { BinaryTensorCoreParameters } from './spec.js';

/** A dense rate, two operations a multiply-accumulate, with its source. */
export interface SourcedRate {
  readonly opsPerSecond: number;
  readonly quality: Quality;
  readonly source: string;
}

/**
 * Published peaks of one-bit operands by the beginning of a device's name. Of consumer chips of the same generation the instructions are documented and
 * the rate is not.
 */
const known: readonly (readonly [device: string, rate: SourcedRate])[] = [
  ['a100', { opsPerSecond: 4992e12, quality: 'published', source: 'NVIDIA, Ampere Architecture In-Depth (2020), tensor core table: binary operands, INT32 sums, four times the INT4 rate' }],
];

/** The one-bit peak that an experiment gives, or the published one of the device; null where there is neither. */
export function binaryPeak(p: BinaryTensorCoreParameters, device: Device, sources: Readonly<Record<string, ParameterSource>>): SourcedRate | null {
  if (p.binaryPeak !== undefined) {
    const { quality, source } = sources['binaryPeak'] ?? { quality: 'assumed', source: 'the experiment gives it without a source' };
    return { opsPerSecond: parseQuantity(p.binaryPeak, 'rate', '/architecture/parameters/binaryPeak'), quality, source };
  }
  return known.find(([name]) => device.name.startsWith(name))?.[1] ?? null;
}

/** Dense FP16 multiply-accumulates a second: attention and layers that are not quantised run on them. */
export function fp16Macs(device: Device): number {
  const rate = device.peaks.find(({ format }) => format === 'fp16');
  return rate !== undefined ? rate.opsPerSecond / 2 : reject('binary-tensor-core/no-peaks', `device "${device.name}" has no known FP16 peak, which attention runs at`, { pointer: '/architecture/device', remedy: 'choose a GPU with `archsim list devices`, or give `peaks`' });
}
