import { reference, type Sizes } from './reference.js';

/** A question to the tool, in its own words. */
export interface Question {
  readonly model: string;
  readonly hardware: string;
  readonly batch: number;
  readonly w_bit: number;
  readonly a_bit: number;
  readonly kv_bit: number;
  readonly flash: boolean;
  readonly stage: 'prefill' | 'decode';
  readonly seqlen: number;
}

/** Seconds and bytes of every op by the closed forms of the tool's documentation, written out without any model of ours: a slow and obvious second opinion. */
export function closedForms(q: Question, flashFixed: boolean): { readonly seconds: number; readonly bytes: number; readonly operations: number; readonly memory: number } {
  const m = sizesOf(q.model);
  const hardware = reference.header.hardware[q.hardware]!;
  const peak = (q.w_bit <= 8 && q.a_bit <= 8 && q.kv_bit <= 8 ? hardware.INT8 : hardware.FP16)!;
  const bandwidth = hardware.bandwidth!;
  const [w, a, k] = [q.w_bit / 8, q.a_bit / 8, q.kv_bit / 8];
  const { H, n, g, I, V, L } = m;
  const d = Math.floor(H / n);
  const [B, S] = [q.batch, q.seqlen];
  const prefill = q.stage === 'prefill';
  const t = prefill ? S : 1;
  let [seconds, bytes, operations, weights, stored] = [0, 0, 0, 0, 0];
  const add = (ops: number, loadWeight: number, loadAct: number, storeAct: number, cache: number, times = L): void => {
    const moved = loadWeight + loadAct + storeAct + cache;
    seconds += times * Math.max(ops / peak, moved / bandwidth);
    bytes += times * moved;
    operations += times * ops;
    if (times === L) { weights += L * loadWeight; stored += storeAct; }
  };
  const kv = (H * g) / n;
  const linear: readonly (readonly [number, number])[] = [[H, H], [H, H], ...(m.gate ? [[H, I] as const] : []), [H, I], [I, H]];
  for (const [inputs, outputs] of linear) add(2 * inputs * outputs * B * t, inputs * outputs * w, inputs * B * t * a, outputs * B * t * a, 0);
  for (let i = 0; i < 2; i++) add(2 * H * kv * B * t, H * kv * w, H * B * t * a, 0, kv * B * t * k);
  const pairs = B * n * t * S;
  if (q.flash) {
    const rows = Math.min(Math.ceil(hardware.onchip_buffer! / (k * d)), d);
    add((4 * d + 5) * pairs, 0, B * n * t * d * a, 2 * (flashFixed ? B * n * t * d : pairs) * a, 2 * Math.ceil(t / rows) * S * d * B * (flashFixed ? g : n) * k);
  } else {
    add(2 * pairs * d, 0, t * d * B * (prefill ? g : n) * a, pairs * a, S * d * B * g * k);
    add(2 * pairs * d, 0, pairs * a, t * d * B * n * a, S * d * B * g * k);
    add(5 * pairs, 0, pairs * a, pairs * a, 0);
  }
  for (let i = 0; i < m.norms; i++) add(7 * B * H * t, 0, B * H * t * a, B * H * t * a, 0);
  for (let i = 0; i < 2; i++) add(B * H * t, 0, B * H * t * a, B * H * t * a, 0);
  add(2 * B * H * t, 0, 2 * B * H * t * a, B * H * t * a, 0);
  add(B * H * V, H * V * w, H * a, V * a, 0, 1);
  return { seconds, bytes, operations, memory: weights + stored + L * 2 * kv * B * S * k };
}

function sizesOf(id: string): { readonly H: number; readonly n: number; readonly g: number; readonly I: number; readonly V: number; readonly L: number; readonly gate: boolean; readonly norms: number } {
  const c = reference.header.models[id]!;
  const [H, n] = [number(c, 'hidden_size', 'n_embd'), number(c, 'num_attention_heads')];
  const isGptJ = id.includes('gpt-j');
  return {
    H, n, g: number(c, 'num_key_value_heads', 'multi_query_group_num', 'num_attention_heads'), I: isGptJ ? 16_384 : number(c, 'intermediate_size', 'ffn_dim', 'ffn_hidden_size'),
    V: number(c, 'vocab_size', 'padded_vocab_size'), L: number(c, 'num_hidden_layers', 'num_layers'), gate: !isGptJ, norms: isGptJ ? 1 : 2,
  };
}

function number(sizes: Sizes, ...names: readonly string[]): number {
  const value = names.map((name) => sizes[name]).find((v) => typeof v === 'number');
  if (typeof value !== 'number') throw new Error(`no ${names.join(' or ')}`);
  return value;
}
