import { numberText, percentText } from '../quantity-text.js';
import { isDrawable } from './drawable.js';
import type { FigureTable } from './figure-table.js';
import { hatchLines } from './hatch-lines.js';
import { element, figureElement, textElement, titleElement, type FigureOptions } from './svg.js';
import { colourSwatch, legendRow } from './swatch-legend.js';
import { fitText, textWidth } from './text-width.js';
import { wordsFigure } from './words-figure.js';

/** A resource as the model has it and as a synthesis found it; null: not known. */
export interface ComparedResource {
  readonly name: string;
  readonly modelled: number | null;
  readonly synthesised: number | null;
  /** The relative difference up to which a synthesis agrees: 0 where blocks are counted exactly. */
  readonly tolerance: number;
}

const mostRows = 12;
const [barHeight, rowHeight] = [9, 50];

/** Two bars for each resource, modelled and synthesised, each pair to its own scale: resources differ by orders of magnitude, and what matters is how far the two are apart. */
export function resourcesComparedFigure(resources: readonly ComparedResource[], options: FigureOptions = {}): string {
  const width = Math.max(280, options.width ?? 720);
  const label = 'Resources, modelled and synthesised';
  if (resources.length === 0) return wordsFigure(label, 'Nothing is known of the resources.', options);
  const shown = resources.slice(0, mostRows);
  const isSynthesised = shown.some(({ synthesised }) => isCount(synthesised));
  const legend = legendRow([
    { name: 'modelled', swatch: colourSwatch('compute') },
    ...(isSynthesised ? [{ name: 'synthesised', swatch: (x: number, y: number): string => synthesisedBar(x, y, 12, 12) }] : []),
    { name: 'stated error of the model', swatch: (x, y) => whisker(x, x + 12, y + 6) },
  ], width - 16);
  const rows = shown.map((one, i) => row(one, legend.bottom + 10 + i * rowHeight, width, isSynthesised));
  const rest = resources.length - shown.length;
  const height = legend.bottom + 10 + shown.length * rowHeight + (rest > 0 ? 18 : 0);
  return figureElement({ width, height }, label, `${shown.map((one) => `${one.name}: ${comparedText(one)}`).join('; ')}.`, options,
    legend.svg, ...rows, rest > 0 ? textElement(8, height - 8, fitText(`${rest} more are in the table`, 11, width - 16), { class: 'fig-small fig-muted' }) : '');
}

/** Modelled, synthesised, how far they are apart, and how far they may be. */
export function resourcesComparedTable(resources: readonly ComparedResource[]): FigureTable {
  return {
    label: 'Resources, modelled and synthesised',
    columns: [{ head: 'resource', kind: 'text' }, { head: 'modelled', kind: 'number' }, { head: 'synthesised', kind: 'number' }, { head: 'difference (%)', kind: 'number' }, { head: 'stated error (%)', kind: 'number' }],
    rows: resources.map((one) => {
      const error = differenceOf(one);
      return [one.name, isCount(one.modelled) ? one.modelled : null, isCount(one.synthesised) ? one.synthesised : null, error === null ? null : error * 100, isCount(one.tolerance) && one.tolerance * 100 < Infinity ? one.tolerance * 100 : null];
    }),
  };
}

/** Relative difference of model and synthesis, by the synthesis; null where one is not known. */
export function differenceOf({ modelled, synthesised }: ComparedResource): number | null {
  if (!isCount(modelled) || !isCount(synthesised)) return null;
  const difference = modelled === synthesised ? 0 : (modelled - synthesised) / Math.max(synthesised, 1);
  return Number.isFinite(difference * 100) ? difference : null;
}

/** Both numbers and whether they agree, in words. */
export function comparedText(one: ComparedResource): string {
  const { modelled, synthesised, tolerance } = one;
  const model = isCount(modelled) ? `modelled ${numberText(modelled)}` : 'not modelled';
  if (!isCount(synthesised)) return isCount(modelled) ? `${model}${isCount(tolerance) && tolerance > 0 ? ` (±${percentText(tolerance)})` : ''}` : model;
  const difference = differenceOf(one);
  if (difference === null) return `${model}; synthesised ${numberText(synthesised)}`;
  const verdict = Math.abs(difference) <= tolerance ? 'agrees' : 'outside of the stated error';
  return `${model}; synthesised ${numberText(synthesised)}${difference === 0 ? ', equal' : `, ${difference > 0 ? '+' : '−'}${percentText(Math.abs(difference))}, ${verdict}`}`;
}

/** The same for a narrow figure: the bars say which is which. */
function shortText(one: ComparedResource): string {
  const difference = differenceOf(one);
  if (difference === null || !isCount(one.modelled) || !isCount(one.synthesised)) return comparedText(one);
  const verdict = Math.abs(difference) <= one.tolerance ? 'agrees' : 'apart';
  return `${numberText(one.modelled)} : ${numberText(one.synthesised)}, ${difference === 0 ? 'equal' : `${difference > 0 ? '+' : '−'}${percentText(Math.abs(difference))}, ${verdict}`}`;
}

function row(one: ComparedResource, top: number, width: number, isSynthesised: boolean): string {
  const { name, modelled, synthesised, tolerance } = one;
  const [left, right] = [8, width - 8];
  const values = [modelled, synthesised].filter(isCount);
  const most = Math.max(...values, 0);
  const shownName = fitText(name, 12, width * 0.35);
  const x = (value: number): number => left + (most > 0 ? (right - left) * 0.78 * Math.min(1.28, value / most) : 0);
  const bar = (value: number, y: number, draw: (x: number, y: number, w: number, h: number) => string): string => (value > 0 ? draw(left, y, Math.max(1, x(value) - left), barHeight) : element('rect', { class: 'fig-track', x: left, y, width: 3, height: barHeight }));
  const marks = [
    isCount(modelled) ? bar(modelled, top + 18, (bx, by, w, h) => element('rect', { class: 'fig-compute', x: bx, y: by, width: w, height: h })) : '',
    isCount(modelled) && modelled > 0 && isCount(tolerance) && tolerance > 0 ? whisker(x(modelled * Math.max(0, 1 - tolerance)), x(modelled * (1 + tolerance)), top + 18 + barHeight / 2) : '',
    isSynthesised && isCount(synthesised) ? bar(synthesised, top + 18 + barHeight + 3, synthesisedBar) : '',
  ];
  return element('g', {}, titleElement(`${name}: ${comparedText(one)}`), ...marks,
    textElement(left, top + 12, shownName, { class: 'fig-strong' }),
    textElement(right, top + 12, fitText(width < 520 ? shortText(one) : comparedText(one), 11, width - 32 - textWidth(shownName, 12)), { 'class': 'fig-small', 'text-anchor': 'end' }));
}

function synthesisedBar(x: number, y: number, width: number, height: number): string {
  return element('rect', { class: 'fig-memory', x, y, width, height }) + (width > 2 ? hatchLines('overhead', { x, y, width, height }, -1, 5) : '');
}

function whisker(from: number, to: number, y: number): string {
  const path = [`M${tidy(from)} ${tidy(y)}H${tidy(to)}`, `M${tidy(from)} ${tidy(y - 3)}V${tidy(y + 3)}`, `M${tidy(to)} ${tidy(y - 3)}V${tidy(y + 3)}`].join('');
  return element('path', { 'd': path, 'stroke': 'currentColor', 'stroke-width': 1.2, 'fill': 'none' });
}

function tidy(value: number): number {
  return Math.round(value * 100) / 100;
}

function isCount(value: number | null): value is number {
  return isDrawable(value) && value >= 0;
}
