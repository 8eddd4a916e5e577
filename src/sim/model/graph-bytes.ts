import { opParameters, type AttentionOp, type EmbeddingOp, type LinearOp, type OpGraph, type VectorOp } from './op-graph.js';
import { bitsPerWeight, bytesOfWeights, weightFormatOf, type QuantizationScheme, type WeightFormat } from './quantization.js';

/** Bytes of the bias of one matrix of a linear op: as stored, else 32 bits an output. */
export function biasBytesOf(op: LinearOp): number {
  return op.bias ? op.biasBytes ?? op.outFeatures * 4 : 0;
}

/** Bytes of one learned parameter of a vector op (a norm gain) whose file is not known: 16 bits. */
export const parameterBytes = 2;

/** Bytes of the learned parameters of a vector op, or of the logits that a softmax has: as stored, else 16 bits each. */
export function parameterBytesOf(op: VectorOp | AttentionOp): number {
  return op.parameterBytes ?? opParameters(op) * parameterBytes;
}

/** Bytes of so many rows of a table: as stored, else in the format of the scheme. */
export function rowBytesOf(op: EmbeddingOp, rows: number, scheme: QuantizationScheme): number {
  return op.tableBytes === undefined ? rows * op.width * (scheme.embedding.bits / 8) : (rows / op.rows) * op.tableBytes;
}

/** What the weights of a graph are and take, all experts and layers. */
export interface GraphBytes {
  /** Weights that matrix work streams, those of side paths left out: they are bits of the weights that these complete. */
  readonly count: number;
  readonly linear: number;
  readonly embedding: number;
  /** Biases, norm gains, other learned vectors. */
  readonly small: number;
}

/**
 * Bytes of all weights of a graph in the formats of a scheme, each tensor once. Matrices that layers share are counted where they are owned; a tied lm_head
 * in another format than the embedding table is a copy of its own.
 */
export function graphBytes(graph: OpGraph, scheme: QuantizationScheme): GraphBytes {
  const owned = ownedMatrices(graph);
  let [count, linear, embedding, small] = [0, 0, 0, 0];
  for (const { ops, repeat, sharesWeights } of graph.groups) {
    if (sharesWeights === true) continue;
    for (const op of ops) {
      if (op.kind === 'embedding') embedding += op.tableBytes === undefined ? (repeat * opParameters(op) * scheme.embedding.bits) / 8 : repeat * op.tableBytes;
      else if (op.kind !== 'linear') small += repeat * parameterBytesOf(op);
      else {
        const matrices = repeat * (op.experts?.count ?? 1);
        small += matrices * biasBytesOf(op);
        const format = weightFormatOf(scheme, op.name);
        if (!op.ownsWeights && op.sidePathOf === undefined && (owned.has(op.name) || isTable(format, scheme))) continue;
        const weights = matrices * op.inFeatures * op.outFeatures;
        if (op.sidePathOf === undefined) count += weights;
        linear += bytesOfWeights(format, weights);
      }
    }
  }
  return { count, linear, embedding, small };
}

/** Names of linear ops that own their matrices in some layer: others of that name read the same ones. */
function ownedMatrices(graph: OpGraph): ReadonlySet<string> {
  return new Set(graph.groups.flatMap(({ ops }) => ops.filter((op) => op.kind === 'linear' && op.ownsWeights).map(({ name }) => name)));
}

/** True where a matrix in this format is the embedding table itself. */
function isTable(format: WeightFormat, { embedding }: QuantizationScheme): boolean {
  return format.type === embedding || (format.type.kind === embedding.kind && bitsPerWeight(format) === embedding.bits);
}
