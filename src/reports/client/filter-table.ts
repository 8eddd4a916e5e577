import { worthFiltering } from '../page/tools-place.js';
import { readState, writeState } from './page-state.js';

/** A field above each longer sortable table: rows that lack one of its words are not shown. How many are shown is told to who listens. */
export function filterTables(page: Document): void {
  page.querySelectorAll<HTMLTableElement>('table[data-sortable]').forEach((table, number) => {
    const rows = [...table.tBodies[0]?.rows ?? []];
    const line = table.closest('.scroll')?.previousElementSibling;
    if (rows.length < worthFiltering || line?.className !== 'tools') return;
    const key = `filter${number + 1}`;
    const label = page.createElement('label');
    label.className = 'filter';
    const field = page.createElement('input');
    field.type = 'search';
    field.spellcheck = false;
    field.autocomplete = 'off';
    field.maxLength = 200;
    const told = page.createElement('span');
    told.className = 'muted';
    told.setAttribute('role', 'status');
    label.append(`Filter ${(table.getAttribute('aria-label') ?? 'rows').toLowerCase()} `, field);
    line.append(label, told);
    const texts = rows.map((row) => row.textContent.toLowerCase());
    const apply = (): void => {
      const words = field.value.toLowerCase().split(/\s+/).filter((word) => word !== '');
      let shown = 0;
      rows.forEach((row, i) => {
        row.hidden = !words.every((word) => texts[i]!.includes(word));
        if (!row.hidden) shown++;
      });
      told.textContent = words.length === 0 ? '' : `${shown} of ${rows.length}`;
    };
    field.addEventListener('input', () => {
      apply();
      writeState(key, field.value.trim());
    });
    field.value = readState(key) ?? '';
    apply();
  });
}
