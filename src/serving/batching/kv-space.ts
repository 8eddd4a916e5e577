import { visibleLimit } from '../../sim/engine/mask.js';
import type { OpGraph } from '../../sim/model/op-graph.js';
import type { QuantizationScheme } from '../../sim/model/quantization.js';

/** Bytes of the keys and values of a sequence, which are handed out in blocks of tokens (Kwon et al., SOSP 2023, section 4). */
export interface KvSpace {
  readonly blockTokens: number;
  /** Of so many tokens, whole blocks: sum over layers of min(blocks of the tokens, blocks of the layer's window) x bytes of a block. */
  readonly tokenBytes: (tokens: number) => number;
  /** Of the recurrent states of a sequence, which have one size. */
  readonly stateBytes: number;
  /** Of a block of all layers: what a sequence takes more for up to so many tokens. */
  readonly blockBytes: number;
}

/** The space that sequences of a model take. With blocks of one token it is what `simulate` counts. */
export function kvSpace(graph: OpGraph, scheme: QuantizationScheme, blockTokens: number): KvSpace {
  const byLimit = new Map<number, number>();
  let stateBytes = 0;
  for (const { ops, repeat } of graph.groups) {
    for (const op of ops) {
      if ((op.kind === 'scores' || op.kind === 'values') && op.sharesKeys !== true) {
        const limit = visibleLimit(op.mask);
        byLimit.set(limit, (byLimit.get(limit) ?? 0) + (repeat * op.kvHeads * op.headDim * scheme.kvCache.bits) / 8);
      }
      if (op.kind === 'cache-append' && op.recurrent === true) stateBytes += (repeat * op.width * scheme.kvCache.bits) / 8;
    }
  }
  const kinds = [...byLimit].map(([limit, bytes]) => ({ blocks: Math.ceil(limit / blockTokens), bytes: bytes * blockTokens }));
  const tokenBytes = (tokens: number): number => {
    const blocks = Math.ceil(tokens / blockTokens);
    let bytes = 0;
    for (let i = 0; i < kinds.length; i++) bytes += Math.min(blocks, kinds[i]!.blocks) * kinds[i]!.bytes;
    return bytes;
  };
  return { blockTokens, tokenBytes, stateBytes, blockBytes: tokenBytes(1) };
}
