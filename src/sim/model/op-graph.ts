/**
 * Which keys a query may look at, query i standing after i earlier tokens:
 * `causal` the i + 1 first, `full` all, `prefix` all of the first `prefix` and causally after, `sliding-window` the last `window`,
 * `lambda` the first `sinks` and the last `window`, `band` itself, the `before` ones in front of it and the `after` ones behind it,
 * `block-sparse` the given share of the causal triangle in blocks of `block` x `block`.
 */
export type Mask =
  | { readonly kind: 'causal' }
  | { readonly kind: 'full' }
  | { readonly kind: 'prefix'; readonly prefix: number }
  | { readonly kind: 'sliding-window'; readonly window: number }
  | { readonly kind: 'lambda'; readonly sinks: number; readonly window: number }
  | { readonly kind: 'band'; readonly before: number; readonly after: number }
  | { readonly kind: 'block-sparse'; readonly block: number; readonly filled: readonly (readonly [tokens: number, share: number])[] };

/**
 * `count` weight matrices of one shape, each token being multiplied with `active` of them: the experts of a layer, each on the tokens that are routed to it;
 * or, where all are active, the blocks of a block-diagonal matrix, each on its own part of every token.
 */
export interface Experts {
  readonly count: number;
  readonly active: number;
  /** Mean numbers of distinct matrices that passes of so many tokens were seen to take, tokens ascending. Absent: every choice of `active` is as likely as any other. */
  readonly measured?: readonly (readonly [tokens: number, distinct: number])[];
}

/** y = x W (+ b): `tokens` x inFeatures times inFeatures x outFeatures. */
export interface LinearOp {
  readonly kind: 'linear';
  readonly name: string;
  readonly inFeatures: number;
  readonly outFeatures: number;
  readonly bias: boolean;
  /** Where its output goes: keys and values go to the `cache`, where a `cache-append` writes them. */
  readonly output: 'activation' | 'cache';
  /** False where the weight tensor is another op's (a tied lm_head): it is read, but counted once as a parameter. */
  readonly ownsWeights: boolean;
  /** The op whose product it completes, where it is a part of that op's format and not of the model. */
  readonly sidePathOf?: string;
  /** Present where there are several matrices (with a bias each) of that shape. */
  readonly experts?: Experts;
  /** Bytes of the bias of one matrix as a file stores it. Absent: 32 bits an output. */
  readonly biasBytes?: number;
  readonly epilogue: false;
}

/** Attention over the KV cache: `scores` = Q K^T, `softmax` of it, `values` = P V, per query head and its shared KV head. In an encoder the cache lasts one layer. */
export interface AttentionOp {
  readonly kind: 'scores' | 'softmax' | 'values';
  readonly name: string;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  readonly mask: Mask;
  /** Present where keys and values are made from the output of an encoder (cross attention): as many as the prompt has tokens, in every pass, and all are seen. */
  readonly keys?: 'encoder';
  /** Of `values`: they are the first `headDim` elements of each key, so the cache holds no values beside the keys (latent attention). */
  readonly sharesKeys?: boolean;
  /** Of `softmax`: each head has a learned logit beside those of the keys. */
  readonly sinks?: boolean;
  /** Bytes of these logits as a file stores them. Absent: 16 bits each. */
  readonly parameterBytes?: number;
  /** True where it works elementwise on the output of the op before it (softmax on scores). */
  readonly epilogue: boolean;
}

/** Elementwise and row-wise work on `width` elements of every token. */
export interface VectorOp {
  readonly kind: 'norm' | 'rope' | 'activation' | 'multiply' | 'add' | 'cache-append';
  readonly name: string;
  readonly width: number;
  /** Learned parameters: norm gains and biases. */
  readonly parameters: number;
  /** Their bytes as a file stores them. Absent: 16 bits each. */
  readonly parameterBytes?: number;
  /**
   * Elements of a token that it reads and writes, where these are not `width` each: a convolution reads a vector once and goes over it for each tap.
   * Second operands are among the reads then.
   */
  readonly reads?: number;
  readonly writes?: number;
  /** Of `cache-append`: it replaces a recurrent state of `width` elements a sequence, whatever its tokens; a decode pass reads it first, prefill begins without one. */
  readonly recurrent?: boolean;
  /** Present where it follows on the outputs of such matrices: it works on the tokens of each. */
  readonly experts?: Experts;
  readonly epilogue: boolean;
}

