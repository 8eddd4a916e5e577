/** True for metrics of which more is better: rates, efficiencies, utilisation. Of all others less is. */
export function isBetterHigher(metric: string): boolean {
  return /PerSecond|PerJoule|PerDollar|tilization/i.test(metric.slice(metric.lastIndexOf('.') + 1));
}
