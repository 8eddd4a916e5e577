import { scaleSqrt, symbol, symbolCircle, symbolSquare } from 'd3';
import { operatorId, phaseNames, type PhaseName } from '../operator-share.js';
import { placeLabels, type Box } from './label-placement.js';
import { logScale, plotAxes, type Plot } from './log-plot.js';
import { isPositive, pointTitle, rooflinePoints, roofText, type RooflineData, type RooflinePoint } from './roofline-data.js';
import { labelSize, roofOf, type Roof } from './roof.js';
import { coordinate, element, figureElement, textElement, titleElement, type FigureOptions } from './svg.js';
import { fitText, textWidth } from './text-width.js';

interface Mark {
  readonly point: RooflinePoint;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** Circles, and squares that stand on a corner. */
const symbols = { prefill: { type: symbolCircle, turn: '' }, decode: { type: symbolSquare, turn: ' rotate(45)' } } as const;
/** How far a mark reaches from its middle, in radii of a circle of its area: half the diagonal of a square. */
const reach = Math.sqrt(Math.PI / 2);

/** Where every operator stands under the roof of the machine: operations per byte against operations per second, both axes logarithmic. */
export function rooflineFigure(data: RooflineData, options: FigureOptions = {}): string {
  const width = Math.max(280, options.width ?? 720);
  const height = Math.round(Math.min(460, Math.max(320, width * 0.62)));
  const points = rooflinePoints(data);
  const legend = legendOf(points, width);
  const area = { x: 62, y: 16 + legend.height, width: width - 62 - 14, height: height - 16 - legend.height - 48 };
  const radius = scaleSqrt([0, 1], [2.5, Math.min(24, width / 24)]);
  const plot = { area, ...scalesOf(data, points, area, reach * radius(Math.min(1, points[0]?.share ?? 0))) };
  const marks = points.map((point): Mark => ({ point, x: plot.x(point.intensity), y: plot.y(point.opsPerSecond), radius: radius(Math.min(1, point.share)) }));
  const roof = roofOf(data.roofline, plot, marks.map(boxOf));
  const label = `Roofline of ${points.length} operators`;
  const description = `The roof is ${roofText(data.roofline)}. Each point is an operator of prefill (circle) or decode (diamond); its area grows with its share of the phase's time.`;
  return figureElement({ width, height }, label, description, options,
    legend.svg, plotAxes(plot, 'operations per byte of DRAM traffic (OP/byte)', 'operations per second (OP/s)'), roof.svg, ...marks.map(markElement), ...labels(marks, roof, area, width < 480 ? 4 : 8));
}

/** Scales that show every point whole and some of the roof on both sides of its corner. */
function scalesOf(data: RooflineData, points: readonly RooflinePoint[], area: Box, largest: number): Pick<Plot, 'x' | 'y'> {
  const { peakOpsPerSecond: ops, peakBytesPerSecond: bytes } = data.roofline;
  const ridge = ops / bytes;
  const roofXs = isPositive(ridge) ? [ridge / 8, ridge * 8] : [];
  const roofYs = isPositive(ops) ? [ops, ...(isPositive(ridge) ? [ops / 8] : [])] : [];
  const xs = [...points.map((point) => point.intensity), ...roofXs];
  const ys = [...points.map((point) => point.opsPerSecond), ...roofYs];
  return {
    x: logScale(xs, area.x, area.x + area.width, 14 + largest),
    y: logScale(ys, area.y + area.height, area.y, 26 + largest),
  };
}

function markElement({ point, x, y, radius }: Mark): string {
  const phase = point.operator.phase;
  const { type, turn } = symbols[phase];
  const path = symbol(type, Math.PI * radius * radius)() ?? '';
  return element('path', { 'class': `fig-point fig-${phase}`, 'data-id': operatorId(point.operator), 'd': path, 'transform': `translate(${coordinate(x)} ${coordinate(y)})${turn}`, 'fill-opacity': 0.8, 'stroke-width': 0.75 }, titleElement(pointTitle(point)));
}

/** Names of the biggest points; points at one place share one label. */
function labels(marks: readonly Mark[], roof: Roof, area: Box, most: number): string[] {
  const groups: { mark: Mark; names: string[] }[] = [];
  for (const mark of marks) {
    const near = groups.find((group) => group.mark.point.operator.phase === mark.point.operator.phase && Math.hypot(group.mark.x - mark.x, group.mark.y - mark.y) < 5);
    if (near === undefined) groups.push({ mark, names: [mark.point.operator.name] });
    else near.names.push(mark.point.operator.name);
  }
  const named = groups.slice(0, most).map(({ mark, names }) => {
    const name = fitText(names[0]!, labelSize, 150);
    return { mark, text: names.length === 1 ? name : `${name} +${names.length - 1}` };
  });
  const requests = named.map(({ mark, text }) => ({ x: mark.x, y: mark.y, radius: reach * mark.radius, width: textWidth(text, labelSize), height: labelSize + 3 }));
  const surroundings = { marks: [...marks.map(boxOf), ...roof.lines], otherTexts: roof.texts, bounds: area };
  return placeLabels(requests, surroundings).map((placed, index) => {
    if (placed === null) return '';
    const { box, leader } = placed;
    const text = textElement(box.x + box.width / 2, box.y + box.height - 4, named[index]!.text, { 'class': 'fig-small fig-label fig-halo', 'text-anchor': 'middle' });
    return (leader === null ? '' : element('line', { class: 'fig-leader', ...leader })) + text;
  });
}

function boxOf({ x, y, radius }: Mark): Box {
  const size = reach * radius;
  return { x: x - size, y: y - size, width: 2 * size, height: 2 * size };
}

function legendOf(points: readonly RooflinePoint[], width: number): { svg: string; height: number } {
  const present = phaseNames.filter((phase) => points.some((point) => point.operator.phase === phase));
  if (present.length === 0) return { svg: '', height: 0 };
  const note = 'area: share of the phase’s time';
  const entries = present.map((phase, index) => legendEntry(phase, 62 + index * 84));
  const noteX = 62 + present.length * 84;
  const noteFits = noteX + textWidth(note, labelSize) <= width - 8;
  const noteText = textElement(noteFits ? noteX : 62, noteFits ? 16 : 34, note, { class: 'fig-small fig-muted' });
  return { svg: element('g', {}, ...entries, noteText), height: noteFits ? 16 : 34 };
}

function legendEntry(phase: PhaseName, x: number): string {
  const { type, turn } = symbols[phase];
  const path = symbol(type, 90)() ?? '';
  return element('path', { class: `fig-${phase}`, d: path, transform: `translate(${coordinate(x + 6)} 12)${turn}` }) + textElement(x + 18, 16, phase);
}
