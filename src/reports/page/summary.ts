import type { SimulationResult } from '../../sim/model/result.js';
import { bitsText, hasNoDecodeSteps, machineText, reasonText } from '../answer.js';
import { escapeHtml } from '../html.js';
import { isKnown, notModelledText, numberText, siText, unknownText } from '../quantity-text.js';
import { htmlTable } from './html-table.js';
import { notice, type Place } from './section.js';

interface KeyNumber {
  readonly name: string;
  readonly text: string;
  readonly isKnown: boolean;
}

/** The figures that most readers look for, each named; a missing one says so. */
export function keyNumbers(result: SimulationResult): string {
  const { totals, memory, phases } = result;
  const perToken = hasNoDecodeSteps(result) && totals.secondsPerOutputToken === null ? 'no decode step' : siText(totals.secondsPerOutputToken, 's');
  const numbers: KeyNumber[] = [
    { name: 'First token', text: siText(totals.firstTokenSeconds, 's'), isKnown: isKnown(totals.firstTokenSeconds) },
    { name: 'Time per output token', text: perToken, isKnown: isKnown(totals.secondsPerOutputToken) },
    { name: 'Token/s in decode', text: numberText(phases.decode?.tokensPerSecond ?? null), isKnown: phases.decode !== null },
    { name: 'Token/s over all', text: numberText(totals.tokensPerSecond), isKnown: isKnown(totals.tokensPerSecond) },
    { name: 'Total latency', text: siText(totals.latencySeconds, 's'), isKnown: isKnown(totals.latencySeconds) },
    { name: 'Energy', text: siText(totals.energyJoules, 'J'), isKnown: isKnown(totals.energyJoules) },
    { name: 'Average power', text: siText(totals.averagePowerWatts, 'W'), isKnown: isKnown(totals.averagePowerWatts) },
    { name: 'Weights', text: siText(memory.weightBytes, 'B'), isKnown: true },
    { name: 'Fits in memory', text: fitsText(memory.fits), isKnown: memory.fits !== null },
  ];
  const items = numbers.map(({ name, text, isKnown: known }) => `<div><dt>${escapeHtml(name)}</dt><dd${known ? '' : ' class="missing"'}>${escapeHtml(text)}</dd></div>`);
  return `<dl class="numbers">${items.join('')}</dl>`;
}

/** What was simulated, in one line. */
export function scenarioText(result: SimulationResult): string {
  const { workload, architecture, fidelity } = result;
  return `${workload.model}: ${siText(workload.parameters, '').trim()} parameters, ${bitsText(result)}; `
    + `${architecture.device} (${machineText(result)}); batch\u00a0${workload.batch}, ${workload.promptTokens} prompt and ${workload.outputTokens} output tokens; ${fidelity} model.`;
}

/** Limits that the design exceeds, and warnings. */
export function notices(result: SimulationResult, place: Place): string {
  const reasons = result.reasons.map((reason) => `${reasonText(reason)} (${reason.code})`);
  const bad = result.feasible ? '' : notice(place, 'bad', 'Does not fit', reasons.length === 0 ? ['no reason given'] : reasons);
  return [bad, notice(place, 'warning', 'Warnings', result.warnings)].filter((part) => part !== '').join('\n');
}

/** Several results side by side; each name leads to its section. */
export function comparisonTable(results: readonly SimulationResult[]): string {
  const rows = results.map((result, index) => [
    { text: result.experiment.name, markup: `<a href="#result-${index + 1}">${escapeHtml(result.experiment.name)}</a>` },
    result.workload.model,
    result.workload.quantization,
    result.architecture.device,
    { text: siText(result.totals.firstTokenSeconds, 's'), value: result.totals.firstTokenSeconds },
    { text: siText(result.totals.secondsPerOutputToken, 's'), value: result.totals.secondsPerOutputToken },
    { text: numberText(result.totals.tokensPerSecond), value: result.totals.tokensPerSecond },
    { text: siText(result.totals.energyJoules, 'J'), value: result.totals.energyJoules },
    result.phases.decode?.bindingResource ?? result.phases.prefill?.bindingResource ?? notModelledText,
    result.feasible ? 'yes' : 'no',
  ]);
  const texts = ['Experiment', 'Model', 'Quantisation', 'Device'].map((head) => ({ head, kind: 'text' as const }));
  const numbers = ['First token', 'Per output token', 'Token/s', 'Energy'].map((head) => ({ head, kind: 'number' as const }));
  const columns = [...texts, ...numbers, { head: 'Bound by', kind: 'text' as const }, { head: 'Fits', kind: 'text' as const }];
  return htmlTable({ label: 'Comparison of the results', columns, rows, sortable: true });
}

export function fitsText(fits: boolean | null): string {
  if (fits === null) return unknownText;
  return fits ? 'yes' : 'no';
}
