import picocolors from 'picocolors';
import type { ScenarioFigure } from '../../serving/scenario-answer.js';
import type { ScenarioResult } from '../../serving/scenario-result.js';
import { numberText, siText, unknownText } from '../quantity-text.js';
import { pairLines } from './answer-blocks.js';
import { clipped, flow, type Block } from './block.js';
import { displayWidth, printable, wrapped } from './plain-text.js';
import type { RunTableOptions } from './run-table.js';
import { tableLinesWithin } from './table.js';

/** What `archsim run` prints of a scenario on a terminal. */
export function scenarioTable(result: ScenarioResult, { colour, width: given }: RunTableOptions): string {
  const width = Number.isFinite(given) ? Math.max(40, Math.floor(given)) : 80;
  const colours = picocolors.createColors(colour);
  const { scenario, workload, architecture, fidelity } = result;
  const devices = architecture.devices === 1 ? architecture.device : `${architecture.devices} x ${architecture.device}`;
  const head = [
    ...wrapped(printable(`${scenario.name}: ${scenario.kind}`), width).map((line) => colours.bold(line)),
    ...wrapped(printable(`${workload.model} (${workload.quantization}) on ${devices} (${architecture.family}), ${fidelity} model`), width),
    ...(result.feasible ? [] : [colours.red('cannot run: see the reasons below')]),
  ];
  const blocks = [...flow([totals(result), memory(result)], width), figures(result.figures, width), parts(result, width), grid(result, width), sentences('Reasons', result.reasons, width, 'bad'), sentences('Notes', result.notes, width)];
  const present = blocks.filter((block) => block !== null).map((block) => clipped(block, width));
  return [head, ...present.map(({ title, lines, tone }) => [tone === 'bad' ? colours.red(title) : colours.bold(title), ...lines])].map((lines) => lines.map((line) => line.trimEnd()).join('\n')).join('\n\n');
}

function totals({ totals: t }: ScenarioResult): Block {
  return { title: 'Totals', lines: pairLines([
    ['first token', siText(t.firstTokenSeconds, 's', '–')], ['time per output token', siText(t.secondsPerOutputToken, 's', '–')], ['latency', siText(t.latencySeconds, 's', '–')],
    ['token/s', numberText(t.tokensPerSecond, '–')], ['requests/s', numberText(t.requestsPerSecond, '–')],
    ['energy of a request', siText(t.energyJoules, 'J')], ['cost of a request', t.dollars === null ? 'no price given' : `${numberText(t.dollars)} $`],
  ]) };
}

function memory({ memory: m }: ScenarioResult): Block {
  return { title: 'Memory of a device', lines: pairLines([
    ['weights', siText(m.weightBytes, 'B')], ['KV cache', siText(m.kvCacheBytes, 'B')], ['activations', siText(m.activationBytes, 'B')],
    ...Object.entries(m.others).map(([name, bytes]) => [name, siText(bytes, 'B')] as const),
    ['capacity', siText(m.capacityBytes, 'B', unknownText)], ['fits', m.fits === null ? unknownText : m.fits ? 'yes' : 'no'],
  ]) };
}

/** A figure with its unit: seconds and bytes with a prefix, others as they are. */
export function figureText({ value, unit }: Pick<ScenarioFigure, 'value' | 'unit'>): string {
  if (unit === 's' || unit === 'B' || unit === 'B/s') return siText(value, unit, '–');
  return `${numberText(value, '–')}${unit === '' || value === null ? '' : ` ${unit}`}`;
}

/** Name, value and, where the terminal is wide, how it comes about. */
function figures(all: readonly ScenarioFigure[], width: number): Block | null {
  if (all.length === 0) return null;
  const values = all.map(figureText);
  const [names, figuresWidth] = [Math.max(...all.map(({ name }) => displayWidth(name))), Math.max(...values.map(displayWidth))];
  const left = names + figuresWidth + 4;
  const lines = all.flatMap(({ name, meaning }, i) => {
    const first = `${name.padEnd(names)}  ${' '.repeat(figuresWidth - displayWidth(values[i]!))}${values[i]!}`;
    if (width - left < 40) return [first];
    return wrapped(printable(meaning), width - left).map((line, j) => `${j === 0 ? first : ' '.repeat(left - 2)}  ${line}`);
  });
  return { title: 'Figures', lines };
}

function parts(result: ScenarioResult, width: number): Block | null {
  if (result.parts.length === 0) return null;
  const rows = result.parts.map(({ name, count, seconds, dramBytes }) => [printable(name), numberText(count), siText(seconds, 's'), siText(dramBytes, 'B')]);
  return { title: 'Where the time goes', lines: tableLinesWithin(width, ['', 'times', 'seconds', 'memory traffic'], rows, ['left', 'right', 'right', 'right']) };
}

/** Rows of a table that a terminal is shown; `--json` has all of them. */
const mostRows = 24;

function grid({ grid: table }: ScenarioResult, width: number): Block | null {
  if (table === undefined || table.rows.length === 0) return null;
  const every = Math.max(1, Math.ceil(table.rows.length / mostRows));
  const rows = table.rows.filter((_, i) => i % every === 0);
  const cells = rows.map((row) => row.map((value, column) => figureText({ value, unit: table.columns[column]!.unit })));
  const rest = every === 1 ? [] : [`every ${every}. of ${table.rows.length} rows: --json has all`];
  return { title: 'Table', lines: [...tableLinesWithin(width, table.columns.map(({ name }) => words(name)), cells, table.columns.map(() => 'right' as const)), ...rest] };
}

/** `firstTokenSeconds` as `first token`: cells have their units. */
function words(name: string): string {
  return name.replace(/PerSecond$/, '/s').replace(/^seconds(?=Per)/, '').replace(/(Seconds|Bytes)$/, '').replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`).trim();
}

function sentences(title: string, all: readonly string[], width: number, tone?: Block['tone']): Block | null {
  return all.length === 0 ? null : { title, lines: all.flatMap((text) => wrapped(printable(text), width - 2).map((line, i) => (i === 0 ? `- ${line}` : `  ${line}`))), ...(tone === undefined ? {} : { tone }) };
}
