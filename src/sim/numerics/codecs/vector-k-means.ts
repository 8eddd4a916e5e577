import type { Rng } from '../../core/rng.js';

/** Vectors, one after the other. */
export interface Vectors {
  readonly values: Float64Array;
  /** Numbers in a vector. */
  readonly dimension: number;
}

/** Centers, one after the other, and the index of the center that each vector takes. Both change as the codebook is fitted. */
export interface Codebook {
  readonly centers: Float64Array;
  readonly indices: Uint32Array;
}

/**
 * A codebook that starts with `entries` different ones of the vectors, drawn by `rng`. Throws a RangeError where there are fewer vectors.
 */
export function drawnCodebook({ values, dimension }: Vectors, entries: number, rng: Rng): Codebook {
  const count = values.length / dimension;
  if (count < entries) throw new RangeError(`${entries} centers cannot be drawn from ${count} vectors`);
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  const codebook = { centers: new Float64Array(entries * dimension), indices: new Uint32Array(count) };
  for (let c = 0; c < entries; c++) {
    const other = rng.integer(c, count - 1);
    const drawn = order[other]!;
    order[other] = order[c]!;
    order[c] = drawn;
    codebook.centers.set(values.subarray(drawn * dimension, (drawn + 1) * dimension), c * dimension);
    // A drawn vector starts at its own center: a search that begins with distance 0 is over soon.
    codebook.indices[drawn] = c;
  }
  return codebook;
}

/** What a round of assignment found. */
export interface Assignment {
  /** Sum of squared distances. */
  readonly error: number;
  readonly changed: boolean;
}

/**
 * Every vector takes its nearest center, the first of equals. O(vectors x centers x dimension) at worst; a distance is abandoned when
 * it exceeds the least so far, which begins with that to the center the vector had.
 */
export function assignNearest({ values, dimension }: Vectors, { centers, indices }: Codebook): Assignment {
  const entries = centers.length / dimension;
  let error = 0;
  let changed = false;
  for (let v = 0; v < indices.length; v++) {
    const at = v * dimension;
    let best = indices[v]!;
    let least = squaredDistance(values, at, centers, best * dimension, dimension, Infinity);
    for (let c = 0; c < entries; c++) {
      const distance = squaredDistance(values, at, centers, c * dimension, dimension, least);
      if (distance < least || (distance === least && c < best)) {
        least = distance;
        best = c;
      }
    }
    if (best !== indices[v]) changed = true;
    indices[v] = best;
    error += least;
  }
  return { error, changed };
}

/** Squared distance of two vectors; above `limit` it may stop early. */
function squaredDistance(a: Float64Array, from: number, b: Float64Array, other: number, dimension: number, limit: number): number {
  let sum = 0;
  for (let d = 0; d < dimension; d++) {
    const difference = a[from + d]! - b[other + d]!;
    sum += difference * difference;
    if (sum > limit) return sum;
  }
  return sum;
}

/** Every center moves to the mean of its vectors; one without vectors stays. The error never rises. */
export function moveToMeans({ values, dimension }: Vectors, { centers, indices }: Codebook): void {
  const sums = new Float64Array(centers.length);
  const counts = membersOf(centers.length / dimension, indices);
  for (let v = 0; v < indices.length; v++) {
    const at = indices[v]! * dimension;
    for (let d = 0; d < dimension; d++) sums[at + d] = sums[at + d]! + values[v * dimension + d]!;
  }
  for (let i = 0; i < centers.length; i++) {
    const members = counts[Math.floor(i / dimension)]!;
    if (members > 0) centers[i] = sums[i]! / members;
  }
}

function membersOf(entries: number, indices: Uint32Array): Uint32Array {
  const counts = new Uint32Array(entries);
  for (const index of indices) counts[index] = counts[index]! + 1;
  return counts;
}

/**
 * Centers without vectors move to the vectors farthest from their own centers, so that none is wasted; to none of distance 0. As nobody
 * takes such a center yet, the error does not rise. Returns whether any moved.
 */
export function moveUnused({ values, dimension }: Vectors, { centers, indices }: Codebook): boolean {
  const unused = [...membersOf(centers.length / dimension, indices).entries()].filter(([, members]) => members === 0).map(([c]) => c);
  if (unused.length === 0) return false;
  const distances = Float64Array.from(indices, (index, v) => squaredDistance(values, v * dimension, centers, index * dimension, dimension, Infinity));
  const farthest = [...distances.keys()].filter((v) => distances[v]! > 0).sort((a, b) => distances[b]! - distances[a]! || a - b);
  const moved = Math.min(unused.length, farthest.length);
  for (let i = 0; i < moved; i++) centers.set(values.subarray(farthest[i]! * dimension, (farthest[i]! + 1) * dimension), unused[i]! * dimension);
  return moved > 0;
}

/**
 * Lloyd's iteration from drawn vectors: rounds of `assignNearest`, `moveToMeans` and `moveUnused` until no vector changes its center, at
 * most `rounds` of them, and a last assignment. Returns the codebook and the error of each assignment, which never rises.
 */
export function fitCodebook(vectors: Vectors, entries: number, rounds: number, rng: Rng): { readonly codebook: Codebook; readonly errors: readonly number[] } {
  const codebook = drawnCodebook(vectors, entries, rng);
  const errors: number[] = [];
  for (let round = 0; ; round++) {
    const { error, changed } = assignNearest(vectors, codebook);
    errors.push(error);
    if (round === rounds || (round > 0 && !changed)) return { codebook, errors };
    moveToMeans(vectors, codebook);
    moveUnused(vectors, codebook);
  }
}
