import { area as areaPath, curveStepAfter, line } from 'd3';
import { betterText, objectiveText, spreadOver, type ExploredObjective } from './exploration-data.js';
import type { FigureTable } from './figure-table.js';
import type { Box } from './label-placement.js';
import { isDrawable } from './drawable.js';
import { bottomAxis, leftAxis, marksWidth, numberAxis, type NumberAxis } from './number-axis.js';
import { numberText } from '../quantity-text.js';
import { seriesClass, seriesDash, seriesMark, spreadAlong } from './series.js';
import { coordinate, element, figureElement, textElement, titleElement, type FigureOptions } from './svg.js';
import { fitText, textWidth } from './text-width.js';
import { wordsFigure } from './words-figure.js';

/** What was known after some evaluations. */
export interface ConvergencePoint {
  readonly evaluations: number;
  /** Null for nothing legal so far. */
  readonly value: number | null;
  /** Quartiles, or the ends of an interval; left out for a single search. */
  readonly low?: number | null;
  readonly high?: number | null;
}

export interface ConvergenceSeries {
  readonly name: string;
  readonly points: readonly ConvergencePoint[];
  /** True where the value holds until the next point, as that of a search does; else points are joined. */
  readonly isStepped: boolean;
}

/** The best, or the hypervolume, over evaluations. */
export interface ConvergenceData {
  readonly objective: ExploredObjective;
  readonly series: readonly ConvergenceSeries[];
}

/** Corners of all lines together, and lines. */
const [mostCorners, mostSeries] = [3000, 10];
const mostMarked = 24;

/** How good a search is after so many evaluations: a line for each agent, with quartiles over seeds or an interval as a band where there are such, and its name at its end. */
export function convergenceFigure({ objective, series }: ConvergenceData, options: FigureOptions = {}): string {
  const width = Math.max(280, options.width ?? 720);
  const label = `${objective.name} over evaluations`;
  const drawn = series.map((one) => ({ ...one, points: one.points.filter(({ evaluations }) => isDrawable(evaluations) && evaluations >= 1) })).filter(({ points }) => points.some(({ value }) => isDrawable(value)));
  if (drawn.length === 0) return wordsFigure(label, 'No search found a legal design.', options);
  const shown = drawn.slice(0, mostSeries);
  const values = shown.flatMap(({ points }) => points.flatMap(({ value, low, high }) => [value, low, high])).filter(isDrawable);
  const isNarrow = width < 560;
  const height = Math.round(Math.max(270, Math.min(380, width * 0.45)));
  const names = shown.map(({ name }) => name);
  const labels = Math.min(width * 0.32, Math.max(...names.map((name) => textWidth(name, 11))) + 16);
  const [top, bottom] = [30, height - 46];
  const vertical = numberAxis(values, bottom, top, { unit: objective.unit ?? '', inset: 10, spacing: 36 });
  const left = marksWidth(vertical) + 6;
  const area: Box = { x: left, y: top, width: Math.max(40, width - left - labels - 12), height: bottom - top };
  const most = Math.max(...shown.flatMap(({ points }) => points.map(({ evaluations }) => evaluations)));
  // A search begins with its first evaluation; points of several budgets with the smallest.
  const least = shown.some(({ isStepped }) => isStepped) ? 1 : Math.min(...shown.map(({ points }) => points[0]!.evaluations));
  const horizontal = numberAxis([least, most], area.x, area.x + area.width, { scale: most > 30 * least ? 'log' : 'linear', spacing: isNarrow ? 46 : 64, inset: least === 1 ? 0 : 8 });
  const lines = shown.map((one, i) => seriesMarkup(one, i, horizontal, vertical, objective, area, Math.floor(mostCorners / shown.length)));
  const ends = shown.map(({ points }) => points.filter(({ value }) => isDrawable(value)).at(-1)!);
  const places = spreadAlong(ends.map(({ value }) => vertical.at(value!)), 14, top + 4, bottom - 2);
  const told = shown.map(({ name }, i) => {
    const [x, y] = [horizontal.at(ends[i]!.evaluations), vertical.at(ends[i]!.value!)];
    const far = Math.abs(places[i]! - y) > 3 || x < area.x + area.width - 4;
    return (far ? element('line', { class: 'fig-leader', x1: x + 3, x2: area.x + area.width + 6, y1: y, y2: places[i]! }) : '')
      + textElement(area.x + area.width + 8, places[i]! + 3.5, fitText(name, 11, labels - 4), { class: 'fig-small fig-label' });
  });
  const rest = drawn.length > shown.length ? ` ${shown.length} of ${drawn.length} lines are drawn.` : '';
  const described = `${shown.map(({ name }, i) => `${name}: ${objectiveText(objective, ends[i]!.value)} after ${ends[i]!.evaluations} evaluations`).join('; ')}. ${betterText(objective)}.${rest}`;
  return figureElement({ width, height }, label, described, options,
    textElement(8, 18, fitText(`${objective.name}${vertical.unit}, ${betterText(objective)}`, 12, width - 16)),
    leftAxis(vertical, area, '', 8), bottomAxis({ ...horizontal, ticks: withLast(horizontal, most) }, area, 'evaluations'), ...lines, ...told);
}

