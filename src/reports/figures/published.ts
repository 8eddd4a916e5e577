import { scaleLinear, symbol, symbolCircle, symbolDiamond } from 'd3';
import type { PublishedResult } from '../../sim/model/result.js';
import { metricText } from '../metric-text.js';
import { isKnown, notModelledText, numberText, unknownText } from '../quantity-text.js';
import { isDrawable } from './drawable.js';
import type { FigureTable } from './figure-table.js';
import { numberAxis } from './number-axis.js';
import { notesBelow } from './notes-below.js';
import { coordinate, element, figureElement, textElement, titleElement, type FigureOptions } from './svg.js';
import { legendRow, type LegendEntry } from './swatch-legend.js';
import { fitText, textWidth } from './text-width.js';
import { wordsFigure } from './words-figure.js';

/** Published figures with what was simulated for them; a result fits. */
export interface PublishedData {
  readonly published: readonly Pick<PublishedResult, 'metric' | 'published' | 'simulated' | 'source'>[];
}

type Row = PublishedData['published'][number];

const mostRows = 40;
/** Errors beyond it end in an arrow: the simulated value is nothing, or twice the published one. */
const widest = 1;

/** Each published figure and the simulated one as a pair on an axis of relative error: the published stands at 0. */
export function publishedFigure({ published }: PublishedData, options: FigureOptions = {}): string {
  const width = Math.max(280, options.width ?? 720);
  if (published.length === 0) return wordsFigure('Published and simulated', 'Nothing published is known of this design.', options);
  const shown = published.slice(0, mostRows);
  const errors = shown.map(errorOf);
  const reach = Math.min(widest, Math.max(0.1, ...errors.filter((error) => error !== null).map((error) => Math.abs(error) * 1.12)));
  const stacked = width < 640;
  const [left, right] = stacked ? [20, width - 20] : [Math.min(250, width * 0.28), width - 240];
  const scale = scaleLinear([-reach, reach], [left + 12, right - 12]);
  const legend = legendRow(legendOf(), width);
  const top = legend.bottom + 10;
  const step = stacked ? 54 : 34;
  const bottom = top + shown.length * step + 2;
  const rows = shown.map((row, index) => rowOf(row, errors[index]!, { scale, reach, stacked, width, left, right }, top + index * step));
  const marks = numberAxis([-reach, reach], left + 12, right - 12, { unit: '%', scale: 'linear', spacing: 60 }).ticks.map(({ at, text }) => (
    element('line', { class: 'fig-grid', x1: at, x2: at, y1: top, y2: bottom })
    + textElement(at, bottom + 16, text.startsWith('−') || text === '0' ? text : `+${text}`, { 'class': 'fig-small fig-muted', 'text-anchor': 'middle' })));
  const zero = element('line', { 'x1': scale(0), 'x2': scale(0), 'y1': top, 'y2': bottom, 'stroke': 'currentColor', 'stroke-width': 1.2 });
  const title = textElement(scale(0), bottom + 36, 'error of the simulated figure (%)', { 'text-anchor': 'middle' });
  const notes = published.length > mostRows ? [`The first ${mostRows} of ${numberText(published.length)} figures.`] : [];
  const below = notes.length === 0 ? { svg: '', bottom: bottom + 40 } : notesBelow(notes, 8, bottom + 58, width - 16);
  const compared = errors.filter((error) => error !== null).length;
  return figureElement({ width, height: below.bottom + 6 }, `Published and simulated: ${published.length} figures`, `${shown.slice(0, 12).map((row, i) => rowText(row, errors[i]!)).join('. ')}. ${numberText(compared)} of ${numberText(shown.length)} can be compared.`,
    options, legend.svg, ...marks, zero, title, ...rows, below.svg);
}

/** Published, simulated and relative error of each figure. */
export function publishedTable({ published }: PublishedData): FigureTable {
  return {
    label: 'Published and simulated',
    columns: [{ head: 'metric', kind: 'text' }, { head: 'published', kind: 'number' }, { head: 'simulated', kind: 'number' }, { head: 'relative error', kind: 'number' }, { head: 'source', kind: 'text' }],
    rows: published.map((row) => [row.metric, finite(row.published), finite(row.simulated), finite(errorOf(row)), row.source]),
  };
}

