import type { SweepResult } from '../../sim/model/sweep.js';
import { crossingsOf, crossoverPanels, distinctNames } from '../figures/crossover-lines-data.js';
import { crossoverLinesFigure, crossoverLinesTable } from '../figures/crossover-lines.js';
import { sweepPlane } from '../figures/heat-map-data.js';
import { heatMapFigure, heatMapTable } from '../figures/heat-map.js';
import { escapeHtml } from '../html.js';
import { isBetterHigher } from '../metric-direction.js';
import { metricName } from '../metric-name.js';
import { metricText } from '../metric-text.js';
import type { PageMeta } from '../page.js';
import { numberText } from '../quantity-text.js';
import { cellOf, contests } from '../sweep-columns.js';
import { htmlDocument } from './document.js';
import { htmlTable, type Cell, type Column } from './html-table.js';
import { figure, paragraph, section, type Place } from './section.js';

/** Metrics that get a figure, planes of each, cells of all planes of a metric, and cells of the table. */
const [mostMetrics, mostPlanes, mostPlaneCells, mostCells] = [4, 4, 1200, 2400];
/** Planes of more cells than these are drawn of the first metric only. */
const largePlane = 300;
/** Rows from which on the page does not carry them as JSON. */
const mostData = 5000;

/** One HTML file of sweeps: which experiment is best where, lines with their crossings, planes of two axes, and every row. The sweeps are in it as JSON in `#archsim-sweeps`. */
export function sweepPage(sweeps: readonly SweepResult[], meta: PageMeta): string {
  const only = sweeps.length === 1 ? sweeps[0] : undefined;
  const title = only === undefined ? `archsim: ${sweeps.length} sweeps` : `Sweep ${nameOf(only)}`;
  const articles = sweeps.map((sweep, i) => sweepArticle(sweep, i, only === undefined, meta));
  return htmlDocument({ title, body: articles.join('\n'), data: { 'archsim-sweeps': sweeps.map((sweep) => (sweep.rows.length <= mostData ? sweep : { ...sweep, rows: [] })) } });
}

function sweepArticle(sweep: SweepResult, index: number, isNamed: boolean, meta: PageMeta): string {
  const { axes, metrics, rows } = sweep;
  const place: Place = isNamed ? { heading: 'h3', of: ` of sweep ${index + 1}` } : { heading: 'h2', of: '' };
  const drawn = metrics.flatMap((metric, i) => (rows.some(({ values }) => typeof values[i] === 'number') ? [{ metric, only: withMetric(sweep, i), i }] : [])).slice(0, mostMetrics);
  const varied = axes.flatMap(({ values }, i) => (values.length > 1 ? [i] : []));
  const parts = [
    isNamed ? `<h2>${escapeHtml(nameOf(sweep))}</h2>` : '',
    paragraph(sweepSentence(sweep), 'answer'),
    paragraph(`${numberText(rows.length)} rows over ${axes.map(({ name, values }) => `${name} (${values.length} values)`).join(', ')}.`, 'muted'),
    crossingsSection(sweep, place),
    ...drawn.map(({ metric, only, i }) => section(place, upperFirst(metricName(metric)),
      varied.length === 0 ? '' : figure((width) => crossoverLinesFigure(only, { width, embedStyle: false }), linesCaption(only), crossoverLinesTable(only)), ...(varied.length < 2 ? [] : planes(only, varied, i === drawn[0]!.i)))),
    rowsSection(sweep, place),
    section(place, 'How it was made', '<p>The page by</p>', `<pre><code>${escapeHtml(meta.command)}</code></pre>`,
      htmlTable({ label: `Axes${place.of}`, columns: ['Axis', 'Part of the experiment', 'Values'].map((head): Column => ({ head, kind: 'text' })), rows: axes.map(({ name, path, values }) => [name, path, valuesText(values)]) })),
  ];
  return `<article class="result" id="sweep-${index + 1}">\n${parts.filter((part) => part !== '').join('\n')}\n</article>`;
}

/** The sweep as if it had one metric only. */
function withMetric({ name, axes, metrics, rows }: SweepResult, i: number): SweepResult {
  return { name, axes, metrics: [metrics[i]!], rows: rows.map((row) => ({ ...row, values: [row.values[i] ?? null] })) };
}

/** What a sweep says in one sentence: the best point of one experiment, or which of several is best at how many points. */
export function sweepSentence(sweep: SweepResult): string {
  const { axes, metrics, rows } = sweep;
  const [metric] = metrics;
  if (metric === undefined || rows.length === 0) return 'The sweep has no rows.';
  const unfit = rows.filter(({ feasible }) => !feasible).length;
  const rest = unfit === 0 ? '' : `; ${unfit === 1 ? 'one of the rows does not fit' : `${numberText(unfit)} of ${numberText(rows.length)} rows do not fit`}`;
  const { experiments, points } = contests(sweep);
  const isHigher = isBetterHigher(metric);
  if (experiments.length > 1) {
    const wins = experiments.map((name, i) => ({ name, count: points.filter(({ winner }) => winner === i).length })).sort((a, b) => b.count - a.count);
    return `By ${metricName(metric)}, ${wins.filter(({ count }) => count > 0).slice(0, 4).map(({ name, count }) => `${name} is best at ${numberText(count)}`).join(', ') || 'no experiment is better than another at any'} of ${numberText(points.length)} points${rest}.`;
  }
  const known = rows.filter(({ feasible, values: [value] }) => feasible && typeof value === 'number' && Number.isFinite(value));
  if (known.length === 0) return `No row has a known ${metricName(metric)}${rest}.`;
  const best = known.reduce((a, b) => ((isHigher ? Number(b.values[0]) > Number(a.values[0]) : Number(b.values[0]) < Number(a.values[0])) ? b : a));
  return `The ${isHigher ? 'largest' : 'least'} ${metricName(metric)} of ${numberText(rows.length)} points is ${metricText(metric, Number(best.values[0]))}, at ${axes.map(({ name }, i) => `${name} ${String(cellOf(best.point[i]))}`).join(', ')}${rest}.`;
}

