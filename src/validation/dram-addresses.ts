import { mersenneTwister64 } from './dram-random.js';

/** What a row of the table asks a memory to read. */
export interface DramPattern {
  readonly pattern: 'seq' | 'burst' | 'stride' | 'multi';
  /** Bytes of a burst, bytes of a stride, or number of streams. */
  readonly param: number;
  readonly accessBytes: number;
  readonly requests: number;
}

/** Addresses stay in this range, and those of patterns that leave it wrap around. */
const rangeBytes = 2 ** 29;
const streamAlignment = 8192;

/** Why a pattern cannot be read, or null. */
export function patternFault({ pattern, param, accessBytes, requests }: DramPattern): string | null {
  if (![accessBytes, requests].every((n) => Number.isSafeInteger(n) && n >= 1)) return 'access_bytes and n_requests are whole numbers from 1';
  if (accessBytes > rangeBytes || requests > 1e7) return 'accesses larger than the 512 MB of addresses, or more than 10 million of them';
  if (pattern === 'seq') return null;
  if (!Number.isSafeInteger(param) || param < 1) return `the parameter of ${pattern} is a whole number from 1`;
  if (pattern === 'burst' && (param % accessBytes !== 0 || param > rangeBytes)) return 'a burst is a whole number of accesses, at most 512 MB';
  return pattern === 'multi' && param > requests ? 'more streams than accesses' : null;
}

/** Byte addresses in the order in which they are read. Random numbers are those of `mt19937_64` seeded with 1, modulo the number of aligned places. */
export function dramAddresses({ pattern, param, accessBytes, requests }: DramPattern): Float64Array {
  const addresses = new Float64Array(requests);
  const random = mersenneTwister64(1n);
  const place = (alignment: number): number => Number(random() % BigInt(Math.floor(rangeBytes / alignment))) * alignment;
  const starts = pattern === 'multi' ? Array.from({ length: param }, () => place(streamAlignment)) : [];
  const perBurst = pattern === 'burst' ? param / accessBytes : 1;
  let start = 0;
  for (let i = 0; i < requests; i++) {
    switch (pattern) {
      case 'seq': addresses[i] = (i * accessBytes) % rangeBytes; break;
      case 'stride': addresses[i] = (i * param) % rangeBytes; break;
      case 'burst':
        if (i % perBurst === 0) start = place(param);
        addresses[i] = start + (i % perBurst) * accessBytes;
        break;
      case 'multi': addresses[i] = (starts[i % param]! + Math.floor(i / param) * accessBytes) % rangeBytes; break;
    }
  }
  return addresses;
}
