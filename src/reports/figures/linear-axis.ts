import { ticks, type ScaleLinear } from 'd3';
import { formatSi } from '../../sim/core/units.js';
import { numberText } from '../quantity-text.js';
import { element, textElement } from './svg.js';
import { textWidth } from './text-width.js';

/** What the marks of an axis count: `ms` with a factor of 0.001. */
export interface AxisUnit {
  readonly name: string;
  readonly factor: number;
}

/** The unit with the prefix that makes values up to `largest` short. */
export function axisUnit(largest: number, unit: string): AxisUnit {
  if (!(largest > 0)) return { name: unit, factor: 1 };
  const prefix = formatSi(largest, unit).split(' ')[1] ?? unit;
  const factor = [1e15, 1e12, 1e9, 1e6, 1e3, 1, 1e-3, 1e-6, 1e-9, 1e-12].find((f) => formatSi(f, unit).split(' ')[1] === prefix) ?? 1;
  return { name: prefix, factor };
}

/** Marks of a linear scale in a unit, as many as have room beside one another, with as many decimals as tell them apart. */
export function axisMarks(scale: ScaleLinear<number, number>, { factor }: AxisUnit): readonly { readonly at: number; readonly text: string }[] {
  const [low = 0, high = 1] = scale.domain().map((value) => value / factor);
  const [start = 0, end = 0] = scale.range();
  const marks = (count: number): { at: number; text: string }[] => {
    const values = ticks(low, high, count);
    const step = values.length > 1 ? Math.abs(values[1]! - values[0]!) : Math.abs(high - low) || 1;
    const decimals = Math.min(9, Math.max(0, -Math.floor(Math.log10(step) + 1e-9)));
    return values.map((value) => ({ at: scale(value * factor), text: decimals === 0 ? numberText(value) : grouped(value, decimals) }));
  };
  for (let count = Math.max(2, Math.floor(Math.abs(end - start) / 60)); count > 1; count--) {
    const found = marks(count);
    const widest = Math.max(0, ...found.map(({ text }) => textWidth(text, 11)));
    const apart = found.length > 1 ? Math.abs(found[1]!.at - found[0]!.at) : Infinity;
    if (widest + 10 <= apart) return found;
  }
  return marks(1);
}

/** Grid lines from `top` to `bottom`, marks under them, and the name of the axis with its unit. */
export function bottomAxis(scale: ScaleLinear<number, number>, unit: AxisUnit, name: string, top: number, bottom: number): string {
  const [start = 0, end = 0] = scale.range();
  let taken = -Infinity;
  const lines = axisMarks(scale, unit).map(({ at, text }) => {
    const half = textWidth(text, 11) / 2;
    const middle = Math.max(half, Math.min(at, end + 8 - half));
    const line = element('line', { class: 'fig-grid', x1: at, x2: at, y1: top, y2: bottom });
    // The last mark may have been moved in from the edge.
    if (middle - half < taken) return line;
    taken = middle + half;
    return line + textElement(middle, bottom + 16, text, { 'class': 'fig-small fig-muted', 'text-anchor': 'middle' });
  });
  const title = unit.name === '' ? name : `${name} (${unit.name})`;
  return element('g', {}, ...lines, textElement((start + end) / 2, bottom + 36, title, { 'text-anchor': 'middle' }));
}

function grouped(value: number, decimals: number): string {
  const [whole = '', rest = ''] = value.toFixed(decimals).split('.');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${rest}`;
}
