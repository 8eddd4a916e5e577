/**
 * The only script of a page: makes the head cells of a sortable table into buttons. A first press sorts numbers from the
 * largest and texts from A, a second one turns the order; cells without a value stay last. Without it the table stands as it is.
 */
export const sortScript = `
for (const table of document.querySelectorAll('table[data-sortable]')) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener('click', () => {
      const numeric = head.classList.contains('number');
      const first = numeric ? 'descending' : 'ascending';
      const order = head.getAttribute('aria-sort') === first ? (numeric ? 'ascending' : 'descending') : first;
      const sign = order === 'ascending' ? 1 : -1;
      const valueOf = (row) => row.cells[column].dataset.value;
      const compare = (a, b) => numeric ? Number(a) - Number(b) : a < b ? -1 : a > b ? 1 : 0;
      const rows = [...table.tBodies[0].rows].sort((a, b) => {
        const [x, y] = [valueOf(a), valueOf(b)];
        if (x === '' || y === '') return (x === '' ? 1 : 0) - (y === '' ? 1 : 0);
        return sign * compare(x, y);
      });
      for (const other of heads) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', order);
      table.tBodies[0].append(...rows);
    });
  });
}
`;
