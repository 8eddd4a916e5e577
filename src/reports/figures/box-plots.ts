import { symbol, symbolDiamond } from 'd3';
import type { LotteryDocument } from '../../gym/lottery/lottery-document.js';
import { betterText } from './exploration-data.js';
import type { FigureTable } from './figure-table.js';
import { isDrawable } from './drawable.js';
import { bottomAxis, numberAxis, valueText, type NumberAxis } from './number-axis.js';
import { signLegend, stripRows, stripTexts, type StripRows } from './strip-rows.js';
import { coordinate, element, figureElement, textElement, titleElement, type FigureOptions } from './svg.js';
import { wordsFigure } from './words-figure.js';

type Agent = Pick<LotteryDocument['agents'][number], 'agent'> & { readonly at: readonly Pick<LotteryDocument['agents'][number]['at'][number], 'budget' | 'spread' | 'tuned'>[] };

/** A lottery at one of its budgets; a whole lottery fits. */
export interface BoxPlotData {
  readonly objective: LotteryDocument['objective'];
  readonly agents: readonly Agent[];
  readonly random: { readonly how: string; readonly curve: LotteryDocument['random']['curve'] };
  readonly budget: number;
}

const mostRows = 30;

/** A box of one agent, or of random search: five numbers of what it found, and what it finds when it is tuned. */
interface Row {
  readonly name: string;
  readonly what: string;
  readonly low: number | null;
  readonly lower: number | null;
  readonly middle: number | null;
  readonly upper: number | null;
  readonly high: number | null;
  readonly usual: number | null;
  readonly tuned: { readonly value: number | null; readonly from: number | null; readonly to: number | null } | null;
}

/** How much what an agent finds depends on its hyperparameters: a box over settings (means over seeds) for each agent, its defaults, what it gets when it is tuned, and random search below. */
export function boxPlotsFigure(data: BoxPlotData, options: FigureOptions = {}): string {
  const width = Math.max(280, options.width ?? 720);
  const { objective } = data;
  const unit = objective.unit ?? '';
  const label = `${objective.name} of ${data.agents.length} agents with ${data.budget} evaluations`;
  const all = rowsOf(data);
  const shown = all.length <= mostRows ? all : [...all.slice(0, mostRows - 1), all.at(-1)!];
  const values = shown.flatMap(({ low, lower, middle, upper, high, usual, tuned }) => [low, lower, middle, upper, high, usual, tuned?.value, tuned?.from, tuned?.to]).filter(isDrawable);
  if (values.length === 0) return wordsFigure(label, 'No run found a legal design.', options);
  const key = signLegend([
    ['settings: quarters, median, ends', (x, y) => element('rect', { 'class': 'fig-compute', 'x': x - 6, 'y': y - 5, 'width': 12, 'height': 10, 'fill-opacity': 0.35 })
      + element('line', { 'class': 'fig-line fig-compute', 'x1': x, 'x2': x, 'y1': y - 5, 'y2': y + 5, 'stroke-width': 2.5 })],
    ['defaults', (x, y) => element('circle', { 'cx': x, 'cy': y, 'r': 4, 'fill': 'none', 'stroke': 'currentColor', 'stroke-width': 1.5 })],
    ['tuned: mean, 95 %', (x, y) => element('line', { 'class': 'fig-line fig-decode', 'x1': x - 7, 'x2': x + 7, 'y1': y, 'y2': y, 'stroke-width': 2 }) + diamond(x, y)],
    ['mean of random search', (x, y) => element('line', { 'x1': x, 'x2': x, 'y1': y - 7, 'y2': y + 7, 'stroke': 'currentColor', 'stroke-dasharray': '3 3' })],
  ], width);
  const remarks = shown.map(({ middle, tuned }) => (tuned === null ? valueText(middle, unit) : valueText(tuned.value, unit)));
  const rows = stripRows(shown.map(({ name }) => name), remarks, width, key.height + 4);
  const axis = numberAxis(values, rows.from, rows.to, { unit, inset: 12, spacing: 60 });
  const area = { x: rows.from, y: rows.y(0) - 12, width: rows.to - rows.from, height: rows.bottom - rows.y(0) + 12 };
  const random = data.random.curve.find(({ samples }) => samples === data.budget)?.expected ?? null;
  const line = isDrawable(random) ? element('line', { 'x1': axis.at(random), 'x2': axis.at(random), 'y1': area.y, 'y2': rows.bottom, 'stroke': 'currentColor', 'stroke-dasharray': '3 3' }) : '';
  const rest = shown.length < all.length ? [`${shown.length} of ${all.length} rows are drawn.`] : [];
  return figureElement({ width, height: rows.bottom + 42 + 18 * rest.length }, label, `${shown.map(({ name, what }) => `${name}: ${what}`).slice(0, 8).join('; ')}. ${betterText(objective)}.`, options,
    key.svg, bottomAxis({ ...axis, unit: '' }, area, `${objective.name}${axis.unit}, ${betterText(objective)}`), line, ...shown.map((row, i) => rowMarkup(row, i, rows, axis)),
    ...shown.map(({ name }, i) => stripTexts(rows, i, name, remarks[i]!)), ...rest.map((text) => textElement(8, rows.bottom + 54, text, { class: 'fig-small fig-muted' })));
}

