import { button } from './button.js';
import { fileName, saveFile } from './save-file.js';

/** A button behind each table that saves it as CSV: numbers as they are, not as they are shown. */
export function addTableTools(root: ParentNode): void {
  for (const table of root.querySelectorAll<HTMLTableElement>('table[data-sortable], table[data-figure]')) {
    const line = table.closest('.scroll')?.nextElementSibling;
    if (line?.className !== 'tools') continue;
    const name = table.getAttribute('aria-label') ?? 'table';
    line.append(button('CSV', `Save ${name} as CSV`, () => { saveFile(fileName(`${document.title}-${name}`, 'csv'), new Blob([csvOf(table)], { type: 'text/csv' })); }));
  }
}

/** RFC 4180; cells with a value give it in place of their text. A text that a spreadsheet would take for a formula stands behind an apostrophe. */
export function csvOf(table: HTMLTableElement): string {
  const rows = [...table.rows].filter((row) => !row.hidden && !row.classList.contains('outside'));
  return rows.map((row) => [...row.cells].map((cell) => quoted(cell.dataset['value'] ?? cell.textContent)).join(',')).join('\r\n') + '\r\n';
}

function quoted(text: string): string {
  const isNumber = text.trim() !== '' && Number.isFinite(Number(text));
  const safe = !isNumber && /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
