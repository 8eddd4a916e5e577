import type { SimulationResult } from '../../sim/model/result.js';
import type { FigureTable } from '../figures/figure-table.js';
import { escapeHtml } from '../html.js';
import { numberText } from '../quantity-text.js';
import { htmlTable } from './html-table.js';
import { resultFigures, type ResultFigureName } from './result-figures.js';
import { toolsPlace } from './tools-place.js';

/** Where on a page a section stands: which heading it takes, and what tells its tables from those of other results. */
export interface Place {
  readonly heading: 'h2' | 'h3';
  /** Follows the name of a table: empty, or ` of result 2`. */
  readonly of: string;
}

/** A section under a heading, with a class of its name; nothing when there is no content. */
export function section(place: Place, heading: string, ...content: readonly string[]): string {
  const body = content.filter((part) => part !== '').join('\n');
  const kind = heading.toLowerCase().replace(/[^a-z]+/g, '-');
  return body === '' ? '' : `<section class="${kind}">\n<${place.heading}>${escapeHtml(heading)}</${place.heading}>\n${body}\n</section>`;
}

export function paragraph(text: string, kind = ''): string {
  return `<p${kind === '' ? '' : ` class="${kind}"`}>${escapeHtml(text)}</p>`;
}

/** A box that nobody overlooks: what exceeds a limit, or what to be careful about. */
export function notice(place: Place, kind: 'bad' | 'warning', heading: string, items: readonly string[]): string {
  if (items.length === 0) return '';
  return `<div class="notice ${kind}"><${place.heading}>${escapeHtml(heading)}</${place.heading}><ul>${items.map((item) => `<li>${escapeHtml(item)}</li>`).join('')}</ul></div>`;
}

/** Widths of a figure in CSS pixels, of which a screen shows one. */
export const figureWidths = { wide: 880, narrow: 360 } as const;

/** A figure in two widths, of which the screen shows one, so that its text stays readable on a telephone; and its digits, for who opens them. One that a reader can go into has room for that above it. */
export function figure(draw: (width: number) => string, caption: string, table?: FigureTable, name = '', isZoomed = false): string {
  const digits = table === undefined ? '' : figureDigits(table);
  return `<figure${name === '' ? '' : ` data-figure="${escapeHtml(name)}"`}>${isZoomed ? toolsPlace : ''}<div class="frame wide">${draw(figureWidths.wide)}</div><div class="frame narrow">${draw(figureWidths.narrow)}</div><figcaption>${escapeHtml(caption)}</figcaption>${digits}${toolsPlace}</figure>`;
}

/** A figure of a result, by name, so that a script can draw it again. */
export function resultFigure(name: ResultFigureName, result: SimulationResult): string {
  const { draw, caption, table } = resultFigures[name];
  return figure((width) => draw(result, { width, embedStyle: false }), caption(result), table?.(result), name);
}

/** Rows of a figure's table that a page holds. */
const mostRows = 400;

/** The digits of a figure, for who opens them. */
export function figureDigits({ label, columns, rows }: FigureTable): string {
  const shown = rows.slice(0, mostRows).map((row) => row.map((cell) => (typeof cell === 'string' ? cell : { text: numberText(cell), value: cell })));
  const rest = rows.length > mostRows ? paragraph(`The first ${mostRows} of ${rows.length} rows.`, 'muted') : '';
  return `<details class="digits"><summary>Digits</summary>${rest}${htmlTable({ label, columns, rows: shown, ofFigure: true })}</details>`;
}
