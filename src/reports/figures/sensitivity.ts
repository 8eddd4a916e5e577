import { scaleSymlog, symbol, symbolDiamond, symbolTriangle } from 'd3';
import type { ParameterSensitivity, Sensitivity } from '../../gym/study/sensitivity.js';
import { inputText, unknownText } from '../quantity-text.js';
import { spreadOver } from './exploration-data.js';
import type { FigureTable } from './figure-table.js';
import { isDrawable } from './drawable.js';
import { coordinate, element, figureElement, textElement, titleElement, type FigureOptions } from './svg.js';
import { signLegend, stripRows, stripTexts, type StripRows } from './strip-rows.js';
import { fitText, textWidth } from './text-width.js';
import { wordsFigure } from './words-figure.js';

/** What one parameter at a time does around a design; that of an answer fits. */
export interface SensitivityData {
  readonly objectives: readonly { readonly name: string }[];
  readonly sensitivity: Pick<Sensitivity, 'parameters'>;
}

/** Rows, and marks in all of them. */
const [mostRows, mostMarks] = [30, 240];
/** Losses below this are told apart on a straight scale, those above by their magnitude. */
const straight = 0.01;

type Place = (loss: number) => number;

/** By how much the first objective gets worse when one parameter takes another value: a row for each parameter, the one that matters most first, a mark for each value. The diamond is the design itself. */
export function sensitivityFigure({ objectives, sensitivity }: SensitivityData, options: FigureOptions = {}): string {
  const width = Math.max(280, options.width ?? 720);
  const goal = objectives[0]?.name ?? 'the objective';
  const label = `What each parameter does to ${goal}`;
  const shown = sensitivity.parameters.slice(0, mostRows);
  if (shown.length === 0) return wordsFigure(label, 'No parameter has another value to try.', options);
  const losses = shown.flatMap(({ variants }) => variants.flatMap((variant) => (isDrawable(variant.losses?.[0]) ? [variant.losses[0]] : [])));
  const names = shown.map(({ parameter, value }) => `${parameter} = ${text(value)}`);
  const remarks = shown.map(remarkOf);
  const key = signLegend([
    ['the best design', (x, y) => diamond(x, y)], ['better', (x, y) => triangle(x, y)], ['worse, or as good', (x, y) => element('circle', { class: 'fig-compute', cx: x, cy: y, r: 4 })],
  ], width);
  const rows = stripRows(names, remarks, width, key.height + 4);
  const scale = scaleSymlog([Math.min(0, ...losses), Math.max(straight, ...losses)], [rows.from + 10, rows.to - 14]).constant(straight);
  const place: Place = (loss) => Number(scale(loss).toFixed(2));
  const described = shown.slice(0, 6).map(({ parameter, worstLoss }) => `${parameter}: ${isDrawable(worstLoss) ? `up to ${lossText(worstLoss)}` : 'no other value is legal'}`).join('; ');
  const rest = shown.length < sensitivity.parameters.length ? [`The first ${shown.length} of ${sensitivity.parameters.length} parameters.`] : [];
  return figureElement({ width, height: rows.bottom + 42 + 16 * rest.length }, label, described, options,
    key.svg, axis(scale.domain() as [number, number], place, rows, `${goal} worse by`), ...shown.map((one, i) => rowMarkup(one, i, rows, place, Math.max(3, Math.floor(mostMarks / shown.length)))),
    ...shown.map((_, i) => stripTexts(rows, i, names[i]!, remarks[i]!)), ...rest.map((line) => textElement(8, rows.bottom + 54, line, { class: 'fig-small fig-muted' })));
}

/** How many other values are as good, and how many are not legal. */
function remarkOf({ variants }: ParameterSensitivity): string {
  if (variants.length === 0) return 'no other value';
  const [same, illegal] = [variants.filter((variant) => variant.losses?.[0] === 0).length, variants.filter((variant) => variant.losses === null).length];
  return [...(same > 0 ? [`${same} as good`] : []), ...(illegal > 0 ? [`${illegal} of ${variants.length} not legal`] : [])].join(', ');
}

