import { block, figure, percent, table } from './markdown.mjs';

/** The judged rows of a system. */
export function rowTable({ rows, references }) {
  return block(table(['Row', 'What', 'Metric', 'Unit', 'Reference', 'Ours', 'Error', 'Tolerance', 'Verdict', 'Why'], rows.map((r) => {
    const source = references.get(r.id) ?? {};
    return [r.id, described(source), source.metric ?? r.metric, source.unit ?? '', figure(r.reference), r.simulated === null ? '-' : figure(r.simulated),
      r.relativeError === null ? '-' : percent(r.relativeError), percent(r.tolerance), r.verdict, r.verdict === 'agrees' ? '' : r.reason];
  })));
}

/** What a row is about: its system or device with its configuration. */
function described({ system = '', device = '', config = '', op = '', shape = '' }) {
  const text = typeof config === 'string' ? config : Object.entries(config).map(([key, value]) => `${key} ${typeof value === 'object' ? JSON.stringify(value) : value}`).join(', ');
  const head = device !== '' ? device : system;
  return [text.startsWith(head) ? '' : head, text, op, Array.isArray(shape) ? shape.join(' x ') : shape].filter((part) => part !== '').join(': ');
}
