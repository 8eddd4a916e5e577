import type { JudgedRow, JudgedSystem } from '../../validation/system.js';
import { errorHistogramFigure, errorHistogramTable, errorsInWords } from '../figures/error-histogram.js';
import { errorText, signedError } from '../figures/parity-data.js';
import { parityFigure, parityId } from '../figures/parity.js';
import { escapeHtml } from '../html.js';
import { inputText, notModelledText, numberText } from '../quantity-text.js';
import { htmlDocument } from './document.js';
import { htmlTable, type Cell, type Column } from './html-table.js';
import { figure, paragraph, section, type Place } from './section.js';

type Row = Omit<JudgedRow, 'relativeError'>;
/** A judged system; errors of rows are worked out here with their signs. */
type Judged = Omit<JudgedSystem, 'rows'> & { readonly rows: readonly Row[] };

export interface ValidationMeta {
  /** The command line that made the page, shown so that anybody can make it again. */
  readonly command: string;
  /** Causes of misses that are known: by system, then by `id metric`. */
  readonly causes: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What each system is, by its name. */
  readonly summaries?: Readonly<Record<string, string>>;
}

/** Rows of one system that a page holds where they are many: its misses, and the largest errors. */
const mostRows = 40;
const mostMisses = 1000;
/** Errors below it are those of rounding and of printed digits: a parity plot of them is a line. */
const inexact = 1e-3;

/** What the models were judged on, as one HTML file: how many rows agree, every miss with its cause, parity, and for each system its errors and rows. */
export function validationPage(systems: readonly Judged[], meta: ValidationMeta): string {
  const place: Place = { heading: 'h2', of: '' };
  const drawn = systems.filter((system) => Math.abs(system.worst?.relativeError ?? 0) >= inexact || system.differ > 0);
  const names = systems.map(({ system }) => system);
  const body = [
    paragraph(answerOf(systems), 'answer'),
    paragraph('A row of a table is what a publication measured, or what a peer tool computes. Its answer is read only after the model has given its own. A row that a constant was fitted on, or that repeats an input of the experiment, is never counted as agreement.', 'muted'),
    keyNumbers(systems),
    section(place, 'Systems', systemTable(systems)),
    section(place, 'Misses', ...missTable(systems, meta)),
    drawn.length === 0 ? '' : section(place, 'Reference and simulated', figure((width) => parityFigure(drawn, { width, embedStyle: false, names }), parityCaption(systems, drawn))),
    systems.length === drawn.length || systems.length < 2 ? '' : section(place, 'All rows of all systems', figure((width) => parityFigure(systems, { width, embedStyle: false, names }), `All systems, also those that are met to rounding. ${framedText}`)),
    ...systems.map((system, index) => systemSection(system, index, names, meta)),
    section(place, 'Provenance', `<p>Made by</p>\n<pre><code>${escapeHtml(meta.command)}</code></pre>`),
  ];
  return htmlDocument({ title: systems.length === 1 ? `Validation: ${systems[0]!.system}` : 'Validation', body: body.filter((part) => part !== '').join('\n'), data: { 'archsim-validation': systems.map(withoutRows) } });
}

const framedText = 'Rows that differ are framed; they are listed under Misses.';

function answerOf(systems: readonly Judged[]): string {
  const [agree, differ, fitted, input, absent] = (['agree', 'differ', 'fitted', 'input', 'notModelled'] as const).map((key) => total(systems, key)) as [number, number, number, number, number];
  const exact = systems.filter((system) => system.differ === 0 && system.agree > 0 && (system.worst?.relativeError ?? 0) < inexact).length;
  const subject = systems.length === 1 ? systems[0]!.system : `${numberText(systems.length)} systems`;
  const main = `${numberText(agree)} of ${numberText(agree + differ)} rows of ${subject} agree within their tolerance, ${numberText(differ)} ${differ === 1 ? 'differs' : 'differ'}`;
  const others = [[fitted, 'fitted on'], [input, 'inputs'], [absent, notModelledText]] as const;
  const more = others.filter(([count]) => count > 0).map(([count, what]) => `${numberText(count)} ${what}`);
  const met = systems.length > 1 && exact > 0 ? ` Met within ${inexact * 100} % in every row: ${numberText(exact)} systems.` : '';
  return `${main}.${met}${more.length === 0 ? '' : ` Not counted: ${more.join(', ')}.`}`;
}

