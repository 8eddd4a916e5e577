import type { FigureTable } from './figure-table.js';
import { element, figureElement, textElement, titleElement, type FigureOptions } from './svg.js';
import { fitText, textWidth } from './text-width.js';
import { wordsFigure } from './words-figure.js';

/** A signal with its value in each cycle of a clock; null: not known. */
export interface WaveSignal {
  readonly name: string;
  /** Bits. */
  readonly width: number;
  readonly values: readonly (bigint | null)[];
}

export interface WaveformData {
  readonly signals: readonly WaveSignal[];
}

/** Cycles and signals that are drawn, and marks in all of them together; digits of a value in words. */
const [mostCycles, mostSignals, mostMarks, mostDigits] = [96, 24, 550, 40];
const [rowHeight, high] = [24, 14];

/** Signals over cycles of a clock: a line that is high or low for one bit, boxes with hexadecimal values for several, and a cross where a value is not known. */
export function waveformFigure({ signals }: WaveformData, options: FigureOptions = {}): string {
  const width = Math.max(280, options.width ?? 720);
  const label = 'Signals over cycles';
  const cycles = signals.reduce((most, { values }) => Math.max(most, values.length), 0);
  if (cycles === 0) return wordsFigure(label, 'No signal was recorded.', options);
  const shown = signals.slice(0, mostSignals);
  const count = drawnCycles(shown, Math.min(cycles, mostCycles));
  const names = Math.min(width * 0.34, Math.max(textWidth('cycle', 11), ...shown.map(({ name }) => textWidth(name, 11))) + 12);
  const left = 8 + names;
  const step = (width - 8 - left) / count;
  const top = 30;
  const bottom = top + shown.length * rowHeight;
  const rows = shown.map((signal, i) => row(signal, { left, step, count, top: top + i * rowHeight, names }));
  const cut = [...(cycles > count ? [`the first ${count} of ${cycles} cycles`] : []), ...(signals.length > shown.length ? [`${shown.length} of ${signals.length} signals`] : [])].join('; ');
  const height = bottom + (cut === '' ? 8 : 22);
  return figureElement({ width, height }, label, `${shown.map(({ name, width: bits }) => `${name}${Number.isFinite(bits) ? ` (${bits} bit)` : ''}`).join(', ')} over ${count} cycles.`, options,
    clock(left, step, count, top, bottom), ...rows, cut === '' ? '' : textElement(8, height - 6, fitText(cut, 11, width - 16), { class: 'fig-small fig-muted' }));
}

/** A row for each cycle, a column for each signal. */
export function waveformTable({ signals }: WaveformData): FigureTable {
  const cycles = Math.min(mostCycles, signals.reduce((most, { values }) => Math.max(most, values.length), 0));
  return {
    label: 'Signals over cycles', columns: [{ head: 'cycle', kind: 'text' }, ...signals.slice(0, mostSignals).map(({ name }) => ({ head: name === '' ? 'signal' : name, kind: 'text' as const }))],
    rows: Array.from({ length: cycles }, (_, cycle) => [String(cycle), ...signals.slice(0, mostSignals).map(({ values, width }) => valueText(values[cycle] ?? null, width))]),
  };
}

/** As many cycles as have few enough marks. */
function drawnCycles(signals: readonly WaveSignal[], most: number): number {
  let [count, marks] = [0, 0];
  while (count < most && marks <= mostMarks) {
    for (const { values } of signals) if (count < values.length && (count === 0 || values[count] !== values[count - 1])) marks++;
    count++;
  }
  return count;
}

interface Lane {
  readonly left: number;
  readonly step: number;
  readonly count: number;
  readonly top: number;
  readonly names: number;
}

/** Cycle numbers above, and lines at the edges of the clock as far as there is room. */
function clock(left: number, step: number, count: number, top: number, bottom: number): string {
  const every = [1, 2, 5, 10, 20, 50].find((one) => one * step >= 26) ?? 50;
  const marks = Array.from({ length: Math.floor((count - 1) / every) + 1 }, (_, i) => i * every).map((cycle) => {
    const x = left + cycle * step;
    return element('line', { class: 'fig-grid', x1: x, x2: x, y1: top - 6, y2: bottom }) + (x + textWidth(String(cycle), 11) > left + count * step ? '' : textElement(x + 2, top - 9, String(cycle), { class: 'fig-small fig-muted' }));
  });
  return element('g', {}, ...marks, textElement(left - 8, top - 9, 'cycle', { 'class': 'fig-small fig-muted', 'text-anchor': 'end' }));
}

