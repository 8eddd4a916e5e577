import type { Fidelity } from '../../sim/model/architecture.js';
import type { Outcome, ReferenceRow, ValidationSystem } from '../system.js';
import { runWith, stepAt, type Examples } from './experiments.js';

const file = 'flightllm.json';

/** The board (Alveo U280, 225 MHz) and what the paper of FlightLLM publishes of it. */
export function flightllmBoard(examples: Examples): ValidationSystem {
  return {
    name: 'flightllm-board',
    summary: 'FlightLLM on the Alveo U280: third-party board measurements and published figures',
    fidelities: ['analytic'],
    tables: [{
      file: 'fpga.json', section: 'rows', answers: ['value'], alsoAnswers: [], where: { system: ['FlightLLM'] },
      tolerance: (row) => (/slope/i.test(String(row['metric'])) ? 0.35 : undefined) ?? tolerances[String(row['metric'])] ?? (String(row['config']).includes('KV length') ? 0.05 : 0.15),
    }],
    simulate: (_section, row, fidelity) => simulateRow(examples, row, fidelity),
    differences: [{
      what: 'the paper\'s HBM utilisation of 65.9 % and its 55 token/s contradict each other',
      size: '0.659 x 460 GB/s / 55 token/s = 5.5 GB a token; the released weights are 3.43 GB, of which the board streams about 0.44 of the peak',
    }],
  };
}

const tolerances: Readonly<Record<string, number>> = {
  decode_throughput: 0.05, dsp_used: 0.1, dsp_utilization: 0.1, bram_used: 0.1, uram_used: 0.1, bram_utilization: 0.1, uram_utilization: 0.1, weight_bytes: 0.01,
};

const clockHz = 225e6;

function simulateRow(examples: Examples, row: ReferenceRow, fidelity: Fidelity): Outcome {
  const metric = String(row['metric']);
  const config = String(row['config']);
  if (String(row['device']) !== 'U280') return { kind: 'not-modelled', reason: 'a ratio or reading of the paper for a device whose figures `flightllm-simulator` judges row by row' };
  const measured = /KV length (\d+)/.exec(config);
  if (measured !== null) return stepOutcome(examples, Number(measured[1]), metric, fidelity);
  if (/slope/i.test(metric)) return simulated(slopeMicroseconds(examples, fidelity));
  switch (metric) {
    case 'decode_throughput': return simulated(runWith(examples, file, { promptTokens: 128, outputTokens: 128 }, fidelity).phases.decode?.tokensPerSecond ?? null);
    case 'hbm_bandwidth_utilization':
      if (/without|baseline/i.test(config)) return { kind: 'not-modelled', reason: 'a baseline of the paper whose organisation was not published' };
      return simulated(percent(runWith(examples, file, { promptTokens: 128, outputTokens: 128 }, fidelity).phases.decode?.dramUtilization ?? null),
      'contradicts the 55 token/s of the same paper: at that rate it would be 5.5 GB a token, and the weights are 3.43 GB');
    case 'dsp_used': return resource(examples, 'dsp', 'used', fidelity, 'special functions are not counted');
    case 'dsp_utilization': return resource(examples, 'dsp', 'share', fidelity, 'special functions are not counted');
    case 'bram_used': return resource(examples, 'bram36', 'used', fidelity, bramCause);
    case 'bram_utilization': return resource(examples, 'bram36', 'share', fidelity, bramCause);
    case 'uram_used': return resource(examples, 'uram', 'used', fidelity, uramCause);
    case 'uram_utilization': return resource(examples, 'uram', 'share', fidelity, uramCause);
    case 'lut_used': return resource(examples, 'lut', 'used', fidelity, fabricCause);
    case 'lut_utilization': return resource(examples, 'lut', 'share', fidelity, fabricCause);
    case 'ff_used': return resource(examples, 'ff', 'used', fidelity, fabricCause);
    case 'ff_utilization': return resource(examples, 'ff', 'share', fidelity, fabricCause);
    case 'avg_weight_bits': return { kind: 'input', answers: { value: averageBits(examples, fidelity) }, note: 'an input of the variant flightllm-mixed-3.5; the released weights have 4.15 bits with scales and indices' };
    case 'power': return { kind: 'not-modelled', reason: 'no energy model of this family on FPGAs' };
    case 'computation_efficiency_gain': case 'instruction_storage_reduction': case 'energy_efficiency_gain': case 'cost_efficiency_gain': case 'throughput_gain':
      return { kind: 'not-modelled', reason: 'a ratio to a baseline that the paper does not give readable numbers for' };
    default: return { kind: 'not-modelled', reason: `no figure for ${metric}` };
  }
}

/** Growth of the step with the context, between the two lengths that were measured. */
function slopeMicroseconds(examples: Examples, fidelity: Fidelity): number {
  const seconds = (context: number): number => runWith(examples, file, stepAt(context), fidelity).phases.decode?.latencySeconds ?? NaN;
  return ((seconds(512) - seconds(fittedOn)) / (512 - fittedOn)) * 1e6;
}

const bramCause = 'from the index and vector buffers of the released simulator\'s configuration; the primitives, FIFOs and instruction memories of the build were not published';
const fabricCause = 'synthesis of our own tiles with Yosys, which leaves adders and registers of DSP blocks outside of them; special functions, dequantisers, control and memory interfaces are not counted';
const uramCause = 'from the 64 banks that the matrix-vector array reads each cycle; the number of banks of the build was not published';

/** The step over that many cached tokens. The constant was fitted on the one at 128, in either of its units. */
function stepOutcome(examples: Examples, cached: number, metric: string, fidelity: Fidelity): Outcome {
  const seconds = runWith(examples, file, stepAt(cached), fidelity).phases.decode?.latencySeconds ?? NaN;
  const value = stepValue(metric, seconds);
  if (value === undefined) return { kind: 'not-modelled', reason: `no figure for ${metric}` };
  return cached === fittedOn ? { kind: 'fitted', answers: { value }, note: 'the efficiency of the weight stream was fitted on this step' } : simulated(value);
}

function stepValue(metric: string, seconds: number): number | undefined {
  if (metric.startsWith('cycles')) return Math.round(seconds * clockHz);
  if (metric === 'step_time') return seconds * 1e3;
  return metric === 'decode_throughput' ? 1 / seconds : undefined;
}

/** Cached tokens of the step that the one constant is fitted on. */
export const fittedOn = 128;

function simulated(value: number | null, note?: string): Outcome {
  if (value === null) return { kind: 'not-modelled', reason: 'the model has no such figure' };
  return note === undefined ? { kind: 'simulated', answers: { value } } : { kind: 'simulated', answers: { value }, note };
}

function percent(share: number | null): number | null {
  return share === null ? null : share * 100;
}

function resource(examples: Examples, kind: keyof typeof u280Total, as: 'used' | 'share', fidelity: Fidelity, note: string): Outcome {
  const entry = runWith(examples, file, { promptTokens: 128, outputTokens: 2 }, fidelity).resources?.[kind];
  if (entry?.used == null) return simulated(null);
  return simulated(as === 'used' ? entry.used : percent(entry.used / u280Total[kind]), note);
}

/** The paper's percentages are of the whole device, shell included. */
const u280Total = { dsp: 9024, bram36: 2016, uram: 960, lut: 1_303_680, ff: 2_607_360 } as const;

function averageBits(examples: Examples, fidelity: Fidelity): number {
  return runWith(examples, file, { promptTokens: 128, outputTokens: 2 }, fidelity, [['workload.quantization', 'flightllm-mixed-3.5']]).workload.bitsPerWeight;
}
