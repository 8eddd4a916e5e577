import type { RtlStream } from '../design.js';

/** Bits of a beat without its padding: what an engine keeps of it. */
export function fieldBits({ fields }: RtlStream): number {
  return fields.reduce((sum, { bits, count }) => sum + bits * count, 0);
}
