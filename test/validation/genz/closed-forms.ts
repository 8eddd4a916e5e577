import type { Platform, Sizes } from './reference.js';

export interface Question {
  readonly stage: 'prefill' | 'decode';
  readonly batch: number;
  readonly tokens: number;
  readonly outputs: number;
  readonly beams: number;
  readonly bytes: number;
  /** Time of a MAC over that in bf16. */
  readonly slowness: number;
}

export interface Totals {
  readonly seconds: number;
  readonly operations: number;
  readonly weights: number;
  readonly cache: number;
  readonly fits: boolean;
}

const GiB = 2 ** 30;

/** The tool on one device written out op by op: no graph, no work record, elements instead of bytes. */
export function closedForms(m: Sizes, p: Platform, q: Question): Totals {
  const H = m.hidden_size;
  const V = m.vocab_size;
  const d = m.head_dim;
  const n = m.num_attention_heads;
  const g = m.num_key_value_heads;
  const E = m.num_experts;
  const K = m.expert_top_k;
  let seconds = 0;
  let macs = 0;
  let weights = 0;
  let cache = 0;
  const add = (times: number, ops: number, memory: number, chip: number): void => {
    macs += times * ops;
    if (ops === 0) return;
    const compute = (ops * q.slowness) / ((p.Flops * 1e12) / 2);
    seconds += times * Math.max(compute, (memory * q.bytes) / (p.Memory_BW * GiB) + (chip * q.bytes) / (18_000 * GiB));
  };
  /** Rows times a matrix of `from` x `to`. */
  const product = (times: number, rows: number, from: number, to: number, onChip: boolean): void => {
    weights += times * from * to;
    const activations = rows * (from + to);
    add(times, rows * from * to, from * to + (onChip ? 0 : activations), onChip ? activations : 0);
  };
  const L = m.num_decoder_layers;
  const qkv = (n + 2 * g) * d;
  if (q.stage === 'prefill') {
    const rows = q.batch * q.tokens;
    product(1, rows, V, H, false);
    product(L, rows, H, qkv, false);
    const scores = q.batch * n * q.tokens * q.tokens;
    add(2 * L, scores * d, q.batch * (n + g) * q.tokens * d, scores);
    cache = 2 * L * q.batch * g * q.tokens * d;
    product(L, rows, n * d, H, false);
    if (E > 1) product(L, rows, H, E, false);
    const each = q.batch * (E > 1 ? Math.floor((q.tokens * K) / E) : q.tokens);
    product(L, each, H, m.num_ffi * E * m.intermediate_size, false);
    product(L, each, E * m.intermediate_size, H, false);
    product(1, rows, H, V, false);
  } else {
    const rows = q.batch * q.beams;
    product(L, rows, H, qkv, true);
    for (const [sequences, keys] of [[q.batch, q.tokens], [rows, q.outputs]] as const) {
      add(2 * L, sequences * n * keys * d, sequences * g * keys * d, sequences * n * (d + keys));
      cache += 2 * L * sequences * g * keys * d;
    }
    product(L, rows, n * d, H, true);
    if (E > 1) product(L, rows, H, E, false);
    product(L, rows, H, m.num_ffi * K * m.intermediate_size, true);
    product(L, rows, K * m.intermediate_size, H, true);
    weights += L * (m.num_ffi + 1) * (E - K) * m.intermediate_size * H;
    product(1, rows, H, V, false);
  }
  return { seconds, operations: 2 * macs, weights: weights * q.bytes, cache: cache * q.bytes, fits: (weights + cache) * q.bytes <= p.Memory_size * GiB };
}
