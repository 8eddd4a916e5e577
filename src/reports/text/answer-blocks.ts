import type { SimulationResult } from '../../sim/model/result.js';
import { hasNoDecodeSteps, reasonText } from '../answer.js';
import { assumedText } from '../assumption-text.js';
import { fabricNames, usedShareText } from '../fabric.js';
import { metricText } from '../metric-text.js';
import { isKnown, numberText, quantityText, relativeErrorText, siText, unknownText } from '../quantity-text.js';
import type { Block } from './block.js';
import { printable, wrapped } from './plain-text.js';
import { tableLinesWithin, textTable } from './table.js';

/** Most assumptions and unmodelled quantities listed; the JSON result has them all. */
const mostListed = 6;

export function totalsBlock(result: SimulationResult): Block {
  const { totals } = result;
  const perToken = hasNoDecodeSteps(result) && totals.secondsPerOutputToken === null ? 'no decode step' : siText(totals.secondsPerOutputToken, 's');
  return { title: 'Totals', lines: pairLines([
    ['first token', siText(totals.firstTokenSeconds, 's')],
    ['time per output token', perToken],
    ['token/s', numberText(totals.tokensPerSecond)],
    ['total latency', siText(totals.latencySeconds, 's')],
    ['energy', siText(totals.energyJoules, 'J')],
    ...(isKnown(totals.averagePowerWatts) ? [['average power', siText(totals.averagePowerWatts, 'W')] as const] : []),
    ...(isKnown(totals.tokensPerJoule) ? [['token/J', numberText(totals.tokensPerJoule)] as const] : []),
  ]) };
}

export function memoryBlock(result: SimulationResult): Block {
  const { memory } = result;
  return { title: 'Memory', lines: pairLines([
    ['weights', siText(memory.weightBytes, 'B')],
    ['of them streamed', siText(memory.linearWeightBytes, 'B')],
    ['KV cache', siText(memory.kvCacheBytes, 'B')],
    ['activations, peak', siText(memory.activationPeakBytes, 'B')],
    ['held in main memory', siText(memory.heldBytes, 'B')],
    ['capacity', siText(memory.capacityBytes, 'B', unknownText)],
    ['fits', memory.fits === null ? unknownText : memory.fits ? 'yes' : 'no'],
  ]) };
}

/** What the design takes of the chip; null for a design without programmable fabric. */
export function resourcesBlock(result: SimulationResult, width: number): Block | null {
  const { resources } = result;
  if (resources === null) return null;
  const rows = fabricNames.map(([key, label]) => {
    const { used, available, quality } = resources[key];
    return [label, numberText(used), numberText(available, unknownText), usedShareText(used, available), quality ?? '–'];
  });
  return { title: 'FPGA resources', lines: tableLinesWithin(width, ['', 'used', 'available', 'share', 'quality'], rows, ['left', 'right', 'right', 'right', 'left']) };
}

/** What the chip takes of silicon, part by part; null where that is not modelled. */
export function areaBlock(result: SimulationResult, width: number): Block | null {
  const { area } = result;
  if (area === null) return null;
  const rows = area.parts.map(({ name, count, mm2, quality }) => [printable(name), numberText(count), numberText(mm2), quality ?? '–']);
  return { title: 'Area', lines: tableLinesWithin(width, ['', 'count', 'mm2', 'quality'], [...rows, ['total', '', numberText(area.totalMm2), '']], ['left', 'right', 'right', 'left']) };
}

/** Published figures next to ours, misses included. */
export function publishedBlock(result: SimulationResult, width: number): Block | null {
  if (result.published.length === 0) return null;
  const rows = result.published.map((row) => [
    row.metric, metricText(row.metric, row.published), metricText(row.metric, row.simulated), relativeErrorText(row.relativeError, row.simulated, row.published),
  ]);
  const sources = [...new Set(result.published.map((row) => printable(row.source)))];
  return { title: 'Published and simulated', lines: [
    ...tableLinesWithin(width, ['metric', 'published', 'simulated', 'error'], rows, ['left', 'right', 'right', 'right']),
    ...sources.flatMap((source) => wrapped(`source: ${source}`, width, '  ')),
  ] };
}

/** Published comparisons of several designs, with what we make of them. */
export function comparisonBlocks(result: SimulationResult, width: number): Block[] {
  return result.comparisons.map(({ name, columns, rows, source }) => ({
    title: name,
    lines: [
      ...tableLinesWithin(width, ['', ...columns], rows.map(({ what, values }) => [what, ...values.map((value) => quantityText(value, (known) => `${known.toFixed(2)} ×`))]), ['left', ...columns.map(() => 'right' as const)]),
      ...wrapped(`source: ${printable(source)}`, width, '  '),
    ],
  }));
}

/** Every limit that the design exceeds. */
export function reasonsBlock(result: SimulationResult, width: number): Block | null {
  if (result.feasible) return null;
  const lines = result.reasons.map((reason) => `${reasonText(reason)} (${reason.code})`);
  return { title: 'Does not fit', tone: 'bad', lines: items(lines.length === 0 ? ['no reason given'] : lines, width) };
}

export function warningsBlock(result: SimulationResult, width: number): Block | null {
  return result.warnings.length === 0 ? null : { title: 'Warnings', tone: 'warning', lines: items(result.warnings, width) };
}

/** The constants that were fitted or assumed: the weakest ground the answer stands on. */
export function assumptionsBlock(result: SimulationResult, width: number): Block | null {
  const weak = result.assumptions.filter((a) => a.quality === 'fitted' || a.quality === 'assumed');
  if (weak.length === 0) return null;
  const texts = weak.map((a) => `${a.name} = ${assumedText(a)} (${a.quality}; affects ${a.affects})`);
  return { title: 'Fitted and assumed', lines: items(limited(texts), width) };
}

export function notModelledBlock(result: SimulationResult, width: number): Block | null {
  if (result.notModelled.length === 0) return null;
  return { title: 'Not modelled', lines: items(limited(result.notModelled.map(({ path, reason }) => `${path}: ${reason}`)), width) };
}

/** Names and values in two columns. */
export function pairLines(rows: readonly (readonly [string, string])[]): string[] {
  return textTable(['', ''], rows, ['left', 'right']).split('\n').slice(2);
}

function limited(texts: readonly string[]): string[] {
  return texts.length <= mostListed ? [...texts] : [...texts.slice(0, mostListed), `… and ${texts.length - mostListed} more`];
}

function items(texts: readonly string[], width: number): string[] {
  return texts.flatMap((text) => (text.startsWith('…') ? [text] : wrapped(`- ${printable(text)}`, width, '  ')));
}
