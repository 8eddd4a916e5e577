import { line } from 'd3';
import { isBetterHigher } from '../metric-direction.js';
import { metricName, metricUnit } from '../metric-name.js';
import { inputText } from '../quantity-text.js';
import { cellOf, type Contest } from '../sweep-columns.js';
import { crossingsOf, crossoverPanels, distinctNames, type Crossing, type CrossoverData, type CrossoverPanel, type CrossoverPanels } from './crossover-lines-data.js';
import type { FigureTable } from './figure-table.js';
import { isDrawable } from './drawable.js';
import { bottomAxis, leftAxis, marksWidth, numberAxis, valueText, type NumberAxis } from './number-axis.js';
import { seriesClass, seriesDash, seriesMark, spreadAlong } from './series.js';
import { coordinate, element, figureElement, textElement, titleElement, type FigureOptions } from './svg.js';
import { fitText, textWidth } from './text-width.js';
import { wordsFigure } from './words-figure.js';

const panelHeight = 250;
const mostLines = 12;
/** Marks and points of lines in all panels together. */
const [mostMarks, mostPoints] = [480, 5000];
const mostMarkedValues = 9;

/** What panels have in common. */
interface Frame {
  readonly width: number;
  readonly set: CrossoverPanels;
  readonly metric: string;
  /** Experiments that are drawn, and how they are called at the end of a line. */
  readonly names: readonly string[];
  readonly short: readonly string[];
  readonly marks: number;
  readonly points: number;
  /** Of all panels together, so that heights can be compared. */
  readonly values: readonly number[];
}

/**
 * The first metric of a sweep along one axis: a line for each experiment, with its name at its end, and a panel for each point of the other axes. Rings stand where another experiment becomes the
 * best, with the place on the axis.
 */
export function crossoverLinesFigure(data: CrossoverData, options: FigureOptions = {}): string {
  const width = Math.max(280, options.width ?? 720);
  const set = crossoverPanels(data);
  const metric = data.metrics[0] ?? '';
  const label = set.across === null ? `${metricName(metric)} of a sweep` : `${metricName(metric)} over ${set.across.name}`;
  if (set.across === null || set.panels.length === 0) return wordsFigure(label, 'There is no axis of several values to draw lines over.', options);
  const shown = set.panels.slice(0, width < 560 ? 8 : 24);
  const columns = Math.min(shown.length, Math.max(1, Math.floor(width / 280)));
  const names = set.experiments.slice(0, mostLines);
  const lines = shown.length * Math.max(1, names.length);
  const values = shown.flatMap(({ contests }) => contests.flatMap((contest) => contest.values.slice(0, names.length))).filter(isDrawable);
  const frame: Frame = { width: width / columns, set, metric, names, short: distinctNames(names), marks: Math.max(2, Math.floor(mostMarks / lines)), points: Math.max(2, Math.floor(mostPoints / lines)), values };
  const key = legendOf(names, width);
  const rest = [
    ...(set.panels.length > shown.length ? [`${shown.length} of ${set.panels.length} panels are drawn.`] : []),
    ...(set.experiments.length > names.length ? [`${names.length} of ${set.experiments.length} lines are drawn.`] : []),
  ].join(' ');
  const height = key.height + Math.ceil(shown.length / columns) * panelHeight + (rest === '' ? 4 : 22);
  const drawn = shown.map((panel, i) => panelOf(panel, frame, (i % columns) * frame.width, key.height + Math.floor(i / columns) * panelHeight));
  const crossed = drawn.reduce((sum, { crossings }) => sum + crossings, 0);
  const better = `${isBetterHigher(metric) ? 'larger' : 'smaller'} is better`;
  const what = names.length === 1 ? `A line of ${names[0]!}` : `A line for each of ${names.length} ${set.isContest ? 'experiments' : 'values'}`;
  const where = shown.length === 1 ? '' : `, a panel for each of ${shown.length} points of the other axes`;
  const changes = set.isContest ? `The best changes ${crossed === 1 ? 'once' : `${crossed} times`}. ` : '';
  const described = `${what}${where}; ${better}. ${changes}${rest}`;
  return figureElement({ width, height }, label, described.trim(), options, key.svg, ...drawn.map(({ svg }) => svg), rest === '' ? '' : textElement(8, height - 8, fitText(rest, 11, width - 16), { class: 'fig-small fig-muted' }));
}

