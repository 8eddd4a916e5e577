import { symbol, symbolDiamond } from 'd3';
import type { ParameterSensitivity, Sensitivity, Variant } from '../../gym/study/sensitivity.js';
import { inputText } from '../quantity-text.js';
import type { FigureTable } from './figure-table.js';
import { lossText } from './sensitivity.js';
import { signLegend, stripRows, stripTexts, type StripRows } from './strip-rows.js';
import { coordinate, element, figureElement, textElement, titleElement, type FigureOptions } from './svg.js';
import { fitText, textWidth } from './text-width.js';
import { wordsFigure } from './words-figure.js';

/** What one parameter at a time does around a design; that of an answer fits. */
export interface PlateauData {
  readonly sensitivity: Pick<Sensitivity, 'parameters'>;
}

const mostRows = 30;
/** Values that have a cell each. */
const mostCells = 16;
/** What counts as no worse: as a share of the best. */
const near = 0.01;

interface Value {
  readonly text: string;
  readonly kind: 'best' | 'near' | 'worse' | 'illegal';
  readonly loss: number | null;
}

/** How far each parameter can go with all objectives within 1 % of the best design: its values side by side, full where they are that near, pale where they are worse, crossed where they are not legal. */
export function plateauFigure({ sensitivity }: PlateauData, options: FigureOptions = {}): string {
  const width = Math.max(280, options.width ?? 720);
  const label = 'Values within 1 % of the best design';
  const shown = sensitivity.parameters.slice(0, mostRows);
  if (shown.length === 0) return wordsFigure(label, 'No parameter has another value to try.', options);
  const values = shown.map(valuesOf);
  const remarks = values.map(plateauText);
  const key = signLegend([
    ['the best design', (x, y) => diamond(x, y)], ['within 1 % of it', (x, y) => element('rect', { class: 'fig-compute', x: x - 6, y: y - 5, width: 12, height: 10 })],
    ['worse', (x, y) => element('rect', { class: 'fig-track', x: x - 6, y: y - 5, width: 12, height: 10 })], ['not legal', cross],
  ], width);
  const rows = stripRows(shown.map(({ parameter }) => parameter), remarks, width, key.height + 4);
  const rest = shown.length < sensitivity.parameters.length ? [`The first ${shown.length} of ${sensitivity.parameters.length} parameters.`] : [];
  return figureElement({ width, height: rows.bottom + 8 + 18 * rest.length }, label, shown.slice(0, 8).map(({ parameter }, i) => `${parameter}: ${remarks[i]!}`).join('; '), options,
    key.svg, ...values.map((own, i) => rowMarkup(shown[i]!.parameter, own, i, rows)), ...shown.map(({ parameter }, i) => stripTexts(rows, i, parameter, remarks[i]!)),
    ...rest.map((line) => textElement(8, rows.bottom + 18, line, { class: 'fig-small fig-muted' })));
}

/** The values of a parameter in their order: numbers by size, names by letters. */
function valuesOf({ value, variants }: ParameterSensitivity): readonly Value[] {
  const all = [{ raw: value, kind: 'best' as const, loss: 0 }, ...variants.map((variant) => ({ raw: variant.value, kind: kindOf(variant), loss: variant.losses?.[0] ?? null }))];
  const isNumeric = all.every(({ raw }) => typeof raw === 'number');
  return all.sort((a, b) => (isNumeric ? Number(a.raw) - Number(b.raw) : String(a.raw) < String(b.raw) ? -1 : 1)).map(({ raw, kind, loss }) => ({ text: textOf(raw), kind, loss }));
}

function kindOf({ losses }: Variant): 'near' | 'worse' | 'illegal' {
  if (losses === null) return 'illegal';
  return losses.every((loss) => loss <= near) ? 'near' : 'worse';
}

/** The run of near values around the best, in words. */
function plateauText(values: readonly Value[]): string {
  const at = values.findIndex(({ kind }) => kind === 'best');
  let [first, last] = [at, at];
  while (values[first - 1]?.kind === 'near') first--;
  while (values[last + 1]?.kind === 'near') last++;
  const count = values.filter(({ kind }) => kind === 'near').length + 1;
  const run = first === last ? `${values[at]!.text} alone` : `${values[first]!.text} to ${values[last]!.text}`;
  return `${run}: ${count} of ${values.length}`;
}

