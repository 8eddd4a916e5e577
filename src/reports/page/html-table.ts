import { escapeHtml } from '../html.js';
import { toolsPlace, worthFiltering } from './tools-place.js';

export interface Column {
  readonly head: string;
  /** Quantities stand right and keep on one line; texts stand left and wrap. */
  readonly kind: 'number' | 'text';
}

/** A cell: what is read, and for a sortable table what it is sorted by (null: no value, always last). */
export interface Cell {
  readonly text: string;
  readonly value?: number | string | null;
  /** Markup that stands for the text: made by this folder, never from data. */
  readonly markup?: string;
}

export interface HtmlTable {
  /** Names the table and its scrolling region for assistive technology. */
  readonly label: string;
  readonly columns: readonly Column[];
  /** The first cell of a row is its head. */
  readonly rows: readonly (readonly (Cell | string)[])[];
  /** What each row is, for figures that show the same: `data-id`. */
  readonly ids?: readonly string[];
  readonly sortable?: boolean;
  /** The digits of a figure: cells carry their values, and the order stays. */
  readonly ofFigure?: boolean;
}

/** A cell of so many characters is read, not looked up. */
const wordy = 40;

/** A table that scrolls by itself where the screen is too narrow, with scoped heads; one of sentences becomes cards there. */
export function htmlTable({ label, columns, rows, ids = [], sortable = false, ofFigure = false }: HtmlTable): string {
  const head = columns.map((column) => `<th scope="col" class="${column.kind}">${escapeHtml(column.head)}</th>`).join('');
  const body = rows.map((row, i) => `<tr${ids[i] === undefined ? '' : ` data-id="${escapeHtml(ids[i])}"`}>${columns.map((column, index) => cellMarkup(row[index] ?? '', column, index === 0, sortable || ofFigure)).join('')}</tr>`).join('\n');
  const above = sortable && rows.length >= worthFiltering ? toolsPlace : '';
  return `${above}<div class="scroll" role="region" tabindex="0" aria-label="${escapeHtml(label)}"><table${cardsOf(columns, rows)} aria-label="${escapeHtml(label)}"${sortable ? ' data-sortable' : ofFigure ? ' data-figure' : ''}>
<thead><tr>${head}</tr></thead>
<tbody>
${body}
</tbody></table></div>${sortable || ofFigure ? toolsPlace : ''}`;
}

/** The class and the heads of a table that a narrow screen shows as cards: one with at least three columns and a sentence in one of them. */
function cardsOf(columns: readonly Column[], rows: HtmlTable['rows']): string {
  const isWordy = columns.length > 2 && columns.some(({ kind }, i) => i > 0 && kind === 'text' && rows.some((row) => textOf(row[i]).length > wordy));
  if (!isWordy) return '';
  return ` class="cards" style="${columns.map(({ head }, i) => `--h${i + 1}:'${styleText(head)}';`).join('')}"`;
}

function textOf(cell: Cell | string | undefined): string {
  return typeof cell === 'string' ? cell : cell?.text ?? '';
}

/** A text as a string of a style sheet may hold it, in an attribute too: all but letters, digits and spaces as code points. */
function styleText(text: string): string {
  return text.replace(/\p{C}/gu, '\ufffd').replace(/[^\w ]/gu, (character) => `\\${character.codePointAt(0)!.toString(16)} `);
}

function cellMarkup(given: Cell | string, column: Column, isHead: boolean, valued: boolean): string {
  const cell: Cell = typeof given === 'string' ? { text: given } : given;
  const value = valued ? ` data-value="${escapeHtml(sortKey(cell))}"` : '';
  const content = cell.markup ?? escapeHtml(cell.text);
  return isHead ? `<th scope="row"${value}>${content}</th>` : `<td class="${column.kind}"${value}>${content}</td>`;
}

function sortKey(cell: Cell): string {
  const value = cell.value === undefined ? cell.text : cell.value;
  if (value === null || (typeof value === 'number' && !Number.isFinite(value))) return '';
  return String(value);
}
