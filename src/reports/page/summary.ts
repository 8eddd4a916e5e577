import type { SimulationResult } from '../../sim/model/result.js';
import { bitsText, machineText, reasonText } from '../answer.js';
import { escapeHtml } from '../html.js';
import { keyNumbersOf } from '../key-numbers.js';
import { notModelledText, numberText, siText } from '../quantity-text.js';
import { htmlTable } from './html-table.js';
import { notice, type Place } from './section.js';

/** The figures that most readers look for, each named; a missing one says so. */
export function keyNumbers(result: SimulationResult): string {
  const items = keyNumbersOf(result).map(({ name, text, isKnown }) => `<div><dt>${escapeHtml(name)}</dt><dd${isKnown ? '' : ' class="missing"'}>${escapeHtml(text)}</dd></div>`);
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
