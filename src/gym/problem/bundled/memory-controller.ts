import { valuesOf, type Design, type DesignSpace } from '../../../sim/model/design-space.js';
import { InputError } from '../../../sim/core/diagnostics.js';
import { addressLayouts, type AddressLayoutName } from '../../../sim/memory/address-mapping.js';
import type { ControllerRules } from '../../../sim/memory/controller.js';
import { DramSystem } from '../../../sim/memory/dram-system.js';
import { accessBytes, peakBytesPerSecond, type DramPart } from '../../../sim/memory/part.js';
import { dramPart, dramParts } from '../../../sim/memory/parts.js';
import { AccessSequence, type AccessPattern } from '../../../sim/memory/stream-drive.js';
import { wrongProblemArgument } from './diagnostics.js';
import type { SearchProblem } from '../search-problem.js';

/** Traffic that a controller is chosen for. */
export interface MemoryTraffic {
  readonly pattern: AccessPattern;
  /** Streams that take turns. */
  readonly streams: number;
  /** Share of requests that write, from 0 to below 1. */
  readonly writeShare: number;
}

/**
 * `decode`: weights are read in sequence while keys and values come in chunks, here as streams that take turns, and a twentieth is written. `stream`: one stream. `chunks`: 2 KiB at
 * random places.
 */
export const memoryTraffics: Readonly<Record<'decode' | 'stream' | 'chunks', MemoryTraffic>> = {
  decode: { pattern: { kind: 'stream' }, streams: 4, writeShare: 0.05 },
  stream: { pattern: { kind: 'stream' }, streams: 1, writeShare: 0 },
  chunks: { pattern: { kind: 'chunks', bytes: 2048 }, streams: 1, writeShare: 0.1 },
};

export type MemoryTrafficName = keyof typeof memoryTraffics;

export interface MemoryControllerInput {
  /** A part of the catalogue. Default `ddr4-3200`. */
  readonly part?: string;
  readonly channels?: number;
  readonly traffic?: MemoryTrafficName;
  /** Places of all queues of a channel that the controller may have: each is searched in every cycle. Default 128. */
  readonly queuePlaces?: number;
}

const space: DesignSpace = {
  parameters: [
    { type: 'categorical', name: 'scheduling', values: ['first-ready', 'bank-queues'] },
    { type: 'categorical', name: 'page', values: ['open', 'closed'] },
    { type: 'categorical', name: 'refresh', values: ['together', 'staggered'] },
    { type: 'categorical', name: 'mapping', values: Object.keys(addressLayouts) },
    { type: 'ordinal', name: 'window', values: [8, 16, 32, 64, 128] },
    { type: 'ordinal', name: 'readQueue', values: [8, 16, 32, 64] },
    { type: 'ordinal', name: 'writeQueue', values: [8, 16, 32, 64] },
    { type: 'ordinal', name: 'drainFrom', values: [0.25, 0.5, 0.75, 1] },
    { type: 'ordinal', name: 'drainTo', values: [0, 0.25, 0.5, 0.75] },
    { type: 'ordinal', name: 'bankQueue', values: [2, 4, 8] },
    { type: 'ordinal', name: 'rowHitCap', values: [1, 4, 16, 64] },
  ],
};

/** Accesses that each fidelity looks at. */
const accessCounts: Readonly<Record<string, number>> = { short: 3072, long: 12_288 };
/** Accesses that each channel hands over in a cycle of the DRAM clock. */
const offersPerChannel = 2;

/**
 * A memory controller for known traffic, simulated command by command (`sim/memory`): page policy, scheduler and its queues, when writes are drained, refresh, mapping of addresses, and how
 * many accesses may be under way. Wanted are a high bandwidth and a short latency, which is the mean time under way: window / rate (Little, Operations Research 9(3), 1961), as
 * the window is full throughout. Limits are the places of all queues and drain levels in their order.
 */
