import { reject } from '../core/diagnostics.js';
import { computed, given, type Explained } from '../core/explained.js';
import type { DramUse } from '../model/device.js';
import { addressLayouts } from './address-mapping.js';
import { dramsim3, ramulator21, type ControllerRules } from './controller.js';
import { deviceDram } from './device-dram.js';
import type { MemoryDrive } from './drive-spec.js';
import { accessBytes, type DramPart } from './part.js';
import { estimatedStreamShare, simulatedStreamShare, type StreamShare } from './stream-share.js';
import type { AccessPattern, StreamDrive } from './stream-drive.js';

/** Controllers by the names that experiments use. */
const controllers: Readonly<Record<MemoryDrive['controller'], ControllerRules>> = { ramulator21, dramsim3 };

/** The share of its peak that a memory gives, and how it was found. */
export interface MemoryShare {
  readonly share: number;
  /** Memory, controller and pattern in words. */
  readonly words: string;
  readonly explain: (name: string) => Explained;
}

/**
 * The share of the peak bandwidth of a memory that is driven so, found with the DRAM models: as `drive.model` says, or `model`, which an event fidelity sets.
 * Throws an `InputError` at `pointer` where the drive contradicts itself.
 */
export function memoryShare(drive: MemoryDrive, use: DramUse, pointer = '', model = drive.model ?? 'estimate'): MemoryShare {
  const part = deviceDram(use);
  const stream = streamDrive(drive, part, pointer);
  const found = model === 'simulation' ? simulatedStreamShare(stream) : estimatedStreamShare(stream);
  const words = `${model} of ${part.name} (${use.quality}): ${stream.controller.name} controller, ${drive.layout}, window ${drive.window}, ${patternWords(stream)}`;
  return { share: found.share, words, explain: (name) => explainShare(name, found, stream, words, use) };
}

/** The drive of a part: `window` counts accesses of one channel, `request` defaults to one access. */
export function streamDrive(drive: MemoryDrive, part: DramPart, pointer = ''): StreamDrive {
  const { chunk, stride, request = accessBytes(part.organization), streams = 1, writeShare = 0, interleave = 1 } = drive;
  if (chunk !== undefined && stride !== undefined) {
    reject('memory/two-patterns', 'a memory is driven by chunks or with a stride, not both', { pointer, remedy: 'leave chunk or stride out' });
  }
  if (stride !== undefined && stride < request) {
    reject('memory/overlapping-requests', `requests of ${request} bytes overlap at a stride of ${stride}`, { pointer: `${pointer}/stride`, remedy: `use a stride of ${request} at least, or leave it out for a sequential stream` });
  }
  const pattern: AccessPattern = chunk !== undefined ? { kind: 'chunks', bytes: chunk } : stride !== undefined ? { kind: 'stride', bytes: stride } : { kind: 'stream' };
  return {
    part, controller: controllers[drive.controller], layout: addressLayouts[drive.layout], channels: interleave, window: drive.window * interleave,
    pattern, requestBytes: request, streams, writeShare,
  };
}

function patternWords({ pattern, streams, writeShare, requestBytes, channels }: StreamDrive): string {
  const order = pattern.kind === 'stream' ? 'sequential' : pattern.kind === 'chunks' ? `chunks of ${pattern.bytes} B` : `stride ${pattern.bytes} B`;
  return [
    `${order} in requests of ${requestBytes} B`,
    ...(streams > 1 ? [`${streams} streams`] : []),
    ...(writeShare > 0 ? [`${Number((100 * writeShare).toPrecision(3))} % writes`] : []),
    ...(channels > 1 ? [`over ${channels} channels`] : []),
  ].join(', ');
}

function explainShare(name: string, found: StreamShare, { part, channels }: StreamDrive, words: string, use: DramUse): Explained {
  const { timing, organization } = part;
  const time = (label: string, value: number, what: string): Explained => given(label, value, 'cycles', `${what} of ${part.name}: ${part.source}`, part.quality);
  const busy = computed('busy', found.busy, '', 'min(1, accesses * burst / (cycles * data_buses))', [
    given('accesses', found.accesses, 'accesses', `looked at; ${words}`),
    time('burst', timing.tBL, 'cycles of an access on the data pins, tBL,'),
    given('cycles', found.cycles, 'cycles', `in which their data moved; ${words}`),
    given('data_buses', channels * organization.pseudoChannels, '', `channels x pseudo-channels; ${use.source}`, use.quality),
  ]);
  const refresh = found.refreshCycles === null ? [] : [computed('refresh', found.refresh, '', 'max(0, 1 - lost / interval)', [
    given('lost', found.refreshCycles, 'cycles', `more with every bank refreshed once; ${words}`),
    time('interval', timing.tREFI, 'refresh interval, tREFI,'),
  ])];
  const useful = given('useful', found.useful, '', 'bytes asked for over bytes moved: a part of an access costs a whole one');
  return computed(name, found.share, '', ['busy', 'useful', ...refresh.map((r) => r.name)].join(' * '), [busy, useful, ...refresh]);
}
