/**
 * Which keys a query may look at, query i standing after i earlier tokens:
 * `causal` the i + 1 first, `full` all, `prefix` all of the first `prefix` and causally after, `sliding-window` the last `window`,
 * `lambda` the first `sinks` and the last `window`, `block-sparse` the given share of the causal triangle in blocks of `block` x `block`.
 */
export type Mask =
  | { readonly kind: 'causal' }
  | { readonly kind: 'full' }
  | { readonly kind: 'prefix'; readonly prefix: number }
  | { readonly kind: 'sliding-window'; readonly window: number }
  | { readonly kind: 'lambda'; readonly sinks: number; readonly window: number }
  | { readonly kind: 'block-sparse'; readonly block: number; readonly filled: readonly (readonly [tokens: number, share: number])[] };

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
  readonly epilogue: false;
}

/** Attention over the KV cache: `scores` = Q K^T, `softmax` of it, `values` = P V, per query head and its shared KV head. */
export interface AttentionOp {
  readonly kind: 'scores' | 'softmax' | 'values';
  readonly name: string;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  readonly mask: Mask;
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
  readonly epilogue: boolean;
}

/** Row look-up in a table of `rows` x `width`: one row for each token. */
export interface EmbeddingOp {
  readonly kind: 'embedding';
  readonly name: string;
  readonly rows: number;
  readonly width: number;
  readonly epilogue: false;
}

export type Op = LinearOp | AttentionOp | VectorOp | EmbeddingOp;
export type OpKind = Op['kind'];

/** A run of equal layers: costed once, multiplied by `repeat`. */
export interface LayerGroup {
  readonly name: string;
  readonly repeat: number;
  /** The tokens it works on: `all` of the pass, or those whose `logits` the scenario asks for. */
  readonly tokens: 'all' | 'logits';
  /** In execution order; an op with `epilogue` directly follows the op whose output it takes. */
  readonly ops: readonly Op[];
}

/** What is computed in one forward pass of a decoder. Shapes are per token; the pass gives batch, tokens and context. */
export interface OpGraph {
  readonly name: string;
  readonly groups: readonly LayerGroup[];
}

/** Learned parameters of one op, its own tensors only. */
export function opParameters(op: Op): number {
  switch (op.kind) {
    case 'linear': return (op.ownsWeights ? op.inFeatures * op.outFeatures : 0) + (op.bias ? op.outFeatures : 0);
    case 'embedding': return op.rows * op.width;
    case 'scores': case 'softmax': case 'values': return 0;
    case 'norm': case 'rope': case 'activation': case 'multiply': case 'add': case 'cache-append': return op.parameters;
  }
}

/** Learned parameters of the whole graph, shared tensors counted once. */
export function parameterCount(graph: OpGraph): number {
  let total = 0;
  for (const group of graph.groups) for (const op of group.ops) total += group.repeat * opParameters(op);
  return total;
}
