import { indexOf } from '../sim/core/pointer.js';

/** Short names of metrics that people type often; everything else is a path in the result. */
export const metricAliases: Readonly<Record<string, string>> = {
  firstToken: 'totals.firstTokenSeconds',
  ttft: 'totals.firstTokenSeconds',
  tpot: 'totals.secondsPerOutputToken',
  throughput: 'phases.decode.tokensPerSecond',
  latency: 'totals.latencySeconds',
};

/** The value at a dotted path of a result (`phases.decode.tokensPerSecond`, `operators.0.flops`), or undefined where there is none. */
export function valueAtPath(result: unknown, path: string): unknown {
  let at: unknown = result;
  for (const key of metricPath(path).split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Readonly<Record<string, unknown>>)[key];
  }
  return at;
}

/** What a metric is in a result: its value, null where it is not modelled here, undefined where no result has such a metric. */
export function metricValue(result: unknown, path: string): number | boolean | string | null | undefined {
  let at: unknown = result;
  for (const key of metricPath(path).split('.')) {
    if (at === null) return null;
    if (typeof at !== 'object') return undefined;
    // How many ops or warnings there are differs between results.
    if (Array.isArray(at) && indexOf(key) !== undefined && indexOf(key)! >= at.length) return null;
    if (!Object.hasOwn(at, key) || (Array.isArray(at) && indexOf(key) === undefined)) return undefined;
    at = (at as Readonly<Record<string, unknown>>)[key];
  }
  return at === null || typeof at === 'number' || typeof at === 'boolean' || typeof at === 'string' ? at : undefined;
}

/** Every path of the result that holds a number or null: what can be asked for. */
export function metricPaths(result: unknown, prefix = ''): string[] {
  if (typeof result === 'number' || result === null) return [prefix];
  if (typeof result !== 'object') return [];
  return Object.entries(result).flatMap(([key, value]) => metricPaths(value, prefix === '' ? key : `${prefix}.${key}`));
}

/** The metrics that a user most likely means, for suggestions: those of single ops are thousands. */
export function usualMetrics(result: unknown): string[] {
  const paths = metricPaths(result);
  return [...Object.keys(metricAliases), ...['totals', 'phases', 'memory', 'resources', 'workload'].flatMap((part) => paths.filter((path) => path.startsWith(`${part}.`)))];
}

/** The path that a metric stands for: that of its alias, or itself. */
export function metricPath(metric: string): string {
  return Object.hasOwn(metricAliases, metric) ? metricAliases[metric]! : metric;
}
