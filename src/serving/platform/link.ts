import { InputError, problem, reject, type Problem } from '../../sim/core/diagnostics.js';
import type { Device } from '../../sim/model/device.js';

/** What joins two devices: every device sends to one other and receives from one at the same time, each at this rate. */
export interface Link {
  /** Of one direction. */
  readonly bytesPerSecond: number;
  /** From the first byte sent to the first byte received, paid once for each step of an exchange. */
  readonly latencySeconds: number;
}

/** Latency of a step where none is given: that of links inside a node in GenZ (its `ICN_LL`), an assumption. */
export const usualLatencySeconds = 1e-6;

/** What is wrong with a link; nothing where it can be used. */
export function linkProblems({ bytesPerSecond, latencySeconds }: Link, pointer?: string): readonly Problem[] {
  const at = (field: string): { readonly pointer?: string } => (pointer === undefined ? {} : { pointer: `${pointer}/${field}` });
  const problems: Problem[] = [];
  if (!(bytesPerSecond > 0) || !Number.isFinite(bytesPerSecond)) {
    problems.push(problem('platform/no-bandwidth', `the bandwidth of a link between devices must be above 0, got ${bytesPerSecond} B/s: what they exchange would never arrive`,
      { ...at('bandwidth'), remedy: 'give the rate of one direction, as 450 GB/s; or run on one device' }));
  }
  if (!(latencySeconds >= 0) || !Number.isFinite(latencySeconds)) {
    problems.push(problem('platform/latency', `the latency of a link between devices must be 0 s or more, got ${latencySeconds} s`, { ...at('latency'), remedy: 'give the time of one step, as 1 us' }));
  }
  return problems;
}

/** The link as it is. Throws `InputError` where nothing can be sent over it. */
export function usableLink(link: Link, pointer?: string): Link {
  const problems = linkProblems(link, pointer);
  if (problems.length > 0) throw new InputError(problems);
  return link;
}

/** The link of a device of the catalogue with the usual latency; undefined where its rate is not known. */
export function linkOfDevice({ linkBytesPerSecond }: Device): Link | undefined {
  return linkBytesPerSecond === undefined ? undefined : { bytesPerSecond: linkBytesPerSecond, latencySeconds: usualLatencySeconds };
}

/** The same. Throws `InputError` where it is not known. */
export function knownLink(device: Device, pointer: string): Link {
  return linkOfDevice(device) ?? reject('platform/no-link', `no link between devices is known of ${device.name}`, { pointer, remedy: 'add "link": { "bandwidth": "100 GB/s" }' });
}
