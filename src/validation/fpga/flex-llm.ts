import type { Fidelity } from '../../sim/model/architecture.js';
import type { Outcome } from '../system.js';
import { none, runJob, simulated, timeMetric, timesOf } from './answer.js';
import { stackStep } from './gpu-stack.js';
import { integerChains, measuredShare, type Json, type MachineInput } from './machines.js';
import { modelIn } from './models.js';
import { clockOf, requestOf, type FpgaRow, type Request } from './row.js';

/**
 * FlexLLM (Zhang et al., arXiv 2601.15710) decoding on the U280, as its released configuration describes it (config_u280_mem_opt_new.h and the top level
 * beside it): 32 blocks of 64 outputs take one input a cycle, pairs of blocks share an HBM port, norms and softmax have 8 lanes. Its attention has arrays of
 * its own; here it runs on the linear one. An earlier configuration of the same release has 16 blocks and would take 18 % longer.
 */
const released = { outputs: 32 * 64, ports: 16, lanes: 8, clockMhz: 292 };

/** Weights, activations and lm_head of 4 bits; keys and values of 8 bits. Scales, one an output feature, are under 1 % of the bytes and not counted. */
const w4a4: Json = { name: 'flexllm-w4a4-kv8', weights: { type: 'int4', groupSize: 0, scaleBits: 32 }, activations: 'int4', kvCache: 'int8', source: 'Crazy-James26/FlexLLM, SpinQuant_Decoding' };

/** The longest prompt and answer of the released configuration. */
const usual: Request = { batch: 1, prefill: 1024, decode: 1024 };

export function flexLlm(row: FpgaRow, fidelity: Fidelity): Outcome {
  if (!/u280/i.test(row.device)) return none(`${row.metric} on the ${row.device}: a projection, whose number of blocks and ports was not released`);
  if (/energy|power|cost|token\/J/i.test(`${row.metric} ${row.unit}`)) return none(`${row.metric}: power on FPGAs is not modelled`);
  if (/prefill|first_token|total_time|end_to_end|e2e/i.test(row.metric)) return none(`${row.metric}: prefill has a bitstream of its own with arrays of three widths, and the card is loaded anew between the two`);
  const model = modelIn(row.model);
  if (model === null) return none(`no model of the catalogue in ${JSON.stringify(row.model)}`);
  const request = requestOf(row.config, usual);
  const clockMhz = (clockOf(row.config) ?? released.clockMhz * 1e6) / 1e6;
  const times = timesOf(runJob({ model, quantization: w4a4, machine: machineOf(clockMhz), request, fidelity }));
  if (typeof times === 'string') return none(times);
  const note = `2048 outputs at once and 16 HBM ports, from the released configuration; ${request.prefill} tokens before ${request.decode} steps`;
  if (/gain|speedup/.test(row.metric)) {
    const gpu = stackStep('PyTorch', 'A100', model, 'fp16', request);
    return typeof gpu === 'string' ? none(gpu) : simulated(gpu.seconds / (times.decodeSeconds / request.decode), `${note}; against eager PyTorch on an A100, whose host time a layer is fitted on another row`);
  }
  const value = timeMetric(row, request, times);
  return value === null ? none(`${row.metric}: no figure of FlexLLM for it`) : simulated(value, note);
}

function machineOf(clockMhz: number): MachineInput {
  const { outputs, ports, lanes } = released;
  return { family: 'dsp-chain', device: 'u280', parameters: integerChains({ clock: `${clockMhz} MHz`, columns: outputs, depth: 1, lanes, channels: ports, efficiency: measuredShare(), sparse: false }) };
}