/** Row look-up in a table of `rows` x `width`: one row for each token. */
export interface EmbeddingOp {
  readonly kind: 'embedding';
  readonly name: string;
  readonly rows: number;
  readonly width: number;
  /** True where the table is that of another op, which counts it. */
  readonly shared?: boolean;
  /** Bytes of the table as a file stores it. Absent: in the format that the scheme has for tables. */
  readonly tableBytes?: number;
  readonly epilogue: false;
}

export type Op = LinearOp | AttentionOp | VectorOp | EmbeddingOp;
export type OpKind = Op['kind'];

/** A run of equal layers: costed once, multiplied by `repeat`. */
export interface LayerGroup {
  readonly name: string;
  readonly repeat: number;
  /** The tokens it works on: `all` of the pass, those whose `logits` the scenario asks for, or the `first` of each sequence (what a pooler takes). */
  readonly tokens: 'all' | 'logits' | 'first';
  /**
   * Absent in a model of one stack that reads a prompt and goes on with it. An `encoder` works on the tokens of the prompt, in prefill alone, and keeps no keys and values;
   * the `decoder` behind one works on a prompt of its own (`Scenario.decoderPromptTokens`) and on what it generates.
   */
  readonly stack?: 'encoder' | 'decoder';
  /** Present in an encoder where the rows that a group works on are not its tokens: `perToken` tokens - `without` (frames in front of a convolution with a stride, patches without a class token). */
  readonly rows?: { readonly perToken: number; readonly without: number };
  /** True where every learned tensor is that of an earlier group (ALBERT): they are read, and counted and held once. */
  readonly sharesWeights?: boolean;
  /** In execution order; an op with `epilogue` directly follows the op whose output it takes. */
  readonly ops: readonly Op[];
}

/** What is computed in one forward pass of a model. Shapes are per token; the pass gives batch, tokens and context. */
export interface OpGraph {
  readonly name: string;
  readonly groups: readonly LayerGroup[];
}

/** Learned parameters of one op, its own tensors only; those of all experts. */
export function opParameters(op: Op): number {
  switch (op.kind) {
    case 'linear': return (op.experts?.count ?? 1) * parametersOfMatrix(op);
    case 'embedding': return op.shared === true ? 0 : op.rows * op.width;
    case 'softmax': return op.sinks === true ? op.heads : 0;
    case 'scores': case 'values': return 0;
    case 'norm': case 'rope': case 'activation': case 'multiply': case 'add': case 'cache-append': return op.parameters;
  }
}

/** Weights and biases of one matrix of a linear op. */
function parametersOfMatrix(op: LinearOp): number {
  return (op.ownsWeights ? op.inFeatures * op.outFeatures : 0) + (op.bias ? op.outFeatures : 0);
}

/** Learned parameters of the whole graph, shared tensors counted once. */
export function parameterCount(graph: OpGraph): number {
  return sumOverLayers(graph, opParameters);
}

/** The parameters that one token meets: of the experts those that it is routed to, of everything else all. */
export function activeParameterCount(graph: OpGraph): number {
  return sumOverLayers(graph, (op) => (op.kind === 'linear' && op.experts !== undefined ? op.experts.active * parametersOfMatrix(op) : opParameters(op)));
}

function sumOverLayers(graph: OpGraph, of: (op: Op) => number): number {
  let total = 0;
  for (const group of graph.groups) if (group.sharesWeights !== true) for (const op of group.ops) total += group.repeat * of(op);
  return total;
}

/** True where the graph has an encoder. */
export function hasEncoder(graph: OpGraph): boolean {
  return graph.groups.some(({ stack }) => stack === 'encoder');
}

/** True where every layer is one of an encoder: the model gives one output for a prompt, and decodes nothing. */
export function isEncoder(graph: OpGraph): boolean {
  return graph.groups.length > 0 && graph.groups.every(({ stack }) => stack === 'encoder');
}
