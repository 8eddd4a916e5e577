import { scaleLinear } from 'd3';
import type { OperatorResult } from '../../sim/model/result.js';
import { phaseNames, type PhaseName } from '../operator-share.js';
import { isKnown, notModelledText, numberText, percentText, siText } from '../quantity-text.js';
import { isDrawable } from './drawable.js';
import type { FigureTable } from './figure-table.js';
import { notesBelow } from './notes-below.js';
import { element, figureElement, textElement, titleElement, type FigureOptions } from './svg.js';
import { colourSwatch, legendRow } from './swatch-legend.js';
import { fitText, textWidth } from './text-width.js';
import { wordsFigure } from './words-figure.js';

/** Operators of a run; those of a result fit. */
export interface KindsData {
  readonly operators: readonly Pick<OperatorResult, 'kind' | 'phase' | 'latencySeconds' | 'energyJoules' | 'dramBytes'>[];
}

type Quantity = 'latencySeconds' | 'energyJoules' | 'dramBytes';

/** The operators of one kind in one phase. */
interface Sum {
  readonly known: number;
  /** Null where no operator has the quantity. */
  readonly total: number | null;
  readonly count: number;
}

interface Kind {
  readonly name: string;
  readonly sums: Readonly<Record<PhaseName, Readonly<Record<Quantity, Sum>>>>;
}

interface Piece {
  readonly svg: string;
  readonly bottom: number;
}

const quantities: readonly (readonly [quantity: Quantity, name: string, unit: string])[] = [['latencySeconds', 'time', 's'], ['energyJoules', 'energy', 'J'], ['dramBytes', 'DRAM traffic', 'B']];
const mostKinds = 12;
const rowHeight = 30;

/** Time, energy and DRAM traffic by kind of operator: a panel for each, a pair of bars (prefill over decode) for each kind. */
export function kindsFigure(data: KindsData, options: FigureOptions = {}): string {
  const width = Math.max(280, options.width ?? 720);
  const kinds = kindsOf(data);
  if (kinds.length === 0) return wordsFigure('Kinds of operators', `Operators are ${notModelledText}.`, options);
  const shown = kinds.length > mostKinds ? [...kinds.slice(0, mostKinds - 1), merged(kinds.slice(mostKinds - 1))] : kinds;
  const phases = phaseNames.filter((phase) => data.operators.some((op) => op.phase === phase));
  const legend = legendRow(phases.map((phase) => ({ name: phase, swatch: colourSwatch(phase) })), width);
  const beside = width >= 640;
  const names = beside ? 104 : 96;
  const known = quantities.filter(([quantity]) => phases.some((phase) => shown.some(({ sums }) => sums[phase][quantity].total !== null)));
  const columns = beside ? Math.max(1, known.length) : 1;
  const columnWidth = (width - 8 - (beside ? names : 0)) / columns;
  const pieces: Piece[] = [];
  for (const [index, [quantity, name, unit]] of known.entries()) {
    const top = beside ? legend.bottom + 8 : (pieces.at(-1)?.bottom ?? legend.bottom) + 8;
    const x = beside ? names + index * columnWidth : names;
    pieces.push(panel(shown, quantity, name, unit, phases, { x, width: beside ? columnWidth - 10 : width - names - 8, headWidth: beside ? columnWidth - 10 : width - 16, names: index === 0 || !beside ? names : 0 }, top));
  }
  const notes = notesOf(data, phases, kinds.length);
  const bottom = Math.max(legend.bottom, ...pieces.map((piece) => piece.bottom));
  const below = notes.length === 0 ? { svg: '', bottom: bottom + 4 } : notesBelow(notes, 8, bottom + 18, width - 16);
  const description = known.map(([quantity, name, unit]) => `${name}: ${shown.slice(0, 4).map((kind) => `${kind.name} ${siText(totalOf(kind, quantity), unit)}`).join(', ')}`).join('. ');
  return figureElement({ width, height: below.bottom + 6 }, `Time, energy and traffic of ${kinds.length} kinds of operators`, `${description === '' ? 'Nothing is modelled' : description}.`, options,
    legend.svg, ...pieces.map(({ svg }) => svg), below.svg);
}

