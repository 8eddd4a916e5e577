import { betterText, foundValues, isLegalDesign, objectiveText, spreadOver, type ExplorationData } from './exploration-data.js';
import { axisValues, exploredAxes, type ExploredAxes } from './explored-axes.js';
import type { FigureTable } from './figure-table.js';
import { frontTable } from './front.js';
import type { Tick } from './number-axis.js';
import { nameOf, sharesOn, ticksOf } from './parallel-axis.js';
import { numberText, unknownText } from '../quantity-text.js';
import { coordinate, element, figureElement, textElement, titleElement, type FigureOptions } from './svg.js';
import { fitText, textWidth } from './text-width.js';
import { wordsFigure } from './words-figure.js';
import { wrapWords } from './wrap-words.js';

/** Lines of each kind, and corners of all lines together. */
const [mostFront, mostOthers, mostCorners] = [60, 90, 2000];

interface Line {
  readonly id: number;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly values: readonly (number | null)[];
}

/** An axis at its place in the figure. */
interface Row {
  readonly name: string;
  readonly ticks: readonly Tick[];
  readonly at: (value: unknown) => number | null;
  readonly y: number;
}

/**
 * Each design as a line over its parameters and objectives, an axis a row: the front, the best, and some of the other legal designs. Objectives stand so that better is right. Parameters that are the same in all
 * designs are named, not drawn. Lines carry the number of their design as `data-id`, axes their place as `data-axis`.
 */
export function parallelCoordinatesFigure(data: ExplorationData, options: FigureOptions = {}): string {
  const width = Math.max(280, options.width ?? 720);
  const { objectives, front, best } = data.answer;
  const label = 'Parameters and objectives of designs';
  const explored = exploredAxes(data);
  if (explored === null) return wordsFigure(label, 'No design that was tried is legal.', options);
  const lines = linesOf(data);
  const isNarrow = width < 560;
  const chosen = best === null ? undefined : { id: best.evaluation, parameters: best.parameters, values: foundValues(data.answer, best) };
  const { axes, parameters, varied, constant } = explored;
  const nameWidth = isNarrow ? 0 : Math.min(220, Math.max(60, ...[...parameters, ...objectives.map(({ name, unit }) => `${name} (${unit ?? ''}), better →`)].map((name) => textWidth(name, 12))) + 10);
  const [from, to] = [8 + nameWidth + (isNarrow ? 6 : 12), width - 16];
  const key = legend(width, lines.others.length > 0);
  const [step, first] = [isNarrow ? 50 : 44, key.height + (isNarrow ? 30 : 18)];
  const rows = axes.map((axis, i): Row => {
    const { ticks, unit } = ticksOf(axis, from, to);
    const share = sharesOn(axis);
    const at = (value: unknown): number | null => {
      const found = share(value);
      return found === null ? null : from + (to - from) * found;
    };
    return { ticks, at, name: `${axis.name}${unit}${i < parameters.length ? '' : ', better →'}`, y: first + i * step };
  });
  const count = Math.max(1, Math.floor(mostCorners / axes.length));
  const others = spreadOver(lines.others, Math.ceil(count / 2));
  const shown = spreadOver(lines.front, Math.max(1, count - others.length));
  const draw = (line: Line, kind: string, style: Readonly<Record<string, string | number>>): string => lineMarkup(line, kind, style, rows, explored);
  const same = constant.map(({ name, value }) => `${name} ${textOf(value)}`);
  const notes = [
    `${shown.length} of ${numberText(front.length)} designs of the front and ${others.length} of ${numberText(lines.legal)} other legal ones are drawn.`,
    ...(same.length > 0 ? [`The same in all: ${same.join(', ')}.`] : []), ...(varied > parameters.length ? [`${parameters.length} of ${varied} parameters have an axis.`] : []),
  ];
  const bottom = rows.at(-1)!.y + 30;
  const told = notes.flatMap((note) => wrapWords(note, 11, width - 16).slice(0, 4));
  return figureElement({ width, height: bottom + 16 * told.length + 2 }, label, `Each line is a design, each row a parameter or an objective: ${objectives.map((one) => `${one.name}, ${betterText(one)}`).join('; ')}. ${notes.join(' ')}`, options,
    key.svg, ...rows.map((row, i) => axisMarkup(row, i, from, to)),
    ...others.map((line) => draw(line, 'legal', { 'class': 'fig-line fig-overhead', 'stroke-width': 1, 'stroke-opacity': 0.3 })),
    ...shown.map((line) => draw(line, 'front', { 'class': 'fig-line fig-compute', 'stroke-width': 1.5, 'stroke-opacity': 0.8 })),
    chosen === undefined ? '' : draw(chosen, objectives.length > 1 ? 'knee of the front' : 'best', { 'class': 'fig-line fig-decode', 'stroke-width': 3, 'stroke-dasharray': '7 2' }),
    ...rows.flatMap((row) => [axisName(row, from, to, isNarrow), ...tickTexts(row, to)]),
    ...told.map((note, i) => textElement(8, bottom + 12 + 16 * i, note, { class: 'fig-small fig-muted' })));
}

