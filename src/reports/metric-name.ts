import { metricText } from './metric-text.js';

const unitWords = /(?:Seconds|Joules|Watts|Bytes|Mm2)$/;

/** A metric in words: `phases.decode.tokensPerSecond` is `decode tokens per second`, `totals.latencySeconds` is `latency`. What is no path stays as it is. */
export function metricName(metric: string): string {
  if (!/^[A-Za-z][\w]*(?:\.[\w-]+)+$/.test(metric)) return metric;
  const parts = metric.split('.');
  const last = parts.at(-1)!;
  const named = unitWords.test(last) && last.replace(unitWords, '') !== '' ? last.replace(unitWords, '') : last;
  const phase = parts[0] === 'phases' && parts.length > 2 ? `${parts[1]} ` : parts[0] === 'area' ? 'area ' : '';
  const words = named.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
  return `${phase}${/mm2$/i.test(last) ? `${words} (mm²)` : words}`;
}

/** The unit that the last word of a metric's path names, as figures take it; `%` for shares of 1, empty for plain numbers. */
export function metricUnit(metric: string): string {
  const text = metricText(metric, 1);
  return text.slice(text.indexOf(' ') + 1 || text.length);
}