/** Totals of each kind in each phase. */
export function kindsTable(data: KindsData): FigureTable {
  const rows = kindsOf(data).flatMap(({ name, sums }) => phaseNames.filter((phase) => sums[phase].dramBytes.count > 0).map((phase) => (
    [`${name}, ${phase}`, sums[phase].dramBytes.count, ...quantities.map(([quantity]) => finite(sums[phase][quantity].total))])));
  const numbers = ['operators', 'time (s)', 'energy (J)', 'DRAM traffic (B)'].map((head) => ({ head, kind: 'number' as const }));
  return { label: 'Kinds of operators', columns: [{ head: 'kind, phase', kind: 'text' }, ...numbers], rows };
}

/** Kinds in the order of their time, or of their traffic where no time is known. */
function kindsOf({ operators }: KindsData): Kind[] {
  const names = [...new Set(operators.map(({ kind }) => kind))];
  const byKind = new Map<string, KindsData['operators'][number][]>(names.map((name) => [name, []]));
  for (const op of operators) byKind.get(op.kind)!.push(op);
  const sumOf = (of: KindsData['operators'], quantity: Quantity): Sum => {
    const known = of.map((op) => op[quantity]).filter((value) => isDrawable(value) && value >= 0);
    return { known: known.length, total: known.length === 0 ? null : known.reduce<number>((sum, value) => sum + value!, 0), count: of.length };
  };
  const kinds = names.map((name): Kind => {
    const of = (phase: PhaseName): Record<Quantity, Sum> => {
      const own = byKind.get(name)!.filter((op) => op.phase === phase);
      return { latencySeconds: sumOf(own, 'latencySeconds'), energyJoules: sumOf(own, 'energyJoules'), dramBytes: sumOf(own, 'dramBytes') };
    };
    return { name, sums: { prefill: of('prefill'), decode: of('decode') } };
  });
  const key: Quantity = kinds.some((kind) => (totalOf(kind, 'latencySeconds') ?? 0) > 0) ? 'latencySeconds' : 'dramBytes';
  return kinds.map((kind) => ({ kind, size: totalOf(kind, key) ?? -1 })).sort((a, b) => b.size - a.size).map(({ kind }) => kind);
}

/** Several kinds as one. */
function merged(kinds: readonly Kind[]): Kind {
  const of = (phase: PhaseName, quantity: Quantity): Sum => {
    const sums = kinds.map((kind) => kind.sums[phase][quantity]);
    const totals = sums.map(({ total }) => total).filter((total) => total !== null);
    return { known: sums.reduce((sum, s) => sum + s.known, 0), total: totals.length === 0 ? null : totals.reduce((sum, total) => sum + total, 0), count: sums.reduce((sum, s) => sum + s.count, 0) };
  };
  const both = (phase: PhaseName): Record<Quantity, Sum> => ({ latencySeconds: of(phase, 'latencySeconds'), energyJoules: of(phase, 'energyJoules'), dramBytes: of(phase, 'dramBytes') });
  return { name: `${numberText(kinds.length)} others`, sums: { prefill: both('prefill'), decode: both('decode') } };
}

function totalOf({ sums }: Kind, quantity: Quantity): number | null {
  const known = phaseNames.map((phase) => sums[phase][quantity].total).filter((total) => total !== null);
  return known.length === 0 ? null : known.reduce((sum, total) => sum + total, 0);
}