function rowMarkup(parameter: string, values: readonly Value[], i: number, rows: StripRows): string {
  const y = rows.y(i);
  const step = (rows.to - rows.from) / values.length;
  const cells = runsOf(values).map(({ from, to, value }) => {
    const [x, wide] = [rows.from + from * step, Math.max(1, (to - from) * step - 1.5)];
    const which = to - from === 1 ? value.text : `${value.text} to ${values[to - 1]!.text}`;
    const title = titleElement(`${parameter} ${which}: ${value.kind === 'best' ? 'the best design' : value.kind === 'illegal' ? 'not legal' : to - from === 1 ? lossText(value.loss) : value.kind === 'near' ? 'within 1 %' : 'worse'}`);
    const box = { x, y: y - 8, width: wide, height: 13 };
    if (value.kind === 'illegal') return element('g', {}, title, element('rect', { class: 'fig-surface', ...box }), cross(x + wide / 2, y - 1.5));
    return element('rect', { class: value.kind === 'worse' ? 'fig-track' : 'fig-compute', ...box }, title);
  });
  const best = values.findIndex(({ kind }) => kind === 'best');
  let end = -Infinity;
  const every = values.length > mostCells ? Math.ceil(values.length / 6) : 1;
  const labels = values.map((value, k) => {
    if (k % every !== 0) return '';
    const said = fitText(value.text, 11, Math.max(24, every * step - 4));
    const middle = rows.from + (k + 0.5) * step;
    const half = textWidth(said, 11) / 2;
    if (middle - half < end + 4 || middle - half < 2 || middle + half > rows.to + 8) return '';
    end = middle + half;
    return textElement(middle, y + 16, said, { 'class': 'fig-small fig-muted', 'text-anchor': 'middle' });
  });
  return element('g', {}, ...cells, diamond(rows.from + (best + 0.5) * step, y - 1.5), ...labels);
}

interface Run {
  readonly from: number;
  readonly to: number;
  readonly value: Value;
}

/** Few values each by itself; of many, neighbours of one kind together. */
function runsOf(values: readonly Value[]): readonly Run[] {
  const runs: Run[] = [];
  values.forEach((value, i) => {
    const last = runs.at(-1);
    if (values.length > mostCells && last !== undefined && last.value.kind === value.kind) runs[runs.length - 1] = { ...last, to: i + 1 };
    else runs.push({ from: i, to: i + 1, value });
  });
  return runs;
}

function cross(x: number, y: number): string {
  return element('path', { 'class': 'fig-leader', 'd': `M${coordinate(x)} ${coordinate(y)}m-3.5 -3.5l7 7m0 -7l-7 7`, 'stroke-width': 1.3 });
}

function diamond(x: number, y: number): string {
  return element('path', { 'class': 'fig-point fig-decode', 'd': symbol(symbolDiamond, 70)() ?? '', 'transform': `translate(${coordinate(x)} ${coordinate(y)})`, 'pointer-events': 'none' });
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? inputText(value).replace('-', '−') : JSON.stringify(value) ?? '';
}

/** For each parameter the values around the best that are within 1 % of it, and how many there are. */
export function plateauTable({ sensitivity }: PlateauData): FigureTable {
  return {
    label: 'Values within 1 % of the best design',
    columns: [{ head: 'parameter', kind: 'text' }, { head: 'best', kind: 'text' }, { head: 'around it', kind: 'text' }, { head: 'near values', kind: 'number' }, { head: 'not legal', kind: 'number' }, { head: 'values', kind: 'number' }],
    rows: sensitivity.parameters.map((one) => {
      const values = valuesOf(one);
      return [one.parameter, textOf(one.value), plateauText(values).replace(/: \d+ of \d+$/, ''), values.filter(({ kind }) => kind === 'best' || kind === 'near').length, values.filter(({ kind }) => kind === 'illegal').length, values.length];
    }),
  };
}
