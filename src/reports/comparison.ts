import type { PhaseResult, SimulationResult } from '../sim/model/result.js';
import { isBetterHigher } from './metric-direction.js';
import { percentText, ratioText } from './quantity-text.js';

/** A metric of several designs. */
export interface ComparedMetric {
  /** Its path in the result. */
  readonly metric: string;
  readonly better: 'lower' | 'higher';
  /** Null where it is not modelled, in the order of the results. */
  readonly values: readonly (number | null)[];
  /** How many times better than the first design each is; null where either is not known. */
  readonly gains: readonly (number | null)[];
}

/** Several results side by side. */
export interface Comparison {
  readonly designs: readonly { readonly name: string; readonly architecture: string; readonly device: string; readonly model: string; readonly quantization: string; readonly scenario: string; readonly fidelity: string; readonly feasible: boolean }[];
  readonly metrics: readonly ComparedMetric[];
  /** What binds each phase of each design, with its share of the time. */
  readonly binding: Readonly<Record<'prefill' | 'decode', readonly (string | null)[]>>;
  /** Index of the design with the least latency; null where fewer than two have one, or where their workloads differ. */
  readonly winner: number | null;
  /** Why it wins, or why there is no winner, a sentence each. */
  readonly why: readonly string[];
}

/** What is compared: paths in the result, and how each is found. */
const metrics: readonly (readonly [path: string, value: (result: SimulationResult) => number | null | undefined])[] = [
  ['totals.firstTokenSeconds', (r) => r.totals.firstTokenSeconds],
  ['totals.secondsPerOutputToken', (r) => r.totals.secondsPerOutputToken],
  ['totals.latencySeconds', (r) => r.totals.latencySeconds],
  ['totals.tokensPerSecond', (r) => r.totals.tokensPerSecond],
  ['totals.energyJoules', (r) => r.totals.energyJoules],
  ['totals.tokensPerJoule', (r) => r.totals.tokensPerJoule],
  ['totals.tokensPerSecondPerDollar', (r) => r.totals.tokensPerSecondPerDollar],
  ['area.totalMm2', (r) => r.area?.totalMm2],
  ['memory.linearWeightBytes', (r) => r.memory.linearWeightBytes],
  ['memory.kvCacheBytes', (r) => r.memory.kvCacheBytes],
  ['phases.prefill.dramBytes', (r) => r.phases.prefill?.dramBytes],
  ['phases.decode.dramBytes', (r) => r.phases.decode?.dramBytes],
  ['roofline.peakOpsPerSecond', (r) => r.roofline.peakOpsPerSecond],
  ['roofline.peakBytesPerSecond', (r) => r.roofline.peakBytesPerSecond],
];

/** Results side by side: every metric with its gain over the first, what binds, and why the fastest is the fastest. Metrics that none has are left out. */
export function compareResults(results: readonly SimulationResult[]): Comparison {
  const compared = metrics.map(([path, value]): ComparedMetric => {
    const better = isBetterHigher(path) ? 'higher' : 'lower';
    const values = results.map((result) => value(result) ?? null);
    const base = values[0] ?? null;
    const gain = (v: number | null): number | null => (v === null || base === null || v === 0 || base === 0 ? null : better === 'lower' ? base / v : v / base);
    return { metric: path, better, values, gains: values.map(gain) };
  });
  const timed = results.map((result, index) => ({ result, index, seconds: result.totals.latencySeconds })).filter(({ seconds }) => seconds !== null).sort((a, b) => a.seconds! - b.seconds!);
  const [first, second] = timed;
  const differences = workloadDifferences(timed.map(({ result }) => result));
  return {
    designs: results.map((r) => ({ name: r.experiment.name, architecture: r.architecture.family, device: r.architecture.device, model: r.workload.model, quantization: r.workload.quantization, scenario: scenarioText(r), fidelity: r.fidelity, feasible: r.feasible })),
    metrics: compared.filter(({ values }) => values.some((v) => v !== null)),
    binding: { prefill: results.map((r) => bindingOf(r.phases.prefill)), decode: results.map((r) => bindingOf(r.phases.decode)) },
    winner: second === undefined || differences.length > 0 ? null : first!.index,
    why: second === undefined ? [] : differences.length > 0 ? differences : reasons(first!.result, second.result),
  };
}

/** What the workloads do not have in common, in words: times of different work say little about architectures. */
function workloadDifferences(results: readonly SimulationResult[]): string[] {
  const differing = (what: string, of: (result: SimulationResult) => string): string[] => {
    const values = [...new Set(results.map(of))];
    return values.length < 2 ? [] : [`the ${what} differs (${values.join(' and ')}), so that the times do not tell which architecture is faster: set it alike with --set`];
  };
  return [...differing('model', (r) => r.workload.model), ...differing('scenario', scenarioText)];
}

function scenarioText({ workload: { batch, promptTokens, outputTokens } }: SimulationResult): string {
  return `batch ${batch}, ${promptTokens} + ${outputTokens} tokens`;
}

function bindingOf(phase: PhaseResult | null): string | null {
  if (phase === null) return null;
  return `${phase.bindingResource}, ${percentText((phase.busySeconds[phase.bindingResource] ?? 0) / phase.latencySeconds)} busy`;
}

/** Why `a` is faster than `b`: the phase that makes most of the difference, and what differs between the two in what binds there. */
function reasons(a: SimulationResult, b: SimulationResult): string[] {
  const saved = (['prefill', 'decode'] as const).map((phase) => ({ phase, seconds: (b.phases[phase]?.latencySeconds ?? 0) - (a.phases[phase]?.latencySeconds ?? 0) }));
  const all = saved.reduce((sum, { seconds }) => sum + seconds, 0);
  if (all <= 0) return ['both take the same time'];
  return saved.filter(({ seconds }) => seconds > 0.05 * all).sort((x, y) => y.seconds - x.seconds)
    .flatMap(({ phase, seconds }) => phaseReason(phase, seconds / all, a, b));
}

function phaseReason(phase: 'prefill' | 'decode', share: number, a: SimulationResult, b: SimulationResult): string[] {
  const [mine, other] = [a.phases[phase], b.phases[phase]];
  if (mine === null || other === null) return [];
  const bound = Object.entries(other.boundBy).reduce((x, y) => (y[1] > x[1] ? y : x))[0];
  const facts = bound === 'memory' ? memoryFacts(mine, other) : bound === 'compute' ? computeFacts(mine, other) : [];
  const head = `${phase} makes ${percentText(Math.min(1, share))} of the difference (${ratioText(other.latencySeconds, mine.latencySeconds)} as fast): ${b.experiment.name} is bound by ${other.bindingResource}`;
  return [facts.length === 0 ? `${head}, ${a.experiment.name} by ${mine.bindingResource}` : `${head}, and ${a.experiment.name} ${facts.join(' and ')}`];
}

function memoryFacts(mine: PhaseResult, other: PhaseResult): string[] {
  return [
    ...(Math.abs(mine.dramBytes / other.dramBytes - 1) > 0.02 ? [`moves ${ratioText(mine.dramBytes, other.dramBytes)} the bytes`] : []),
    ...rateFact('bytes a second', mine.dramBytes / mine.latencySeconds, other.dramBytes / other.latencySeconds),
  ];
}

function computeFacts(mine: PhaseResult, other: PhaseResult): string[] {
  return rateFact('operations a second', mine.flops / mine.latencySeconds, other.flops / other.latencySeconds);
}

function rateFact(what: string, mine: number, other: number): string[] {
  return mine > other * 1.02 ? [`sustains ${ratioText(mine, other)} the ${what}`] : [];
}
