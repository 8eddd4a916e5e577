import { reject } from '../../core/diagnostics.js';
import { createRng } from '../../core/rng.js';
import { patternsFor, type Codec, type Encoded, type Field } from '../codec.js';
import { fp16Store } from '../formats/scale-store.js';
import { unitOf } from './powers-of-two.js';
import { assignNearest, fitCodebook, moveToMeans, type Codebook, type Vectors } from './vector-k-means.js';

export interface VectorCodebookParts {
  readonly name: string;
  readonly summary: string;
  readonly source: string;
  /** Weights in a vector. */
  readonly vectorLength: number;
  /** Vectors in the codebook, a power of two. */
  readonly entries: number;
  /** Vectors in a second codebook whose entry is added, a power of two; 0 for none. */
  readonly residualEntries?: number;
  /** Rounds of Lloyd's iteration for each codebook, at most; 10 unless told otherwise. */
  readonly rounds?: number;
  /** Rounds in which the two codebooks are fitted to each other after that; 0 unless told otherwise. */
  readonly alternations?: number;
  /** Of the random numbers that choose the first centers; 1 unless told otherwise. */
  readonly seed?: number;
}

/**
 * Vector quantisation: each run of `vectorLength` weights (along a row, where the length divides it) is an entry of a codebook of the
 * tensor, or the sum of an entry and of an entry of a residual codebook (VPTQ, Liu et al., EMNLP 2024; AQLM, Egiazarian et al., ICML
 * 2024). Pattern = index + residualIndex * entries: log2(entries) / v + log2(residualEntries) / v bits a weight, and 16 v bits for each
 * entry, once a tensor. Codes are the patterns. The codebooks minimise the squared error of the weights (k-means); the published methods
 * weigh it by second derivatives of the loss, and scale rows beforehand. Encoding takes O(rounds x vectors x entries x vectorLength): with
 * 65536 entries minutes, not seconds.
 */
export function vectorCodebookCodec(parts: VectorCodebookParts): Codec {
  const { name, summary, source, vectorLength, entries, residualEntries = 0, rounds = 10, alternations = 0, seed = 1 } = parts;
  if (!Number.isInteger(vectorLength) || vectorLength < 1) throw new RangeError(`a vector has at least one weight, not ${vectorLength}`);
  const patternBits = indexBits(entries) + (residualEntries === 0 ? 0 : indexBits(residualEntries));
  const fields: Field[] = [{ name: 'centroids', meaning: 'the vectors of the codebook, one after the other', per: 'tensor', count: entries * vectorLength, store: fp16Store }];
  if (residualEntries > 0) fields.push({ name: 'residualCentroids', meaning: 'the vectors of the residual codebook, one after the other', per: 'tensor', count: residualEntries * vectorLength, store: fp16Store });
  return {
    name, summary, source, patternBits, vectorLength,
    group: { usual: 0, fixed: true },
    fields,
    elements: () => [],
    encode: (weights, groupSize) => {
      const count = weights.length / vectorLength;
      if (!Number.isInteger(count)) throw new RangeError(`${weights.length} weights are not vectors of ${vectorLength}`);
      const needed = Math.max(entries, residualEntries);
      if (count < needed) tooFewVectors(name, needed, vectorLength, count);
      const unit = unitOf(weights);
      const vectors = { values: Float64Array.from(weights, (weight) => weight / unit), dimension: vectorLength };
      const { first, second } = fitAdditive(vectors, { entries, residualEntries, rounds, alternations, seed });
      const patterns = patternsFor(patternBits, count);
      for (let v = 0; v < count; v++) patterns[v] = first.indices[v]! + (second === undefined ? 0 : second.indices[v]! * entries);
      const centroids = first.centers.map((x) => x * unit);
      return { length: weights.length, groupSize, patterns, fields: second === undefined ? { centroids } : { centroids, residualCentroids: second.centers.map((x) => x * unit) } };
    },
    decode: ({ length, patterns, fields: { centroids, residualCentroids } }: Encoded) => {
      const weights = new Float64Array(length);
      for (let v = 0; v < patterns.length; v++) {
        const index = patterns[v]! % entries;
        const residual = Math.floor(patterns[v]! / entries);
        for (let d = 0; d < vectorLength; d++) weights[v * vectorLength + d] = centroids![index * vectorLength + d]! + (residualCentroids?.[residual * vectorLength + d] ?? 0);
      }
      return weights;
    },
    codes: (encoded) => Float64Array.from(encoded.patterns),
  };
}

