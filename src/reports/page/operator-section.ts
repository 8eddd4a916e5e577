import type { OperatorResult, SimulationResult } from '../../sim/model/result.js';
import { operatorId, operatorsByTime, phaseNames, shapeText, shareOfPhase } from '../operator-share.js';
import { notModelledText, numberText, percentText, siText, unknownText } from '../quantity-text.js';
import { htmlTable, type Cell, type Column } from './html-table.js';
import { paragraph, section, type Place } from './section.js';

interface OperatorColumn extends Column {
  readonly cell: (op: OperatorResult, result: SimulationResult) => Cell;
  /** What an absent quantity of every operator is called; the column is then left out and named above the table. */
  readonly optional?: { readonly subject: string; readonly value: (op: OperatorResult) => number | null };
}

const columns: readonly OperatorColumn[] = [
  { head: 'Operator', kind: 'text', cell: (op) => ({ text: op.name }) },
  { head: 'Phase', kind: 'text', cell: (op) => ({ text: op.phase }) },
  { head: 'Kind', kind: 'text', cell: (op) => ({ text: op.kind }) },
  { head: 'Time', kind: 'number', cell: (op) => quantity(op.latencySeconds, siText(op.latencySeconds, 's')) },
  { head: 'Share', kind: 'number', cell: (op, result) => { const share = shareOfPhase(op, result); return quantity(share, percentText(share, unknownText)); } },
  { head: 'Bound by', kind: 'text', cell: (op) => ({ text: op.bound ?? '–' }) },
  { head: 'Runs', kind: 'number', cell: (op) => quantity(op.count, numberText(op.count)) },
  { head: 'm×n×k', kind: 'number', cell: (op) => quantity(volume(op), shapeText(op)) },
  { head: 'Operations', kind: 'number', cell: (op) => quantity(op.flops, siText(op.flops, 'OP')) },
  { head: 'OP/byte', kind: 'number', cell: (op) => quantity(op.arithmeticIntensity, numberText(op.arithmeticIntensity, '–')) },
  { head: 'DRAM', kind: 'number', cell: (op) => quantity(op.dramBytes, siText(op.dramBytes, 'B')) },
  { head: 'Weights', kind: 'number', cell: (op) => quantity(op.weightBytes, siText(op.weightBytes, 'B')) },
  { head: 'KV cache', kind: 'number', cell: (op) => quantity(op.kvCacheBytes, siText(op.kvCacheBytes, 'B')) },
  { head: 'Cycles', kind: 'number', cell: (op) => quantity(op.cycles, numberText(op.cycles)), optional: { subject: 'Cycles', value: (op) => op.cycles } },
  { head: 'Compute', kind: 'number', cell: (op) => quantity(op.computeUtilization, percentText(op.computeUtilization)), optional: { subject: 'Compute utilisation', value: (op) => op.computeUtilization } },
  { head: 'Energy', kind: 'number', cell: (op) => quantity(op.energyJoules, siText(op.energyJoules, 'J')), optional: { subject: 'Energy', value: (op) => op.energyJoules } },
];

/** Every operator of every phase, the longest first. */
export function operatorSection(result: SimulationResult, place: Place): string {
  const timed = phaseNames.flatMap((phase) => operatorsByTime(result.operators, phase));
  // A design that does not fit has no times, but its operations and bytes are known.
  const operators = timed.length > 0 ? timed : result.operators;
  if (operators.length === 0) return section(place, 'Operators', paragraph(`Operators are ${notModelledText}.`));
  const absent = columns.filter(({ optional }) => optional !== undefined && operators.every((op) => optional.value(op) === null));
  const shown = columns.filter((column) => !absent.includes(column));
  const missing = absent.map(({ optional }) => optional?.subject ?? '').join(', ');
  const note = `${operators.length} operators; figures are totals over layers and steps, the share is of the phase.${missing === '' ? '' : ` Not modelled: ${missing}.`}`;
  const rows = operators.map((op) => shown.map((column) => column.cell(op, result)));
  return section(place, 'Operators', paragraph(note, 'muted'), htmlTable({ label: `Operators${place.of}`, columns: shown, rows, ids: operators.map(operatorId), sortable: true }));
}

function quantity(value: number | null, text: string): Cell {
  return { value, text };
}

/** The multiplications of one run: what shapes are sorted by. */
function volume(op: OperatorResult): number | null {
  const known = [op.m, op.n, op.k].filter((size) => size !== null);
  return known.length === 0 ? null : known.reduce((product, size) => product * size, 1);
}
