import { run } from '../../experiment/run.js';
import type { Fidelity } from '../../sim/model/architecture.js';
import type { SimulationResult } from '../../sim/model/result.js';
import type { Outcome } from '../system.js';
import type { Json, MachineInput } from './machines.js';
import type { ModelInput } from './models.js';
import type { FpgaRow, Request } from './row.js';

/** A model in a format on a machine. */
export interface Job {
  readonly model: ModelInput;
  readonly quantization: string | Json;
  readonly machine: MachineInput;
  readonly request: Request;
  readonly fidelity: Fidelity;
}

/** Runs a job as `archsim run` would: a prefill and as many decode steps as it names. */
export function runJob({ model, quantization, machine, request, fidelity }: Job): SimulationResult {
  return run({
    kind: 'experiment', name: 'a published system', fidelity,
    // Prefill yields the first output token: n decode steps are n + 1 output tokens.
    workload: { model, quantization, scenario: { batch: request.batch, promptTokens: request.prefill, outputTokens: request.decode + 1 } },
    architecture: machine,
  });
}

/** Seconds of prefill and of all decode steps. */
export interface Times {
  readonly prefillSeconds: number;
  readonly decodeSeconds: number;
}

/** Times of a job, or why its design does not fit. */
export function timesOf(result: SimulationResult): Times | string {
  const { prefill, decode } = result.phases;
  if (prefill === null || decode === null) return `the design does not fit: ${result.reasons.map(({ resource, used, available }) => `${resource} ${String(used)} of ${String(available)}`).join(', ')}`;
  return { prefillSeconds: prefill.latencySeconds, decodeSeconds: decode.latencySeconds };
}

/** The figure of a metric, in the unit of the row; null where times do not give it. */
export function timeMetric({ metric, unit }: FpgaRow, { batch, decode }: Request, { prefillSeconds, decodeSeconds }: Times): number | null {
  const perSecond = /^us|^µs/.test(unit) ? 1e6 : /^ms/.test(unit) ? 1e3 : 1;
  switch (metric) {
    case 'decode_throughput': return (batch * decode) / decodeSeconds;
    case 'decode_time': return decodeSeconds * perSecond;
    case 'prefill_time': case 'first_token_time': return prefillSeconds * perSecond;
    case 'total_time': return (prefillSeconds + decodeSeconds) * perSecond;
    case 'step_time': case 'latency': case 'token_latency': return (decodeSeconds / decode) * perSecond;
    case 'throughput': return (batch * decode) / (prefillSeconds + decodeSeconds);
    default: return null;
  }
}

export function simulated(value: number, note: string): Outcome {
  return { kind: 'simulated', answers: { value }, note };
}

export function none(reason: string): Outcome {
  return { kind: 'not-modelled', reason };
}
