import type { Explained } from '../sim/core/explained.js';
import { formatSi } from '../sim/core/units.js';
import type { Assumption } from '../sim/model/architecture.js';

/** Inputs that one level prints; the largest are kept, the rest is counted. */
const mostInputs = 12;

/** An explanation as an indented tree, and below it what the machine rests on. */
export function explanationText(tree: Explained, assumptions: readonly Assumption[], depth: number): string {
  const lines = nodeLines(tree, '', depth);
  if (assumptions.length > 0) lines.push('', 'rests on:', ...assumptions.map((a) => `  ${a.name} = ${a.value} ${a.unit} [${a.quality}] ${a.source}`.trimEnd()));
  return lines.join('\n');
}

function nodeLines(node: Explained, indent: string, depth: number): string[] {
  const origin = node.formula === null ? `  [${node.quality ?? 'derived'}] ${node.source ?? ''}` : '';
  const lines = [`${indent}${node.name} = ${figure(node)}${origin}`.trimEnd()];
  if (node.formula !== null) lines.push(`${indent}  = ${node.formula.length > 160 ? `sum of ${node.inputs.length} terms` : node.formula}`);
  if (node.inputs.length === 0) return lines;
  if (depth <= 1) return [...lines, `${indent}  … ${node.inputs.length} inputs: --depth shows more`];
  const shown = node.inputs.length <= mostInputs ? node.inputs : [...node.inputs].sort((a, b) => Math.abs(b.value) - Math.abs(a.value)).slice(0, mostInputs);
  for (const input of shown) lines.push(...nodeLines(input, `${indent}  `, depth - 1));
  if (shown.length < node.inputs.length) lines.push(`${indent}  … ${node.inputs.length - shown.length} smaller terms: --json has all`);
  return lines;
}

function figure(node: Explained): string {
  if (node.unit === '1/s') return `${formatSi(node.value, '')}/s`;
  if (['s', 'B', 'B/s', 'OP', 'OP/s', 'Hz'].includes(node.unit)) return formatSi(node.value, node.unit);
  const value = Number.isInteger(node.value) ? String(node.value) : node.value.toPrecision(6);
  return `${value} ${node.unit}`.trimEnd();
}
