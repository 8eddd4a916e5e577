import { line, symbol, symbolsFill } from 'd3';
import { isKnown, numberText } from '../quantity-text.js';
import { isDrawable } from './drawable.js';
import type { FigureTable } from './figure-table.js';
import { logScale, plotAxes, type Plot } from './log-plot.js';
import { notesBelow } from './notes-below.js';
import { errorText, signedError, type ParityRow, type ParitySystem } from './parity-data.js';
import { coordinate, element, figureElement, titleElement, type FigureOptions } from './svg.js';
import { legendRow } from './swatch-legend.js';
import { fitText } from './text-width.js';
import { wordsFigure } from './words-figure.js';

export interface ParityOptions extends FigureOptions {
  /** Half width of the band around the diagonal, relative: 0.1 unless told. */
  readonly band?: number;
  /** Names that shapes and colours are counted by, where figures of one page share them: those of the systems unless told. */
  readonly names?: readonly string[];
}

/** Rows of one system that stand at about one place. */
interface Cell {
  /** Its place among the systems. */
  readonly system: number;
  readonly first: ParityRow;
  count: number;
  x: number;
  y: number;
  worst: number;
}

const colours = ['compute', 'memory', 'vector', 'decode', 'prefill', 'overhead'] as const;
const mostMarks = 450;
const mostMisses = 250;
const mostSystems = 30;
const tableRows = 400;

/** Every row of every system: reference against simulated, both logarithmic. What differs stands alone with a frame; rows that agree at one place share a mark. */
export function parityFigure(systems: readonly ParitySystem[], options: ParityOptions = {}): string {
  const width = Math.max(280, options.width ?? 720);
  const band = isDrawable(options.band) && options.band > 0 ? options.band : 0.1;
  const shown = systems.slice(0, mostSystems);
  const range = extent(shown);
  if (range === null) return wordsFigure('Reference and simulated', 'No row has both a reference and a simulated value that logarithmic axes can show.', options);
  const looks = shown.map(({ system }, index) => Math.max(0, options.names === undefined ? index : options.names.indexOf(system)));
  const present = shown.map((system, index) => ({ system, index })).filter(({ system }) => system.rows.some(hasPlace));
  const legend = legendRow(present.map(({ system, index }) => ({
    name: fitText(system.system, 12, Math.min(180, width - 40)), swatch: (x, y) => element('path', { class: `fig-${colourOf(looks[index]!)}`, d: shapeOf(looks[index]!, 60), transform: `translate(${x + 6} ${y + 6})` }),
  })), width);
  const height = Math.round(Math.min(520, Math.max(260, width * 0.62)));
  const area = { x: 62, y: legend.bottom + 10, width: width - 62 - 24, height: height - 48 };
  const plot: Plot = { area, x: logScale(range, area.x, area.x + area.width, 14), y: logScale(range, area.y + area.height, area.y, 14) };
  const misses = shown.flatMap(({ system, rows }, index) => rows.filter((row) => row.verdict === 'differs' && hasPlace(row)).map((row) => ({ row, index, system })));
  const alone = [...misses].sort((a, b) => Math.abs(signedError(b.row) ?? 0) - Math.abs(signedError(a.row) ?? 0)).slice(0, mostMisses);
  const cells = cellsOf(shown, new Set(alone.map(({ row }) => row)), plot);
  const drawn = cells.reduce((sum, { count }) => sum + count, 0) + alone.length;
  const all = shown.reduce((sum, { rows }) => sum + rows.length, 0);
  const notes = [
    `${numberText(drawn)} of ${numberText(all)} rows as ${numberText(cells.length + alone.length)} marks${misses.length === 0 ? '' : `; framed: ${numberText(misses.length)} that differ`}. Line: equal; band: ±${numberText(band * 100)} %.`,
    ...(drawn < all ? [`Without a place here: ${numberText(all - drawn)} rows that are not modelled, are 0, or differ in sign.`] : []),
    ...(systems.length > mostSystems ? [`The first ${mostSystems} of ${numberText(systems.length)} systems.`] : []),
  ];
  const below = notesBelow(notes, 8, area.y + area.height + 60, width - 16);
  const label = present.length === 1 ? `Reference and simulated of ${present[0]!.system.system}` : `Reference and simulated of ${present.length} systems`;
  return figureElement({ width, height: below.bottom + 6 }, label, `Each mark is a row of a table, by shape and colour of its system. ${notes.join(' ')}`, options,
    legend.svg, plotAxes(plot, 'reference', 'simulated'), diagonal(plot, band), ...cells.map((cell) => cellMark(cell, looks[cell.system]!, shown[cell.system]!.system)),
    ...alone.map(({ row, index, system }) => missMark(row, looks[index]!, system, plot)), below.svg);
}

/** The rows, what differs most first: all of them, or the misses and the largest errors of a long list. */
export function parityTable(systems: readonly ParitySystem[]): FigureTable {
  const all = systems.flatMap(({ system, rows }) => rows.map((row) => ({ system, row, error: signedError(row) })));
  const rank = ({ row, error }: (typeof all)[number]): number => (row.verdict === 'differs' ? 1e60 : 0) + Math.abs(error ?? -1);
  const shown = all.length > tableRows ? all.map((entry) => ({ entry, rank: rank(entry) })).sort((a, b) => b.rank - a.rank).slice(0, tableRows).map(({ entry }) => entry) : all;
  return {
    label: all.length > tableRows ? `Rows that differ, and the largest errors: ${tableRows} of ${numberText(all.length)}` : 'Rows',
    columns: [
      { head: 'row', kind: 'text' }, { head: 'metric', kind: 'text' }, ...['reference', 'simulated', 'relative error', 'tolerance'].map((head) => ({ head, kind: 'number' as const })), { head: 'verdict', kind: 'text' },
    ],
    rows: shown.map(({ system, row, error }) => [`${system} ${row.id}`, row.metric, finite(row.reference), finite(row.simulated), error, finite(row.tolerance), row.verdict]),
  };
}

