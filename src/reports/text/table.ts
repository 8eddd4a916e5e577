import CliTable3 from 'cli-table3';
import { displayWidth, printable, shortened } from './plain-text.js';

export type Alignment = 'left' | 'right';

const numeric = /^([+−-]?[<≥≤]?\d[\d.,eE+-]*( ?[^\s\d]\S*)?|unknown|not modelled|–)$/u;

/** Two blanks between columns, one rule under the head, nothing else: easy to read and to `grep`. */
const plainChars = {
  'top': '', 'top-mid': '', 'top-left': '', 'top-right': '',
  'bottom': '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '',
  'left': '', 'left-mid': '', 'right': '', 'right-mid': '',
  'mid': '─', 'mid-mid': '──', 'middle': '  ',
} as const;

/**
 * A table as plain text without colours, trailing blanks or a line end: the head, a rule, one line a row.
 * A column whose cells are all quantities stands right unless `alignments` says otherwise. Cells are printed on one line.
 */
export function textTable(head: readonly string[], rows: readonly (readonly string[])[], alignments?: readonly Alignment[]): string {
  const body = rows.map((row) => head.map((_, column) => printable(row[column] ?? '')));
  const table = new CliTable3({
    head: head.map(printable),
    colAligns: head.map((_, column) => alignments?.[column] ?? alignmentOf(body.map((row) => row[column]!))),
    chars: plainChars,
    style: { 'head': [], 'border': [], 'padding-left': 0, 'padding-right': 0, 'compact': true },
  });
  table.push(...body);
  return table.toString().split('\n').map((line) => line.trimEnd()).join('\n');
}

function alignmentOf(cells: readonly string[]): Alignment {
  const filled = cells.filter((cell) => cell !== '');
  return filled.length > 0 && filled.every((cell) => numeric.test(cell)) ? 'right' : 'left';
}

/** The lines of a table of at most `width` columns, as far as shortening the first column allows (to no less than eight). */
export function tableLinesWithin(width: number, head: readonly string[], rows: readonly (readonly string[])[], alignments?: readonly Alignment[]): string[] {
  const lines = textTable(head, rows, alignments).split('\n');
  const excess = Math.max(...lines.map(displayWidth)) - width;
  if (excess <= 0) return lines;
  const names = rows.map((row) => printable(row[0] ?? ''));
  const allowed = Math.max(8, displayWidth(head[0] ?? ''), Math.max(...names.map(displayWidth)) - excess);
  return textTable(head, rows.map((row, index) => [shortened(names[index]!, allowed), ...row.slice(1)]), alignments).split('\n');
}
