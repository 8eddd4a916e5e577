import { textTable } from '../reports/text/table.js';
import type { JudgedRow, JudgedSystem } from './system.js';

/** A judged system as a terminal table: misses first, then the rest in the order of the table. A long one is cut to its misses and a few rows, unless `every`. */
export function validationTable(system: JudgedSystem, every: boolean, width: number): string {
  const most = every || system.rows.length <= shortTable ? Infinity : system.differ + fewRows;
  const order = { differs: 0, fitted: 1, agrees: 2, input: 3, 'not-modelled': 4 } as const;
  const rows = [...system.rows].sort((a, b) => order[a.verdict] - order[b.verdict]);
  const shown = rows.slice(0, most);
  const lines = [summaryLine(system)];
  if (shown.length > 0) lines.push(textTable(['row', 'metric', 'reference', 'ours', 'error', 'tolerance', 'verdict'], shown.map(cells)));
  if (rows.length > shown.length) lines.push(`… ${rows.length - shown.length} more rows: --rows prints all`);
  const reasons = new Map(shown.filter((r) => r.reason !== '').reverse().map((r) => [r.reason, r.id]));
  for (const [reason, id] of reasons) lines.push(...wrapped(`${id}: ${reason}`, width));
  for (const d of system.differences) lines.push(...wrapped(`difference: ${d.what}: ${d.size}`, width));
  return lines.join('\n');
}

/** Rows up to which a table is printed whole, and how many of a longer one stand for the rest. */
const shortTable = 60;
const fewRows = 8;

/** One line: how many rows agree, and the worst. */
export function summaryLine(system: JudgedSystem): string {
  const parts = [`${system.agree} agree`, `${system.differ} differ`];
  if (system.fitted > 0) parts.push(`${system.fitted} fitted`);
  if (system.input > 0) parts.push(`${system.input} input`);
  if (system.notModelled > 0) parts.push(`${system.notModelled} not modelled`);
  const mean = system.meanAbsoluteRelativeError === null ? '' : `; mean error ${percent(system.meanAbsoluteRelativeError)}`;
  const worst = system.worst === null ? '' : `, worst ${percent(system.worst.relativeError)} (${system.worst.id} ${system.worst.metric})`;
  return `${system.system}: ${parts.join(', ')}${mean}${worst}`;
}

function cells(row: JudgedRow): string[] {
  return [row.id.length > 40 ? `…${row.id.slice(-39)}` : row.id, row.metric, figure(row.reference), row.simulated === null ? '-' : figure(row.simulated),
    row.relativeError === null ? '-' : percent(row.relativeError), percent(row.tolerance), row.verdict];
}

function figure(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e9 ? String(value) : value.toPrecision(6);
}

/** A share in percent, with enough digits to tell a small one from zero. */
function percent(share: number): string {
  if (share === 0) return '0 %';
  return share < 1e-5 ? `${(share * 100).toExponential(1)} %` : `${(share * 100).toFixed(share < 0.001 ? 4 : 2)} %`;
}

function wrapped(line: string, width: number): string[] {
  const lines: string[] = [];
  let current = ' ';
  for (const word of line.split(' ')) {
    if (current.length + word.length + 1 > width && current.trim() !== '') {
      lines.push(current);
      current = '   ';
    }
    current += ` ${word}`;
  }
  return [...lines, current];
}
