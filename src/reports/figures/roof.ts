import { line } from 'd3';
import { siText } from '../quantity-text.js';
import { overlaps, type Box } from './label-placement.js';
import type { Plot } from './log-plot.js';
import { isPositive, type RooflineData } from './roofline-data.js';
import { coordinate, element, textElement } from './svg.js';
import { textWidth } from './text-width.js';

export interface Roof {
  readonly svg: string;
  /** Rectangles over its lines and over its names, which labels keep off. */
  readonly lines: readonly Box[];
  readonly texts: readonly Box[];
}

interface Name {
  readonly svg: string;
  readonly boxes: readonly Box[];
}

type Position = readonly [x: number, y: number];

/** Size of the texts inside a roofline figure. */
export const labelSize = 11;

/** How far the middle of a name lies from its line. */
const lift = 11;

/** The bandwidth slope and the compute ceiling; each has its name on a stretch where no mark stands, if there is one. */
export function roofOf(roofline: RooflineData['roofline'], { x, y, area }: Plot, marks: readonly Box[]): Roof {
  const { peakOpsPerSecond: ops, peakBytesPerSecond: bytes, memory } = roofline;
  if (!isPositive(ops) || !isPositive(bytes)) return { svg: '', lines: [], texts: [] };
  const [xLow = 1, xHigh = 1] = x.domain();
  const [yLow = 1] = y.domain();
  const start = Math.max(xLow, yLow / bytes);
  const foot: Position = [x(start), y(start * bytes)];
  const ridge: Position = [x(ops / bytes), y(ops)];
  const end: Position = [x(xHigh), y(ops)];
  const path = line()([[...foot], [...ridge], [...end]]) ?? '';
  const slope = nameAlong(foot, ridge, siText(bytes, 'B/s'), memory, 0.5, marks);
  const ceiling = nameAlong(ridge, end, siText(ops, 'OP/s'), 'compute', 1, marks);
  return {
    svg: element('g', {}, element('path', { 'class': 'fig-roof', 'd': path, 'fill': 'none', 'stroke': 'currentColor', 'stroke-width': 1.8 }), slope.svg, ceiling.svg),
    lines: [...boxesBetween(foot, ridge, 6), { x: ridge[0], y: ridge[1] - 3, width: Math.max(0, area.x + area.width - ridge[0]), height: 6 }],
    texts: [...slope.boxes, ...ceiling.boxes],
  };
}

/** A name over a line, as near to `wish` (0: its start, 1: its end) as leaves the marks visible: the peak with its addition, or else the peak alone. Empty where the line is too short. */
function nameAlong(from: Position, to: Position, peak: string, addition: string, wish: number, marks: readonly Box[]): Name {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  const [dx, dy] = [(to[0] - from[0]) / length, (to[1] - from[1]) / length];
  const at = (share: number): Position => [from[0] + dx * length * share + dy * lift, from[1] + dy * length * share - dx * lift];
  const places = [`${peak} ${addition}`, peak].flatMap((name) => {
    const half = (textWidth(name, labelSize) / 2 + 5) / length;
    if (half > 0.5) return [];
    const shares = Array.from({ length: 41 }, (_, i) => half + (1 - 2 * half) * i / 40).sort((a, b) => Math.abs(a - wish) - Math.abs(b - wish));
    return shares.map((share) => ({ name, share, boxes: boxesBetween(at(share - half), at(share + half), 14) }));
  });
  const place = places.find(({ boxes }) => !boxes.some((box) => marks.some((mark) => overlaps(box, mark)))) ?? places[0];
  if (place === undefined) return { svg: '', boxes: [] };
  const [middleX, middleY] = at(place.share);
  const turn = `translate(${coordinate(middleX)} ${coordinate(middleY)}) rotate(${coordinate(Math.atan2(dy, dx) * 180 / Math.PI)})`;
  return { svg: element('g', { transform: turn }, textElement(0, 4, place.name, { 'class': 'fig-small fig-halo', 'text-anchor': 'middle' })), boxes: place.boxes };
}

/** Squares that cover a line, however it slopes. */
function boxesBetween(from: Position, to: Position, size: number): Box[] {
  const count = Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1]) / 4) + 1;
  return Array.from({ length: count + 1 }, (_, i): Box => ({
    x: from[0] + (to[0] - from[0]) * i / count - size / 2, y: from[1] + (to[1] - from[1]) * i / count - size / 2, width: size, height: size,
  }));
}