/** Lines at round percentages, on both sides of none. */
function axis([low, high]: readonly [number, number], place: Place, rows: StripRows, name: string): string {
  const sizes = [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 100, 1e3, 1e6, 1e9];
  const ticks = [...sizes.map((size) => -size).reverse(), 0, ...sizes].filter((size) => size >= low * 1.001 && size <= high * 1.001);
  let end = -Infinity;
  const marks = ticks.map((tick) => {
    const x = place(tick);
    const said = tick === 0 ? '0' : `${tick < 0 ? '−' : ''}${Math.abs(tick) >= 1000 ? `${Math.abs(tick)} ×` : `${Number((100 * Math.abs(tick)).toPrecision(2))} %`}`;
    const line = element('line', { 'class': tick === 0 ? 'fig-leader' : 'fig-grid', 'x1': x, 'x2': x, 'y1': rows.y(0) - 12, 'y2': rows.bottom });
    if (x - textWidth(said, 11) / 2 < Math.max(2, end + 4) || x + textWidth(said, 11) / 2 > rows.width - 2) return line;
    end = x + textWidth(said, 11) / 2;
    return line + textElement(x, rows.bottom + 14, said, { 'class': 'fig-small fig-muted', 'text-anchor': 'middle' });
  });
  return element('g', {}, ...marks, textElement((rows.from + rows.to) / 2, rows.bottom + 32, fitText(name, 12, rows.to - rows.from), { 'text-anchor': 'middle' }));
}

/** Of many values so many are drawn, spread evenly from the best to the worst. */
function rowMarkup({ parameter, value, variants }: ParameterSensitivity, i: number, rows: StripRows, place: Place, most: number): string {
  const y = rows.y(i);
  const all = variants.flatMap((variant) => (isDrawable(variant.losses?.[0]) ? [{ value: text(variant.value), loss: variant.losses[0], x: place(variant.losses[0]) }] : []));
  const legal = all.length <= most ? all : spreadOver(all.sort((a, b) => a.loss - b.loss), most);
  const marks = legal.map((one) => {
    const title = titleElement(`${parameter} ${one.value} in place of ${text(value)}: ${lossText(one.loss)}`);
    return one.loss < 0 ? triangle(one.x, y, title) : element('circle', { 'class': 'fig-point fig-compute', 'cx': one.x, 'cy': y, 'r': 4, 'fill-opacity': 0.75 }, title);
  });
  // The worst are named first: what else has room is named too.
  const taken: { readonly from: number; readonly to: number }[] = [{ from: place(0) - 7, to: place(0) + 7 }];
  const labels = [...legal].sort((a, b) => Math.abs(b.loss) - Math.abs(a.loss)).map((one) => {
    const said = fitText(one.value, 11, 70);
    const half = textWidth(said, 11) / 2;
    const middle = Math.min(Math.max(one.x, rows.from + half - 4), rows.to + 8 - half);
    if (taken.some(({ from, to }) => middle - half < to + 3 && middle + half > from - 3)) return '';
    taken.push({ from: middle - half, to: middle + half });
    return textElement(middle, y + 15, said, { 'class': 'fig-small fig-muted fig-halo', 'text-anchor': 'middle' });
  });
  return element('g', {}, element('line', { class: 'fig-grid', x1: rows.from, x2: rows.to, y1: y, y2: y }), ...marks, diamond(place(0), y, titleElement(`${parameter} = ${text(value)}: the best design`)), ...labels);
}

function diamond(x: number, y: number, ...children: readonly string[]): string {
  return element('path', { class: 'fig-point fig-decode', d: symbol(symbolDiamond, 70)() ?? '', transform: `translate(${coordinate(x)} ${coordinate(y)})` }, ...children);
}

function triangle(x: number, y: number, ...children: readonly string[]): string {
  return element('path', { class: 'fig-point fig-vector', d: symbol(symbolTriangle, 60)() ?? '', transform: `translate(${coordinate(x)} ${coordinate(y)})` }, ...children);
}

/** A loss in words: `12.4 % worse`. */
export function lossText(loss: number | null | undefined): string {
  if (!isDrawable(loss)) return unknownText;
  if (loss === 0) return 'as good';
  const size = Math.abs(loss) >= 10 ? `${Number(Math.abs(loss).toPrecision(3))} times` : Math.abs(loss) < 0.0005 ? '<0.1 %' : `${Number((100 * Math.abs(loss)).toPrecision(3))} %`;
  return `${size} ${loss > 0 ? 'worse' : 'better'}`;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? inputText(value).replace('-', '−') : JSON.stringify(value) ?? '';
}

/** Every value that was tried: what it does to each objective, as a share of that of the best; null where it is not legal. */
export function sensitivityTable({ objectives, sensitivity }: SensitivityData): FigureTable {
  return {
    label: 'One parameter changed at a time',
    columns: [{ head: 'parameter', kind: 'text' }, { head: 'best', kind: 'text' }, { head: 'tried', kind: 'text' }, ...objectives.map(({ name }) => ({ head: `${name}, worse by (share)`, kind: 'number' as const })), { head: 'not legal, as', kind: 'text' }],
    rows: sensitivity.parameters.flatMap(({ parameter, value, variants }) => variants.map((variant) => [
      parameter, text(value), text(variant.value), ...objectives.map((_, k) => (isDrawable(variant.losses?.[k]) ? variant.losses[k] : null)), variant.losses === null ? variant.reasons.join('; ') || 'no reason given' : null,
    ])),
  };
}
