import { computed, given, type Explained } from '../core/explained.js';
import type { Infeasibility } from '../model/architecture.js';
import type { Device, KnownMemory } from '../model/device.js';
import type { ParameterSource } from '../model/family.js';
import { explainParameter } from '../model/parameter-explained.js';

/** How an array is fed: by so many channels of a memory, each at a share of its peak. Parameters `memory.channels` and `memory.efficiency` of a family. */
export interface ChannelUse {
  readonly channels: number;
  readonly efficiency: number;
}

/** Bytes a second of the channels in use: peak of a channel x channels x efficiency. A memory gives no more channels than it has. */
export function channelRate(memory: KnownMemory, use: ChannelUse): number {
  return (memory.bytesPerSecond / memory.channels) * usedChannels(memory, use) * use.efficiency;
}

/** How that rate comes about. */
export function explainChannelRate(device: Device, memory: KnownMemory, use: ChannelUse, sources: Readonly<Record<string, ParameterSource>>, value: number): Explained {
  return computed('bytes_per_second', value, 'B/s', 'channels * channel_peak * efficiency', [
    explainParameter(sources, 'channels', 'memory.channels', usedChannels(memory, use), 'channels'),
    given('channel_peak', memory.bytesPerSecond / memory.channels, 'B/s', `${device.title}, ${memory.name}: ${device.sources[0] ?? 'no source'}`, device.quality),
    explainParameter(sources, 'efficiency', 'memory.efficiency', use.efficiency, ''),
  ]);
}

/** The limit that an array exceeds which wants more channels than the memory has. */
export function exceededChannels(memory: Pick<KnownMemory, 'name' | 'channels'>, wanted: number): readonly Infeasibility[] {
  return wanted > memory.channels ? [{ code: 'channels-exceeded', resource: `${memory.name} channels`, used: wanted, available: memory.channels }] : [];
}

function usedChannels(memory: KnownMemory, { channels }: ChannelUse): number {
  return Math.min(channels, memory.channels);
}
