/** The largest e with 2^e <= whole, for whole numbers from 1 to 2^53: exact, where a logarithm just below a power of two may be rounded up to it. */
export function highestBit(whole: number): number {
  const e = Math.floor(Math.log2(whole));
  return 2 ** e > whole ? e - 1 : e;
}