function panel(kinds: readonly Kind[], quantity: Quantity, name: string, unit: string, phases: readonly PhaseName[], place: { readonly x: number; readonly width: number; readonly headWidth: number; readonly names: number }, top: number): Piece {
  const totals = Object.fromEntries(phases.map((phase) => [phase, kinds.reduce((sum, { sums }) => sum + (sums[phase][quantity].total ?? 0), 0)]));
  const largest = Math.max(...kinds.flatMap(({ sums }) => phases.map((phase) => sums[phase][quantity].total ?? 0)));
  const valueText = ({ total, known, count }: Sum): string => `${total !== null && known < count ? '≥ ' : ''}${siText(total, unit, '–')}`;
  const valueWidth = 8 + Math.max(...kinds.flatMap(({ sums }) => phases.map((phase) => textWidth(valueText(sums[phase][quantity]), 11))));
  const scale = scaleLinear([0, largest > 0 ? largest : 1], [0, Math.max(20, place.width - valueWidth)]);
  const alone = place.headWidth;
  const headings = [`${name} (${phases.map((phase) => `${phase} ${siText(totals[phase] ?? null, unit)}`).join(', ')})`, `${name}: ${phases.map((phase) => siText(totals[phase] ?? null, unit)).join(', ')}`];
  const heading = headings.find((text) => textWidth(text, 11.5) <= alone) ?? fitText(headings[1]!, 11.5, alone);
  const svg = [textElement(place.x + place.width - alone, top + 12, heading, { class: 'fig-small fig-strong' })];
  const bar = phases.length === 1 ? 15 : 11;
  kinds.forEach((kind, row) => {
    const y = top + 22 + row * rowHeight;
    if (place.names > 0) svg.push(textElement(place.names - 8, y + 15, fitText(kind.name, 11, place.names - 14), { 'class': 'fig-small', 'text-anchor': 'end' }));
    phases.forEach((phase, index) => {
      const sum = kind.sums[phase][quantity];
      if (sum.count === 0) return;
      const at = y + (phases.length === 1 ? 4 : index * 13);
      const share = sum.total !== null && (totals[phase] ?? 0) > 0 ? `, ${percentText(sum.total / totals[phase]!)} of the ${phase}` : '';
      const length = sum.total === null ? 0 : scale(sum.total);
      svg.push(element('g', {}, titleElement(`${kind.name}, ${phase}: ${name} ${siText(sum.total, unit)}${share}${sum.known < sum.count && sum.total !== null ? `, ${sum.count - sum.known} of ${sum.count} operators not modelled` : ''}`),
        length > 0 ? element('rect', { class: `fig-${phase}`, x: place.x, y: at, width: Math.max(0.75, length), height: bar }) : '',
        textElement(place.x + length + 5, at + bar / 2 + 3.5, valueText(sum), { class: 'fig-small fig-muted' })));
    });
  });
  svg.push(element('line', { class: 'fig-grid', x1: place.x, x2: place.x, y1: top + 18, y2: top + 22 + kinds.length * rowHeight - 4 }));
  return { svg: element('g', {}, ...svg), bottom: top + 22 + kinds.length * rowHeight };
}

function notesOf({ operators }: KindsData, phases: readonly PhaseName[], kinds: number): string[] {
  const notes = quantities.flatMap(([quantity, name]) => {
    const missing = operators.filter((op) => !isDrawable(op[quantity]) || op[quantity] < 0).length;
    if (missing === 0) return [];
    const subject = `${name[0]!.toUpperCase()}${name.slice(1)}`;
    return [missing === operators.length ? `${subject} is ${notModelledText}.` : `${subject} of ${numberText(missing)} of ${numberText(operators.length)} operators is ${notModelledText}.`];
  });
  const absent = phaseNames.filter((phase) => !phases.includes(phase)).map((phase) => `There are no operators of ${phase}.`);
  return [...notes, ...absent, ...(kinds > mostKinds ? [`${numberText(mostKinds - 1)} of ${numberText(kinds)} kinds alone, the others together.`] : [])];
}

function finite(value: number | null): number | null {
  return isKnown(value) ? value : null;
}
