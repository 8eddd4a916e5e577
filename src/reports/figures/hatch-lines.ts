import { coordinate, element } from './svg.js';

/** Slanted lines over a rectangle, in a colour of the style sheet: a pattern without a definition that pages would have to keep apart. Slope 1 rises to the right, -1 falls. */
export function hatchLines(colour: string, box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }, slope: 1 | -1 = 1, gap = 6): string {
  const { x: x0, y, width, height } = box;
  const x1 = x0 + width;
  const lines: string[] = [];
  // Wide ones get wider gaps, so that there are some hundred lines at most.
  const step = Math.max(gap, width / 150);
  for (let x = x0 - height; x < x1; x += step) {
    const [a, b] = [Math.max(x, x0), Math.min(x + height, x1)];
    if (b <= a) continue;
    const at = (px: number): number => (slope > 0 ? y + height - (px - x) : y + (px - x));
    lines.push(`M${coordinate(a)} ${coordinate(at(a))}L${coordinate(b)} ${coordinate(at(b))}`);
  }
  return lines.length === 0 ? '' : element('path', { class: `fig-line fig-${colour}`, d: lines.join(''), style: 'fill:none;stroke-width:1.2' });
}
