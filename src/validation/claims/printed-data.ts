import { unknown, type Answer } from './claim.js';

/** Figures of trained networks that we repeat and do not compute. */
interface Printed { readonly system: string; readonly metric: RegExp; readonly value: readonly number[]; readonly source: string }

const data: readonly Printed[] = [
  { system: 'AffineQuant', metric: /C4 PPL.*7B W4A4/i, value: [15.76, 18.02], source: 'AffineQuant, Ma et al., ICLR 2024, abstract: with OmniQuant beside it' },
  { system: 'LLM-FP4', metric: /zero-shot.*13B/i, value: [63.1, 5.8], source: 'LLM-FP4, Liu et al., EMNLP 2023, abstract' },
  { system: 'Adaptive inference-time compute', metric: /mean samples/i, value: [1.2, 0.5, 0.75], source: 'Manvi et al., 2024 (arXiv 2410.02725), abstract' },
];

/** The figure as it was printed, or that no model of a machine has it. */
export function printedFigure(system: string, metric: string): Answer {
  const found = data.find((entry) => entry.system === system && entry.metric.test(metric));
  return found === undefined ? unknown('a property of trained weights, which no model of a machine has') : { value: found.value, note: `repeated as printed: ${found.source}` };
}
