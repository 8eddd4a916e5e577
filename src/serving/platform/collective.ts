import type { Link } from './link.js';

/** An exchange between all devices of a group, or a message from one to the next. */
export type Collective = 'all-reduce' | 'all-gather' | 'reduce-scatter' | 'all-to-all' | 'send';

/**
 * Steps of an exchange between N devices on a ring, one after the other: in each, every device sends one block to its neighbour and takes one.
 *
 *   reduce-scatter, all-gather   N - 1      (ring)
 *   all-reduce                   2 (N - 1)  (a reduce-scatter and an all-gather)
 *   all-to-all                   N - 1      (pairwise: in step i each device sends to the one i places on)
 *   send                         1
 *
 * Thakur, Rabenseifner, Gropp, "Optimization of Collective Communication Operations in MPICH", IJHPCA 2005, sections 4.1 (all-gather), 4.3 (all-to-all),
 * 4.4 (reduce-scatter), 4.5 (all-reduce).
 */
export function collectiveSteps(kind: Collective, devices: number): number {
  switch (kind) {
    case 'all-reduce': return 2 * (devices - 1);
    case 'all-gather': case 'reduce-scatter': case 'all-to-all': return devices - 1;
    case 'send': return 1;
  }
}

/**
 * Bytes that one device sends (and as many that it receives) in an exchange of `bytes`: M steps / N, each block being M / N, of a send M. M is
 *
 *   all-reduce, reduce-scatter   the vector that every device holds a summand of
 *   all-gather                   the vector that every device has in the end
 *   all-to-all                   what every device holds before, 1 / N of it for itself
 *   send                         the message
 */
export function sentBytes(kind: Collective, bytes: number, devices: number): number {
  return kind === 'send' ? bytes : (collectiveSteps(kind, devices) * bytes) / devices;
}

/**
 * Seconds of an exchange: start + steps x latency + sent bytes / bandwidth (the latency-bandwidth model of the paper above, without the time of additions,
 * which is the devices' own). Nothing where there is nobody to exchange with, or nothing to say.
 */
export function collectiveSeconds(kind: Collective, bytes: number, devices: number, link: Link, startSeconds = 0): number {
  if (bytes === 0 || (devices === 1 && kind !== 'send')) return 0;
  return startSeconds + collectiveSteps(kind, devices) * link.latencySeconds + sentBytes(kind, bytes, devices) / link.bytesPerSecond;
}