interface Frame {
  readonly scale: (error: number) => number;
  readonly reach: number;
  readonly stacked: boolean;
  readonly width: number;
  readonly left: number;
  readonly right: number;
}

function rowOf(row: Row, error: number | null, { scale, reach, stacked, width, left, right }: Frame, top: number): string {
  const y = stacked ? top + 24 : top + 15;
  const value = error === null ? whyNone(row) : percent(error);
  const digits = `${metricText(row.metric, row.simulated)}; published ${metricText(row.metric, row.published)}`;
  const marks: string[] = [];
  if (error !== null) {
    const [from, to] = [scale(0), scale(Math.max(-reach, Math.min(reach, error)))];
    marks.push(element('line', { 'class': 'fig-line fig-memory', 'x1': from, 'x2': to, 'y1': y, 'y2': y, 'stroke-width': 2.5 }),
      element('path', { 'class': 'fig-surface', 'd': symbol(symbolCircle, 70)() ?? '', 'transform': `translate(${coordinate(from)} ${coordinate(y)})`, 'stroke': 'currentColor', 'stroke-width': 1.6 }));
    if (Math.abs(error) > reach * 1.0001) marks.push(textElement(to, y + 4, error > 0 ? '▸' : '◂', { 'text-anchor': 'middle' }));
    else marks.push(element('path', { 'class': 'fig-point fig-memory', 'd': symbol(symbolDiamond, 62)() ?? '', 'transform': `translate(${coordinate(to)} ${coordinate(y)})`, 'stroke-width': 0.75 }));
  }
  const title = titleElement(`${rowText(row, error)}. Source: ${row.source}`);
  const texts = stacked
    ? textElement(8, top + 12, fitText(row.metric, 11, width - 24 - textWidth(value, 11)), { class: 'fig-small fig-halo' })
      + textElement(width - 8, top + 12, value, { 'class': 'fig-small fig-strong fig-halo', 'text-anchor': 'end' })
      + textElement(8, top + 43, fitText(digits, 11, width - 16), { class: 'fig-small fig-muted fig-halo' })
    : textElement(left - 4, y + 4, fitText(row.metric, 11, left - 12), { 'class': 'fig-small', 'text-anchor': 'end' })
      + textElement(right + 8, y - 3, value, { class: 'fig-small fig-strong' }) + textElement(right + 8, y + 11, fitText(digits, 11, width - right - 14), { class: 'fig-small fig-muted' });
  return element('g', {}, title, ...marks, texts);
}

function legendOf(): LegendEntry[] {
  return [
    { name: 'published', swatch: (x, y) => element('path', { 'class': 'fig-surface', 'd': symbol(symbolCircle, 60)() ?? '', 'transform': `translate(${x + 6} ${y + 6})`, 'stroke': 'currentColor', 'stroke-width': 1.6 }) },
    { name: 'simulated', swatch: (x, y) => element('path', { class: 'fig-memory', d: symbol(symbolDiamond, 62)() ?? '', transform: `translate(${x + 6} ${y + 6})` }) },
  ];
}

/** Signed error relative to what was published; null where either is missing or nothing can be divided by. */
function errorOf({ published, simulated }: Row): number | null {
  if (!isDrawable(published) || !isDrawable(simulated) || published === 0) return null;
  const error = (simulated - published) / Math.abs(published);
  return isDrawable(error) ? error : null;
}

function whyNone({ published, simulated }: Row): string {
  if (simulated === null) return notModelledText;
  return published === 0 && simulated === 0 ? 'both 0' : unknownText;
}

function rowText(row: Row, error: number | null): string {
  return `${row.metric}: published ${metricText(row.metric, row.published)}, simulated ${metricText(row.metric, row.simulated)}, ${error === null ? `error ${whyNone(row)}` : percent(error)}`;
}

function percent(error: number): string {
  const size = Math.abs(error) * 100;
  return `${error < 0 ? '−' : error > 0 ? '+' : ''}${size !== 0 && size < 0.05 ? '<0.1' : size >= 1000 ? numberText(size) : size.toFixed(1)} %`;
}

function finite(value: number | null): number | null {
  return isKnown(value) ? value : null;
}
