import { scaleLinear, scaleLog } from 'd3';
import { formatSi } from '../../sim/core/units.js';
import { numberText, percentText, unknownText } from '../quantity-text.js';
import { isDrawable } from './drawable.js';
import type { Box } from './label-placement.js';
import { logTicks, tickText } from './log-plot.js';
import { element, textElement } from './svg.js';
import { fitText, textWidth } from './text-width.js';

/** A mark of an axis. */
export interface Tick {
  /** In pixels. */
  readonly at: number;
  readonly text: string;
}

/** A side of a plot that numbers stand on. */
export interface NumberAxis {
  /** Pixels of a value; of one outside the axis those of its nearer end. */
  readonly at: (value: number) => number;
  readonly ticks: readonly Tick[];
  readonly isLog: boolean;
  /** The values at both ends of the axis, in the order of its pixels. */
  readonly ends: readonly [number, number];
  /** Of the marks, as it stands behind the name of the axis: ` (ms)`, or empty where marks have their own. */
  readonly unit: string;
}

export interface NumberAxisOptions {
  /** Of the values: those of the SI get prefixes, `%` is written of shares of 1. */
  readonly unit?: string;
  /** `auto`: logarithmic where all values are above 0 and span more than a factor of 30. */
  readonly scale?: 'linear' | 'log' | 'auto';
  /** Pixels that values keep from both ends. */
  readonly inset?: number;
  /** About how far marks are from each other, in pixels. */
  readonly spacing?: number;
}

const prefixed = /^(?:s|B|J|W|Hz|OP|OP\/s|B\/s)$/;
const logSpan = 30;
/** Beyond these a scale has no digits left to work with. */
const [leastSize, mostSize] = [1e-200, 1e200];

/** An axis from pixel `from` (its least value) to pixel `to`, for these values; those that are no numbers are passed over. */
export function numberAxis(values: readonly (number | null | undefined)[], from: number, to: number, options: NumberAxisOptions = {}): NumberAxis {
  const { unit = '', scale = 'auto', inset = 0, spacing = 70 } = options;
  const known = values.filter(isDrawable);
  const positive = known.filter((value) => value > leastSize);
  const [low, high] = known.length === 0 ? [0, 1] : extremes(known);
  const isLog = scale === 'log' ? positive.length > 0 : scale === 'auto' && positive.length === known.length && known.length > 0 && high / low > logSpan;
  const count = Math.max(2, Math.floor(Math.abs(to - from) / spacing));
  return isLog ? logAxis(extremes(positive), from, to, inset, count, unit) : linearAxis([low, high], from, to, inset, count, unit);
}

function linearAxis([low, high]: readonly [number, number], from: number, to: number, inset: number, count: number, unit: string): NumberAxis {
  const pad = high > low ? 0 : Math.max(Math.abs(low) * 0.1, leastSize) || 1;
  const room = Math.min(inset, Math.abs(to - from) / 4) * Math.sign(to - from);
  const inner = scaleLinear([low - pad, high + pad], [from + room, to - room]);
  // What is never negative is not drawn over an axis that is.
  const start = low >= 0 ? Math.max(0, inner.invert(from)) : inner.invert(from);
  const scale = scaleLinear([start, inner.invert(to)], [from, to]).clamp(true);
  const ends: NumberAxis['ends'] = [scale.domain()[0]!, scale.domain()[1]!];
  const values = scale.ticks(count);
  const write = tickWriter(unit, Math.max(Math.abs(ends[0]), Math.abs(ends[1])), values.length > 1 ? Math.abs(values[1]! - values[0]!) : 0);
  return { at: scale, isLog: false, ends, unit: write.unit, ticks: values.map((value) => ({ at: scale(value), text: write.text(value) })) };
}

function logAxis([low, high]: readonly [number, number], from: number, to: number, inset: number, count: number, unit: string): NumberAxis {
  const wide = high > low ? [low, high] : [low / 2, high * 2];
  const room = Math.min(inset, Math.abs(to - from) / 4) * Math.sign(to - from);
  const inner = scaleLog(wide, [from + room, to - room]);
  const scale = scaleLog([Math.max(leastSize, inner.invert(from)), Math.min(mostSize, inner.invert(to))], [from, to]).clamp(true);
  const [first = low, last = high] = scale.domain();
  const ticks = logTicks(first, last, count);
  const text = (value: number): string => (prefixed.test(unit) ? plain(formatSi(value, unit)) : unit === '%' ? `${tickText(100 * value)} %` : tickText(value));
  return { at: (value) => scale(Math.max(leastSize, value)), isLog: true, ends: [first, last], unit: prefixed.test(unit) || unit === '%' || unit === '' ? '' : ` (${unit})`, ticks: ticks.map((value) => ({ at: scale(value), text: text(value) })) };
}

