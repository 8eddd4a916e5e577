import picocolors from 'picocolors';
import type { Comparison } from '../comparison.js';
import { metricText } from '../metric-text.js';
import { numberText, quantityText } from '../quantity-text.js';
import { printable, wrapped } from './plain-text.js';
import { textTable } from './table.js';

/** What `archsim compare` prints: designs side by side, gains over the first, what binds, and why the fastest wins. */
export function comparisonTable(comparison: Comparison, options: { readonly colour: boolean; readonly width: number }): string {
  const colours = picocolors.createColors(options.colour);
  const { designs, metrics, binding, winner, why } = comparison;
  const head = ['', ...designs.map(({ name }, i) => `${printable(name)}${i === winner ? ' *' : ''}`)];
  const cells = (values: readonly (string | null)[]): string[] => values.map((value) => value ?? '–');
  const rows = [
    ['architecture', ...designs.map(({ architecture }) => architecture)],
    ['device', ...designs.map(({ device }) => device)],
    ['model', ...designs.map(({ model }) => model)],
    ['weights', ...designs.map(({ quantization }) => quantization)],
    ['scenario', ...designs.map(({ scenario }) => scenario)],
    ['fidelity', ...designs.map(({ fidelity }) => fidelity)],
    ['fits', ...designs.map(({ feasible }) => (feasible ? 'yes' : 'no'))],
    ...metrics.map(({ metric, values, gains }) => [metric, ...values.map((value, i) => `${metricText(metric, value)}${i === 0 || gains[i] == null ? '' : ` (${gainText(gains[i])})`}`)]),
    ['prefill bound by', ...cells(binding.prefill)],
    ['decode bound by', ...cells(binding.decode)],
  ];
  const lines = [textTable(head, rows)];
  if (winner !== null) lines.push('', colours.bold(`* ${printable(designs[winner]!.name)} is the fastest`));
  else if (why.length > 0) lines.push('');
  lines.push(...why.flatMap((line) => wrapped(`- ${printable(line)}`, options.width, '  ')));
  if (designs.length > 1) lines.push('', colours.dim('In brackets: how many times better than the first.'));
  return lines.join('\n');
}

function gainText(gain: number): string {
  return quantityText(gain, (known) => `${known >= 100 ? numberText(Math.round(known)) : known < 0.01 ? known.toPrecision(3) : known.toFixed(2)} ×`);
}
