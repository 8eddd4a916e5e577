import type { Fidelity } from '../../sim/model/architecture.js';
import type { Outcome } from '../system.js';
import { none, runJob, simulated, timeMetric, timesOf } from './answer.js';
import { integerChains, type Json } from './machines.js';
import { modelIn } from './models.js';
import { clockOf, requestOf, type FpgaRow } from './row.js';

/** AccLLM (arXiv 2505.03745): 2-bit weights of which 2 of 4 are kept, INT8 activations, a 4-bit cache. Groups of 128 and an INT8 lm_head are assumed. */
const w2a8kv4: Json = {
  name: 'accllm-w2a8kv4',
  weights: { type: 'int2', groupSize: 128, scaleBits: 16, zeroPointBits: 2, sparsity: { pattern: 'n-m', mix: [{ n: 2, share: 1 }], span: 4, index: 'smallest' } },
  activations: 'int8', kvCache: 'int4', overrides: [{ ops: ['lm_head'], weights: { type: 'int8', groupSize: 0, scaleBits: 16 } }],
  source: 'arXiv 2505.03745: 2:4 pruning, W2A8KV4',
};

/** What FlightLLM's released simulator, the design that AccLLM compares itself with, sustains of an HBM channel (profile/inst_profiler.py). */
const channelEfficiency = 0.7;

/** 4096 products a cycle, the matrix unit of a FlightLLM core: assumed, decode waits for the HBM. */
const chains = { columns: 256, depth: 16, lanes: 16, channels: 32 };

export function accLlm(row: FpgaRow, fidelity: Fidelity): Outcome {
  if (/energy|power|token\/J/i.test(`${row.metric} ${row.unit}`)) return none(`${row.metric}: power on FPGAs is not modelled`);
  if (!/u280/i.test(row.device)) return none(`no machine of AccLLM on ${row.device}`);
  const model = modelIn(row.model);
  if (model === null) return none(`no model of the catalogue in ${JSON.stringify(row.model)}`);
  const request = requestOf(row.config);
  const clock = `${(clockOf(row.config) ?? 225e6) / 1e6} MHz`;
  const machine = { family: 'dsp-chain', device: 'u280', parameters: integerChains({ ...chains, clock, efficiency: channelEfficiency, sparse: true }) };
  const times = timesOf(runJob({ model, quantization: w2a8kv4, machine, request, fidelity }));
  if (typeof times === 'string') return none(times);
  const value = timeMetric(row, request, times);
  return value === null
    ? none(`${row.metric}: a ratio or figure of AccLLM whose other side is not in the row`)
    : simulated(value, 'bound by 32 HBM channels at 0.70 of their peak, as FlightLLM\'s simulator has them; at the best share that was measured (0.92) it would be a third more. The context is not given: a short one');
}
