/** A seeded source of random numbers: the same seed gives the same numbers everywhere. */
export interface Rng {
  /** Uniform in [0, 1), 32 bits of it random. */
  next(): number;
  /** A uniform integer in [low, high]. */
  integer(low: number, high: number): number;
  pick<T>(items: readonly T[]): T;
  /** An unsigned 32-bit integer that says where the source stands: `createRng(rng.state())` goes on with the same numbers. */
  state(): number;
}

/** Mulberry32 (Tommy Ettinger, public domain): period 2^32, enough for search and tests, not for cryptography. */
export function createRng(seed: number): Rng {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    integer: (low, high) => low + Math.floor(next() * (high - low + 1)),
    pick: (items) => items[Math.floor(next() * items.length)]!,
    state: () => state,
  };
}
