import { reject } from '../core/diagnostics.js';
import { suggestion } from '../core/near-name.js';
import type { DramUse } from '../model/device.js';
import { atDataRate, dataRate } from './data-rate.js';
import type { DramPart } from './part.js';
import { dramPart, dramParts } from './parts.js';

/** How far from its listed data rate a part may be taken: times in nanoseconds are those of a generation of cells. */
const slowest = 0.5;
const fastest = 1.34;

/**
 * One channel of a device's memory as the DRAM models take it: the part at its data rate. Separate pseudo-channels are channels of their own, and the command
 * pins that two of them share are then counted for each. Throws an `InputError` at `pointer` where the part is unknown or does not run at that rate.
 */
export function deviceDram(use: DramUse, pointer = ''): DramPart {
  const listed = dramPart(use.part) ?? reject('memory/unknown-part', `no DRAM "${use.part.slice(0, 80)}" in the catalogue`, { pointer: `${pointer}/part`, remedy: suggestion(use.part, dramParts.map((p) => p.name)) });
  const ratio = use.transfersPerSecond / dataRate(listed);
  if (!(ratio >= slowest && ratio <= fastest)) {
    reject('memory/data-rate', `${listed.name} is listed at ${mega(dataRate(listed))} and cannot be taken for ${mega(use.transfersPerSecond)}`, {
      pointer: `${pointer}/dataRate`, remedy: `choose a part of that speed, or a rate from ${mega(slowest * dataRate(listed))} to ${mega(fastest * dataRate(listed))}`,
    });
  }
  const part = atDataRate(listed, use.transfersPerSecond);
  const { organization } = part;
  if (use.pseudoChannels === 'together' || organization.pseudoChannels === 1) return part;
  return { ...part, name: `${part.name}, a pseudo-channel`, organization: { ...organization, channels: organization.channels * organization.pseudoChannels, pseudoChannels: 1 } };
}

/** Peak of all channels at the data rate: channels x pseudo-channels x data bits / 8 x transfers a second. */
export function dramPeakBytesPerSecond(use: DramUse): number {
  const part = dramPart(use.part);
  if (part === undefined) throw new RangeError(`no DRAM "${use.part}" in the catalogue`);
  return (use.channels * part.organization.pseudoChannels * part.organization.dataBits * use.transfersPerSecond) / 8;
}

function mega(rate: number): string {
  return `${Math.round(rate / 1e6)} MT/s`;
}
