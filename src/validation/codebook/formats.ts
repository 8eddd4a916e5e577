import { storedMatrix, type Codebooks } from '../../arch/codebook/store.js';
import type { LinearOp, OpGraph } from '../../sim/model/op-graph.js';
import { decoderGraph } from '../../workloads/decoder-graph.js';
import { modelNamed } from '../../workloads/models.js';

/** How many numbers of 16 bits a matrix has beside indices and codebooks. */
export type ScalesOf = (op: LinearOp) => number;

/** VPTQ: a scale and a bias for each input. AQLM: a scale for each output. */
export const vptqScales: ScalesOf = ({ inFeatures }) => 2 * inFeatures;
export const aqlmScales: ScalesOf = ({ outFeatures }) => outFeatures;

/** The graph of a model by the name that a table gives it, or null where the catalogue has none. */
export function graphNamed(name: string): OpGraph | null {
  const model = modelNamed(name.trim().toLowerCase().replace(/\s+/g, '-'));
  return model === undefined ? null : decoderGraph(model);
}

/** Bytes of a model whose linear layers are quantised: those, and embeddings, output layer, norms and biases in FP16. */
export interface ModelBytes {
  readonly linear: number;
  readonly total: number;
  /** Stored bits of a weight of the linear layers, everything included. */
  readonly bitsPerWeight: number;
  /** Codebooks of all matrices. */
  readonly codebooks: number;
}

export function modelBytes(graph: OpGraph, books: Codebooks, scalesOf: ScalesOf): ModelBytes {
  let [linear, other, weights, codebooks] = [0, 0, 0, 0];
  for (const { ops, repeat } of graph.groups) {
    for (const op of ops) {
      if (op.kind === 'linear' && op.name !== 'lm_head') {
        const stored = storedMatrix(books, op.inFeatures, op.outFeatures, scalesOf(op));
        linear += repeat * (stored.indexBytes + stored.codebookBytes + stored.scaleBytes);
        codebooks += repeat * stored.codebookBytes;
        weights += repeat * op.inFeatures * op.outFeatures;
      } else if (op.kind === 'linear') other += op.ownsWeights ? 2 * op.inFeatures * op.outFeatures : 0;
      else if (op.kind === 'embedding') other += 2 * op.rows * op.width;
      else if ('parameters' in op) other += repeat * 2 * op.parameters;
    }
  }
  return { linear, total: linear + other, bitsPerWeight: (8 * linear) / weights, codebooks };
}

/** Codebooks that models of VPTQ are released with, of 2 to 4 bits of indices: `v8-k65536-256` is 8 and [65536, 256]. */
const released: readonly Codebooks[] = [
  { vectorLength: 6, entries: [4096] },
  { vectorLength: 8, entries: [65536] }, { vectorLength: 8, entries: [256, 256] }, { vectorLength: 12, entries: [4096, 4096] }, { vectorLength: 16, entries: [65536, 65536] },
  { vectorLength: 8, entries: [65536, 4] }, { vectorLength: 12, entries: [65536, 4096] }, { vectorLength: 8, entries: [65536, 256] },
  { vectorLength: 8, entries: [65536, 4096] }, { vectorLength: 8, entries: [65536, 65536] },
];

/** The released codebooks whose stored bits on that model come closest to the bits of a row: a table of VPTQ gives bits and no codebooks. */
export function closestVptq(graph: OpGraph, bits: number): Codebooks {
  const distance = (books: Codebooks): number => Math.abs(modelBytes(graph, books, vptqScales).bitsPerWeight - bits);
  return released.reduce((best, books) => (distance(books) < distance(best) ? books : best));
}

/** Scheme `KxN` of AQLM at 2 bits, or `KxNgV`: K codebooks of 2^N vectors of V weights, V = K N / 2 where it is not given. Null for another text. */
export function aqlmCodebooks(scheme: string): Codebooks | null {
  const found = /(?:^|\s)(\d+)x(\d+)(?:g(\d+))?(?:\s|$)/.exec(scheme);
  if (found === null) return null;
  const [count, bits] = [Number(found[1]), Number(found[2])];
  const vectorLength = found[3] === undefined ? (count * bits) / 2 : Number(found[3]);
  if (!(count >= 1 && count <= 8 && bits >= 1 && bits <= 16 && Number.isInteger(vectorLength) && vectorLength >= 1)) return null;
  return { vectorLength, entries: Array.from({ length: count }, () => 2 ** bits) };
}
