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
  readonly tp: number;
  readonly pp: number;
  readonly ep: number;
}

export interface Totals {
  readonly seconds: number;
  readonly operations: number;
  readonly weights: number;
  readonly cache: number;
  readonly exchanged: number;
  readonly fits: boolean;
}

const GiB = 2 ** 30;

/** The tool written out op by op for one device of tp x pp x ep: no graph, no work record, elements instead of bytes. */
export function closedForms(m: Sizes, p: Platform, q: Question): Totals {
  const H = m.hidden_size;
  const V = m.vocab_size;
  const d = m.head_dim;
  const { tp, pp, ep } = q;
  const all = tp * ep;
  const n = Math.ceil(m.num_attention_heads / all);
  const g = Math.ceil(m.num_key_value_heads / all);
  const I = Math.ceil(m.intermediate_size / tp);
  const Vd = Math.floor(V / all);
  const E = m.num_experts;
  const K = m.expert_top_k;
  const ub = pp > 1 ? Math.max(Math.floor(q.batch / pp), 1) : q.batch;
  const bandwidth = p.ICN * GiB;
  const hop = (p.ICN_LL ?? 1) * 1e-6;
  const gatherOf = (elements: number, devices: number): number => (devices === 1 ? 0 : 5e-6 + (devices - 1) * (hop + (elements * q.bytes) / devices / bandwidth));
  const reduceOf = (elements: number, devices: number): number => (devices === 1 ? 0 : 5e-6 + 2 * (devices - 1) * (hop + (elements * q.bytes) / devices / bandwidth));
  let exchanged = 0;
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
    const rows = ub * q.tokens;
    product(1, rows, Vd, H, false);
    exchanged += reduceOf(rows * H, all);
    product(L, rows, H, qkv, false);
    const scores = ub * n * q.tokens * q.tokens;
    add(2 * L, scores * d, ub * (n + g) * q.tokens * d, scores);
    cache = 2 * L * ub * g * q.tokens * d;
    product(L, rows, n * d, H, false);
    if (E > 1) product(L, rows, Math.floor(H / tp), E, false);
    const each = ub * (E > 1 ? Math.floor((q.tokens * K) / E) : q.tokens);
    const wide = Math.floor(E / ep) * I;
    product(L, each, H, m.num_ffi * wide, false);
    product(L, each, wide, H, false);
    product(1, rows, H, Vd, false);
    exchanged += L * (reduceOf(rows * H, all) + reduceOf(rows * H, tp)) + gatherOf(rows * V, all);
    if (E > 1) exchanged += L * (reduceOf(rows * E, tp) + 2 * gatherOf(rows * K * H, ep));
    exchanged += (pp - 1) * (hop + (rows * H * q.bytes) / bandwidth);
  } else {
    const rows = ub * q.beams;
    product(L, rows, H, qkv, true);
    for (const [sequences, keys] of [[ub, q.tokens], [rows, q.outputs]] as const) {
      add(2 * L, sequences * n * keys * d, sequences * g * keys * d, sequences * n * (d + keys));
      cache += 2 * L * sequences * g * keys * d;
    }
    product(L, rows, n * d, H, true);
    if (E > 1) product(L, rows, Math.floor(H / tp), E, false);
    const used = Math.max(1, Math.ceil(K / ep));
    product(L, rows, H, m.num_ffi * used * I, true);
    product(L, rows, used * I, H, true);
    weights += L * (m.num_ffi + 1) * (Math.floor(E / ep) - used) * I * H;
    product(1, rows, H, Vd, false);
    exchanged += L * (reduceOf(rows * H, all) + reduceOf(rows * H, tp)) + gatherOf(rows * V, all);
    if (E > 1) exchanged += L * (reduceOf(rows * H, tp) + 2 * gatherOf(rows * K * H, ep));
    exchanged += (pp - 1) * (hop + (rows * H * q.bytes) / bandwidth);
  }
  seconds += exchanged;
  return { seconds, operations: 2 * macs, weights: weights * q.bytes, cache: cache * q.bytes, exchanged, fits: ((weights + cache) * q.bytes) / pp <= p.Memory_size * GiB };
}