/** Bits of an index into that many entries, at least 2 and a power of two. */
function indexBits(entries: number): number {
  const bits = Math.round(Math.log2(entries));
  if (entries < 2 || entries > 65_536 || 2 ** bits !== entries) throw new RangeError(`a codebook has a power of two from 2 to 65536 entries, not ${entries}`);
  return bits;
}

function tooFewVectors(name: string, needed: number, vectorLength: number, count: number): never {
  reject('quantize/too-few-vectors', `${name} fits ${needed} centers to vectors of ${vectorLength} weights, and the tensor has ${count}`, {
    remedy: `encode at least ${needed * vectorLength} weights, or take a format with a smaller codebook`,
  });
}

export type AdditiveFit = Required<Pick<VectorCodebookParts, 'entries' | 'residualEntries' | 'rounds' | 'alternations' | 'seed'>>;

/**
 * Fits a codebook, then a second one to what it leaves. In an alternation each codebook in turn is assigned and moved as in Lloyd's
 * iteration, to what the other one leaves (coordinate descent, in the place of AQLM's beam search and Adam); every step can only lower
 * the error. `errors`: the squared error before the alternations and after each of their steps.
 */
export function fitAdditive(vectors: Vectors, fit: AdditiveFit): { readonly first: Codebook; readonly second: Codebook | undefined; readonly errors: readonly number[] } {
  const rng = createRng(fit.seed);
  const { codebook: first, errors } = fitCodebook(vectors, fit.entries, fit.rounds, rng);
  if (fit.residualEntries === 0) return { first, second: undefined, errors: errors.slice(-1) };
  const residual = fitCodebook(leftBy(vectors, first), fit.residualEntries, fit.rounds, rng);
  const second = residual.codebook;
  const steps = [...residual.errors.slice(-1)];
  for (let round = 0; round < fit.alternations; round++) {
    for (const [own, other] of [[first, second], [second, first]] as const) {
      const rest = leftBy(vectors, other);
      steps.push(assignNearest(rest, own).error);
      moveToMeans(rest, own);
    }
  }
  if (fit.alternations > 0) steps.push(assignNearest(leftBy(vectors, first), second).error);
  return { first, second, errors: steps };
}

/** The vectors minus their centers. */
function leftBy({ values, dimension }: Vectors, { centers, indices }: Codebook): Vectors {
  return { values: values.map((x, i) => x - centers[indices[Math.floor(i / dimension)]! * dimension + (i % dimension)]!), dimension };
}

const vptq = 'VPTQ, Liu et al., EMNLP 2024';
const aqlm = 'AQLM, Egiazarian et al., ICML 2024';

/** The codebooks of VPTQ and AQLM: vectors of 8 weights. */
export function vectorCodebookCodecs(): readonly Codec[] {
  const vectorLength = 8;
  return [
    vectorCodebookCodec({ name: 'vptq-2bit', summary: 'vectors of 8 from a codebook of 65536', source: vptq, vectorLength, entries: 65_536 }),
    vectorCodebookCodec({ name: 'vptq-3bit', summary: 'vectors of 8 from a codebook of 65536, and one of 256 for what is left', source: vptq, vectorLength, entries: 65_536, residualEntries: 256 }),
    vectorCodebookCodec({ name: 'aqlm-2x8', summary: 'vectors of 8, sums of entries of two codebooks of 256', source: aqlm, vectorLength, entries: 256, residualEntries: 256, alternations: 2 }),
    vectorCodebookCodec({ name: 'aqlm-1x16', summary: 'vectors of 8 from a codebook of 65536', source: aqlm, vectorLength, entries: 65_536 }),
  ];
}
