import { isBetterHigher } from '../metric-direction.js';
import { metricName, metricUnit } from '../metric-name.js';
import { rangeOf, thinned, type HeatCell, type HeatMapData } from './heat-map-data.js';
import type { FigureTable } from './figure-table.js';
import { isDrawable } from './drawable.js';
import { valueText } from './number-axis.js';
import { rampStep, rampSteps } from './ramp.js';
import { coordinate, element, figureElement, textElement, titleElement, type FigureOptions } from './svg.js';
import { fitText, textWidth } from './text-width.js';
import { wordsFigure } from './words-figure.js';

/** Rows and columns that are drawn. */
const mostDrawn = 28;
const logSpan = 30;
const noFit = 'no fit';

interface Grid {
  readonly left: number;
  readonly top: number;
  readonly cellWidth: number;
  readonly cellHeight: number;
}

/** Markup of a cell, and of what stands in it. */
interface Cell {
  readonly shape: string;
  readonly text: string;
}

/**
 * A metric over two axes of a sweep: the further a colour is from the surface the larger the number, with the digits where there is room. What does not fit is hatched and
 * says so; what is not known is empty. The best cell has a frame.
 */
export function heatMapFigure(data: HeatMapData, options: FigureOptions = {}): string {
  const width = Math.max(280, options.width ?? 720);
  const name = metricName(data.metric);
  const label = `${name} over ${data.x.name} and ${data.y.name}`;
  const drawn = thinned(data, mostDrawn);
  const [columns, rows] = [drawn.x.values.length, drawn.y.values.length];
  if (columns === 0 || rows === 0) return wordsFigure(label, 'There is no point to draw.', options);
  const range = rangeOf(drawn);
  const yWidth = Math.min(width * 0.3, Math.max(...drawn.y.values.map((value) => textWidth(value, 11))));
  const key = legend(data.metric, range, width, drawn.cells.flat());
  const grid: Grid = { left: Math.max(16, yWidth + 14), top: 30 + key.bottom, cellWidth: (width - Math.max(16, yWidth + 14) - 12) / columns, cellHeight: Math.max(14, Math.min(34, 460 / rows)) };
  const shares = sharesOf(range);
  const best = bestOf(drawn, isBetterHigher(data.metric));
  const cells = drawn.cells.flatMap((row, j) => row.map((cell, i) => cellMarkup(cell, i, j, drawn, grid, shares, best?.[0] === j && best[1] === i)));
  const bottom = grid.top + rows * grid.cellHeight;
  const left = data.x.values.length > columns || data.y.values.length > rows ? ` ${columns} of ${data.x.values.length} by ${rows} of ${data.y.values.length} points are drawn.` : '';
  const spoken = range === null ? 'No value is known.' : `From ${valueText(range[0], metricUnit(data.metric))} to ${valueText(range[1], metricUnit(data.metric))}; ${isBetterHigher(data.metric) ? 'larger' : 'smaller'} is better.`;
  return figureElement({ width, height: bottom + 44 + (left === '' ? 0 : 18) }, label, `${spoken}${left}`, options,
    key.svg, textElement(8, grid.top - 8, fitText(data.y.name, 12, width - 16)),
    ...cells.map(({ shape }) => shape), hatch(drawn, grid), ...cells.map(({ text }) => text), frame(best, grid), ...yLabels(drawn, grid), ...xLabels(drawn, grid, bottom),
    textElement(grid.left + (columns * grid.cellWidth) / 2, bottom + 36, fitText(data.x.name, 12, columns * grid.cellWidth), { 'text-anchor': 'middle' }),
    left === '' ? '' : textElement(8, bottom + 54, fitText(left.trim(), 11, width - 16), { class: 'fig-small fig-muted' }));
}

/** Where a number stands between the least and the largest; by its logarithm where they are far apart. */
function sharesOf(range: readonly [number, number] | null): (value: number) => number {
  if (range === null || range[0] === range[1]) return () => 0.5;
  const [low, high] = range;
  if (low > 0 && high / low > logSpan) return (value) => Math.log(value / low) / Math.log(high / low);
  return (value) => (value / 2 - low / 2) / (high / 2 - low / 2);
}

