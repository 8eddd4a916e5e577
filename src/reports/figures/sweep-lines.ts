import { line, symbol, symbolCircle } from 'd3';
import { cellOf, contests, type Contest } from '../sweep-columns.js';
import type { SweepResult } from '../../sim/model/sweep.js';
import { logScale, plotAxes, type Plot } from './log-plot.js';
import { coordinate, element, figureElement, textElement, titleElement, type FigureOptions } from './svg.js';
import { fitText, textWidth } from './text-width.js';

/** Colours of experiments, in order. */
const series = ['compute', 'memory', 'vector', 'decode', 'prefill', 'overhead'] as const;
const mostPanels = 24;
const panelHeight = 230;

/** The first metric of a sweep over its last axis of several positive numbers, a line for each experiment, a panel for each point of the other axes. */
export function sweepFigure(result: SweepResult, options: FigureOptions = {}): string {
  const width = Math.max(320, options.width ?? 960);
  const { experiments, points } = contests(result);
  const across = result.axes.findLastIndex(({ values }) => values.length > 1 && values.every((value) => typeof value === 'number' && value > 0));
  const panels = across < 0 ? [] : panelsOf(points, across).slice(0, mostPanels);
  const columns = Math.min(panels.length || 1, Math.max(1, Math.floor(width / 300)));
  const panelWidth = width / columns;
  const legend = legendOf(experiments, width);
  const height = legend.height + Math.max(1, Math.ceil(panels.length / columns)) * panelHeight + 8;
  const label = `${result.metrics[0]!} over ${across < 0 ? 'nothing' : result.axes[across]!.name}`;
  const drawn = panels.map((panel, i) => element('g', { transform: `translate(${coordinate((i % columns) * panelWidth)} ${legend.height + Math.floor(i / columns) * panelHeight})` },
    panelSvg(panel, result, across, experiments, panelWidth)));
  const note = panels.length === 0 ? [textElement(16, legend.height + 24, 'no axis of several positive numbers to draw over')] : [];
  return figureElement({ width, height }, label, 'Each line is an experiment, each panel a point of the other axes. Lower or higher is better as the metric says.', options, legend.svg, ...drawn, ...note);
}

/** The contests that differ in one axis only. */
function panelsOf(points: readonly Contest[], across: number): readonly (readonly Contest[])[] {
  const panels = new Map<string, Contest[]>();
  for (const contest of points) {
    const key = JSON.stringify(contest.point.filter((_, axis) => axis !== across));
    const panel = panels.get(key);
    if (panel === undefined) panels.set(key, [contest]);
    else panel.push(contest);
  }
  return [...panels.values()];
}

function panelSvg(panel: readonly Contest[], { axes, metrics }: SweepResult, across: number, experiments: readonly string[], width: number): string {
  const area = { x: 62, y: 24, width: width - 62 - 12, height: panelHeight - 24 - 48 };
  const known = panel.flatMap(({ values }) => values.flatMap((value) => (value !== null && value > 0 ? [value] : [])));
  const at = ({ point }: Contest): number => Number(point[across]);
  const plot: Plot = { area, x: logScale(panel.map(at), area.x, area.x + area.width, 12), y: logScale(known, area.y + area.height, area.y, 12) };
  const title = axes.flatMap(({ name }, axis) => (axis === across ? [] : [`${name} ${String(cellOf(panel[0]!.point[axis]))}`])).join(', ');
  const lines = experiments.map((name, i) => {
    const own = panel.flatMap((contest) => (contest.values[i] != null && contest.values[i] > 0 ? [{ x: plot.x(at(contest)), y: plot.y(contest.values[i]), value: contest.values[i], at: at(contest) }] : []));
    const path = line<{ x: number; y: number }>((p) => Number(coordinate(p.x)), (p) => Number(coordinate(p.y)))(own) ?? '';
    const dot = symbol(symbolCircle, 34)() ?? '';
    return element('g', { class: `fig-line fig-${colourOf(i)}` },
      element('path', { d: path, style: 'fill:none;stroke-width:2' }),
      ...own.map((p) => element('path', { d: dot, transform: `translate(${coordinate(p.x)} ${coordinate(p.y)})` }, titleElement(`${name}, ${axes[across]!.name} ${p.at}: ${p.value.toPrecision(4)}`))));
  });
  return textElement(62, 16, fitText(title, 12, width - 70), { class: 'fig-strong' }) + plotAxes(plot, axes[across]!.name, shortName(metrics[0]!)) + lines.join('');
}

function colourOf(i: number): (typeof series)[number] {
  return series[i % series.length]!;
}

function shortName(metric: string): string {
  return metric.slice(metric.lastIndexOf('.') + 1);
}

function legendOf(experiments: readonly string[], width: number): { readonly svg: string; readonly height: number } {
  let x = 16;
  let y = 16;
  const entries = experiments.map((name, i) => {
    const needed = 24 + textWidth(name, 12) + 20;
    if (x > 16 && x + needed > width) {
      x = 16;
      y += 18;
    }
    const entry = element('path', { class: `fig-${colourOf(i)}`, d: symbol(symbolCircle, 60)() ?? '', transform: `translate(${coordinate(x + 6)} ${y - 4})` }) + textElement(x + 16, y, name);
    x += needed;
    return entry;
  });
  return { svg: element('g', {}, ...entries), height: y + 12 };
}
