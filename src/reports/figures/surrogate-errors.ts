import type { SurrogateReport } from '../../gym/surrogate/surrogate-report.js';
import type { FigureTable } from './figure-table.js';
import { isDrawable } from './drawable.js';
import { bottomAxis, numberAxis, valueText } from './number-axis.js';
import { seriesClass, seriesMark } from './series.js';
import { signLegend, stripRows, stripTexts } from './strip-rows.js';
import { element, figureElement, textElement, titleElement, type FigureOptions } from './svg.js';
import { wordsFigure } from './words-figure.js';

type Test = SurrogateReport['points'][number];

/** How wrong a surrogate is about designs that it has not seen; a report fits. */
export interface SurrogateErrorData {
  readonly objectives: readonly string[];
  readonly points: readonly Test[];
  readonly regions: readonly Test[];
  readonly family: { readonly parameter: string | null; readonly tests: readonly Test[] };
}

const mostRows = 40;
const kinds = ['unseen points', 'unseen region', 'unseen value'] as const;

interface Row {
  readonly kind: 0 | 1 | 2;
  readonly name: string;
  readonly error: Test['errors'][number];
  readonly train: number;
  readonly test: number;
}

/** The relative error of predictions against simulations by what was held out: random designs, the upper end of a parameter, a value of one. Shapes tell the three apart; beside each error the share of the variance that is explained, and the agreement of ranks. */
export function surrogateErrorsFigure(data: SurrogateErrorData, options: FigureOptions = {}): string {
  const width = Math.max(280, options.width ?? 720);
  const label = 'Errors of predictions on unseen designs';
  const all = rowsOf(data);
  const shown = all.slice(0, mostRows);
  if (shown.length === 0) return wordsFigure(label, 'Nothing was held out to test on.', options);
  const values = shown.map(({ error }) => error.rmspe).filter(isDrawable);
  const present = kinds.flatMap((name, kind) => (shown.some((row) => row.kind === kind) ? [{ name, kind }] : []));
  const key = signLegend(present.map(({ name, kind }) => [name, (x: number, y: number) => element('g', { class: seriesClass(kind) }, seriesMark(kind, x, y, 60))] as const), width);
  const remarks = shown.map(({ error }) => `${shareText(error.rmspe)}, R² ${plain(error.r2)}, rank ${plain(error.spearman)}`);
  const rows = stripRows(shown.map(({ name }) => name), remarks, width, key.height + 4);
  const isWide = values.every((value) => value > 0) && Math.max(...values) > 30 * Math.min(...values);
  const axis = numberAxis(isWide ? values : [0, ...values], rows.from, rows.to, { unit: '%', inset: 12, spacing: 60, scale: isWide ? 'log' : 'linear' });
  const area = { x: rows.from, y: rows.y(0) - 12, width: rows.to - rows.from, height: rows.bottom - rows.y(0) + 12 };
  const rest = shown.length < all.length ? [`${shown.length} of ${all.length} tests are drawn.`] : [];
  return figureElement({ width, height: rows.bottom + 42 + 18 * rest.length }, label, shown.slice(0, 8).map(({ name }, i) => `${name}: ${remarks[i]!}`).join('; '), options,
    key.svg, bottomAxis(axis, area, `root mean squared relative error`), ...shown.map((row, i) => rowMarkup(row, rows.y(i), axis.at, axis.at(0), axis.isLog)),
    ...shown.map(({ name }, i) => stripTexts(rows, i, name, remarks[i]!)), ...rest.map((text) => textElement(8, rows.bottom + 54, text, { class: 'fig-small fig-muted' })));
}

function rowsOf({ objectives, points, regions, family }: SurrogateErrorData): readonly Row[] {
  const named = (kind: Row['kind'], tests: readonly Test[], name: (test: Test) => string): Row[] => tests.flatMap((test) => test.errors.map((error): Row => ({
    kind, name: `${name(test)}${objectives.length > 1 ? `, ${error.objective}` : ''}`, error, train: test.train, test: test.test,
  })));
  return [...named(0, points, ({ train }) => `learnt from ${train} designs`), ...named(1, regions, ({ held }) => held), ...named(2, family.tests, ({ held }) => held)];
}

function rowMarkup({ kind, name, error, train, test }: Row, y: number, at: (value: number) => number, zero: number, isLog: boolean): string {
  const title = titleElement(`${name} (${kinds[kind]}): ${shareText(error.rmspe)} off in ${error.objective}, learnt from ${train} and asked about ${test} designs; the one that is predicted best is ${shareText(error.pickLoss)} worse than the best`);
  if (!isDrawable(error.rmspe)) return element('g', {}, title);
  const x = at(error.rmspe);
  const stem = isLog ? '' : element('line', { 'x1': Math.min(zero, x), 'x2': x, 'y1': y, 'y2': y, 'stroke-width': 2 });
  return element('g', { class: `fig-line ${seriesClass(kind)}` }, title, stem, seriesMark(kind, x, y, 60));
}

function shareText(share: number | null): string {
  return valueText(share, '%');
}

function plain(value: number | null): string {
  return isDrawable(value) ? value.toFixed(2).replace('-', '−') : 'unknown';
}

/** Every test: its errors, and how many designs it is made of. Errors are shares of the simulated value. */
export function surrogateErrorsTable(data: SurrogateErrorData): FigureTable {
  const cell = (value: number | null): number | null => (isDrawable(value) ? value : null);
  return {
    label: 'Errors of predictions on unseen designs',
    columns: [
      { head: 'held out', kind: 'text' }, { head: 'kind', kind: 'text' }, { head: 'objective', kind: 'text' }, { head: 'learnt from', kind: 'number' }, { head: 'asked about', kind: 'number' },
      { head: 'RMS relative error (share)', kind: 'number' }, { head: 'R²', kind: 'number' }, { head: 'R² of logarithms', kind: 'number' }, { head: 'rank correlation', kind: 'number' }, { head: 'loss of the pick (share)', kind: 'number' },
    ],
    rows: rowsOf(data).map(({ kind, name, error, train, test }) => [name, kinds[kind], error.objective, train, test, cell(error.rmspe), cell(error.r2), cell(error.r2Log), cell(error.spearman), cell(error.pickLoss)]),
  };
}