/** The marks of an axis and one at its end, in place of those that it would touch. */
function withLast({ at, ticks }: NumberAxis, last: number): NumberAxis['ticks'] {
  const end = { at: at(last), text: numberText(last) };
  return [...ticks.filter((tick) => end.at - tick.at > (textWidth(tick.text, 11) + textWidth(end.text, 11)) / 2 + 8), end];
}

function seriesMarkup({ name, points, isStepped }: ConvergenceSeries, i: number, x: NumberAxis, y: NumberAxis, objective: ExploredObjective, area: Box, most: number): string {
  const known = spreadOver(points.filter(({ value }) => isDrawable(value)), Math.max(2, most));
  const at = (value: number): number => Number(coordinate(value));
  const path = line<ConvergencePoint>((p) => at(x.at(p.evaluations)), (p) => at(y.at(p.value!)));
  const banded = known.filter(({ low, high }) => isDrawable(low) && isDrawable(high));
  const band = areaPath<ConvergencePoint>((p) => at(x.at(p.evaluations)), (p) => at(y.at(p.low!)), (p) => at(y.at(p.high!)));
  const [drawPath, drawBand] = isStepped ? [path.curve(curveStepAfter), band.curve(curveStepAfter)] : [path, band];
  const marked = spreadOver(known, mostMarked);
  const first = known[0]!;
  return element('g', { class: `fig-line ${seriesClass(i)}` },
    banded.length < 2 ? '' : element('path', { 'd': drawBand(banded) ?? '', 'fill-opacity': 0.18, 'stroke': 'none' }),
    ...(banded.length < 2 ? banded.map((p) => element('line', { 'x1': x.at(p.evaluations), 'x2': x.at(p.evaluations), 'y1': y.at(p.low!), 'y2': y.at(p.high!), 'stroke-width': 1.5 })) : []),
    element('path', { 'd': drawPath(known) ?? '', 'style': 'fill:none', 'stroke-width': 2, ...seriesDash(i) }),
    ...marked.map((p) => seriesMark(i, x.at(p.evaluations), y.at(p.value!), 24, titleElement(`${name}: ${pointText(p, objective)}`))),
    first.evaluations > 1 && known.length > 0 && isStepped ? element('line', { 'class': 'fig-leader', 'x1': x.at(first.evaluations), 'x2': x.at(first.evaluations), 'y1': y.at(first.value!), 'y2': area.y + area.height, 'stroke-dasharray': '2 3' }) : '');
}

function pointText({ evaluations, value, low, high }: ConvergencePoint, objective: ExploredObjective): string {
  const range = isDrawable(low) && isDrawable(high) ? `, from ${objectiveText(objective, low)} to ${objectiveText(objective, high)}` : '';
  return `${objectiveText(objective, value)} after ${evaluations} evaluations${range}`;
}

/** Every point of every line. */
export function convergenceTable({ objective, series }: ConvergenceData): FigureTable {
  const value = `${objective.name}${objective.unit === undefined ? '' : ` (${objective.unit})`}` || 'value';
  const cell = (one: number | null | undefined): number | null => (isDrawable(one) ? one : null);
  return {
    label: `${objective.name} over evaluations`,
    columns: [{ head: 'search', kind: 'text' }, { head: 'evaluations', kind: 'number' }, { head: value, kind: 'number' }, { head: `${value}, from`, kind: 'number' }, { head: `${value}, to`, kind: 'number' }],
    rows: series.flatMap(({ name, points }) => points.map((p) => [name, cell(p.evaluations), cell(p.value), cell(p.low), cell(p.high)])),
  };
}
