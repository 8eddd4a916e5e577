/** Formulas of the tables that hold signed sums of mu activations, of which ternary weights pick one (Geens et al., ISPASS 2026; BitNet b1.58). */

/** Entries of a symmetric table: (3^mu - 1) / 2. Combinations come with their negatives, of which one is stored; zero is stored not at all. */
export function tableEntries(group: number): number {
  return (3 ** checked(group) - 1) / 2;
}

/** Bits that pick an entry, or none of them, beside the sign: ceil(log2(entries + 1)). */
export function indexBits(group: number): number {
  return ceilLog2(tableEntries(group) + 1);
}

/** Bits stored for a group: those of the index and a sign. */
export function keyBits(group: number): number {
  return indexBits(group) + 1;
}

/** Bits stored for a weight: key / mu. 1.6 at mu = 5, the least below mu = 10. */
export function weightBits(group: number): number {
  return keyBits(group) / group;
}

/**
 * Bits of an exact entry: b + ceil(log2 mu), since an entry lies in [-mu * 2^(b - 1), 2^(b - 1) - 1 + (mu - 1) * 2^(b - 1)]: its first non-zero
 * weight is +1.
 */
export function entryBits(group: number, activationBits: number): number {
  return activationBits + ceilLog2(checked(group));
}

/** Bits of an entry once it may be negated: one more where -mu * 2^(b - 1) has no negative in that width, which is where mu is a power of two. */
export function readBits(group: number, activationBits: number): number {
  return entryBits(group, activationBits) + (Number.isInteger(Math.log2(group)) ? 1 : 0);
}

/** Bits of an entry in the released generator: b + mu - 1. */
export function releasedEntryBits(group: number, activationBits: number): number {
  return activationBits + checked(group) - 1;
}

/** Adders that build a table: E - mu, one for each entry of two or more activations, made of the entries of its two halves. */
export function minimalAdders(group: number): number {
  return tableEntries(group) - group;
}

/** Adders from an activation to the last entry: ceil(log2 mu). */
export function buildDepth(group: number): number {
  return ceilLog2(checked(group));
}

/** Adders where each of 3^mu combinations is summed by itself: 3^mu * (mu - 1). */
export function naiveAdders(group: number): number {
  return 3 ** checked(group) * (group - 1);
}

/**
 * Adders that the released generator instantiates in its hand-shared tree (LUTGenUtil.getNbAdders, LUTGenCombV1FP): 2 at the top, 4 * 3^(mu - 2)
 * behind four blocks of 3^(mu - 2) sums, and in those blocks 2 * 3^(mu - 3) + sum over levels i = 2 .. mu - 2 of 2 * 3^(mu - 1 - i).
 */
export function releasedAdders(group: number): number {
  if (checked(group) <= 2) return minimalAdders(group);
  let lower = 2 * 3 ** (group - 3);
  for (let level = 2; level <= group - 2; level++) lower += 2 * 3 ** (group - 1 - level);
  return 2 + 4 * 3 ** (group - 2) + lower;
}

/** Those of them that add to a constant zero: the lowest level of each of the blocks has 6 for each activation beyond the second. */
export function releasedAddersOfZero(group: number): number {
  return 6 * Math.max(0, checked(group) - 2);
}

/** Entries that are made of so many activations: C(mu, n) * 2^(n - 1). */
export function entriesOf(group: number, activations: number): number {
  let ways = 1;
  for (let i = 1; i <= activations; i++) ways = (ways * (checked(group) - activations + i)) / i;
  return ways * 2 ** (activations - 1);
}

/** ceil(log2 n) of a whole number of at least 1, in integers. */
export function ceilLog2(n: number): number {
  let bits = 0;
  for (let reach = 1; reach < n; reach *= 2) bits++;
  return bits;
}

/** Groups beyond 16 have more entries than any memory: they are a mistake. */
function checked(group: number): number {
  if (!(Number.isInteger(group) && group >= 1 && group <= 16)) throw new RangeError(`a table serves 1 to 16 activations, not ${group}`);
  return group;
}