export function memoryControllerProblem({ part: name = 'ddr4-3200', channels = 1, traffic = 'decode', queuePlaces = 128 }: MemoryControllerInput = {}): SearchProblem {
  const part = dramPart(name);
  if (part === undefined) throw new InputError([wrongProblemArgument('part', `one of ${dramParts.map((one) => one.name).join(', ')}`, name)]);
  if (![1, 2, 4, 8, 16, 32].includes(channels)) throw new InputError([wrongProblemArgument('channels', 'a power of two up to 32', channels)]);
  if (!Object.hasOwn(memoryTraffics, traffic)) throw new InputError([wrongProblemArgument('traffic', `one of ${Object.keys(memoryTraffics).join(', ')}`, traffic)]);
  if (!Number.isInteger(queuePlaces) || queuePlaces < 1) throw new InputError([wrongProblemArgument('queuePlaces', 'a whole number from 1', queuePlaces)]);
  const fidelities = Object.keys(accessCounts);
  return {
    name: `memory-controller-${name}-${traffic}`, space, fidelities,
    objectives: [{ name: 'bandwidth', direction: 'maximise', unit: 'B/s' }, { name: 'latency', direction: 'minimise', unit: 's' }],
    constraints: [{ name: 'queue places', limit: `at most ${queuePlaces} a channel` }, { name: 'drain levels', limit: 'writes stop below where they start' }],
    evaluate: (design, fidelity = fidelities.length - 1) => {
      const chosen = controllerOf(design);
      const places = placesOf(chosen.rules, part);
      const { high, low } = chosen.rules.drain;
      const violations = [Math.max(0, places / queuePlaces - 1), low < high ? 0 : 1 + low - high];
      const reasons = [
        ...(violations[0]! > 0 ? [`the queues have ${places} places a channel, at most ${queuePlaces} are legal`] : []),
        ...(low < high ? [] : [`writes are served from ${high} waiting down to ${low}: the first must be more`]),
      ];
      if (low >= high) return { objectives: null, violations, reasons, metrics: { 'queue places': places } };
      const { bytesPerSecond, latencySeconds } = driven(part, channels, memoryTraffics[traffic], chosen, accessCounts[fidelities[fidelity]!]!);
      return {
        objectives: [bytesPerSecond, latencySeconds], violations, reasons,
        metrics: { 'share of the peak': bytesPerSecond / (channels * peakBytesPerSecond(part)), 'queue places': places },
      };
    },
  };
}

interface ChosenController {
  readonly rules: ControllerRules;
  readonly layout: AddressLayoutName;
  /** Accesses under way on one channel. */
  readonly window: number;
}

function controllerOf(design: Design): ChosenController {
  const values = valuesOf(space, design);
  const number = (name: string): number => values[name] as number;
  const writeQueue = number('writeQueue');
  return {
    layout: values['mapping'] as AddressLayoutName, window: number('window'),
    rules: {
      name: 'chosen', scheduling: values['scheduling'] as ControllerRules['scheduling'], page: values['page'] as ControllerRules['page'], refresh: values['refresh'] as ControllerRules['refresh'],
      readQueue: number('readQueue'), writeQueue, // Writes are served until fewer than that wait: with 0, reads would wait for ever.
      drain: { high: number('drainFrom') * writeQueue, low: Math.max(1, number('drainTo') * writeQueue) },
      bankQueue: number('bankQueue'), rowHitCap: number('rowHitCap'), follows: 'a search',
    },
  };
}

/** Places of the queues of a channel; those of single banks are there with `bank-queues` alone. */
function placesOf({ scheduling, readQueue, writeQueue, bankQueue }: ControllerRules, { organization }: DramPart): number {
  const { pseudoChannels, ranks, bankGroups, banksPerGroup } = organization;
  return readQueue + writeQueue + (scheduling === 'bank-queues' ? bankQueue * pseudoChannels * ranks * bankGroups * banksPerGroup : 0);
}

/** Runs the traffic through the memory; the first eighth, in which queues fill, does not count. */
function driven(part: DramPart, channels: number, traffic: MemoryTraffic, { rules, layout, window }: ChosenController, accesses: number): { readonly bytesPerSecond: number; readonly latencySeconds: number } {
  const bytes = accessBytes(part.organization);
  const drive = { part, controller: rules, layout: addressLayouts[layout], channels, window: window * channels, requestBytes: bytes, ...traffic };
  const system = new DramSystem({ ...drive, offersPerCycle: offersPerChannel * channels, ports: 1 });
  const sequence = new AccessSequence(drive);
  const start = Math.floor(accesses / 8);
  let startCycle = 0;
  for (let i = 0; i < accesses; i++) system.issue(sequence.next() * bytes, bytes, sequence.write);
  for (let done = 1; done <= start; done++) {
    const id = system.nextCompleted()!;
    if (done === start) startCycle = system.completion(id)!;
  }
  const seconds = (system.drain() - startCycle) * part.timing.tCKps * 1e-12;
  const rate = (accesses - start) / seconds;
  return { bytesPerSecond: rate * bytes, latencySeconds: (window * channels) / rate };
}