function panelOf({ title, contests }: CrossoverPanel, frame: Frame, x: number, y: number): { readonly svg: string; readonly crossings: number } {
  const { set, metric, names, short, width } = frame;
  const unit = metricUnit(metric);
  const isKnown = contests.some((contest) => contest.values.slice(0, names.length).some(isDrawable));
  const head = title === '' ? 0 : 18;
  const [top, bottom] = [y + head + 28, y + panelHeight - 46];
  const vertical = numberAxis(frame.values, bottom, top, { unit, inset: 12, spacing: 34 });
  const labels = names.length < 2 ? 0 : Math.min(width * 0.36, Math.max(...short.map((name) => textWidth(name, 11))) + 12);
  const left = x + marksWidth(vertical) + 6;
  const area = { x: left, y: top, width: Math.max(20, x + width - 16 - labels - left), height: bottom - top };
  const across = acrossAxis(contests, set, area.x, area.x + area.width);
  const heading = title === '' ? '' : textElement(x + 8, y + 14, fitText(title, 12, width - 20), { class: 'fig-strong' });
  const yName = `${metricName(metric)}${vertical.unit}, ${isBetterHigher(metric) ? 'larger' : 'smaller'} is better`;
  const yLabel = textElement(x + 8, top - 9, fitText(yName, 11, width - 16), { class: 'fig-small' });
  const places = names.map((_, i) => contests.flatMap((contest, at) => (isDrawable(contest.values[i]) && (!vertical.isLog || contest.values[i] > 0) ? [{ x: across.at[at]!, y: vertical.at(contest.values[i]), value: contest.values[i], at }] : [])));
  const lines = names.map((name, i) => lineOf(name, i, places[i]!, contests, frame));
  const crossings = crossingsOf(contests.map((contest) => ({ ...contest, values: contest.values.slice(0, names.length), winner: contest.winner === null || contest.winner >= names.length ? null : contest.winner })), (value) => -vertical.at(value));
  const ends = [-Infinity, -Infinity, -Infinity];
  const rings = crossings.slice(0, 12).map((crossing) => ringOf(crossing, contests, across, vertical, frame, bottom, ends));
  const endings = labels === 0 ? [] : endLabels(places.map((own) => own.at(-1)), short, area.x + area.width, labels, top, bottom);
  const none = !isKnown ? textElement(area.x + 6, (top + bottom) / 2, fitText('No value is known here.', 12, area.width - 8)) : '';
  return { svg: element('g', {}, heading, yLabel, leftAxis(vertical, area, '', x), bottomAxis(across.axis, area, set.across!.name), ...lines, ...rings, ...endings, none), crossings: crossings.length };
}

interface Across {
  readonly axis: NumberAxis;
  /** Pixels of each contest. */
  readonly at: readonly number[];
}

/** The axis that lines run along: of numbers, with marks at the values themselves where they are few, or of names side by side. */
function acrossAxis(contests: readonly Contest[], { index, isNumeric }: CrossoverPanels, from: number, to: number): Across {
  const own = contests.map(({ point }) => point[index]);
  if (!isNumeric) {
    const step = (to - from) / Math.max(1, own.length);
    const at = own.map((_, i) => from + (i + 0.5) * step);
    return { at, axis: { at: (i) => from + (i + 0.5) * step, isLog: false, ends: [-0.5, own.length - 0.5], unit: '', ticks: own.map((value, i) => ({ at: at[i]!, text: fitText(String(cellOf(value)), 11, Math.max(24, step - 6)) })) } };
  }
  const numbers = own.map(Number);
  const axis = numberAxis(numbers, from, to, { inset: 10, scale: numbers.every((value) => value > 0) && numbers.length > 2 && Math.max(...numbers) / Math.min(...numbers) > 8 ? 'log' : 'linear', spacing: 52 });
  const marked = numbers.length <= mostMarkedValues ? numbers.map((value) => ({ at: axis.at(value), text: inputText(value).replace('-', '−') })) : axis.ticks;
  return { axis: { ...axis, ticks: marked }, at: numbers.map(axis.at) };
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly value: number;
  readonly at: number;
}

function lineOf(name: string, i: number, own: readonly Place[], contests: readonly Contest[], { set, metric, marks, points }: Frame): string {
  const path = line<Place>((p) => Number(coordinate(p.x)), (p) => Number(coordinate(p.y)))(some(own, points)) ?? '';
  return element('g', { class: `fig-line ${seriesClass(i)}` },
    path === '' ? '' : element('path', { 'd': path, 'style': 'fill:none', 'stroke-width': 2, ...seriesDash(i) }),
    ...some(own, marks).map((p) => seriesMark(i, p.x, p.y, 32, titleElement(`${name}, ${set.across!.name} ${String(cellOf(contests[p.at]!.point[set.index]))}: ${valueText(p.value, metricUnit(metric))}`))));
}

/** Every so many, the first and the last among them. */
function some<T>(all: readonly T[], most: number): readonly T[] {
  return all.length <= most ? all : Array.from({ length: most }, (_, i) => all[Math.round((i * (all.length - 1)) / (most - 1))]!);
}