function keyNumbers(systems: readonly Judged[]): string {
  const items = ([['Agree', 'agree'], ['Differ', 'differ'], ['Fitted on', 'fitted'], ['Inputs', 'input'], ['Not modelled', 'notModelled']] as const)
    .map(([name, key]) => `<div><dt>${name}</dt><dd>${numberText(total(systems, key))}</dd></div>`);
  return `<dl class="numbers">${items.join('')}</dl>`;
}

function systemTable(systems: readonly Judged[]): string {
  const numbers = ['Rows', 'Agree', 'Differ', 'Fitted on', 'Inputs', 'Not modelled', 'Mean error', 'Worst error'].map((head): Column => ({ head, kind: 'number' }));
  const columns: Column[] = [{ head: 'System', kind: 'text' }, ...numbers];
  const count = (value: number): Cell => ({ text: numberText(value), value });
  const rows = systems.map((system, index) => [
    { text: system.system, markup: `<a href="#system-${index + 1}">${escapeHtml(system.system)}</a>` },
    ...[system.rows.length, system.agree, system.differ, system.fitted, system.input, system.notModelled].map(count),
    errorCell(system.meanAbsoluteRelativeError), errorCell(system.worst?.relativeError ?? null),
  ]);
  return htmlTable({ label: 'Systems', columns, rows, sortable: true });
}

function missTable(systems: readonly Judged[], { causes }: ValidationMeta): string[] {
  const misses = systems.flatMap(({ system, rows }) => rows.filter((row) => row.verdict === 'differs').map((row) => ({ system, row })));
  if (misses.length === 0) return [paragraph('No row differs by more than its tolerance.')];
  const numbers = (heads: readonly string[]): Column[] => heads.map((head) => ({ head, kind: 'number' }));
  const columns: Column[] = [{ head: 'Row', kind: 'text' }, ...numbers(['Error']), { head: 'Cause, and source of the reference', kind: 'text' }, ...numbers(['Reference', 'Simulated', 'Tolerance'])];
  const shown = misses.slice(0, mostMisses);
  const rows = shown.map(({ system, row }) => {
    const cause = causeOf(causes, system, row);
    const [reference, simulated, error, tolerance] = figures(row);
    return [parityId(system, row), error, { text: `${cause} ${row.source}`, markup: `${escapeHtml(cause)}<br><span class="muted">${escapeHtml(row.source)}</span>` }, reference, simulated, tolerance];
  });
  const rest = misses.length > mostMisses ? [paragraph(`The first ${numberText(mostMisses)} of ${numberText(misses.length)}.`, 'muted')] : [];
  return [...rest, htmlTable({ label: 'Misses', columns, rows, ids: shown.map(({ system, row }) => parityId(system, row)), sortable: true })];
}

function causeOf(causes: ValidationMeta['causes'], system: string, row: Row): string {
  const own = Object.hasOwn(causes, system) ? causes[system]! : {};
  const key = `${row.id} ${row.metric}`;
  return (Object.hasOwn(own, key) ? own[key] : undefined) ?? (row.reason === '' ? 'not recorded' : row.reason);
}

function systemSection(system: Judged, index: number, names: readonly string[], meta: ValidationMeta): string {
  const summary = meta.summaries?.[system.system];
  const judged = system.agree + system.differ;
  const mean = system.meanAbsoluteRelativeError === null ? '' : `; mean error ${percent(system.meanAbsoluteRelativeError)}`;
  const worst = system.worst === null ? '' : `, worst ${percent(system.worst.relativeError)} (${system.worst.id}, ${system.worst.metric})`;
  const words = errorsInWords(system);
  const isScattered = (system.worst?.relativeError ?? 0) >= inexact && judged > 2;
  const parts = [
    `<h2 id="system-${index + 1}">${escapeHtml(system.system)}</h2>`,
    summary === undefined ? '' : paragraph(summary),
    paragraph(`${numberText(system.agree)} of ${numberText(judged)} rows agree${mean}${worst}.`),
    words === null ? figure((width) => errorHistogramFigure(system, { width, embedStyle: false }), `Relative errors of ${system.system}: simulated against reference.`, errorHistogramTable(system)) : paragraph(words),
    isScattered ? figure((width) => parityFigure([system], { width, embedStyle: false, names }), `Reference and simulated of ${system.system}, each in its own unit.`) : '',
    reasonList(system),
    system.differences.length === 0 ? '' : `<details><summary>What it counts otherwise: ${numberText(system.differences.length)}</summary><ul>${system.differences.map(({ what, size }) => `<li>${escapeHtml(what)}: ${escapeHtml(size)}</li>`).join('')}</ul></details>`,
    rowTable(system),
  ];
  return `<section class="system">\n${parts.filter((part) => part !== '').join('\n')}\n</section>`;
}

