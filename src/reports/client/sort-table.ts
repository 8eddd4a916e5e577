import { readState, writeState } from './page-state.js';

/**
 * Makes the heads of sortable tables into buttons. A first press sorts numbers from the largest and texts from A, a second one turns the order; cells without a
 * value stay last. The order is kept in the address of the page.
 */
export function sortTables(page: Document): void {
  page.querySelectorAll<HTMLTableElement>('table[data-sortable]').forEach((table, number) => {
    const heads = [...table.tHead?.rows[0]?.cells ?? []];
    const key = `sort${number + 1}`;
    const sortBy = (column: number, order: 'ascending' | 'descending'): void => {
      const numeric = heads[column]!.classList.contains('number');
      const sign = order === 'ascending' ? 1 : -1;
      const valueOf = (row: HTMLTableRowElement): string => row.cells[column]?.dataset['value'] ?? '';
      const body = table.tBodies[0]!;
      const rows = [...body.rows].sort((a, b) => {
        const [x, y] = [valueOf(a), valueOf(b)];
        if (x === '' || y === '') return (x === '' ? 1 : 0) - (y === '' ? 1 : 0);
        return sign * (numeric ? Number(x) - Number(y) : x < y ? -1 : x > y ? 1 : 0);
      });
      for (const head of heads) head.removeAttribute('aria-sort');
      heads[column]!.setAttribute('aria-sort', order);
      body.append(...rows);
    };
    heads.forEach((head, column) => {
      const button = page.createElement('button');
      button.type = 'button';
      button.textContent = head.textContent;
      head.replaceChildren(button);
      button.addEventListener('click', () => {
        const numeric = head.classList.contains('number');
        const first = numeric ? 'descending' : 'ascending';
        const order = head.getAttribute('aria-sort') === first ? (numeric ? 'ascending' : 'descending') : first;
        sortBy(column, order);
        writeState(key, `${column}${order === 'ascending' ? 'a' : 'd'}`);
      });
    });
    const [, column, order] = /^(\d{1,3})([ad])$/.exec(readState(key) ?? '') ?? [];
    if (column !== undefined && heads[Number(column)] !== undefined) sortBy(Number(column), order === 'a' ? 'ascending' : 'descending');
  });
}
