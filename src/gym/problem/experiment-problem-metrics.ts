import { fabricKinds } from '../../sim/engine/limits.js';
import type { AreaResult } from '../../sim/model/result.js';
import { metricPath, metricValue } from '../../experiment/metric.js';
import { weightError } from '../../experiment/weight-error.js';
import type { Figures, PhaseFigures } from './experiment-problem-figures.js';

/** How a metric is read from the figures of a design. */
export interface MetricReader {
  readonly path: string;
  /** True where it is known of designs that do not fit. */
  readonly isUntimed: boolean;
  readonly needsEnergy: boolean;
  /** Null where it is not modelled. */
  read(figures: Figures): number | null;
}

type Read = (figures: Figures) => number | null;

/** Seconds of the whole request. */
const seconds: Read = (f) => f.prefill().total.latency + (f.decode()?.total.latency ?? 0);

const joules: Read = (f) => {
  const [first, rest] = [f.prefill().joules, f.decode()];
  const later = rest === null ? 0 : rest.joules;
  return first === null || later === null ? null : first + later;
};

const outputs: Read = ({ bench: { input: { scenario } } }) => scenario.batch * scenario.outputTokens;

const totals: Readonly<Record<string, Read>> = {
  firstTokenSeconds: (f) => f.prefill().total.latency,
  secondsPerOutputToken: (f) => {
    const decode = f.decode();
    return decode === null ? null : decode.total.latency / (f.bench.input.scenario.outputTokens - 1);
  },
  tokensPerSecond: (f) => outputs(f)! / seconds(f)!,
  latencySeconds: seconds,
  tokensPerSecondPerDollar: (f) => (f.machine.device.priceDollars === null ? null : outputs(f)! / seconds(f)! / f.machine.device.priceDollars),
};

const energies: Readonly<Record<string, Read>> = {
  energyJoules: joules,
  averagePowerWatts: (f) => divided(joules(f), seconds(f)!),
  tokensPerJoule: (f) => {
    const total = joules(f);
    return total === null ? null : outputs(f)! / total;
  },
};

type ReadPhase = (phase: PhaseFigures, figures: Figures) => number | null;

const phases: Readonly<Record<string, ReadPhase>> = {
  tokens: ({ tokens }) => tokens,
  cycles: ({ total }, { machine: { clockHz } }) => (clockHz === null ? null : Math.round(total.latency * clockHz)),
  latencySeconds: ({ total }) => total.latency,
  lowerBoundSeconds: (phase, f) => f.lowerBound(phase),
  tokensPerSecond: ({ tokens, total }) => tokens / total.latency,
  flops: ({ total }) => 2 * total.macs,
  dramBytes: ({ total }) => total.dramBytes,
  computeUtilization: ({ total }, { machine, bench: { input: { scheme } } }) => total.macs / (machine.peakMacsPerSecond(scheme.weights.type, scheme.activations) * total.latency),
  dramUtilization: ({ total }, { machine }) => total.dramBytes / (machine.peakBytesPerSecond * total.latency),
  'boundBy.compute': ({ total }) => total.compute,
  'boundBy.memory': ({ total }) => total.memory,
  'boundBy.vector': ({ total }) => total.vector,
  'boundBy.overhead': ({ total }) => total.overhead,
};

const memory = ['weightBytes', 'linearWeightBytes', 'embeddingBytes', 'kvCacheBytes', 'activationPeakBytes', 'heldBytes', 'capacityBytes'] as const;

/** The error of the weights by their formats, a stand-in for accuracy. */
export const weightErrorPath = 'workload.weightError';
/** The area of the parts of a chip whose area is known: what designs differ in where the rest is the same for all. */
export const knownAreaPath = 'area.knownMm2';
/** Metrics of searches that no result has. */
export const ownMetricPaths: readonly string[] = [weightErrorPath, knownAreaPath];

/** The readers that do not need the whole result. */
const readers: ReadonlyMap<string, MetricReader> = new Map([
  ...Object.entries(totals).map(([name, read]) => reader(`totals.${name}`, read)),
  ...Object.entries(energies).map(([name, read]) => reader(`totals.${name}`, read, { needsEnergy: true })),
  ...(['prefill', 'decode'] as const).flatMap((name) => [
    ...Object.entries(phases).map(([field, read]) => reader(`phases.${name}.${field}`, ofPhase(name, read))),
    reader(`phases.${name}.energyJoules`, ofPhase(name, ({ joules: own }) => own), { needsEnergy: true }),
  ]),
  ...memory.map((field) => reader(`memory.${field}`, (f) => f.memory()[field], { isUntimed: true })),
  ...fabricKinds.flatMap((kind) => (['used', 'available'] as const).map((field) => reader(`resources.${kind}.${field}`, (f) => f.resources()?.[kind][field] ?? null, { isUntimed: true }))),
  reader('area.totalMm2', (f) => f.area()?.totalMm2 ?? null, { isUntimed: true }),
  reader(knownAreaPath, (f) => knownArea(f.area()), { isUntimed: true }),
  reader(weightErrorPath, ({ bench: { input: { graph, scheme } } }) => weightError(graph, scheme), { isUntimed: true }),
  reader('workload.bitsPerWeight', (f) => f.bitsPerWeight(), { isUntimed: true }),
].map((one): [string, MetricReader] => [one.path, one]));

/** How the metric at a path of the result, or with a short name, is read. Paths without a reader of their own are read from the whole result. */
export function metricReader(metric: string): MetricReader {
  const path = metricPath(metric);
  return readers.get(path) ?? reader(path, (f) => {
    const value = metricValue(f.result(), path);
    return typeof value === 'number' ? value : null;
  }, { needsEnergy: false });
}

/** Paths that have a reader of their own: those that a search gets fast. */
export const fastMetricPaths: readonly string[] = [...readers.keys()];

function knownArea(area: AreaResult | null): number | null {
  const known = (area?.parts ?? []).flatMap(({ mm2 }) => (mm2 === null ? [] : [mm2]));
  return known.length === 0 ? null : known.reduce((sum, mm2) => sum + mm2, 0);
}

function reader(path: string, read: Read, { isUntimed = false, needsEnergy = false }: Partial<Pick<MetricReader, 'isUntimed' | 'needsEnergy'>> = {}): MetricReader {
  return { path, isUntimed, needsEnergy, read };
}

function ofPhase(name: 'prefill' | 'decode', read: ReadPhase): Read {
  return (f) => {
    const phase = f[name]();
    return phase === null ? null : read(phase, f);
  };
}

function divided(value: number | null, by: number): number | null {
  return value === null ? null : value / by;
}
