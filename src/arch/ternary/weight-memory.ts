import { reject } from '../../sim/core/diagnostics.js';
import { channelRate } from '../../sim/engine/channel-stream.js';
import { streamingMemory, type Device, type KnownMemory } from '../../sim/model/device.js';
import { weightsPerCycle } from './cycles.js';
import { tritsPerByte } from './packed-weights.js';
import type { TernaryParameters } from './spec.js';

/** Where weights and KV cache live, and how fast they come. */
export interface WeightMemory {
  readonly name: string;
  /** Sustained bytes a second. */
  readonly rate: number;
  readonly peakBytesPerSecond: number;
  readonly capacityBytes: number | null;
  /** The memory of the device that they stream from; null where they are on the chip. */
  readonly external: KnownMemory | null;
}

/**
 * The memory of the device: channels * peak of a channel * efficiency. On the chip: clock * bytes a cycle, as many packed weights as the cores look
 * up or the decoder unpacks. Throws an InputError where the device has no such memory, or the size of the on-chip one is not given.
 */
export function weightMemory(p: TernaryParameters, device: Device, clockHz: number): WeightMemory {
  if (p.weights.placement === 'on-chip') {
    const mib = p.weights.onChipMib ?? reject('ternary/on-chip-size', 'weights are on the chip and the size of their memory is not given', { pointer: '/architecture/parameters/weights', remedy: 'give onChipMib' });
    const rate = clockHz * (p.weights.decoderBytes === 0 ? Math.ceil(weightsPerCycle(p) / tritsPerByte) : p.weights.decoderBytes);
    return { name: 'on-chip memory', rate, peakBytesPerSecond: rate, capacityBytes: mib * 2 ** 20, external: null };
  }
  const external = streamingMemory(device) ?? reject('ternary/unknown-memory', `device "${device.name}" has no memory with a known bandwidth and number of channels`, { pointer: '/architecture/device', remedy: 'choose another device, give it its memory, or put the weights on the chip' });
  return { name: external.name, rate: channelRate(external, p.memory), peakBytesPerSecond: external.bytesPerSecond, capacityBytes: external.capacityBytes, external };
}
