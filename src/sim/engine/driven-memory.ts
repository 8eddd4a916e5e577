import { reject } from '../core/diagnostics.js';
import type { MemoryDrive } from '../memory/drive-spec.js';
import { memoryShare } from '../memory/memory-share.js';
import type { Architecture } from '../model/architecture.js';
import { memoryOf, type Device, type DramUse } from '../model/device.js';
import type { ParameterSource } from '../model/family.js';
import { computedSource } from '../model/parameter-explained.js';

const path = 'memory.efficiency';
const pointer = '/architecture/parameters/memory/efficiency';

type Sources = Readonly<Record<string, ParameterSource>>;

interface WithMemory<Efficiency> {
  readonly memory: { readonly efficiency: Efficiency };
}

/** Parameters whose memory efficiency is a number, whatever the experiment gave. */
export type Driven<P extends WithMemory<unknown>> = Omit<P, 'memory'> & { memory: Omit<P['memory'], 'efficiency'> & { efficiency: number } };

/** The same as experiments give them. */
export type Undriven<P extends WithMemory<number>> = Omit<P, 'memory'> & { memory: Omit<P['memory'], 'efficiency'> & { efficiency: number | MemoryDrive } };

/**
 * A family's `build` that also takes `memory.efficiency` as a way to drive the memory: the DRAM models find the number, for the memory that streams weights, and
 * assumptions and explanations say how. A plain number passes through untouched.
 */
export function withMemoryShare<P extends WithMemory<number>>(build: (parameters: P, device: Device, sources: Sources) => Architecture): (parameters: Undriven<P>, device: Device, sources: Sources) => Architecture {
  return (parameters, device, sources) => {
    const { memory } = parameters;
    const { efficiency } = memory;
    if (typeof efficiency === 'number') return build(parameters as unknown as P, device, sources);
    const { share, words, explain } = memoryShare(efficiency, dramOf(device), pointer);
    const given = sources[path];
    const source = computedSource(() => explain('efficiency'), { quality: 'derived', source: given === undefined ? words : `${words}; ${given.source}` });
    return build({ ...parameters, memory: { ...memory, efficiency: share } } as unknown as P, device, { ...sources, [path]: source });
  };
}

/** Of the memory that streams weights. */
function dramOf(device: Device): DramUse {
  const memory = memoryOf(device, 'hbm') ?? memoryOf(device, 'ddr') ?? memoryOf(device, 'dram');
  return memory?.dram ?? reject('memory/unknown-dram', `the DRAM that ${memory?.name ?? 'the memory'} of device "${device.name}" is made of is not known`, {
    pointer, remedy: `give a number from 0 to 1, or the DRAM: { "extends": "${device.name}", "memories": { "${memory?.name ?? 'ddr'}": { "dram": { "part": "ddr4-2400", "dataRate": 2.4e9, "channels": 1 } } } }`,
  });
}
