import type { Cascade, Operator, TensorUse } from '../../sim/engine/mapper/cascade.js';
import type { Role } from '../../sim/engine/mapper/hierarchy.js';

/** Builds a cascade from operators as one writes them down: an output, its inputs, and the ranks of each. */
export class CascadeBuilder {
  readonly #sizes: Readonly<Record<string, number>>;
  readonly #bits: Record<string, number> = {};
  readonly #bitsOf: (tensor: string) => number;
  readonly #operators: Operator[] = [];

  constructor(sizes: Readonly<Record<string, number>>, bitsOf: (tensor: string) => number) {
    this.#sizes = sizes;
    this.#bitsOf = bitsOf;
  }

  /** out[ranks] = first[ranks] (x second[ranks]); the first operand is the input, the second the weight, as the peer takes them. `ranks` are separated by blanks. */
  add(name: string, out: string, first: readonly [string, string], second?: readonly [string, string]): this {
    return this.#push('compute', name, out, second === undefined ? [first] : [first, second]);
  }

  copy(name: string, out: string, from: readonly [string, string]): this {
    return this.#push('copy', name, out, [from]);
  }

  build(name: string): Cascade {
    return { name, bitsPerValue: this.#bits, operators: this.#operators };
  }

  #push(kind: 'compute' | 'copy', name: string, out: string, operands: readonly (readonly [string, string])[]): this {
    const roles: readonly Role[] = ['input', 'weight'];
    const inputs = operands.map(([tensor, ranks], i): TensorUse => ({ tensor, role: roles[i]!, ranks: ranks.split(' ') }));
    const output: TensorUse = { tensor: name, role: 'output', ranks: out.split(' ') };
    const ranks: Record<string, number> = {};
    for (const use of [output, ...inputs]) {
      this.#bits[use.tensor] ??= this.#bitsOf(use.tensor);
      for (const rank of use.ranks) ranks[rank] = this.#sizes[rank]!;
    }
    this.#operators.push({ name, kind, ranks, inputs, output });
    return this;
  }
}

/** Sizes of a decoder layer, from its public configuration. */
export interface LayerSize {
  readonly hidden: number;
  /** Query heads that share a key and value head, and how many of these there are. */
  readonly kvHeads: number;
  readonly queriesPerKv: number;
  readonly headDim: number;
  readonly feedForward: { readonly kind: 'two-layer' | 'gated'; readonly size: number } | ExpertSize;
  /** Multi-head latent attention (DeepSeek-V2, arXiv 2405.04434): widths of the compressed queries and of the compressed keys and values. */
  readonly latent?: { readonly query: number; readonly keyValue: number; readonly valueDim: number };
  /** Tensors with other bits than `bits`. */
  readonly bits: number;
  readonly wide?: { readonly bits: number; readonly tensors: readonly string[] };
}

interface ExpertSize {
  readonly kind: 'experts';
  readonly size: number;
  readonly experts: number;
  readonly perToken: number;
  /** Width of the expert that every token passes; none where it is null. */
  readonly shared: number | null;
}

/** What a row asks of a layer: `context` is the cached tokens in decode and null in prefill. */
export interface Request {
  readonly batch: number;
  readonly tokens: number;
  readonly context: number | null;
}

/**
 * One decoder layer as the peer writes it: projections, scores, softmax as one elementwise operator, values, output projection, feed-forward. Norms, positions,
 * residuals, biases and activations are left out. In decode, scores and values read a cache of `context` tokens; the new key and value are written out and read by nobody.
 */
export function decoderLayer(name: string, layer: LayerSize, { batch, tokens, context }: Request): Cascade {
  const { hidden, kvHeads, queriesPerKv, headDim, feedForward, latent, bits, wide } = layer;
  const perToken = feedForward.kind === 'experts' ? feedForward.perToken : 0;
  const active = feedForward.kind === 'experts' ? Math.min(feedForward.experts, tokens * perToken) : 1;
  const sizes: Record<string, number> = {
    b: batch, m: tokens, p: context ?? tokens, d: hidden, g: hidden, j: hidden, g2: hidden, hk: kvHeads, hq: queriesPerKv, e: headDim, f: latent?.valueDim ?? headDim,
    lq: latent?.query ?? 1, l: latent?.keyValue ?? 1, c: feedForward.size, cs: feedForward.kind === 'experts' ? feedForward.shared ?? 1 : 1, x: active, xt: Math.ceil((tokens * perToken) / active),
  };
  const layerOf = new CascadeBuilder(sizes, (tensor) => (wide?.tensors.includes(tensor) === true ? wide.bits : bits));
  layerOf.copy('I', 'b m d', ['I_in', 'b m d']);
  if (latent === undefined) groupedAttention(layerOf, queriesPerKv, context !== null);
  else latentAttention(layerOf, context !== null);
  if (feedForward.kind === 'experts') expertFeedForward(layerOf, feedForward.shared !== null);
  else denseFeedForward(layerOf, feedForward.kind);
  return layerOf.build(name);
}

