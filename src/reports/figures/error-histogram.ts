import { scaleLinear, ticks } from 'd3';
import { numberText } from '../quantity-text.js';
import { isDrawable } from './drawable.js';
import type { FigureTable } from './figure-table.js';
import { hatchLines } from './hatch-lines.js';
import { notesBelow } from './notes-below.js';
import { errorText, signedError, type ParitySystem } from './parity-data.js';
import { element, figureElement, textElement, titleElement, type FigureOptions } from './svg.js';
import { legendRow, type LegendEntry } from './swatch-legend.js';
import { fitText, textWidth } from './text-width.js';
import { wordsFigure } from './words-figure.js';

export interface ErrorHistogramOptions extends FigureOptions {
  /** Largest error on the axis, relative; chosen from the rows unless told. */
  readonly limit?: number;
}

type Fate = 'agrees' | 'given' | 'differs';

interface Counts {
  readonly low: number;
  readonly high: number;
  readonly of: Record<Fate, number>;
}

/** Rows that the axis does not reach. */
interface Beyond {
  readonly rows: number;
  readonly differ: number;
}

interface Histogram {
  readonly limit: number;
  readonly bins: readonly Counts[];
  readonly below: Beyond;
  readonly above: Beyond;
  readonly rows: number;
  readonly worst: number;
}

const fates: readonly (readonly [fate: Fate, name: string, colour: string])[] = [['agrees', 'agrees', 'compute'], ['given', 'fitted on, or an input', 'overhead'], ['differs', 'differs', 'memory']];
const steps = [1, 2, 5] as const;
/** An odd number, so that one bin has 0 in its middle. */
const binCount = 21;
/** Errors below it are rounding: a histogram of them says nothing. */
const rounding = 1e-6;
/** Share of the rows that the axis must show. */
const shownShare = 0.97;

/** How far the rows of a system are off: counts in bins of signed relative error, symmetric about 0, and how many rows are beyond the axis. */
export function errorHistogramFigure(system: ParitySystem, options: ErrorHistogramOptions = {}): string {
  const width = Math.max(280, options.width ?? 720);
  const histogram = histogramOf(system, options.limit);
  const name = fitText(system.system, 12, 200);
  if (histogram.bins.length === 0) return wordsFigure(`Errors of ${name}`, wordsOf(histogram, name), options);
  const { limit, bins, below, above, rows } = histogram;
  const present = fates.filter(([fate]) => bins.some(({ of }) => of[fate] > 0));
  const legend = legendRow(present.map(([fate, title, colour]): LegendEntry => ({ name: title, swatch: (x, y) => barOf(fate, colour, { x, y, width: 12, height: 12 }) })), width);
  const area = { x: 48, y: legend.bottom + 24, width: width - 48 - 14, height: 150 };
  const bottom = area.y + area.height;
  const x = scaleLinear([-limit, limit], [area.x, area.x + area.width]);
  const most = Math.max(1, ...bins.map(({ of }) => of.agrees + of.given + of.differs));
  const y = scaleLinear([0, most], [bottom, area.y]);
  const levels = ticks(0, most, 4).filter(Number.isInteger);
  const grid = levels.map((level) => element('line', { class: 'fig-grid', x1: area.x, x2: area.x + area.width, y1: y(level), y2: y(level) })
    + textElement(area.x - 6, y(level) + 4, shortCount(level), { 'class': 'fig-small fig-muted', 'text-anchor': 'end' }));
  const marks = bins.map((bin) => binMarks(bin, x, y));
  const ends = (width < 420 ? [-1, 0, 1] : [-1, -0.5, 0, 0.5, 1]).map((share) => {
    const text = errorText(share * limit);
    const half = textWidth(text, 11) / 2;
    return element('line', { class: 'fig-grid', x1: x(share * limit), x2: x(share * limit), y1: bottom, y2: bottom + 4 })
      + textElement(Math.min(x(share * limit), width - 4 - half), bottom + 17, text, { 'class': 'fig-small fig-muted', 'text-anchor': 'middle' });
  });
  const beyond = [
    ...(below.rows === 0 ? [] : [textElement(area.x, area.y - 10, `◂ ${beyondText(below, 'below')}`, { class: 'fig-small' })]),
    ...(above.rows === 0 ? [] : [textElement(area.x + area.width, area.y - 10, `${beyondText(above, 'above')} ▸`, { 'class': 'fig-small', 'text-anchor': 'end' })]),
  ];
  const note = `${numberText(rows)} rows; ${below.rows + above.rows === 0 ? 'none' : numberText(below.rows + above.rows)} beyond ±${errorText(limit).slice(1)}; largest error ${errorText(histogram.worst)}.`;
  const tail = notesBelow([note], 8, bottom + 56, width - 16);
  return figureElement({ width, height: tail.bottom + 6 }, `Errors of ${name}`, `Counts of rows by signed relative error in ${binCount} bins. ${note}`, options,
    legend.svg, ...grid, ...marks, ...ends, ...beyond, textElement(14, area.y + area.height / 2, 'rows', { 'text-anchor': 'middle', 'transform': `rotate(-90 14 ${area.y + area.height / 2})` }),
    textElement(area.x + area.width / 2, bottom + 36, width < 420 ? 'relative error' : 'relative error of the simulated value', { 'text-anchor': 'middle' }), tail.svg);
}

/** What stands in the place of a histogram where there is nothing to count but rounding; null where there is. */
export function errorsInWords(system: ParitySystem): string | null {
  const histogram = histogramOf(system, undefined);
  return histogram.bins.length > 0 ? null : wordsOf(histogram, system.system);
}

