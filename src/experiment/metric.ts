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
  for (const key of (metricAliases[path] ?? path).split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Readonly<Record<string, unknown>>)[key];
  }
  return at;
}

/** Every path of the result that holds a number or null: what can be asked for. */
export function metricPaths(result: unknown, prefix = ''): string[] {
  if (typeof result === 'number' || result === null) return [prefix];
  if (typeof result !== 'object') return [];
  return Object.entries(result).flatMap(([key, value]) => metricPaths(value, prefix === '' ? key : `${prefix}.${key}`));
}
