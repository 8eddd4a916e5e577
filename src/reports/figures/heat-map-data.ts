import { inputText } from '../quantity-text.js';
import { cellOf } from '../sweep-columns.js';
import type { SweepResult, SweepRow } from '../../sim/model/sweep.js';
import { isDrawable } from './drawable.js';

/** A number, a design that does not fit, or null where nothing is known. */
export type HeatCell = number | 'infeasible' | null;

/** A metric at every point of two axes. */
export interface HeatMapData {
  readonly x: HeatAxis;
  readonly y: HeatAxis;
  /** A path in the result, which tells its unit and whether more of it is better. */
  readonly metric: string;
  /** By value of y, then of x. */
  readonly cells: readonly (readonly HeatCell[])[];
}

export interface HeatAxis {
  readonly name: string;
  readonly values: readonly string[];
}

/** Which plane of a sweep is shown. */
export interface HeatMapPlane {
  /** Indices of axes. */
  readonly x: number;
  readonly y: number;
  /** Index of the metric; the first unless told. */
  readonly metric?: number;
  readonly experiment: string;
  /** A point of the plane: what the other axes have. The first row's unless told. */
  readonly at?: readonly unknown[];
}

/** A plane of a sweep. */
export function sweepPlane({ axes, metrics, rows }: Pick<SweepResult, 'axes' | 'metrics' | 'rows'>, { x, y, metric = 0, experiment, at = rows[0]?.point ?? [] }: HeatMapPlane): HeatMapData {
  const key = (value: unknown): string => JSON.stringify(value) ?? '';
  const others = axes.map((_, axis) => axis).filter((axis) => axis !== x && axis !== y);
  const own = new Map<string, SweepRow>();
  for (const row of rows) {
    if (row.experiment === experiment && others.every((axis) => key(row.point[axis]) === key(at[axis]))) own.set(`${key(row.point[y])} ${key(row.point[x])}`, row);
  }
  return {
    x: { name: axes[x]!.name, values: axes[x]!.values.map(pointText) }, y: { name: axes[y]!.name, values: axes[y]!.values.map(pointText) }, metric: metrics[metric] ?? '',
    cells: axes[y]!.values.map((yValue) => axes[x]!.values.map((xValue): HeatCell => {
      const row = own.get(`${key(yValue)} ${key(xValue)}`);
      if (row === undefined) return null;
      const value = row.values[metric];
      return !row.feasible ? 'infeasible' : typeof value === 'number' ? value : null;
    })),
  };
}

function pointText(value: unknown): string {
  return typeof value === 'number' ? inputText(value).replace('-', '−') : String(cellOf(value));
}

/** At most so many rows and columns of a plane, spread evenly over it, the first and the last among them. */
export function thinned(data: HeatMapData, most: number): HeatMapData {
  const [xs, ys] = [spread(data.x.values.length, most), spread(data.y.values.length, most)];
  return {
    ...data, x: { ...data.x, values: xs.map((i) => data.x.values[i]!) }, y: { ...data.y, values: ys.map((i) => data.y.values[i]!) },
    cells: ys.map((j) => xs.map((i) => data.cells[j]?.[i] ?? null)),
  };
}

function spread(count: number, most: number): number[] {
  return count <= most ? Array.from({ length: count }, (_, i) => i) : Array.from({ length: most }, (_, i) => Math.round((i * (count - 1)) / (most - 1)));
}

/** The least and the largest number that is there; null where there is none. */
export function rangeOf({ cells }: HeatMapData): readonly [number, number] | null {
  let [low, high] = [Infinity, -Infinity];
  for (const cell of cells.flat()) {
    if (!isDrawable(cell)) continue;
    low = Math.min(low, cell);
    high = Math.max(high, cell);
  }
  return low <= high ? [low, high] : null;
}
