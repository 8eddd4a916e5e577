import { formatSi } from '../sim/core/units.js';
import { numberText, percentText, quantityText } from './quantity-text.js';

const writers: readonly (readonly [RegExp, (value: number) => string])[] = [
  [/tokensPerSecondPerDollar$/, (v) => `${numberText(v)} token/s/$`],
  [/tokensPerSecond$/, (v) => `${numberText(v)} token/s`],
  [/tokensPerJoule$/, (v) => `${numberText(v)} token/J`],
  [/opsPerSecond$/i, (v) => formatSi(v, 'OP/s')],
  [/bytesPerSecond$/i, (v) => formatSi(v, 'B/s')],
  [/secondsPer\w+$|seconds$/i, (v) => formatSi(v, 's')],
  [/joules$/i, (v) => formatSi(v, 'J')],
  [/watts$/i, (v) => formatSi(v, 'W')],
  [/bytes$/i, (v) => formatSi(v, 'B')],
  [/utilization$/i, (v) => percentText(v)],
];

/** The value of a metric with the unit that the last word of its path names: `totals.firstTokenSeconds` is in seconds. */
export function metricText(path: string, value: number | null): string {
  const write = writers.find(([pattern]) => pattern.test(path))?.[1] ?? ((v: number) => numberText(v));
  return quantityText(value, write);
}
