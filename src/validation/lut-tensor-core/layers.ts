import { activationTraffic, type Precompute } from '../../arch/lut-tensor-core/tables.js';
import { a100 } from '../../arch/lut-tensor-core/kernel.js';
import { modelNamed } from '../../workloads/models.js';
import type { ModelSpec } from '../../workloads/model-spec.js';
import type { Outcome } from '../system.js';
import { fitted, gap, simulated, type Config } from './config.js';
import { layerWork, type LayerWork } from './layer-work.js';

/** Matrix units at work in compiled layers, of the FP16 peak; fitted on OPT-175B, prefill, without tables. */
export const layerEfficiency = 0.823;
/** Share of the DRAM peak that kernels of elementwise work sustain. Assumed. */
const sustained = 0.85;
/** Share of the DRAM peak that a precompute kernel of its own reaches; fitted on the two OPT-175B rows with it. */
export const separateShare = 0.092;
/** Share of the DRAM peak that tables are written and read with by other kernels; fitted on the mean overhead of fused precompute in decode. */
export const fusedShare = 0.57;

const peakOps = 312e12;
const activationBytes = 2;
/** Tables of four FP16 activations with FP16 entries. */
const tables = { k: 4, entryBits: 16 };

/** Seconds of a layer, and of the tables that its products read. */
export function layerSeconds(work: LayerWork): number {
  return (work.linearOps + work.attentionOps) / (layerEfficiency * peakOps) + work.activationBytes / (sustained * a100.dramBytesPerSecond);
}

/** Seconds that tables add: bytes of the kernel that makes them, and what other kernels move beyond plain activations. */
export function tableSeconds(work: LayerWork, how: Precompute): number {
  const plain = activationTraffic(activationBytes, null, how);
  const traffic = activationTraffic(activationBytes, tables, how);
  let own = 0;
  let extra = 0;
  for (const { elements, readers } of work.tableInputs) {
    own += elements * traffic.precompute;
    extra += elements * (traffic.producer - plain.producer + readers * (traffic.consumer - plain.consumer));
  }
  return own / (separateShare * a100.dramBytesPerSecond) + extra / (fusedShare * a100.dramBytesPerSecond);
}

/** `BS1SEQ2048`: sequences and tokens of each. */
function caseOf(text: string): { readonly batch: number; readonly tokens: number } | null {
  const [, batch, tokens] = /^BS(\d+) ?SEQ(\d+)$/.exec(text) ?? [];
  return batch === undefined ? null : { batch: Number(batch), tokens: Number(tokens) };
}

function modelOf(text: string): ModelSpec | undefined {
  return modelNamed(text.toLowerCase().replace(/^llama2/, 'llama-2'));
}

function precomputeOf(compiler: string): Precompute | null {
  if (!/precompute|LUT/i.test(compiler)) return null;
  return /fus/i.test(compiler) ? 'fused' : 'separate';
}

/** A latency of Table 4 in ms. */
export function layerLatency(config: Config): Outcome {
  const model = modelOf(config.text('model'));
  const at = caseOf(config.text('case'));
  if (model === undefined || at === null) return gap(`no layer is known for ${JSON.stringify(`${config.text('model')}, ${config.text('case')}`)}`);
  const work = layerWork(model, at.batch, at.tokens, true);
  const how = precomputeOf(config.text('compiler'));
  const ms = (layerSeconds(work) + (how === null ? 0 : tableSeconds(work, how))) * 1e3;
  const isOpt = config.text('model') === 'OPT-175B';
  if (isOpt && how === null && at.batch === 1 && at.tokens === 2048) return fitted(ms, 'the efficiency of compiled layers was fitted on this row');
  if (isOpt && how === 'separate') return fitted(ms, 'the rate of a precompute kernel of its own was fitted on the two OPT-175B rows');
  return simulated(ms);
}

/** The layers of Table 4. */
const cases = {
  prefill: [['opt-175b', 1, 2048], ['bloom-176b', 1, 4096], ['llama-2-70b', 1, 4096]],
  decode: [['opt-175b', 1024, 1], ['bloom-176b', 1024, 1], ['llama-2-70b', 1024, 1]],
} as const;

/** Mean overhead in percent of tables over the layers of Table 4. */
export function meanOverhead(phase: keyof typeof cases, how: Precompute): number {
  const overheads = cases[phase].map(([name, batch, tokens]) => {
    const work = layerWork(modelNamed(name)!, batch, tokens, true);
    return (100 * tableSeconds(work, how)) / layerSeconds(work);
  });
  return overheads.reduce((a, b) => a + b, 0) / overheads.length;
}

export function overheadOutcome(config: Config, metric: string): Outcome {
  const phase = /prefill/.test(config.text('cases')) ? 'prefill' : /decode/.test(config.text('cases')) ? 'decode' : null;
  if (phase === null) return gap('the row names neither prefill nor decode');
  const how: Precompute = /unfused/.test(metric) ? 'separate' : 'fused';
  const percent = meanOverhead(phase, how);
  if (how === 'fused' && phase === 'decode') return fitted(percent, 'the rate at which other kernels write and read tables was fitted on this mean');
  return simulated(percent, how === 'separate' ? 'a third of it is OPT-175B, on whose rows the rate of the precompute kernel was fitted' : undefined);
}