/** A ring where two lines cross, a leader to the axis, and the place in digits, or between which names it is. `ends`: how far each line of such texts reaches. */
function ringOf({ from: before, to, at, share }: Crossing, contests: readonly Contest[], { axis, at: places }: Across, vertical: NumberAxis, { set, names, short }: Frame, bottom: number, ends: number[]): string {
  const [start, end] = [places[at]!, places[at + 1]!];
  const x = start + (end - start) * share;
  const [low, high] = [contests[at]!, contests[at + 1]!].map(({ point }) => point[set.index]);
  const y = vertical.at(contests[at]!.values[before]!) * (1 - share) + vertical.at(contests[at + 1]!.values[before]!) * share;
  const place = set.isNumeric ? `≈ ${inputText(roughly(axis.isLog ? Number(low) * (Number(high) / Number(low)) ** share : Number(low) + (Number(high) - Number(low)) * share)).replace('-', '−')}` : `${String(cellOf(low))} to ${String(cellOf(high))}`;
  const said = fitText(place, 11, 90);
  const isRight = x > (places[0]! + places.at(-1)!) / 2;
  const from = isRight ? x - 6 - textWidth(said, 12) : x + 6;
  // The lowest line of text that the names before it leave free.
  const row = Math.max(0, ends.findIndex((end) => end < from));
  ends[row] = from + textWidth(said, 12) + 4;
  return element('g', {}, titleElement(`${short[to]!} becomes better than ${short[before]!} at ${set.across!.name} ${place}${names.length > 2 ? `, best of ${names.length}` : ''}`),
    element('line', { 'class': 'fig-leader', 'x1': x, 'x2': x, 'y1': y + 5, 'y2': bottom, 'stroke-dasharray': '2 3' }),
    element('circle', { 'cx': x, 'cy': y, 'r': 5.5, 'fill': 'none', 'stroke': 'currentColor', 'stroke-width': 1.6 }),
    textElement(x + (isRight ? -6 : 6), bottom - 6 - 14 * row, said, { 'class': 'fig-small fig-halo fig-strong', 'text-anchor': isRight ? 'end' : 'start' }));
}

function roughly(value: number): number {
  return Number(value.toPrecision(3));
}

function endLabels(ends: readonly (Place | undefined)[], names: readonly string[], from: number, width: number, top: number, bottom: number): string[] {
  const known = ends.flatMap((end, i) => (end === undefined ? [] : [{ end, i }]));
  const places = spreadAlong(known.map(({ end }) => end.y), 13, top + 4, bottom - 2);
  return known.map(({ end, i }, k) => element('g', {},
    Math.abs(places[k]! - end.y) > 4 || end.x < from - 14 ? element('line', { class: 'fig-leader', x1: end.x + 4, x2: from + 6, y1: end.y, y2: places[k]! }) : '',
    textElement(Math.max(from, end.x) + 8, places[k]! + 3.5, fitText(names[i]!, 11, Math.max(10, width - 8 - Math.max(0, end.x - from))), { class: 'fig-small fig-label' })));
}

/** The marks and whole names of the experiments. */
function legendOf(names: readonly string[], width: number): { readonly svg: string; readonly height: number } {
  let [x, y] = [8, 16];
  const entries = names.map((name, i) => {
    const said = fitText(name, 12, width - 40);
    const needed = 18 + textWidth(said, 12) + 18;
    if (x > 8 && x + needed > width) [x, y] = [8, y + 18];
    const entry = element('g', { class: seriesClass(i) }, seriesMark(i, x + 6, y - 4, 60)) + textElement(x + 16, y, said);
    x += needed;
    return entry;
  });
  return { svg: element('g', {}, ...entries), height: names.length === 0 ? 4 : y + 12 };
}

/** Every value of the first metric, a row for each point, a column for each experiment. */
export function crossoverLinesTable(data: CrossoverData): FigureTable {
  const { experiments, panels, across, index } = crossoverPanels(data);
  const metric = data.metrics[0] ?? '';
  const unit = metricUnit(metric);
  return {
    label: `${metricName(metric)} along ${across?.name ?? 'no axis'}`,
    columns: [{ head: 'point', kind: 'text' }, ...experiments.map((name) => ({ head: `${name}${unit === '' || unit === '%' ? '' : ` (${unit})`}` || 'experiment', kind: 'number' as const })), { head: 'best', kind: 'text' }],
    rows: panels.flatMap(({ title, contests }) => contests.map(({ point, values, winner }) => [
      [title, `${across!.name} ${String(cellOf(point[index]))}`].filter((part) => part !== '').join(', '), ...experiments.map((_, i) => (isDrawable(values[i]) ? values[i] : null)), winner === null ? null : experiments[winner]!,
    ])),
  };
}
