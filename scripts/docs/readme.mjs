import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { block, figure, percent, table } from './markdown.mjs';
import { root } from './root.mjs';

export const path = 'README.md';

/** What stands between the markers of the document. */
export function parts({ product, judged }) {
  return { run: runExcerpt(product), validation: validationSummary(judged, product), commands: commandTable(product) };
}

/** The head, the phases and totals, and the published figures of what `archsim run flightllm.json` prints. */
function runExcerpt({ run, runTable }) {
  const parts = runTable(run('flightllm.json'), { colour: false, width: 100 }).split('\n\n');
  const published = parts.find((part) => part.startsWith('Published'));
  return block(['```text', '$ archsim run flightllm.json', parts[0], '', parts[1], '', '[memory, FPGA resources and operators left out here]', '', published, '```'].join('\n'));
}

function commandTable({ commandEntries }) {
  return block(table(['Command', 'What it does'], commandEntries.map((c) => [`\`archsim ${c.usage}\``, c.summary])));
}

function validationSummary(judged, { recordedMisses }) {
  const rows = judged.map((s) => [`\`${s.system}\``, s.summary, s.agree, s.differ, s.fitted, s.input, s.notModelled,
    s.meanAbsoluteRelativeError === null ? '-' : percent(s.meanAbsoluteRelativeError), s.worst === null ? '-' : `${percent(s.worst.relativeError)} (${s.worst.id.length > 20 ? s.worst.metric : s.worst.id})`]);
  const misses = judged.flatMap((s) => s.rows.filter((r) => r.verdict === 'differs').map((r) => [
    `\`${s.system}\` ${r.id}`, s.references.get(r.id)?.metric ?? r.metric, figure(r.reference), figure(r.simulated), percent(r.relativeError), recordedMisses[s.system]?.[`${r.id} ${r.metric}`] ?? 'not recorded']));
  return block([
    table(['System', 'What it is', 'Agree', 'Differ', 'Fitted', 'Input', 'Not modelled', 'Mean error', 'Worst error'], rows),
    '',
    misses.length === 0 ? 'No row differs.' : table(['Row that differs', 'Metric', 'Reference', 'Ours', 'Error', 'Cause'], misses),
    ...(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).files.includes('reference') ? [] : ['', 'The reference tables are part of a checkout and not of the installed package: run `archsim validate` in a checkout.']),
  ].join('\n'));
}
