import type { SimulationResult } from '../sim/model/result.js';
import { answerSentence, bitsText } from './answer.js';
import { keyNumbersOf } from './key-numbers.js';
import { metricText } from './metric-text.js';
import { operatorsByTime, phaseNames, shapeText, shareOfPhase } from './operator-share.js';
import { percentText, relativeErrorText, siText, unknownText } from './quantity-text.js';
import type { PageMeta } from './page.js';
import { printable } from './text/plain-text.js';
import { whySentences } from './why.js';

/** Operators of a phase that are listed. */
const mostOperators = 8;

/** Results as Markdown, to be pasted into a README or an issue: the answer, the key numbers, the longest operators, published beside simulated. */
export function reportMarkdown(results: readonly SimulationResult[], { command }: PageMeta): string {
  return `${[...results.map(resultText), `Made by \`${plain(command).replaceAll('`', "'")}\`, archsim ${escaped(results[0]?.provenance.archsimVersion ?? unknownText)}.`].join('\n\n')}\n`;
}

function resultText(result: SimulationResult): string {
  const { workload, architecture } = result;
  const published = result.published.map((row) => [row.metric, metricText(row.metric, row.published), metricText(row.metric, row.simulated), relativeErrorText(row.relativeError, row.simulated, row.published), row.source]);
  const operators = phaseNames.flatMap((phase) => operatorsByTime(result.operators, phase).slice(0, mostOperators))
    .map((op) => [op.name, op.phase, siText(op.latencySeconds, 's'), percentText(shareOfPhase(op, result), unknownText), op.bound ?? unknownText, shapeText(op), siText(op.dramBytes, 'B')]);
  return [
    `### ${escaped(result.experiment.name)}`,
    escaped([answerSentence(result), ...whySentences(result)].join(' ')),
    escaped(`${workload.model}, ${bitsText(result)}, ${architecture.device}, batch ${workload.batch}, ${workload.promptTokens} prompt and ${workload.outputTokens} output tokens, ${result.fidelity} model.`),
    table(['', ''], keyNumbersOf(result).map(({ name, text }) => [name, text])),
    ...(operators.length === 0 ? [] : [table(['Operator', 'Phase', 'Time', 'Share of the phase', 'Bound by', 'm×n×k', 'DRAM'], operators)]),
    ...(published.length === 0 ? [] : [table(['Metric', 'Published', 'Simulated', 'Error', 'Source'], published)]),
    ...(result.warnings.length === 0 ? [] : [result.warnings.map((warning) => `- ${escaped(warning)}`).join('\n')]),
  ].join('\n\n');
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escaped).join(' | ')} |`;
  return [line(heads), `|${heads.map(() => ' --- |').join('')}`, ...rows.map(line)].join('\n');
}

/** Text that Markdown shows as it is, on one line. */
function escaped(text: string): string {
  return plain(text).replace(/[\\`*_{}[\]<>|~#&]/g, '\\$&');
}

function plain(text: string): string {
  return printable(text).replace(/\s+/g, ' ').trim();
}
