import type { Experts, LayerGroup, LinearOp, Op } from '../../sim/model/op-graph.js';
import { isRouted, type Parallelism } from './parallelism.js';

/** Which side of a matrix is split over the devices that share a layer: by its outputs, so that each has some of them; or by its inputs, so that their outputs are to be added up. */
export type Side = 'outputs' | 'inputs' | 'none';

/** What a layer is split by: query heads, heads of keys and values, or any width. */
type By = 'heads' | 'kv-heads' | 'width';

const byOutputs: Readonly<Record<string, By>> = {
  q_proj: 'heads', q_b_proj: 'heads', kv_b_proj: 'heads', k_proj: 'kv-heads', v_proj: 'kv-heads', gate_proj: 'width', up_proj: 'width', expert_gate_proj: 'width', expert_up_proj: 'width',
  shared_gate_proj: 'width', shared_up_proj: 'width', lm_head: 'width',
};
const byInputs: Readonly<Record<string, By>> = { o_proj: 'heads', down_proj: 'width', expert_down_proj: 'width', shared_down_proj: 'width' };
/** Elementwise and row-wise work on what is split. */
const vectors: Readonly<Record<string, By>> = {
  q_norm: 'heads', rope_q: 'heads', attn_sub_norm: 'heads', k_norm: 'kv-heads', rope_k: 'kv-heads', kv_append: 'kv-heads', mlp_act: 'width', mlp_multiply: 'width', mlp_sub_norm: 'width',
  expert_act: 'width', expert_multiply: 'width', shared_act: 'width', shared_multiply: 'width',
};

/** Heads of the attention that an op belongs to; null where its layer has none. */
export interface HeadCounts { readonly heads: number; readonly kvHeads: number }

export function headsOf({ ops }: Pick<LayerGroup, 'ops'>): HeadCounts | null {
  for (const op of ops) if (op.kind === 'scores') return { heads: op.heads, kvHeads: op.kvHeads };
  return null;
}

/** The name of an op, or of that which it completes, without the mark of cross attention. */
function plainName(op: Op): string {
  return (op.kind === 'linear' ? op.sidePathOf ?? op.name : op.name).replace(/^cross_/, '');
}

/** How a linear op is split; `none` where every device has all of it: routers, low-rank parts, recurrences. */
export function sideOf(op: LinearOp, heads: HeadCounts | null): Side {
  const name = plainName(op);
  const by = byOutputs[name] ?? byInputs[name];
  if (by === undefined || (by !== 'width' && heads === null)) return 'none';
  if (name in byOutputs) return op.name.endsWith('.down') ? 'none' : 'outputs';
  return op.name.endsWith('.up') ? 'none' : 'inputs';
}

/** The part of one of `tensor` devices that share a layer, the fullest one: counts are divided and rounded up, so that few heads of keys and values are on every device. */
export function splitByTensor(op: Op, heads: HeadCounts | null, { tensor, sequence }: Parallelism, hasLatents: boolean): Op {
  if (tensor === 1) return op;
  const part = (count: number): number => Math.ceil(count / tensor);
  const splitBy = (by: By, width: number): number => {
    const count = by === 'heads' ? heads?.heads : by === 'kv-heads' ? heads?.kvHeads : width;
    return count === undefined ? width : Math.ceil((width / count) * part(count));
  };
  switch (op.kind) {
    case 'linear': {
      const by = byOutputs[plainName(op)] ?? byInputs[plainName(op)];
      const side = sideOf(op, heads);
      // Matrices of each head (latent attention) are whole matrices, some on every device.
      if (by === undefined && op.experts !== undefined && !isRouted(op) && op.experts.count === heads?.heads) return { ...op, experts: both(op.experts, part(op.experts.count)) };
      if (by === undefined || side === 'none') return op;
      if (side === 'inputs') return { ...op, inFeatures: splitBy(by, op.inFeatures) };
      const outFeatures = splitBy(by, op.outFeatures);
      return { ...op, outFeatures, ...(op.biasBytes === undefined ? {} : { biasBytes: (op.biasBytes * outFeatures) / op.outFeatures }) };
    }
    case 'scores': case 'softmax': case 'values':
      return { ...op, heads: part(op.heads), kvHeads: part(op.kvHeads), ...(op.parameterBytes === undefined ? {} : { parameterBytes: (op.parameterBytes * part(op.heads)) / op.heads }) };
    case 'embedding': {
      if (op.name !== 'embed_tokens') return op;
      const rows = part(op.rows);
      return { ...op, rows, ...(op.tableBytes === undefined ? {} : { tableBytes: (op.tableBytes * rows) / op.rows }) };
    }
    case 'norm': case 'rope': case 'activation': case 'multiply': case 'add': case 'cache-append': {
      const by = vectors[plainName(op)];
      const isLatent = hasLatents && by === 'kv-heads' && op.kind === 'rope';
      if (by !== undefined && !isLatent && (by === 'width' || heads !== null)) return narrowed(op, splitBy(by, op.width), true);
      return sequence && op.kind !== 'cache-append' && op.experts === undefined ? narrowed(op, part(op.width), false) : op;
    }
  }
}

function both(experts: Experts, count: number): Experts {
  return { ...experts, count, active: count };
}

/** Work on a part of the elements; with `own` it has that part of the parameters too, else all of them (the same norm on fewer tokens). */
function narrowed<T extends Extract<Op, { readonly width: number; readonly parameters: number }>>(op: T, width: number, own: boolean): T {
  const share = width / op.width;
  const scaled = (count: number): number => Math.ceil(count * share);
  return {
    ...op, width,
    ...(own && op.parameters >= op.width ? { parameters: scaled(op.parameters), ...(op.parameterBytes === undefined ? {} : { parameterBytes: op.parameterBytes * share }) } : {}),
    ...(op.reads === undefined ? {} : { reads: scaled(op.reads) }), ...(op.writes === undefined ? {} : { writes: scaled(op.writes) }),
  };
}

/**
 * The experts of the fullest of `expert` devices, and how many of them a token takes on average: with E experts, K of a token, e = ceil(E / devices) on the device,
 * e K / E. Then the expected distinct experts of T tokens are e (1 - (1 - K / E)^T), and their tokens T K e / E, which are those of the device.
 */
export function splitByExpert(op: Op, { expert }: Parallelism): Op {
  if (expert === 1 || !isRouted(op) || !('experts' in op) || op.experts === undefined) return op;
  const { count, active, measured } = op.experts;
  const share = Math.ceil(count / expert) / count;
  const experts: Experts = { count: count * share, active: active * share, ...(measured === undefined ? {} : { measured: measured.map(([tokens, distinct]) => [tokens, distinct * share] as const) }) };
  return { ...op, experts };
}
