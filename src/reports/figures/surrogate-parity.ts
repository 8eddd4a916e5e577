import { numberText } from '../quantity-text.js';
import { spreadOver } from './exploration-data.js';
import type { FigureTable } from './figure-table.js';
import type { Box } from './label-placement.js';
import { isDrawable } from './drawable.js';
import { bottomAxis, leftAxis, marksWidth, numberAxis, valueText } from './number-axis.js';
import { errorText, signedError } from './parity-data.js';
import { seriesClass, seriesMark } from './series.js';
import { signLegend } from './strip-rows.js';
import type { SurrogateErrorData } from './surrogate-errors.js';
import { coordinate, element, figureElement, textElement, titleElement, type FigureOptions } from './svg.js';
import { fitText, textWidth } from './text-width.js';
import { wordsFigure } from './words-figure.js';
import { wrapWords } from './wrap-words.js';

/** Designs in all panels together, and panels. */
const [mostMarks, mostPanels] = [600, 6];
const kinds = ['unseen points', 'unseen region', 'unseen value'] as const;

/** A design that was not learnt from. */
interface Asked {
  readonly kind: 0 | 1 | 2;
  /** What was held out. */
  readonly held: string;
  readonly simulated: number;
  readonly predicted: number;
}

/** Simulated values against predicted ones of designs that were not learnt from, a panel for each objective. Shapes tell what was held out: random designs, the upper end of a parameter, a value of one. */
export function surrogateParityFigure(data: SurrogateErrorData, options: FigureOptions = {}): string {
  const width = Math.max(280, options.width ?? 720);
  const label = 'Predicted and simulated values of unseen designs';
  const all = data.objectives.map((name, objective) => ({ name, unit: unitOf(data, objective), asked: askedOf(data, objective).filter(isPlaced) })).filter(({ asked }) => asked.length > 0);
  if (all.length === 0) return wordsFigure(label, 'No predictions are in the report: it holds none of an earlier version, or nothing was held out. Run archsim surrogate again.', options);
  const shown = all.slice(0, mostPanels);
  const present = kinds.flatMap((name, kind) => (shown.some(({ asked }) => asked.some((one) => one.kind === kind)) ? [{ name, kind }] : []));
  const key = signLegend(present.map(({ name, kind }) => [name, (x: number, y: number) => element('g', { class: seriesClass(kind) }, seriesMark(kind, x, y, 40))] as const), width);
  const columns = Math.min(shown.length, Math.max(1, Math.floor(width / 340)));
  const size = { width: width / columns, height: columns === 1 ? Math.round(Math.max(280, Math.min(420, width * 0.5))) : 300 };
  const each = Math.floor(mostMarks / shown.length);
  const panels = shown.map(({ name, unit, asked }, i) => panelOf(name, unit, drawnOf(asked, each), { ...size, x: (i % columns) * size.width, y: key.height + 4 + Math.floor(i / columns) * size.height }));
  const total = shown.reduce((sum, { asked }) => sum + asked.length, 0);
  const drawn = panels.reduce((sum, { marks }) => sum + marks, 0);
  const notes = [`${numberText(drawn)} of ${numberText(total)} predictions are drawn.`, ...(all.length > shown.length ? [`${shown.length} of ${all.length} objectives.`] : [])].join(' ');
  const told = wrapWords(notes, 11, width - 16);
  const height = key.height + 4 + Math.ceil(shown.length / columns) * size.height + 8 + 15 * told.length;
  return figureElement({ width, height }, label, `Each mark is a design that was not learnt from: ${present.map(({ name }) => name).join(', ')}. ${notes}`, options,
    key.svg, ...panels.map(({ svg }) => svg), ...told.map((line, i) => textElement(8, height - 6 - 15 * (told.length - 1 - i), line, { class: 'fig-small fig-muted' })));
}

/** Of each kind some, evenly spread; what is rarer first gets its share. */
function drawnOf(asked: readonly Asked[], most: number): readonly Asked[] {
  const byKind = kinds.map((_, kind) => asked.filter((one) => one.kind === kind)).filter(({ length }) => length > 0).sort((a, b) => a.length - b.length);
  let left = most;
  const drawn = byKind.map((own, i) => {
    const some = spreadOver(own, Math.floor(left / (byKind.length - i)));
    left -= some.length;
    return some;
  });
  return drawn.flat().sort((a, b) => b.kind - a.kind);
}