/** The bins with their counts, and what is beyond the axis. */
export function errorHistogramTable(system: ParitySystem): FigureTable {
  const { bins, below, above, limit, rows, worst } = histogramOf(system, undefined);
  const columns = [{ head: 'errors', kind: 'text' as const }, ...['from', 'to', ...fates.map(([, name]) => name), 'rows'].map((head) => ({ head, kind: 'number' as const }))];
  const body = bins.length === 0
    ? [['all', -Math.abs(worst), Math.abs(worst), null, null, null, rows]]
    : [
      [`below ${errorText(-limit)}`, null, -limit, null, null, null, below.rows],
      ...bins.map(({ low, high, of }) => [`${errorText(low)} to ${errorText(high)}`, low, high, of.agrees, of.given, of.differs, of.agrees + of.given + of.differs]),
      [`above ${errorText(limit)}`, limit, null, null, null, null, above.rows],
    ];
  return { label: `Errors of ${system.system}`, columns, rows: body };
}

function wordsOf({ rows, worst }: Histogram, name: string): string {
  if (rows === 0) return `No row of ${name} has an error: nothing is modelled.`;
  if (rows === 1) return worst === 0 ? `The only row of ${name} is met exactly.` : `The only row of ${name} is off by ${errorText(worst)}.`;
  return worst === 0 ? `All ${numberText(rows)} rows of ${name} are met exactly.` : `All ${numberText(rows)} rows of ${name} are within ${errorText(worst).replace(/[+−]/, '')} of their references.`;
}

function histogramOf({ rows }: ParitySystem, asked: number | undefined): Histogram {
  const errors = rows.flatMap((row) => {
    const error = row.verdict === 'not-modelled' ? null : signedError(row);
    return error === null ? [] : [{ error, fate: row.verdict === 'agrees' || row.verdict === 'differs' ? row.verdict : 'given' as const }];
  });
  const worst = errors.reduce((most, { error }) => (Math.abs(error) > Math.abs(most) ? error : most), 0);
  const sizes = errors.map(({ error }) => Math.abs(error)).sort((a, b) => a - b);
  const needed = sizes[Math.max(0, Math.ceil(sizes.length * shownShare) - 1)] ?? 0;
  if (Math.abs(worst) < rounding || errors.length < 2) return { limit: 0, bins: [], below: { rows: 0, differ: 0 }, above: { rows: 0, differ: 0 }, rows: errors.length, worst };
  const limit = isDrawable(asked) && asked > 0 ? asked : niceAbove(Math.max(needed, rounding));
  const width = 2 * limit / binCount;
  const bins = Array.from({ length: binCount }, (_, i): Counts => ({ low: -limit + i * width, high: -limit + (i + 1) * width, of: { agrees: 0, given: 0, differs: 0 } }));
  const [below, above] = [{ rows: 0, differ: 0 }, { rows: 0, differ: 0 }];
  for (const { error, fate } of errors) {
    if (Math.abs(error) > limit) {
      const side = error < 0 ? below : above;
      side.rows++;
      if (fate === 'differs') side.differ++;
    } else bins[Math.min(binCount - 1, Math.floor((error + limit) / width))]!.of[fate]++;
  }
  return { limit, bins, below, above, rows: errors.length, worst };
}

/** The least of 1, 2 and 5 times a power of ten that is not below the value. */
function niceAbove(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const step = steps.find((s) => s * power >= value * (1 - 1e-12));
  return step === undefined ? 10 * power : step * power;
}

function binMarks({ low, high, of }: Counts, x: (error: number) => number, y: (count: number) => number): string {
  const count = of.agrees + of.given + of.differs;
  if (count === 0) return '';
  const [left, right, floor] = [x(low) + 0.75, x(high) - 0.75, y(0)];
  let at = floor;
  const parts = fates.map(([fate, , colour]) => {
    if (of[fate] === 0) return '';
    // What is there must be seen: two pixels at least.
    const height = Math.max(2, floor - y(of[fate]));
    at -= height;
    return barOf(fate, colour, { x: left, y: at, width: right - left, height });
  });
  const text = shortCount(count);
  const label = textWidth(text, 11) <= right - left + 6 ? textElement((left + right) / 2, at - 4, text, { 'class': 'fig-small fig-halo', 'text-anchor': 'middle' }) : '';
  const detail = fates.filter(([fate]) => of[fate] > 0).map(([fate, name]) => `${numberText(of[fate])} ${name}`).join(', ');
  return element('g', {}, titleElement(`${errorText(low)} to ${errorText(high)}: ${numberText(count)} rows (${detail})`), ...parts, label);
}

/** A bar; what differs is hatched as well, so that it is not told by its colour alone. */
function barOf(fate: Fate, colour: string, box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }): string {
  if (fate !== 'differs') return element('rect', { class: `fig-${colour}`, ...box });
  return element('rect', { 'class': `fig-${colour}`, ...box, 'fill-opacity': 0.35 }) + hatchLines(colour, box, 1, 4);
}

function beyondText({ rows, differ }: Beyond, side: string): string {
  return `${shortCount(rows)} ${side}${differ === 0 ? '' : ` (${shortCount(differ)} ${differ === 1 ? 'differs' : 'differ'})`}`;
}

function shortCount(count: number): string {
  return count < 10_000 ? numberText(count) : `${Number((count / 1000).toPrecision(3))} k`;
}