function rowsOf({ agents, random, budget, objective }: BoxPlotData): readonly Row[] {
  const unit = objective.unit ?? '';
  const told = agents.map(({ agent, at }): Row => {
    const own = at.find((one) => one.budget === budget);
    if (own === undefined) return { name: agent, what: 'not judged at this budget', low: null, lower: null, middle: null, upper: null, high: null, usual: null, tuned: null };
    const { spread, tuned } = own;
    const [from, to] = tuned.interval.map((value) => valueText(value, unit));
    const settings = `settings from ${valueText(spread.worst, unit)} to ${valueText(spread.best, unit)}, median ${valueText(spread.median, unit)}, defaults ${valueText(spread.default, unit)}`;
    return {
      name: agent, low: spread.worst, lower: spread.lowerQuarter, middle: spread.median, upper: spread.upperQuarter, high: spread.best, usual: spread.default,
      what: `${settings}; tuned ${valueText(tuned.expected, unit)} (95 % from ${from!} to ${to!})`,
      tuned: { value: tuned.expected, from: tuned.interval[0], to: tuned.interval[1] },
    };
  });
  const point = random.curve.find(({ samples }) => samples === budget);
  if (point === undefined) return told;
  return [...told, {
    name: `random, ${random.how}`, what: `median ${valueText(point.median, unit)}, 80 % of searches from ${valueText(point.tenth, unit)} to ${valueText(point.ninetieth, unit)}; mean ${valueText(point.expected, unit)} (dashed line)`,
    low: point.tenth, lower: null, middle: point.median, upper: null, high: point.ninetieth, usual: null, tuned: null,
  }];
}

function rowMarkup({ name, what, low, lower, middle, upper, high, usual, tuned }: Row, i: number, rows: StripRows, axis: NumberAxis): string {
  const y = rows.y(i) - 3;
  const at = (value: number): number => axis.at(value);
  const [boxed, whiskers] = [[lower, upper].filter(isDrawable).map(at), [low, high].filter(isDrawable).map(at)];
  const parts = [
    whiskers.length === 2 ? element('path', { 'class': 'fig-line fig-compute', 'd': whiskerPath(Math.min(...whiskers), Math.max(...whiskers), y), 'stroke-width': 1.5, 'style': 'fill:none' }) : '',
    boxed.length === 2 ? element('rect', { 'class': 'fig-line fig-compute', 'x': Math.min(...boxed), 'y': y - 6, 'width': Math.max(1, Math.abs(boxed[1]! - boxed[0]!)), 'height': 12, 'fill-opacity': 0.35 }) : '',
    isDrawable(middle) ? element('line', { 'class': 'fig-line fig-compute', 'x1': at(middle), 'x2': at(middle), 'y1': y - 7, 'y2': y + 7, 'stroke-width': 3 }) : '',
    isDrawable(usual) ? element('circle', { 'cx': at(usual), 'cy': y, 'r': 4, 'fill': 'none', 'stroke': 'currentColor', 'stroke-width': 1.5 }) : '',
  ];
  if (tuned !== null && isDrawable(tuned.from) && isDrawable(tuned.to)) {
    const [x1, x2] = [at(tuned.from), at(tuned.to)].sort((a, b) => a - b) as [number, number];
    parts.push(element('line', { 'class': 'fig-line fig-decode', x1, x2, 'y1': y + 11, 'y2': y + 11, 'stroke-width': 2 }));
  }
  if (isDrawable(tuned?.value)) parts.push(diamond(at(tuned.value), y + 11));
  return element('g', {}, titleElement(`${name}: ${what}`), ...parts);
}

function whiskerPath(from: number, to: number, y: number): string {
  const [a, b, middle] = [coordinate(from), coordinate(to), coordinate(y)];
  return `M${a} ${middle}H${b}M${a} ${coordinate(y - 4)}V${coordinate(y + 4)}M${b} ${coordinate(y - 4)}V${coordinate(y + 4)}`;
}

function diamond(x: number, y: number): string {
  return element('path', { class: 'fig-point fig-decode', d: symbol(symbolDiamond, 46)() ?? '', transform: `translate(${coordinate(x)} ${coordinate(y)})` });
}

/** The numbers of every box. */
export function boxPlotsTable(data: BoxPlotData): FigureTable {
  const unit = data.objective.unit === null ? '' : ` (${data.objective.unit})`;
  const cell = (value: number | null | undefined): number | null => (isDrawable(value) ? value : null);
  return {
    label: `${data.objective.name} with ${data.budget} evaluations`,
    columns: [{ head: 'agent', kind: 'text' }, ...['worst setting', 'quarter', 'median', 'quarter', 'best setting', 'defaults', 'tuned', 'tuned, from', 'tuned, to'].map((head) => ({ head: `${head}${unit}`, kind: 'number' as const }))],
    rows: rowsOf(data).map(({ name, low, lower, middle, upper, high, usual, tuned }) => [name, ...[low, lower, middle, upper, high, usual, tuned?.value, tuned?.from, tuned?.to].map(cell)]),
  };
}