function bestOf({ cells }: HeatMapData, isHigher: boolean): readonly [row: number, column: number] | null {
  let best: { readonly value: number; readonly place: readonly [number, number] } | null = null;
  cells.forEach((row, j) => {
    row.forEach((cell, i) => {
      if (isDrawable(cell) && (best === null || (isHigher ? cell > best.value : cell < best.value))) best = { value: cell, place: [j, i] };
    });
  });
  return (best as { readonly place: readonly [number, number] } | null)?.place ?? null;
}

function cellMarkup(cell: HeatCell, i: number, j: number, { x, y, metric }: HeatMapData, { left, top, cellWidth, cellHeight }: Grid, share: (value: number) => number, isBest: boolean): Cell {
  const box = { x: left + i * cellWidth, y: top + j * cellHeight, width: Math.max(0.5, cellWidth - 1), height: cellHeight - 1 };
  const said = isDrawable(cell) ? valueText(cell, metricUnit(metric)) : cell === 'infeasible' ? 'does not fit' : 'not known';
  const title = titleElement(`${x.name} ${x.values[i]!}, ${y.name} ${y.values[j]!}: ${said}${isBest ? ', the best' : ''}`);
  if (!isDrawable(cell)) {
    const word = cell === 'infeasible' && textWidth(noFit, 11) + 4 <= cellWidth && cellHeight >= 14 ? textElement(box.x + box.width / 2, box.y + box.height / 2 + 4, noFit, { 'class': 'fig-small fig-muted fig-halo', 'text-anchor': 'middle' }) : '';
    return { shape: element('rect', { class: 'fig-surface fig-grid', ...box }, title), text: word };
  }
  const step = rampStep(share(cell));
  const digits = shortText(cell, metricUnit(metric), cellWidth - 4);
  const text = digits === '' || cellHeight < 14 ? '' : textElement(box.x + box.width / 2, box.y + box.height / 2 + 4, digits, { 'class': `fig-small fig-on-ramp-${step}`, 'text-anchor': 'middle' });
  return { shape: element('rect', { class: `fig-ramp-${step}`, ...box }, title), text };
}

/** The value with as many digits as there is room for; nothing where not even two fit. */
function shortText(value: number, unit: string, width: number): string {
  const whole = valueText(value, unit);
  const [digits = '', prefixed = ''] = whole.split(' ');
  const rest = prefixed === '' || prefixed.length > 3 ? '' : ` ${prefixed}`;
  const shorter = [3, 2].map((count) => `${String(Number(Number(digits.replace(/,/g, '')).toPrecision(count)))}${rest}`);
  return [whole, ...(/^[\d,.]+$/.test(digits) ? shorter : [])].find((text) => textWidth(text, 11) <= width) ?? '';
}

/** Strokes over all cells that do not fit: one path. */
function hatch({ cells }: HeatMapData, { left, top, cellWidth, cellHeight }: Grid): string {
  const strokes: string[] = [];
  cells.forEach((row, j) => {
    row.forEach((cell, i) => {
      if (cell !== 'infeasible') return;
      const [x, y, w, h] = [left + i * cellWidth, top + j * cellHeight, cellWidth - 1, cellHeight - 1];
      for (let at = 6; at < w + h; at += Math.max(7, (w + h) / 12)) strokes.push(`M${coordinate(x + Math.max(0, at - h))} ${coordinate(y + Math.min(h, at))}L${coordinate(x + Math.min(w, at))} ${coordinate(y + Math.max(0, at - w))}`);
    });
  });
  return strokes.length === 0 ? '' : element('path', { 'class': 'fig-leader', 'd': strokes.join(''), 'fill': 'none', 'stroke-opacity': 0.55, 'pointer-events': 'none' });
}

function frame(best: readonly [number, number] | null, { left, top, cellWidth, cellHeight }: Grid): string {
  if (best === null) return '';
  return element('rect', { 'x': left + best[1] * cellWidth + 0.5, 'y': top + best[0] * cellHeight + 0.5, 'width': Math.max(0.5, cellWidth - 2), 'height': cellHeight - 2, 'fill': 'none', 'stroke': 'currentColor', 'stroke-width': 2, 'pointer-events': 'none' });
}