/** Cycles one after the other with the same value. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly value: bigint | null;
}

function row({ name, width, values }: WaveSignal, lane: Lane): string {
  const stretches = stretchesOf(values.slice(0, lane.count));
  const drawn = width === 1 ? levels(name, stretches, lane) : stretches.map((one) => box(name, width, one, lane)).join('');
  return element('g', {}, textElement(8, lane.top + 12, fitText(name, 11, lane.names - 8), { class: 'fig-small' }), drawn);
}

function stretchesOf(values: readonly (bigint | null)[]): readonly Stretch[] {
  const found: Stretch[] = [];
  for (const [cycle, value] of values.entries()) {
    const last = found.at(-1);
    if (last?.value === value) found[found.length - 1] = { ...last, to: cycle + 1 };
    else found.push({ from: cycle, to: cycle + 1, value });
  }
  return found;
}

/** One bit: high or low, filled where it is high; unknown is a cross. */
function levels(name: string, stretches: readonly Stretch[], lane: Lane): string {
  const [y1, y0] = [lane.top + 1, lane.top + 1 + high];
  let path = '';
  const fills = stretches.map((one) => {
    const { from, to, value } = one;
    const [a, b] = [lane.left + from * lane.step, lane.left + to * lane.step];
    const title = titleElement(`${name}: ${valueText(value, 1)}, ${cyclesText(one)}`);
    if (value === null) {
      return element('path', { 'd': cross(a, b, y1, y0), 'stroke': 'currentColor', 'fill': 'none' }, title);
    }
    const y = value === 0n ? y0 : y1;
    path += `${path === '' ? 'M' : 'L'}${tidy(a)} ${tidy(y)}H${tidy(b)}`;
    return element('rect', { 'class': value === 0n ? 'fig-track' : 'fig-compute', 'x': a, 'y': y1, 'width': b - a, 'height': high, 'fill-opacity': value === 0n ? 0.12 : 0.35 }, title);
  });
  return fills.join('') + (path === '' ? '' : element('path', { 'd': path, 'stroke': 'currentColor', 'stroke-width': 1.2, 'fill': 'none' }));
}

/** Several bits: a box for each value, with its digits where there is room. */
function box(name: string, width: number, one: Stretch, lane: Lane): string {
  const [a, b] = [lane.left + one.from * lane.step, lane.left + one.to * lane.step];
  const title = titleElement(`${name}: ${valueText(one.value, width)}, ${cyclesText(one)}`);
  if (one.value === null) return element('path', { 'd': cross(a, b, lane.top + 1, lane.top + 1 + high), 'stroke': 'currentColor', 'fill': 'none' }, title);
  const inset = Math.min(2, (b - a) / 4);
  const shape = `M${tidy(a)} ${lane.top + 1 + high / 2}L${tidy(a + inset)} ${lane.top + 1}H${tidy(b - inset)}L${tidy(b)} ${lane.top + 1 + high / 2}L${tidy(b - inset)} ${lane.top + 1 + high}H${tidy(a + inset)}Z`;
  const text = shortHex(one.value, b - a - 8);
  return element('g', {}, title, element('path', { 'class': one.value === 0n ? 'fig-track' : 'fig-vector', 'd': shape, 'fill-opacity': 0.3, 'stroke': 'currentColor', 'stroke-width': 0.8 }),
    text === '' ? '' : textElement((a + b) / 2, lane.top + 12, text, { 'class': 'fig-small', 'text-anchor': 'middle' }));
}

function cross(a: number, b: number, y1: number, y0: number): string {
  return `M${tidy(a)} ${tidy(y1)}L${tidy(b)} ${tidy(y0)}M${tidy(a)} ${tidy(y0)}L${tidy(b)} ${tidy(y1)}`;
}

/** Hexadecimal digits, or the last of them behind a dot; empty where not two have room. */
function shortHex(value: bigint, room: number): string {
  const digits = value.toString(16);
  const most = Math.floor(room / textWidth('8', 11));
  if (digits.length <= most) return digits;
  return most < 3 ? '' : `…${digits.slice(-(most - 1))}`;
}

function valueText(value: bigint | null, width: number): string {
  if (value === null) return 'not known';
  const digits = value.toString(width === 1 ? 10 : 16);
  return `${width === 1 ? '' : '0x'}${digits.length > mostDigits ? '…' : ''}${digits.slice(-mostDigits)}`;
}

function cyclesText({ from, to }: Stretch): string {
  return to === from + 1 ? `cycle ${from}` : `cycles ${from} to ${to - 1}`;
}

function tidy(value: number): number {
  return Math.round(value * 100) / 100;
}
