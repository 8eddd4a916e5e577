import { metricText } from '../metric-text.js';
import { cellOf, contests } from '../sweep-columns.js';
import type { SweepResult } from '../../sim/model/sweep.js';
import { printable } from './plain-text.js';
import { textTable } from './table.js';

/** Rows that a terminal is shown; files have all of them. */
const mostShown = 200;

/** What `archsim sweep` prints: a row for each point. Where several experiments are swept, the first metric of each side by side and who wins. */
export function sweepTable(result: SweepResult): string {
  const { axes, metrics, rows } = result;
  const { experiments, points } = contests(result);
  const names = axes.map(({ name }) => name);
  const pointCells = (point: readonly unknown[]): string[] => point.map((value) => printable(String(cellOf(value))));
  if (experiments.length === 1) {
    const body = rows.slice(0, mostShown).map((row) => [...pointCells(row.point), ...metrics.map((metric, i) => (row.feasible ? shown(metric, row.values[i]!) : 'does not fit'))]);
    return withRest(textTable([...names, ...metrics], body), rows.length);
  }
  const metric = metrics[0]!;
  const body = points.slice(0, mostShown).map(({ point, values, winner }) => {
    const others = values.filter((value, i) => value !== null && i !== winner);
    const best = winner === null ? null : values[winner]!;
    const next = best === null ? null : others.reduce<number | null>((closest, value) => (closest === null || Math.abs(value! - best) < Math.abs(closest - best) ? value : closest), null);
    const margin = best === null || next === null || best === 0 || next === 0 ? '' : `${Math.max(best / next, next / best).toFixed(2)} ×`;
    return [...pointCells(point), ...values.map((value) => (value === null ? 'does not fit' : metricText(metric, value))), winner === null ? '–' : printable(experiments[winner]!), margin];
  });
  const wins = experiments.map((name, i) => `${printable(name)} ${points.filter(({ winner }) => winner === i).length}`);
  return `${metric}\n\n${withRest(textTable([...names, ...experiments.map(printable), 'best', 'by'], body), points.length)}\n\nbest at: ${wins.join(', ')} of ${points.length} points`;
}

function shown(metric: string, value: number | boolean | string | null): string {
  return typeof value === 'number' || value === null ? metricText(metric, value) : printable(String(value));
}

function withRest(table: string, count: number): string {
  return count <= mostShown ? table : `${table}\n… and ${count - mostShown} more rows: write them with --csv or --parquet`;
}
