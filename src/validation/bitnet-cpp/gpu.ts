import { a100Gemm } from '../../arch/gpu/calibration.js';
import { deviceNamed } from '../../sim/physical/devices/index.js';
import { numberIn, textOf } from '../row-config.js';
import type { Outcome } from '../system.js';

type Fields = Readonly<Record<string, unknown>>;

/** A matrix-vector product. */
export interface Gemv {
  readonly outputs: number;
  readonly inputs: number;
  readonly weightBits: number;
  readonly activationBits: number;
}

/** From the call of the kernel to its end beside its bytes, fitted on the smallest product in W2A8. */
export const launchSeconds = 12.18e-6;

/** The product that the launch was fitted on, and the id of its row. */
export const fittedRow: { readonly id: string; readonly gemv: Gemv } = { id: 'P361', gemv: { outputs: 2560, inputs: 2560, weightBits: 2, activationBits: 8 } };

/** Bytes that cross the memory interface: weights, activations, outputs of 16 bits. */
export function gemvBytes({ outputs, inputs, weightBits, activationBits }: Gemv): number {
  return (outputs * inputs * weightBits + inputs * activationBits + outputs * 16) / 8;
}

/** Bytes a second of large transfers: the peak of an A100 40 GB and the share that other kernels of an A100 reach. */
export function memoryRate(): number {
  const peak = deviceNamed('a100-sxm-40gb')?.memories[0]?.bytesPerSecond ?? null;
  if (peak === null) throw new Error('the catalogue has no bandwidth of an A100 40 GB');
  return peak * a100Gemm.dramEfficiency;
}

/** launch + bytes / rate. */
export function gemvSeconds(gemv: Gemv): number {
  return launchSeconds + gemvBytes(gemv) / memoryRate();
}

/** Microseconds of a matrix-vector product. */
export function gpuGemv(config: Fields): Outcome {
  const format = textOf(config, 'fmt');
  const bits = bitsOf(format);
  const device = textOf(config, 'device');
  const [outputs, inputs] = [numberIn(config, 'n', 0), numberIn(config, 'k', 0)];
  const shape = `${outputs} x ${inputs}`;
  if (!/A100/i.test(device)) return none(`${shape} on ${device}: the launch is fitted on an A100 only`);
  if (bits === null || outputs === 0 || inputs === 0) return none(`${shape} in ${JSON.stringify(config['fmt'])}: formats or sizes are missing`);
  if (numberIn(config, 'batch', 1) !== 1) return none(`${shape} with a batch of ${numberIn(config, 'batch', 1)}: a matrix-vector kernel takes one token`);
  const gemv: Gemv = { outputs, inputs, weightBits: bits.weights, activationBits: bits.activations };
  const answers = { value: gemvSeconds(gemv) * 1e6 };
  return isEqual(gemv, fittedRow.gemv) ? { kind: 'fitted', answers, note: 'the launch of a kernel is fitted on this product' } : { kind: 'simulated', answers };
}

function isEqual(a: Gemv, b: Gemv): boolean {
  return a.outputs === b.outputs && a.inputs === b.inputs && a.weightBits === b.weightBits && a.activationBits === b.activationBits;
}

function bitsOf(format: string): { readonly weights: number; readonly activations: number } | null {
  const quantised = /^W(\d+)A(\d+)$/i.exec(format);
  if (quantised !== null) return { weights: Number(quantised[1]), activations: Number(quantised[2]) };
  return /^(BF16|FP16)$/i.test(format) ? { weights: 16, activations: 16 } : null;
}

function none(reason: string): Outcome {
  return { kind: 'not-modelled', reason };
}
