import { scaleLinear, type ScaleLinear } from 'd3';
import type { SimulationResult } from '../../sim/model/result.js';
import { isKnown, percentText, siText, unknownText } from '../quantity-text.js';
import { isDrawable } from './drawable.js';
import type { FigureTable } from './figure-table.js';
import { hatchLines } from './hatch-lines.js';
import { bottomAxis, numberAxis } from './number-axis.js';
import { notesBelow } from './notes-below.js';
import { element, figureElement, textElement, titleElement, type FigureOptions } from './svg.js';
import { fitText, textWidth } from './text-width.js';
import { wordsFigure } from './words-figure.js';
import { wrapWords } from './wrap-words.js';

/** What the data of a run take of memory; a whole result fits. */
export type MemoryFootprintData = Pick<SimulationResult, 'memory'>;

interface Part {
  readonly name: string;
  readonly bytes: number;
  readonly colour: string;
}

/** What weights, KV cache and activations take, what of it the main memory has to hold, and what it can. */
export function memoryFootprintFigure({ memory }: MemoryFootprintData, options: FigureOptions = {}): string {
  const width = Math.max(280, options.width ?? 720);
  const parts = partsOf(memory);
  const all = parts.reduce((sum, { bytes }) => sum + bytes, 0);
  const held = isDrawable(memory.heldBytes) ? Math.max(0, memory.heldBytes) : null;
  const capacity = isDrawable(memory.capacityBytes) && memory.capacityBytes > 0 ? memory.capacityBytes : null;
  const most = Math.max(all, held ?? 0, capacity ?? 0);
  const verdict = verdictText(memory);
  if (most <= 0) return wordsFigure('Memory footprint', 'What the run takes of memory is not known.', options);
  const stacked = width < 520;
  const left = stacked ? 8 : 118;
  const scale = scaleLinear([0, most], [left, width - 14]);
  const axis = numberAxis([0, most], left, width - 14, { unit: 'B', scale: 'linear', spacing: 60 });
  const headings = wrapWords(verdict, 13.5, width - 16);
  const legend = partList(parts, all, width, 14 + 18 * headings.length);
  const rowTop = legend.bottom + 10;
  const step = stacked ? 44 : 34;
  const rows = [
    barRow('all data', siText(all, 'B'), rowTop, left, stacked, stackOf(parts, scale, rowTop + (stacked ? 18 : 0))),
    ...(held === null ? [] : [barRow('main memory', `${siText(held, 'B')} held`, rowTop + step, left, stacked, heldBar(held, capacity, scale, rowTop + step + (stacked ? 18 : 0)))]),
  ];
  const bottom = rowTop + step * rows.length + 2;
  const limit = capacity === null ? '' : capacityLine(capacity, scale, rowTop, bottom);
  const notes = [
    ...(capacity === null ? ['The capacity of the main memory is not known.'] : []),
    ...(held !== null && all - held > 1e-3 * all ? [`${siText(all - held, 'B')} are on the chip or in another memory.`] : []),
    ...(capacity === null ? [] : [`Line: the capacity of ${siText(capacity, 'B')}.`]),
  ];
  const below = notesBelow(notes, 8, bottom + 58, width - 16);
  return figureElement({ width, height: below.bottom + 6 }, 'Memory footprint', `${verdict} ${parts.map(({ name, bytes }) => `${name} ${siText(bytes, 'B')}`).join(', ')}.`, options,
    ...headings.map((text, i) => textElement(8, 18 + 18 * i, text, { class: 'fig-strong' })), legend.svg, bottomAxis(axis, { x: left, y: rowTop, width: width - 14 - left, height: bottom - rowTop }, 'memory', 8), ...rows, limit, below.svg);
}

/** Bytes of each part, of what the main memory holds, and of what it can hold. */
export function memoryFootprintTable({ memory }: MemoryFootprintData): FigureTable {
  const rows: (readonly [string, number | null])[] = [
    ...partsOf(memory).map(({ name, bytes }) => [name, bytes] as const), ['held in main memory', memory.heldBytes], ['capacity of main memory', memory.capacityBytes],
  ];
  return { label: 'Memory footprint', columns: [{ head: 'part', kind: 'text' }, { head: 'size (B)', kind: 'number' }], rows: rows.map(([name, bytes]) => [name, isKnown(bytes) ? bytes : null]) };
}