function yLabels({ y }: HeatMapData, { left, top, cellHeight }: Grid): string[] {
  return y.values.map((value, j) => textElement(left - 6, top + (j + 0.5) * cellHeight + 3.5, fitText(value, 11, left - 10), { 'class': 'fig-small', 'text-anchor': 'end' }));
}

/** As many values under the columns as stand beside each other. */
function xLabels({ x }: HeatMapData, { left, cellWidth }: Grid, bottom: number): string[] {
  const widest = Math.min(90, Math.max(...x.values.map((value) => textWidth(value, 11))));
  const step = Math.max(1, Math.ceil((widest + 6) / cellWidth));
  const room = step * cellWidth - 4;
  return x.values.flatMap((value, i) => {
    if (i % step !== 0) return [];
    const middle = left + (i + 0.5) * cellWidth;
    const most = Math.min(room, 2 * (left + x.values.length * cellWidth + 10 - middle));
    return [textElement(middle, bottom + 15, fitText(value, 11, most), { 'class': 'fig-small', 'text-anchor': 'middle' })];
  });
}

/** The ramp with the numbers at its ends, and what hatching and emptiness mean where they occur. */
function legend(metric: string, range: readonly [number, number] | null, width: number, cells: readonly HeatCell[]): { readonly svg: string; readonly bottom: number } {
  const unit = metricUnit(metric);
  const better = isBetterHigher(metric) ? 'larger is better' : 'smaller is better';
  const head = textElement(8, 15, fitText(`${metricName(metric)}, ${better}`, 12, width - 16), { class: 'fig-strong' });
  const entries: string[] = [];
  let x = 8;
  if (range !== null) {
    const [low, high] = range.map((value) => valueText(value, unit));
    const boxes = Array.from({ length: rampSteps }, (_, step) => element('rect', { class: `fig-ramp-${step}`, x: x + textWidth(low!, 11) + 6 + step * 9, y: 24, width: 9, height: 12 }));
    entries.push(textElement(x, 34, low!, { class: 'fig-small' }), ...boxes, textElement(x + textWidth(low!, 11) + 12 + 9 * rampSteps, 34, high!, { class: 'fig-small' }));
    x += textWidth(low!, 11) + 12 + 9 * rampSteps + textWidth(high!, 11) + 14;
  }
  const notes = [
    ...(cells.includes('infeasible') ? ['hatched: does not fit'] : []),
    ...(cells.some((cell) => cell !== 'infeasible' && !isDrawable(cell)) ? ['empty: not known'] : []),
    ...(range === null ? [] : ['frame: the best']),
  ].join('; ');
  const fits = x + textWidth(notes, 11) <= width - 4;
  const [noteX, noteY] = fits ? [x, 34] : [8, 51];
  const note = notes === '' ? '' : textElement(noteX, noteY, fitText(notes, 11, width - noteX - 4), { class: 'fig-small fig-muted' });
  return { svg: element('g', {}, head, ...entries, note), bottom: notes === '' ? 36 : noteY + 2 };
}

/** Every cell of a plane, a row for each. */
export function heatMapTable(data: HeatMapData): FigureTable {
  return {
    label: `${metricName(data.metric)} over ${data.x.name} and ${data.y.name}`,
    columns: [{ head: data.y.name === '' ? 'row' : data.y.name, kind: 'text' }, { head: data.x.name === '' ? 'column' : data.x.name, kind: 'text' }, { head: headOf(data.metric), kind: 'number' }, { head: 'fits', kind: 'text' }],
    rows: data.y.values.flatMap((y, j) => data.x.values.map((x, i) => {
      const cell = data.cells[j]?.[i] ?? null;
      return [y, x, typeof cell === 'number' && Number.isFinite(cell) ? cell : null, cell === 'infeasible' ? 'no' : 'yes'];
    })),
  };
}

/** A metric as the head of a column: with the unit of its numbers as they are stored. */
function headOf(metric: string): string {
  const unit = metricUnit(metric);
  return `${metricName(metric)}${unit === '' || unit === '%' ? '' : ` (${unit})`}` || 'value';
}
