const length = 312;
const middle = 156;
const all = (1n << 64n) - 1n;

/** The 64-bit Mersenne Twister (Matsumoto and Nishimura 2000; `std::mt19937_64`), seeded with one number. Each call gives the next 64-bit number. */
export function mersenneTwister64(seed: bigint): () => bigint {
  const state = new BigUint64Array(length);
  state[0] = seed;
  for (let i = 1; i < length; i++) {
    const last = state[i - 1]!;
    state[i] = (6364136223846793005n * (last ^ (last >> 62n)) + BigInt(i)) & all;
  }
  let used = length;
  return () => {
    if (used === length) {
      for (let i = 0; i < length; i++) twist(state, i);
      used = 0;
    }
    return temper(state[used++]!);
  };
}

function twist(state: BigUint64Array, i: number): void {
  const mixed = (state[i]! & 0xffffffff80000000n) | (state[(i + 1) % length]! & 0x7fffffffn);
  state[i] = state[(i + middle) % length]! ^ (mixed >> 1n) ^ ((mixed & 1n) === 1n ? 0xb5026f5aa96619e9n : 0n);
}

function temper(value: bigint): bigint {
  let x = value;
  x ^= (x >> 29n) & 0x5555555555555555n;
  x ^= (x << 17n) & 0x71d67fffeda60000n;
  x ^= (x << 37n) & 0xfff7eee000000000n;
  return (x ^ (x >> 43n)) & all;
}