function partsOf({ weightBytes, linearWeightBytes, embeddingBytes, kvCacheBytes, activationPeakBytes }: SimulationResult['memory']): Part[] {
  const size = (value: number): number => (isDrawable(value) ? Math.max(0, value) : 0);
  const other = size(weightBytes) - size(linearWeightBytes) - size(embeddingBytes);
  return [
    { name: 'weights of linear layers', bytes: size(linearWeightBytes), colour: 'compute' },
    { name: 'embedding tables', bytes: size(embeddingBytes), colour: 'prefill' },
    { name: 'other parameters', bytes: Math.max(0, other), colour: 'overhead' },
    { name: 'KV cache', bytes: size(kvCacheBytes), colour: 'decode' },
    { name: 'activations, peak', bytes: size(activationPeakBytes), colour: 'vector' },
  ];
}

function verdictText({ heldBytes, capacityBytes, fits }: SimulationResult['memory']): string {
  if (!isKnown(capacityBytes) || !isKnown(heldBytes)) return `Whether the data fit is not known: ${siText(heldBytes, 'B', unknownText)} of ${siText(capacityBytes, 'B', unknownText)} capacity.`;
  if (fits === false || heldBytes > capacityBytes) return `Does not fit: the main memory has to hold ${siText(heldBytes, 'B')} and has ${siText(capacityBytes, 'B')}${heldBytes > capacityBytes ? `: ${siText(heldBytes - capacityBytes, 'B')} too little` : ''}.`;
  return `Fits: ${siText(heldBytes, 'B')} of ${siText(capacityBytes, 'B')}${capacityBytes > 0 ? `, ${percentText(heldBytes / capacityBytes)}` : ''}.`;
}

/** The parts with their sizes: the key of the stacked bar, in one or two columns. */
function partList(parts: readonly Part[], all: number, width: number, top: number): { readonly svg: string; readonly bottom: number } {
  const texts = parts.map(({ name, bytes }) => `${name}: ${siText(bytes, 'B')}${all > 0 ? `, ${percentText(bytes / all)}` : ''}`);
  const widest = Math.max(...texts.map((text) => textWidth(text, 11))) + 40;
  const columns = Math.max(1, Math.min(3, Math.floor((width - 8) / widest)));
  const entries = parts.map(({ colour }, index) => {
    const [x, y] = [8 + (index % columns) * widest, top + 18 * Math.floor(index / columns)];
    return element('rect', { class: `fig-${colour}`, x, y, width: 12, height: 12 }) + textElement(x + 18, y + 10, fitText(texts[index]!, 11, width - x - 26), { class: 'fig-small' });
  });
  return { svg: element('g', {}, ...entries), bottom: top + 18 * Math.ceil(parts.length / columns) };
}

function stackOf(parts: readonly Part[], scale: ScaleLinear<number, number>, y: number): string {
  let start = 0;
  return parts.map(({ name, bytes, colour }) => {
    const [x0, x1] = [scale(start), scale(start + bytes)];
    start += bytes;
    return bytes <= 0 ? '' : element('rect', { 'class': `fig-point fig-${colour}`, 'x': x0, y, 'width': Math.max(0.5, x1 - x0), 'height': 20, 'stroke-width': x1 - x0 > 3 ? 0.75 : 0 }, titleElement(`${name}: ${siText(bytes, 'B')}`));
  }).join('');
}

function heldBar(held: number, capacity: number | null, scale: ScaleLinear<number, number>, y: number): string {
  const start = scale(0);
  const inside = Math.min(held, capacity ?? held);
  const beyond = { x: scale(inside), y, width: scale(held) - scale(inside), height: 20 };
  return [
    capacity === null ? '' : element('rect', { class: 'fig-track', x: start, y, width: scale(capacity) - start, height: 20 }),
    element('rect', { class: 'fig-memory', x: start, y, width: Math.max(0.5, scale(inside) - start), height: 20 }, titleElement(`held in main memory: ${siText(held, 'B')}`)),
    beyond.width <= 0 ? '' : element('g', {}, titleElement(`${siText(held - inside, 'B')} more than there is`), element('rect', { 'class': 'fig-decode', ...beyond, 'fill-opacity': 0.35 }), hatchLines('decode', beyond)),
  ].join('');
}

function barRow(name: string, value: string, top: number, left: number, stacked: boolean, bars: string): string {
  const texts = stacked
    ? textElement(left, top + 12, `${name}: ${value}`, { class: 'fig-small fig-halo' })
    : textElement(left - 10, top + 9, name, { 'text-anchor': 'end' }) + textElement(left - 10, top + 22, fitText(value, 11, left - 14), { 'class': 'fig-small fig-muted', 'text-anchor': 'end' });
  return element('g', {}, texts, bars);
}

function capacityLine(capacity: number, scale: ScaleLinear<number, number>, top: number, bottom: number): string {
  return element('line', { 'x1': scale(capacity), 'x2': scale(capacity), 'y1': top - 2, 'y2': bottom, 'stroke': 'currentColor', 'stroke-width': 1.8 }, titleElement(`capacity: ${siText(capacity, 'B')}`));
}