function groupedAttention(layer: CascadeBuilder, queriesPerKv: number, decode: boolean): void {
  const query = queriesPerKv === 1 ? 'hk' : 'hk hq';
  layer.add('V', 'b m hk e', ['I', 'b m d'], ['WV', 'hk e d'])
    .add('K', 'b m hk e', ['I', 'b m d'], ['WK', 'hk e d'])
    .add('Q', `b m ${query} e`, ['I', 'b m d'], ['WQ', `${query} e d`])
    .add('QK', `b m p ${query}`, ['Q', `b m ${query} e`], [decode ? 'K_cache' : 'K', 'b p hk e'])
    .add('QK_softmax', `b m p ${query}`, ['QK', `b m p ${query}`])
    .add('AV', `b m ${query} f`, ['QK_softmax', `b m p ${query}`], [decode ? 'V_cache' : 'V', 'b p hk f'])
    .add('Z', 'b m g', ['AV', `b m ${query} f`], ['WZ', `${query} f g`]);
}

/** Scores and values in the latent space, with the up-projections of keys and values absorbed by the queries and the output. */
function latentAttention(layer: CascadeBuilder, decode: boolean): void {
  const cache = decode ? 'CKV_cache' : 'CKV';
  layer.add('CQ', 'b m lq', ['I', 'b m d'], ['WCQ', 'd lq'])
    .add('CKV', 'b m l', ['I', 'b m d'], ['WCKV', 'd l'])
    .add('Q', 'b m hk e', ['CQ', 'b m lq'], ['WQ', 'hk e lq'])
    .add('Q_latent', 'b m hk l', ['Q', 'b m hk e'], ['WK', 'hk e l'])
    .add('QK', 'b m p hk', ['Q_latent', 'b m hk l'], [cache, 'b p l'])
    .add('QK_softmax', 'b m p hk', ['QK', 'b m p hk'])
    .add('AV_latent', 'b m hk l', ['QK_softmax', 'b m p hk'], [cache, 'b p l'])
    .add('AV', 'b m hk f', ['AV_latent', 'b m hk l'], ['WV', 'hk f l'])
    .add('Z', 'b m g', ['AV', 'b m hk f'], ['WZ', 'hk f g']);
}

function denseFeedForward(layer: CascadeBuilder, kind: 'two-layer' | 'gated'): void {
  if (kind === 'two-layer') {
    layer.add('FFA', 'b m c', ['Z', 'b m g'], ['WFFA', 'g c']).add('FFB', 'b m j', ['FFA', 'b m c'], ['WFFB', 'c j']);
    return;
  }
  layer.add('FFG', 'b m c', ['Z', 'b m g'], ['WFFG', 'g c'])
    .add('FFU', 'b m c', ['Z', 'b m g'], ['WFFU', 'g c'])
    .add('FFH', 'b m c', ['FFG', 'b m c'], ['FFU', 'b m c'])
    .add('FFB', 'b m j', ['FFH', 'b m c'], ['WFFD', 'c j']);
}

/** Tokens spread evenly over the experts that are active, min(experts, tokens x experts a token); scattering and gathering are copies. Router and weighting are left out. */
function expertFeedForward(layer: CascadeBuilder, shared: boolean): void {
  if (shared) {
    layer.add('SFG', 'b m cs', ['Z', 'b m g'], ['WSFG', 'g cs'])
      .add('SFU', 'b m cs', ['Z', 'b m g'], ['WSFU', 'g cs'])
      .add('SFH', 'b m cs', ['SFG', 'b m cs'], ['SFU', 'b m cs'])
      .add('SFB', 'b m j', ['SFH', 'b m cs'], ['WSFD', 'cs j']);
  }
  layer.copy('Z_per_expert', 'b x xt g', ['Z', 'b m g'])
    .add('FFG', 'b x xt c', ['Z_per_expert', 'b x xt g'], ['WFFG', 'x g c'])
    .add('FFU', 'b x xt c', ['Z_per_expert', 'b x xt g'], ['WFFU', 'x g c'])
    .add('FFH', 'b x xt c', ['FFG', 'b x xt c'], ['FFU', 'b x xt c'])
    .add('FFD', 'b x xt j', ['FFH', 'b x xt c'], ['WFFD', 'x c j']);
  if (shared) layer.copy('RFFB', 'b m j', ['FFD', 'b x xt j']).add('FFB', 'b m j', ['SFB', 'b m j'], ['RFFB', 'b m j']);
  else layer.copy('FFB', 'b m j', ['FFD', 'b x xt j']);
}
