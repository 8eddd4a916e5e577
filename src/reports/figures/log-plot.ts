import { scaleLog, type ScaleLogarithmic } from 'd3';
import { formatSi } from '../../sim/core/units.js';
import type { Box } from './label-placement.js';
import { coordinate, element, textElement } from './svg.js';

export type Scale = ScaleLogarithmic<number, number>;

/** An area with a logarithmic scale on both sides. */
export interface Plot {
  readonly x: Scale;
  readonly y: Scale;
  readonly area: Box;
}

/** A scale from `start` to `end` that keeps every value `inset` pixels away from both. */
export function logScale(values: readonly number[], start: number, end: number, inset: number): Scale {
  const [low, high] = values.length === 0 ? [1, 1000] : [Math.min(...values), Math.max(...values)];
  const toEnd = Math.sign(end - start) * inset;
  const inner = scaleLog([low, high > low ? high : low * 10], [start + toEnd, end - toEnd]);
  return scaleLog([inner.invert(start), inner.invert(end)], [start, end]);
}

/** Grid lines, marks and the names of both axes. */
export function plotAxes({ x, y, area }: Plot, xName: string, yName: string): string {
  const [left, right, top, bottom] = [area.x, area.x + area.width, area.y, area.y + area.height];
  const [xLow = 1, xHigh = 1] = x.domain();
  const [yLow = 1, yHigh = 1] = y.domain();
  const columns = logTicks(xLow, xHigh, Math.max(3, Math.floor(area.width / 60))).map((value) => (
    element('line', { class: 'fig-grid', x1: x(value), x2: x(value), y1: top, y2: bottom })
    + textElement(x(value), bottom + 16, tickText(value), { 'class': 'fig-small fig-muted', 'text-anchor': 'middle' })));
  const rows = logTicks(yLow, yHigh, Math.max(3, Math.floor(area.height / 36))).map((value) => (
    element('line', { class: 'fig-grid', x1: left, x2: right, y1: y(value), y2: y(value) })
    + textElement(left - 7, y(value) + 4, tickText(value), { 'class': 'fig-small fig-muted', 'text-anchor': 'end' })));
  const middle = top + area.height / 2;
  return element('g', {}, ...columns, ...rows,
    textElement(left + area.width / 2, bottom + 38, xName, { 'text-anchor': 'middle' }),
    textElement(14, middle, yName, { 'text-anchor': 'middle', 'transform': `rotate(-90 14 ${coordinate(middle)})` }));
}

/** Values to mark on a logarithmic axis: powers of ten, thinned to at most `most`, with 2 and 5 between them on a short axis. */
export function logTicks(low: number, high: number, most: number): number[] {
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  const decades = Math.max(0, last - first + 1);
  if (decades <= 2) {
    const fine = range(first - 1, last + 1).flatMap((power) => [1, 2, 5].map((digit) => digit * 10 ** power));
    return fine.filter((value) => value >= low && value <= high);
  }
  const step = Math.ceil(decades / most);
  return range(first, last).filter((power) => (power - first) % step === 0).map((power) => 10 ** power);
}

/** A mark's value: `0.1`, `20`, `1 k`, `500 G`. */
export function tickText(value: number): string {
  if (value < 1000) return value >= 1e-3 ? String(Number(value.toPrecision(3))) : value.toExponential(0);
  const [digits, prefix] = formatSi(value, '').split(' ');
  return `${Number(digits)} ${prefix ?? ''}`.trim();
}

function range(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}