/** What tells a row from all others, in figures and tables. */
export function parityId(system: string, { id, metric }: Pick<ParityRow, 'id' | 'metric'>): string {
  return `${system} ${id} ${metric}`;
}

/** True where both values are of one sign and not 0. */
function hasPlace({ reference, simulated }: ParityRow): boolean {
  return isDrawable(reference) && isDrawable(simulated) && reference * Math.sign(simulated) > 0;
}

function extent(systems: readonly ParitySystem[]): [number, number] | null {
  let [low, high] = [Infinity, 0];
  for (const { rows } of systems) {
    for (const row of rows) {
      if (!hasPlace(row)) continue;
      const [a, b] = [Math.abs(row.reference), Math.abs(row.simulated!)];
      low = Math.min(low, a, b);
      high = Math.max(high, a, b);
    }
  }
  return high === 0 ? null : high > low ? [low, high] : [low / 2, high * 2];
}

/** Rows by system and place: squares of 3 pixels, and twice that until there are few enough. */
function cellsOf(systems: readonly ParitySystem[], alone: ReadonlySet<ParityRow>, { x, y, area }: Plot): Cell[] {
  const columns = Math.ceil(area.width) + 2;
  let points: Cell[] = systems.flatMap(({ rows }, system) => rows.filter((row) => hasPlace(row) && !alone.has(row))
    .map((row) => ({ system, first: row, count: 1, x: x(Math.abs(row.reference)), y: y(Math.abs(row.simulated!)), worst: Math.abs(signedError(row) ?? 0) })));
  for (let size = 3; ; size *= 2) {
    const cells = new Map<number, Cell>();
    for (const point of points) {
      const key = (point.system * columns + Math.floor((point.x - area.x) / size)) * columns + Math.floor((point.y - area.y) / size);
      const cell = cells.get(key);
      if (cell === undefined) cells.set(key, { ...point });
      else {
        cell.x = (cell.x * cell.count + point.x * point.count) / (cell.count + point.count);
        cell.y = (cell.y * cell.count + point.y * point.count) / (cell.count + point.count);
        cell.worst = Math.max(cell.worst, point.worst);
        cell.count += point.count;
      }
    }
    points = [...cells.values()];
    if (points.length <= mostMarks || size > area.width) return points;
  }
}

function cellMark({ first, count, x, y, worst }: Cell, look: number, name: string): string {
  // Many rows at one place make a somewhat larger mark.
  const size = 26 + 14 * Math.log10(count);
  const title = count === 1 ? rowTitle(name, first) : `${name}: ${numberText(count)} rows about ${numberText(first.reference)}, errors up to ${errorText(worst).replace('+', '')}`;
  return element('path', { 'class': `fig-${colourOf(look)}`, 'd': shapeOf(look, size), 'transform': `translate(${coordinate(x)} ${coordinate(y)})`, 'fill-opacity': 0.75 }, titleElement(title));
}

function missMark(row: ParityRow, look: number, name: string, { x, y }: Plot): string {
  const place = `translate(${coordinate(x(Math.abs(row.reference)))} ${coordinate(y(Math.abs(row.simulated!)))})`;
  return element('path', { 'class': `fig-${colourOf(look)}`, 'data-id': parityId(name, row), 'd': shapeOf(look, 70), 'transform': place, 'stroke': 'currentColor', 'stroke-width': 1.4 }, titleElement(rowTitle(name, row)));
}

function rowTitle(system: string, row: ParityRow): string {
  const error = signedError(row);
  return `${system} ${row.id}, ${row.metric}: reference ${numberText(row.reference)}, simulated ${numberText(row.simulated)}, ${error === null ? 'no error' : errorText(error)} (${row.verdict})`;
}

function diagonal({ x, y, area }: Plot, band: number): string {
  const [low = 1, high = 1] = x.domain();
  const clampY = (value: number): number => Math.max(area.y, Math.min(area.y + area.height, y(value)));
  const clampX = (value: number): number => Math.max(area.x, Math.min(area.x + area.width, x(value)));
  const corners: [number, number][] = [
    [clampX(low), clampY(low)], [clampX(low), clampY(low * (1 + band))], [clampX(high / (1 + band)), clampY(high)], [clampX(high), clampY(high)], [clampX(high), clampY(high / (1 + band))], [clampX(low * (1 + band)), clampY(low)],
  ];
  const rounded = (points: [number, number][]): string => line()(points.map(([a, b]) => [Number(coordinate(a)), Number(coordinate(b))])) ?? '';
  return element('path', { class: 'fig-track', d: `${rounded(corners)}Z` })
    + element('path', { 'd': rounded([corners[0]!, corners[3]!]), 'fill': 'none', 'stroke': 'currentColor', 'stroke-width': 1 });
}

/** Six colours and seven shapes: forty-two systems before two look alike. */
function colourOf(index: number): (typeof colours)[number] {
  return colours[index % colours.length]!;
}

function shapeOf(index: number, size: number): string {
  return symbol(symbolsFill[index % symbolsFill.length], size).digits(1)() ?? '';
}

function finite(value: number | null): number | null {
  return isKnown(value) ? value : null;
}