function panelOf(name: string, unit: string, asked: readonly Asked[], box: Box): { readonly svg: string; readonly marks: number } {
  const values = asked.flatMap(({ simulated, predicted }) => [simulated, predicted]);
  const [top, bottom] = [box.y + 26, box.y + box.height - 46];
  const vertical = numberAxis(values, bottom, top, { unit, inset: 10, spacing: 36 });
  const left = box.x + marksWidth(vertical) + 4;
  const area: Box = { x: left, y: top, width: box.x + box.width - 18 - left, height: bottom - top };
  const horizontal = numberAxis(values, area.x, area.x + area.width, { unit, inset: 10, spacing: 64 });
  const [low, high] = [Math.max(horizontal.ends[0], vertical.ends[0]), Math.min(horizontal.ends[1], vertical.ends[1])];
  const line = { x1: horizontal.at(low), y1: vertical.at(low), x2: horizontal.at(high), y2: vertical.at(high) };
  const [above, below] = [`${name}${vertical.unit}, predicted`, `${name}${horizontal.unit}, simulated`];
  const svg = element('g', {},
    leftAxis({ ...vertical, unit: '' }, area, '', box.x + 8), textElement(box.x + 8, area.y - 8, fitText(above, 12, area.x + area.width - box.x - 8)),
    bottomAxis({ ...horizontal, unit: '' }, area, textWidth(below, 12) > area.width ? `simulated${horizontal.unit}` : below),
    element('line', { ...line, 'stroke': 'currentColor', 'stroke-width': 1 }),
    ...asked.map((one) => element('g', { 'class': seriesClass(one.kind), 'fill-opacity': 0.65 }, seriesMark(one.kind, Math.round(horizontal.at(one.simulated)), Number(coordinate(vertical.at(one.predicted))), 22, titleElement(titleOf(name, unit, one))))));
  return { svg, marks: asked.length };
}

function titleOf(name: string, unit: string, { kind, held, simulated, predicted }: Asked): string {
  const error = signedError({ reference: simulated, simulated: predicted });
  return `${name} (${kinds[kind]}, ${held}): simulated ${valueText(simulated, unit)}, predicted ${valueText(predicted, unit)}${error === null || simulated === 0 ? '' : `, ${errorText(error)}`}`;
}

/** Of unseen points the test that learnt from most designs, and all other tests. */
function askedOf({ points, regions, family }: SurrogateErrorData, objective: number): readonly Asked[] {
  const of = (kind: Asked['kind'], tests: SurrogateErrorData['points']): Asked[] => tests.flatMap(({ held, errors }) => (errors[objective]?.pairs ?? []).map(([simulated, predicted]) => ({ kind, held, simulated, predicted })));
  return [...of(0, points.slice(-1)), ...of(1, regions), ...of(2, family.tests)];
}

function unitOf({ points, regions, family }: SurrogateErrorData, objective: number): string {
  return [...points, ...regions, ...family.tests].find(({ errors }) => errors[objective] !== undefined)?.errors[objective]?.unit ?? '';
}

function isPlaced({ simulated, predicted }: Asked): boolean {
  return isDrawable(simulated) && isDrawable(predicted);
}

/** Every prediction that the report holds. */
export function surrogateParityTable(data: SurrogateErrorData): FigureTable {
  const cell = (value: number): number | null => (isDrawable(value) ? value : null);
  return {
    label: 'Predicted and simulated values of unseen designs',
    columns: [{ head: 'held out', kind: 'text' }, { head: 'kind', kind: 'text' }, { head: 'objective', kind: 'text' }, { head: 'simulated', kind: 'number' }, { head: 'predicted', kind: 'number' }],
    rows: data.objectives.flatMap((name, objective) => askedOf(data, objective).map(({ kind, held, simulated, predicted }) => [held, kinds[kind], `${name}${unitOf(data, objective) === '' ? '' : ` (${unitOf(data, objective)})`}`, cell(simulated), cell(predicted)])),
  };
}
