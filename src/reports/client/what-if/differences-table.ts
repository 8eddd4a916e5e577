import type { Difference } from '../../what-if/differences.js';

/** Shape and word of a verdict: colour would not be seen by everybody. */
const verdicts = { better: '▲ better', worse: '▼ worse' } as const;

/** A table of key numbers, before and after. */
export function differencesTable(page: Document, differences: readonly Difference[]): HTMLElement {
  const table = page.createElement('table');
  table.setAttribute('aria-label', 'Key numbers before and after');
  const head = table.createTHead().insertRow();
  for (const [text, kind] of [['Quantity', ''], ['As it was', 'number'], ['Now', 'number'], ['Ratio', 'number'], ['', '']] as const) {
    const cell = page.createElement(text === '' ? 'td' : 'th');
    if (text !== '') cell.setAttribute('scope', 'col');
    cell.className = kind;
    cell.textContent = text;
    head.append(cell);
  }
  const body = table.createTBody();
  for (const { name, was, is, ratio, verdict } of differences) {
    const row = body.insertRow();
    const first = page.createElement('th');
    first.scope = 'row';
    first.textContent = name;
    row.append(first);
    for (const [text, kind] of [[was, 'number'], [is, 'number'], [ratio, 'number'], [verdict === null ? '' : verdicts[verdict], '']] as const) {
      const cell = row.insertCell();
      cell.className = kind;
      cell.textContent = text;
    }
  }
  const region = page.createElement('div');
  region.className = 'scroll';
  region.tabIndex = 0;
  region.setAttribute('role', 'region');
  region.setAttribute('aria-label', 'Key numbers before and after');
  region.append(table);
  return region;
}
