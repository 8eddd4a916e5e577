import type { SweepResult } from '../sim/model/sweep.js';
import { isBetterHigher } from './metric-direction.js';

export interface Column {
  readonly name: string;
  readonly values: readonly (number | boolean | string | null)[];
}

/** The rows as columns: the experiment, the axes, whether it fits, the metrics. */
export function sweepColumns({ axes, metrics, rows }: SweepResult): readonly Column[] {
  return [
    { name: 'experiment', values: rows.map((row) => row.experiment) },
    ...axes.map(({ path }, i) => ({ name: path, values: rows.map((row) => cellOf(row.point[i])) })),
    { name: 'feasible', values: rows.map((row) => row.feasible) },
    ...metrics.map((metric, i) => ({ name: metric, values: rows.map((row) => row.values[i]!) })),
  ];
}

/** What an axis has at a point, as one cell: an object by its name where it has one. */
export function cellOf(value: unknown): number | boolean | string | null {
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string' || value === null) return value;
  const name: unknown = typeof value === 'object' && value !== undefined && 'name' in value ? value.name : undefined;
  return typeof name === 'string' ? name : JSON.stringify(value);
}

/** A point of the grid with what each experiment gives there. */
export interface Contest {
  readonly point: readonly unknown[];
  /** Of the first metric, by experiment; null where it is not known or does not fit. */
  readonly values: readonly (number | null)[];
  /** Index of the best experiment; null where fewer than two have a value or the best two are equal. */
  readonly winner: number | null;
}

/** Experiments against one another at every point, by the first metric; and their names, in the order of the sweep. */
export function contests({ metrics, rows }: SweepResult): { readonly experiments: readonly string[]; readonly points: readonly Contest[] } {
  const count = rows.findIndex((row, i) => i > 0 && row.point.some((value, axis) => value !== rows[0]!.point[axis]));
  const each = count < 1 ? rows.length : count;
  const sign = isBetterHigher(metrics[0]!) ? -1 : 1;
  const points: Contest[] = [];
  for (let at = 0; at < rows.length; at += each) {
    const group = rows.slice(at, at + each);
    const values = group.map(({ values: [value] }) => (typeof value === 'number' ? value : null));
    const order = values.map((value, index) => ({ value, index })).filter(({ value }) => value !== null).sort((a, b) => sign * (a.value! - b.value!));
    points.push({ point: group[0]!.point, values, winner: order.length < 2 || order[0]!.value === order[1]!.value ? null : order[0]!.index });
  }
  return { experiments: rows.slice(0, each).map((row) => row.experiment), points };
}
