import type { Fidelity } from '../../sim/model/architecture.js';
import type { PhaseResult } from '../../sim/model/result.js';
import type { Outcome, ReferenceRow, ValidationSystem } from '../system.js';
import { runWith, stepAt, type Examples, type Steps } from './experiments.js';

const file = 'flightllm-vhk158.json';

/** What a row of the table asks for, read from its `config` text. */
type Question =
  | { readonly kind: 'case'; readonly prefill: number; readonly decode: number }
  | { readonly kind: 'prefill' | 'decode'; readonly tokens: number };

function questionOf(config: unknown): Question | undefined {
  const text = typeof config === 'string' ? config : '';
  const whole = /prefill (\d+), decode (\d+)/.exec(text);
  if (whole !== null) return { kind: 'case', prefill: Number(whole[1]), decode: Number(whole[2]) };
  const prefill = /prefill bucket (\d+)/.exec(text);
  if (prefill !== null) return { kind: 'prefill', tokens: Number(prefill[1]) };
  const decode = /context bucket (\d+)/.exec(text);
  return decode === null ? undefined : { kind: 'decode', tokens: Number(decode[1]) };
}

/**
 * The authors' simulator on the VHK158 (FlightLLM, flightllm_test_demo profile/). Its cases run one prefill and N decode steps, each at the
 * program of its length bucket: contexts are rounded up to 16 tokens.
 */
export function flightllmSimulator(examples: Examples): ValidationSystem {
  const phases = rememberedPhases(examples);
  return {
    name: 'flightllm-simulator',
    summary: 'the simulator of FlightLLM\'s authors: Llama-2-7B on the VHK158, steps and busy times',
    fidelities: ['analytic'],
    tables: [{
      file: 'fpga.json', section: 'rows', answers: ['value'], alsoAnswers: [], where: { system: ['FlightLLM (its own simulator)'] },
      tolerance: (row) => toleranceOf(row),
    }],
    simulate: (_section, row, fidelity) => simulateRow(phases, row, fidelity),
    differences: [
      { what: 'bandwidth given in GB/s is read as GiB/s', size: '7.4 % too fast; the preset\'s device has 819.2 GiB/s' },
      { what: 'every duration is divided by a hidden correction factor', size: '3.2, here 4 cores with a parallel efficiency of 0.8' },
      { what: 'scale and index loads are missing in its programs', size: 'the scheme flightllm-simulator has 4 bits a weight where the released weights have 4.15' },
    ],
  };
}

function toleranceOf(row: ReferenceRow): number {
  const metric = String(row['metric']);
  if (metric.endsWith('busy_time')) return 0.01;
  if (metric === 'instruction_count' || metric === 'instruction_bytes') return 0;
  return questionOf(row['config'])?.kind === 'decode' ? 0.02 : 0.03;
}

function simulateRow(phases: Phases, row: ReferenceRow, fidelity: Fidelity): Outcome {
  const question = questionOf(row['config']);
  if (question === undefined) return { kind: 'not-modelled', reason: 'the configuration of the row cannot be read' };
  const metric = String(row['metric']);
  if (metric.startsWith('instruction')) return { kind: 'not-modelled', reason: 'the analytic fidelity has no instruction stream' };
  const value = question.kind === 'case' ? caseValue(phases, question.prefill, question.decode, metric, fidelity) : stepValue(phases, question.kind, question.tokens, metric, fidelity);
  return value === undefined ? { kind: 'not-modelled', reason: `no figure for ${metric}` } : { kind: 'simulated', answers: { value } };
}

const units: Readonly<Record<string, string>> = { LD: 'hbm load', ST: 'hbm store', MM: 'matrix unit', MV: 'matrix-vector unit', MISC: 'vector unit' };

/** One prefill of that many tokens, or one decode step that sees them. */
type Phases = (phase: 'prefill' | 'decode', tokens: number, fidelity: Fidelity) => PhaseResult | null;

/** Simulates each phase once: the cases of the table share most of their length buckets. */
function rememberedPhases(examples: Examples): Phases {
  const known = new Map<string, PhaseResult | null>();
  return (phase, tokens, fidelity) => {
    const key = `${phase} ${tokens} ${fidelity}`;
    let result = known.get(key);
    if (result === undefined) {
      const steps: Steps = phase === 'prefill' ? { promptTokens: tokens, outputTokens: 1 } : stepAt(tokens);
      result = runWith(examples, file, steps, fidelity).phases[phase];
      known.set(key, result);
    }
    return result;
  };
}

function stepValue(phases: Phases, phase: 'prefill' | 'decode', tokens: number, metric: string, fidelity: Fidelity): number | undefined {
  const result = phases(phase, tokens, fidelity);
  if (result === null) return undefined;
  if (metric === 'step_time') return result.latencySeconds * 1e3;
  const unit = units[metric.replace('_busy_time', '')];
  return unit === undefined ? undefined : (result.busySeconds[unit] ?? 0) * 1e3;
}

/** Decode buckets are 16 tokens wide: the step over c tokens takes the time of the next multiple of 16. */
const bucket = 16;

function caseValue(phases: Phases, prefill: number, decode: number, metric: string, fidelity: Fidelity): number | undefined {
  const prefillMs = millisecondsOf(phases('prefill', prefill, fidelity));
  let decodeMs = 0;
  for (let context = prefill + 1; context <= prefill + decode;) {
    const rounded = Math.ceil(context / bucket) * bucket;
    const steps = Math.min(rounded, prefill + decode) - context + 1;
    decodeMs += steps * millisecondsOf(phases('decode', rounded, fidelity));
    context += steps;
  }
  switch (metric) {
    case 'prefill_time': return prefillMs;
    case 'decode_time': return decodeMs;
    case 'total_time': return prefillMs + decodeMs;
    case 'decode_throughput': return (decode / decodeMs) * 1e3;
    default: return undefined;
  }
}

function millisecondsOf(phase: PhaseResult | null): number {
  return (phase?.latencySeconds ?? NaN) * 1e3;
}
