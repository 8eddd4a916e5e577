import { computed, given, type Explained } from '../../sim/core/explained.js';
import type { StreamName } from '../../sim/model/architecture.js';
import type { Device } from '../../sim/model/device.js';
import type { ParameterSource } from '../../sim/model/family.js';
import { explainParameter } from '../../sim/model/parameter-explained.js';
import type { DspChainParameters, DspChainStream } from './spec.js';

/** What the explanation of a rate starts from. */
export interface RateOrigin {
  readonly parameters: DspChainParameters;
  readonly device: Device;
  /** Clock in Hz. */
  readonly clockHz: number;
  /** Peak of one channel of the main memory, B/s. */
  readonly channelPeak: number;
  readonly memoryName: string;
  readonly sources: Readonly<Record<string, ParameterSource>>;
}

/** clock x cores x parallel efficiency. */
export function explainClock(at: RateOrigin): Explained {
  const { cores, parallelEfficiency = 1 } = at.parameters;
  return computed('core_cycles_per_second', at.clockHz * cores * parallelEfficiency, '1/s', 'clock * cores * parallel_efficiency', [
    explainParameter(at.sources, 'clock', 'clock', at.clockHz, 'Hz'), explainParameter(at.sources, 'cores', 'cores', cores, 'cores'), explainParameter(at.sources, 'parallel_efficiency', 'parallelEfficiency', parallelEfficiency, ''),
  ]);
}

/** cores x parallel efficiency x channels x channel peak x efficiency (x ratio across the switch) of a stream in a mode of the array. */
export function explainRate(at: RateOrigin, mode: number, name: StreamName, value: number): Explained {
  const { memory, cores, parallelEfficiency = 1 } = at.parameters;
  if (name === 'parameters') return given('bytes_per_second', value, 'B/s', `small tensors: ${memory.parameters.channels} channels of ${memory.parameters.memory === 'main' ? at.memoryName : 'ddr'} at the own-channel efficiency`);
  const streams = mode === 0 ? memory.matrix : memory.vector;
  const stream: DspChainStream = name === 'rows' ? memory.rows : streams[name];
  if (stream === 'on-chip') return given('bytes_per_second', value, 'B/s', 'stays on the chip');
  const where = `memory.${name === 'rows' ? 'rows' : `${mode === 0 ? 'matrix' : 'vector'}.${name}`}.channels`;
  const crosses = stream.access === 'cross-channel';
  return computed('bytes_per_second', value, 'B/s', `cores * parallel_efficiency * channels * channel_peak * efficiency${crosses ? ' * cross_channel_ratio' : ''}`, [
    explainParameter(at.sources, 'cores', 'cores', cores, 'cores'),
    explainParameter(at.sources, 'parallel_efficiency', 'parallelEfficiency', parallelEfficiency, ''),
    explainParameter(at.sources, 'channels', where, stream.channels, 'channels a core'),
    given('channel_peak', at.channelPeak, 'B/s', `${at.device.title}, ${at.memoryName}: ${at.device.sources[0] ?? 'no source'}`, at.device.quality),
    explainParameter(at.sources, 'efficiency', 'memory.efficiency', memory.efficiency, ''),
    ...(crosses ? [explainParameter(at.sources, 'cross_channel_ratio', 'memory.crossChannelRatio', memory.crossChannelRatio, '')] : []),
  ]);
}