/** How the marks of an axis that reaches up to `most` are written, `step` apart: all with one prefix, which stands with the unit. */
function tickWriter(unit: string, most: number, step: number): { readonly unit: string; readonly text: (value: number) => string } {
  if (unit === '%') return { unit: ' (%)', text: (value) => digits(100 * value, 100 * step) };
  if (prefixed.test(unit) && most >= 1e-12 && most < 1e18) {
    const [, name = ''] = formatSi(most, unit).split(' ');
    const factor = most / Number(formatSi(most, unit).split(' ')[0]);
    const power = 10 ** Math.round(Math.log10(factor));
    return { unit: ` (${name})`, text: (value) => digits(value / power, step / power) };
  }
  const shown = unit === '' ? '' : ` (${unit})`;
  if (most >= 1e-3 && most < 1e6) return { unit: shown, text: (value) => digits(value, step) };
  if (most >= 1e6 && most < 1e15) return { unit: shown, text: (value) => (value === 0 ? '0' : plain(formatSi(value, '')).trim()) };
  return { unit: shown, text: (value) => (value === 0 ? '0' : value.toExponential(1).replace('-', '−')) };
}

/** Six digits, or as many as tell a value from one that is `step` away; none of them in vain. */
function digits(value: number, step: number): string {
  const decimals = step > 0 ? Math.min(15, Math.max(0, -Math.floor(Math.log10(step) + 1e-9))) : 0;
  const rounded = decimals > 0 && Math.abs(value) < 1e6 ? Number(value.toFixed(decimals)) : Number(value.toPrecision(6));
  const text = Math.abs(rounded) >= 10_000 ? String(rounded).replace(/^-?\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ',')) : String(rounded);
  return text.replace('-', '−');
}

/** `10.00 ms` as `10 ms`. */
function plain(text: string): string {
  return text.replace(/(\.\d*?)0+(?=\s|$)/, '$1').replace(/\.(?=\s|$)/, '').replace('-', '−');
}

function extremes(values: readonly number[]): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

/** A value with its unit as a figure writes it: `17.70 ms`, `75.91 token/s`, `12.5 %`. */
export function valueText(value: number | null | undefined, unit: string): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return unknownText;
  if (unit === '%') return Math.abs(value) < 100 ? percentText(value).replace('-', '−') : `${numberText(value)} ×`.replace('-', '−');
  if (prefixed.test(unit)) return formatSi(value, unit).replace('-', '−');
  return `${numberText(value)}${unit === '' ? '' : ` ${unit}`}`.replace('-', '−');
}

/** Vertical grid lines over the area, marks below it and the name of the axis. Takes 40 pixels below the area and `room` right of it, into which the last mark is moved. Marks that would touch are left out. */
export function bottomAxis(axis: NumberAxis, area: Box, name: string, room = 14): string {
  const [bottom, right] = [area.y + area.height, area.x + area.width];
  let end = -Infinity;
  const marks = axis.ticks.filter(({ at }) => at >= area.x - 0.5 && at <= right + 0.5).sort((a, b) => a.at - b.at).map(({ at, text }) => {
    const line = element('line', { class: 'fig-grid', x1: at, x2: at, y1: area.y, y2: bottom });
    const half = textWidth(text, 11) / 2;
    const middle = Math.min(Math.max(at, half), right + room - half);
    if (middle - half < end + 6) return line;
    end = middle + half;
    return line + textElement(middle, bottom + 15, text, { 'class': 'fig-small fig-muted', 'text-anchor': 'middle' });
  });
  const title = name === '' ? '' : textElement(area.x + area.width / 2, bottom + 33, fitText(`${name}${axis.unit}`, 12, area.width + 20), { 'text-anchor': 'middle' });
  return element('g', {}, ...marks, title);
}

/** Horizontal grid lines over the area, marks left of it, and the name of the axis above it, from `nameX` on. */
export function leftAxis(axis: NumberAxis, area: Box, name: string, nameX: number): string {
  let end = Infinity;
  const marks = axis.ticks.filter(({ at }) => at >= area.y - 0.5 && at <= area.y + area.height + 0.5).sort((a, b) => b.at - a.at).map(({ at, text }) => {
    const line = element('line', { class: 'fig-grid', x1: area.x, x2: area.x + area.width, y1: at, y2: at });
    if (at + 6 > end) return line;
    end = at - 6;
    return line + textElement(area.x - 6, at + 4, text, { 'class': 'fig-small fig-muted', 'text-anchor': 'end' });
  });
  const title = name === '' ? '' : textElement(nameX, area.y - 8, fitText(`${name}${axis.unit}`, 12, area.x + area.width - nameX));
  return element('g', {}, ...marks, title);
}

/** Pixels that the marks of a left axis take. */
export function marksWidth(axis: NumberAxis): number {
  return Math.max(18, ...axis.ticks.map(({ text }) => textWidth(text, 11))) + 8;
}