/** Where the best experiment changes along the axis that lines run along, in words. */
function crossingsSection(sweep: SweepResult, place: Place): string {
  const { experiments, isContest, panels, across, index } = crossoverPanels(sweep);
  if (!isContest || across === null) return '';
  const names = distinctNames(experiments);
  const changes = panels.flatMap(({ title, contests: own }) => crossingsOf(own, (value) => value).map(({ from, to, at }) => {
    const [low, high] = [own[at]!, own[at + 1]!].map(({ point }) => point[index]);
    return [title === '' ? 'everywhere' : title, `between ${across.name} ${String(cellOf(low))} and ${String(cellOf(high))}`, names[from]!, names[to]!];
  }));
  const metric = metricName(sweep.metrics[0]!);
  if (changes.length === 0) return section(place, 'Crossings', paragraph(`The best experiment by ${metric} never changes along ${across.name}.`));
  const columns = ['At', 'The best changes', 'From', 'To'].map((head): Column => ({ head, kind: 'text' }));
  return section(place, 'Crossings', paragraph(`Where the best experiment by ${metric} changes along ${across.name}; the figure marks about where lines between these points cross.`, 'muted'),
    htmlTable({ label: `Crossings${place.of}`, columns, rows: changes.slice(0, 100) }), changes.length > 100 ? paragraph(`The first 100 of ${changes.length}.`, 'muted') : '');
}

function linesCaption(sweep: SweepResult): string {
  const rings = crossoverPanels(sweep).isContest ? ' Rings stand where another experiment becomes the best, with the place on the axis.' : '';
  return `${isBetterHigher(sweep.metrics[0]!) ? 'Larger' : 'Smaller'} is better.${rings} A line passes over points that do not fit or are not known, and ends where there are no others.`;
}

/** The planes of the last two axes of several values, for each experiment at the first point of the other axes. */
function planes(sweep: SweepResult, varied: readonly number[], isFirst: boolean): string[] {
  const [y, x] = varied.slice(-2) as [number, number];
  const cells = Math.min(1000, sweep.axes[y]!.values.length * sweep.axes[x]!.values.length);
  if (cells > largePlane && !isFirst) return [];
  const most = Math.max(1, Math.min(mostPlanes, Math.floor(mostPlaneCells / cells)));
  const { experiments } = contests(sweep);
  const others = varied.slice(0, -2);
  const seen = new Map(sweep.rows.map(({ point }) => [JSON.stringify(others.map((axis) => point[axis])), point]));
  const views = experiments.flatMap((experiment) => [...seen.values()].map((at) => ({ experiment, at })));
  const shown = views.slice(0, most).map(({ experiment, at }) => {
    const plane = sweepPlane(sweep, { x, y, experiment, at });
    const where = others.map((axis) => `${sweep.axes[axis]!.name} ${String(cellOf(at[axis]))}`).join(', ');
    return figure((width) => heatMapFigure(plane, { width, embedStyle: false }), `${experiment}${where === '' ? '' : `, ${where}`}.`, heatMapTable(plane));
  });
  return views.length > shown.length ? [...shown, paragraph(`${shown.length} of ${views.length} planes are drawn; the table has all rows.`, 'muted')] : shown;
}

/** Every row, or as many as a page should hold. */
function rowsSection(sweep: SweepResult, place: Place): string {
  const { axes, metrics, rows } = sweep;
  if (rows.length === 0) return '';
  const isNumber = (axis: number): boolean => axes[axis]!.values.every((value) => typeof value === 'number');
  const columns: Column[] = [
    { head: 'Experiment', kind: 'text' }, ...axes.map(({ name }, i): Column => ({ head: name, kind: isNumber(i) ? 'number' : 'text' })),
    ...metrics.map((metric): Column => ({ head: metricName(metric), kind: 'number' })), { head: 'Fits', kind: 'text' },
  ];
  const shown = rows.slice(0, Math.max(20, Math.floor(mostCells / columns.length)));
  const body = shown.map((row) => [
    row.experiment, ...axes.map((_, i): Cell => ({ text: String(cellOf(row.point[i])), value: cellOf(row.point[i]) as number | string })),
    ...metrics.map((metric, i): Cell => metricCell(metric, row.values[i] ?? null, row.feasible)), row.feasible ? 'yes' : 'no',
  ]);
  const note = shown.length < rows.length ? paragraph(`The first ${numberText(shown.length)} of ${numberText(rows.length)} rows; archsim sweep writes all of them with --csv.`, 'muted') : '';
  return section(place, 'Rows', note, htmlTable({ label: `Rows${place.of}`, columns, rows: body, sortable: true }));
}

function metricCell(metric: string, value: number | boolean | string | null, feasible: boolean): Cell {
  if (!feasible) return { text: 'does not fit', value: null };
  if (typeof value === 'number' || value === null) return { text: metricText(metric, value), value };
  return { text: String(value) };
}

function valuesText(values: readonly unknown[]): string {
  const shown = values.slice(0, 20).map((value) => String(cellOf(value))).join(', ');
  return values.length > 20 ? `${shown}, … ${values.length} in all` : shown;
}

/** A sweep of a file has the path of that as its name. */
function nameOf({ name }: SweepResult): string {
  return name.replace(/^.*[/\\](?=.)/, '').replace(/\.jsonc?$/i, '');
}

function upperFirst(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