/** Why rows are not modelled, each reason once. */
function reasonList({ rows }: Judged): string {
  const reasons = new Map<string, number>();
  for (const row of rows) if (row.verdict === 'not-modelled') reasons.set(row.reason, (reasons.get(row.reason) ?? 0) + 1);
  if (reasons.size === 0) return '';
  const sorted = [...reasons].sort((a, b) => b[1] - a[1]);
  const items = sorted.slice(0, 40).map(([reason, count]) => `<li>${numberText(count)} ${count === 1 ? 'row' : 'rows'}: ${escapeHtml(reason === '' ? 'no reason given' : reason)}</li>`);
  const rest = sorted.length > 40 ? `<li>${numberText(sorted.length - 40)} more reasons</li>` : '';
  return `<details><summary>Why ${numberText([...reasons.values()].reduce((sum, count) => sum + count, 0))} rows are ${notModelledText}</summary><ul>${items.join('')}${rest}</ul></details>`;
}

function rowTable({ system, rows }: Judged): string {
  if (rows.length === 0) return '';
  const rank = (row: Row): number => (row.verdict === 'differs' ? 1e60 : row.verdict === 'not-modelled' ? -1 : Math.abs(signedError(row) ?? 0));
  const shown = rows.length <= 1.5 * mostRows ? rows : rows.map((row) => ({ row, order: rank(row) })).sort((a, b) => b.order - a.order).slice(0, mostRows).map(({ row }) => row);
  const columns: Column[] = [
    { head: 'Row', kind: 'text' }, { head: 'Metric', kind: 'text' }, ...['Reference', 'Simulated', 'Error', 'Tolerance'].map((head): Column => ({ head, kind: 'number' })), { head: 'Verdict', kind: 'text' }, { head: 'Remark', kind: 'text' },
  ];
  const body = shown.map((row) => [row.id, row.metric, ...figures(row), row.verdict, row.reason]);
  const heading = shown.length === rows.length ? `Rows: ${numberText(rows.length)}` : `Rows: the ${numberText(shown.length)} with the largest errors of ${numberText(rows.length)}`;
  return `<details><summary>${heading}</summary>${htmlTable({ label: `Rows of ${system}`, columns, rows: body, sortable: true })}</details>`;
}

/** Reference, simulated, error and tolerance of a row. */
function figures(row: Row): [reference: Cell, simulated: Cell, error: Cell, tolerance: Cell] {
  const error = row.verdict === 'not-modelled' ? null : signedError(row);
  return [
    { text: inputText(row.reference), value: row.reference }, { text: inputText(row.simulated, '–'), value: row.simulated },
    { text: error === null ? '–' : errorText(error), value: error }, { text: percent(row.tolerance), value: row.tolerance },
  ];
}

function errorCell(error: number | null): Cell {
  return { text: error === null ? '–' : percent(error), value: error };
}

/** A share that is no error of a sign: `0.93 %`. */
function percent(share: number): string {
  return Number.isFinite(share) ? errorText(Math.abs(share)).replace('+', '') : 'unknown';
}

function parityCaption(systems: readonly Judged[], drawn: readonly Judged[]): string {
  const others = systems.filter((system) => !drawn.includes(system)).map(({ system }) => system);
  const met = others.length === 0 ? '' : ` Not drawn, because every row is met within ${inexact * 100} %: ${others.join(', ')}.`;
  return `${framedText}${met}`;
}

function total(systems: readonly Judged[], key: 'agree' | 'differ' | 'fitted' | 'input' | 'notModelled'): number {
  return systems.reduce((sum, system) => sum + system[key], 0);
}

function withoutRows({ rows, ...summary }: Judged): object {
  return { ...summary, rows: rows.filter((row) => row.verdict === 'differs').slice(0, mostMisses) };
}