/** The lines that may be drawn: designs of the front, and other legal ones, each once. */
function linesOf(data: ExplorationData): { readonly front: readonly Line[]; readonly others: readonly Line[]; readonly legal: number } {
  const ids = new Set(data.answer.front.map(({ evaluation }) => evaluation));
  const legal = data.rows.filter((row) => isLegalDesign(row) && !ids.has(row.index));
  const others = new Map<string, Line>();
  for (const { index, design, objectives } of spreadOver(legal, 4 * mostOthers)) {
    const text = JSON.stringify(design);
    if (!others.has(text)) others.set(text, { id: index, parameters: design, values: objectives! });
  }
  const front = spreadOver(data.answer.front, mostFront).map((found) => ({ id: found.evaluation, parameters: found.parameters, values: foundValues(data.answer, found) }));
  return { front, others: spreadOver([...others.values()], mostOthers), legal: legal.length };
}

function lineMarkup({ id, parameters, values }: Line, kind: string, style: Readonly<Record<string, string | number>>, rows: readonly Row[], explored: ExploredAxes): string {
  let path = '';
  let isOpen = false;
  axisValues(explored, parameters, values).forEach((value, i) => {
    const { at, y } = rows[i]!;
    const x = at(value);
    // A line has a gap where a value is not known.
    if (x !== null) path += `${isOpen ? 'L' : 'M'}${coordinate(Math.round(x * 10) / 10)} ${coordinate(y)}`;
    isOpen = x !== null;
  });
  if (path === '') return '';
  return element('path', { ...style, 'data-id': String(id), 'd': path, 'style': 'fill:none' }, titleElement(`Design ${id} (${kind}): ${explored.objectives.map((one, i) => objectiveText(one, values[i])).join(', ')}`));
}

function axisMarkup({ ticks, y }: Row, place: number, from: number, to: number): string {
  return element('line', { 'class': 'fig-grid', 'data-axis': String(place), 'x1': from, 'x2': to, 'y1': y, 'y2': y }) + ticks.map(({ at }) => element('line', { class: 'fig-leader', x1: at, x2: at, y1: y - 3, y2: y + 3 })).join('');
}

/** Beside the axis, or over it where there is no room. */
function axisName({ name, y }: Row, from: number, to: number, isNarrow: boolean): string {
  if (isNarrow) return textElement(8, y - 9, fitText(name, 11, to - 8), { class: 'fig-small fig-strong fig-halo' });
  return textElement(from - 12, y + 4, fitText(name, 12, from - 20), { 'text-anchor': 'end' });
}

/** The texts of an axis that have room beside each other, over the lines. */
function tickTexts({ ticks, y }: Row, to: number): string[] {
  let end = -Infinity;
  const each = ticks.length < 2 ? 160 : Math.max(30, Math.abs(ticks[1]!.at - ticks[0]!.at) - 4);
  return [...ticks].sort((a, b) => a.at - b.at).flatMap(({ at, text }) => {
    const said = fitText(text, 11, Math.min(each, 2 * (to + 14 - at)));
    const half = textWidth(said, 11) / 2;
    const middle = Math.max(half + 2, at);
    if (middle - half < end + 5) return [];
    end = middle + half;
    return [textElement(middle, y + 14, said, { 'class': 'fig-small fig-muted fig-halo', 'text-anchor': 'middle' })];
  });
}

function legend(width: number, hasOthers: boolean): { readonly svg: string; readonly height: number } {
  let [x, y] = [8, 15];
  const entries = ([['the best, or the knee of the front', 'decode', 3, '7 2'], ['front', 'compute', 1.8, ''], ...(hasOthers ? [['other legal designs', 'overhead', 1, ''] as const] : [])] as const).map(([name, colour, thick, dash]) => {
    const needed = 30 + textWidth(name, 12) + 14;
    if (x > 8 && x + needed > width) [x, y] = [8, y + 18];
    const entry = element('line', { 'class': `fig-line fig-${colour}`, 'x1': x, 'x2': x + 24, 'y1': y - 4, 'y2': y - 4, 'stroke-width': thick, ...(dash === '' ? {} : { 'stroke-dasharray': dash }) }) + textElement(x + 30, y, name);
    x += needed;
    return entry;
  });
  return { svg: element('g', {}, ...entries), height: y + 8 };
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return unknownText;
  return nameOf(value);
}

/** The designs of the front; the best alone where there is one objective. */
export function parallelCoordinatesTable(data: ExplorationData): FigureTable {
  return { ...frontTable(data), label: 'Parameters and objectives of the front' };
}
