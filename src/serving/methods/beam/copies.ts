import type { Architecture } from '../../../sim/model/architecture.js';

/**
 * Time and energy of moving bytes within the main memory: each is read and written,
 *
 *   t = 2 bytes / bandwidth,   J = 2 bytes x J/byte + t x static power
 *
 * at the nominal bandwidth, with nothing beside it.
 */
export function copyCost({ peakBytesPerSecond, energy }: Architecture, bytes: number): { readonly seconds: number; readonly joules: number | null; readonly dramBytes: number } {
  const dramBytes = 2 * bytes;
  const seconds = dramBytes / peakBytesPerSecond;
  const joules = energy === undefined || energy.dramByte.value === null || energy.staticPower.value === null ? null : dramBytes * energy.dramByte.value + seconds * energy.staticPower.value;
  return { seconds, joules, dramBytes };
}
