import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { block, table } from './markdown.mjs';
import { root } from './root.mjs';
import { rowTable } from './row-table.mjs';

export const path = 'docs/validation.md';

/** What stands between the markers of the document. */
export function parts({ product, judged }) {
  return { ...validationTables(judged), ratios: ratioTable(product) };
}

/** FlightLLM against GPUs: ours and published. */
function ratioTable({ flightllmRatios, example }) {
  const ratio = (value) => (value === null ? '-' : value.toFixed(2));
  return block(table(['FlightLLM on', 'Against', 'Basis', 'Ours', 'Ours, against the card alone', 'Published', 'Where'], flightllmRatios(example).map((r) => [
    r.fpga, r.gpu, r.basis, ratio(r.ours), ratio(r.oursAgainstCard), ratio(r.published), r.publishedFrom])));
}

/** A part for each system that the page has a chapter of its own for, and one with a chapter for each of the others. */
function validationTables(judged) {
  const page = readFileSync(join(root, 'docs', 'validation.md'), 'utf8');
  const [own, others] = [true, false].map((has) => judged.filter((s) => page.includes(`<!-- ${s.system} -->`) === has));
  const systems = others.map((s) => `## ${s.system}\n\n${s.summary[0].toUpperCase()}${s.summary.slice(1)}.\n${systemPart(s)}`);
  return { ...Object.fromEntries(own.map((s) => [s.system, systemPart(s)])), systems: `\n${systems.join('\n')}` };
}

/** The rows of a system where they fit on a page, else their number and the rows that do not agree; then the known differences. */
function systemPart(s) {
  const shown = s.rows.length <= 100 ? s.rows : s.rows.filter((r) => r.verdict !== 'agrees' && r.verdict !== 'not-modelled');
  return [
    ...(s.rows.length <= 100 ? [] : [block(`${s.rows.length} values: ${s.agree} agree, ${s.differ} differ, ${s.fitted} fitted, ${s.input} input, ${s.notModelled} not modelled. \`archsim validate ${s.system} --rows\` prints every one.`)]),
    ...(shown.length === 0 ? [] : [rowTable({ ...s, rows: shown })]),
    ...(s.differences.length === 0 ? [] : [`Known differences between the reference and our model:\n\n${s.differences.map((d) => `- ${d.what}: ${d.size}.`).join('\n')}\n`]),
  ].join('\n');
}
