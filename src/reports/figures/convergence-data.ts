import { isLegalDesign, type ExploredDesign, type ExploredObjective } from './exploration-data.js';
import { isDrawable } from './drawable.js';
import type { ConvergencePoint } from './convergence.js';

/** The best so far of one objective, at each evaluation that improved it and at the last one. `total`: evaluations of the search; the rows have their places among them. */
export function bestSoFar(rows: readonly ExploredDesign[], { direction }: Pick<ExploredObjective, 'direction'>, objective: number, total: number): readonly ConvergencePoint[] {
  const points: { evaluations: number; value: number }[] = [];
  let best: number | null = null;
  for (const row of rows) {
    if (!isLegalDesign(row)) continue;
    const value = row.objectives![objective];
    if (!isDrawable(value) || (best !== null && (direction === 'minimise' ? value >= best : value <= best))) continue;
    best = value;
    points.push({ evaluations: row.index + 1, value });
  }
  const last = points.at(-1);
  return last === undefined || last.evaluations >= total ? points : [...points, { evaluations: total, value: last.value }];
}

/**
 * Median and quartiles over several searches (by seed), at every evaluation where any of them changed. A search that has found nothing yet counts as worse than all others, and one that has ended keeps what it had; from
 * the first evaluation on at which the median is known. Quartiles by the nearest rank, as with few seeds there is nothing to interpolate.
 */
export function quartilesOver(runs: readonly (readonly ConvergencePoint[])[], { direction }: Pick<ExploredObjective, 'direction'>): readonly ConvergencePoint[] {
  const places = [...new Set(runs.flatMap((points) => points.map(({ evaluations }) => evaluations)))].sort((a, b) => a - b);
  const at = runs.map(() => -1);
  return places.flatMap((evaluations): ConvergencePoint[] => {
    const values = runs.map((points, i) => {
      while (points[at[i]! + 1] !== undefined && points[at[i]! + 1]!.evaluations <= evaluations) at[i]!++;
      return points[at[i]!]?.value ?? null;
    });
    const sorted = values.map((value) => value ?? (direction === 'minimise' ? Infinity : -Infinity)).sort((a, b) => a - b);
    const quantile = (share: number): number | null => {
      const value = sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))]!;
      return Number.isFinite(value) ? value : null;
    };
    const median = quantile(0.5);
    return median === null ? [] : [{ evaluations, value: median, low: quantile(0.25), high: quantile(0.75) }];
  });
}
