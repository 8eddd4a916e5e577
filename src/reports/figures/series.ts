import { symbol, symbolCircle, symbolCross, symbolDiamond, symbolSquare, symbolStar, symbolTriangle, type SymbolType } from 'd3';
import { coordinate, element } from './svg.js';

const colours = ['compute', 'memory', 'vector', 'decode', 'prefill', 'overhead'] as const;
const shapes: readonly SymbolType[] = [symbolCircle, symbolSquare, symbolTriangle, symbolDiamond, symbolCross, symbolStar];
const dashes = ['', '6 3', '2 3'] as const;

/** The class with the colour of the i-th series. */
export function seriesClass(i: number): string {
  return `fig-${colours[i % colours.length]!}`;
}

/** The dashes of the i-th line: whole ones first, others once colours come again. */
export function seriesDash(i: number): Readonly<Record<string, string>> {
  const dash = dashes[Math.floor(i / colours.length) % dashes.length]!;
  return dash === '' ? {} : { 'stroke-dasharray': dash };
}

/** The path of the i-th series' mark around (0, 0). */
export function seriesShape(i: number, size: number): string {
  return symbol(shapes[(i + Math.floor(i / colours.length)) % shapes.length], size)() ?? '';
}

/** A mark of the i-th series. */
export function seriesMark(i: number, x: number, y: number, size: number, ...children: readonly string[]): string {
  return element('path', { d: seriesShape(i, size), transform: `translate(${coordinate(x)} ${coordinate(y)})` }, ...children);
}

/** Places for texts along a line, as near to where they want to be as `gap` between them allows, within [low, high]; in the order that they were given. */
export function spreadAlong(wishes: readonly number[], gap: number, low: number, high: number): number[] {
  const order = wishes.map((_, i) => i).sort((a, b) => wishes[a]! - wishes[b]!);
  const places = order.map((i) => Math.max(low, Math.min(high, wishes[i]!)));
  for (let k = 1; k < places.length; k++) places[k] = Math.max(places[k]!, places[k - 1]! + gap);
  for (let k = places.length - 1, most = high; k >= 0; k--, most -= gap) places[k] = Math.min(places[k]!, most);
  const found: number[] = [];
  order.forEach((i, k) => { found[i] = places[k]!; });
  return found;
}
