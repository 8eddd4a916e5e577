import type { Explained } from '../../sim/core/explained.js';
import { escapeHtml } from '../html.js';
import { explainTree } from './explain-tree.js';
import { paragraph, section, type Place } from './section.js';

/** A number of a result and the tree behind it. */
export interface ExplainedMetric {
  /** Path in the result, as `totals.firstTokenSeconds`. */
  readonly metric: string;
  readonly tree: Explained;
}

/** Nodes of a tree that a page holds; `archsim explain` prints all. */
const mostNodes = 400;

/** How numbers come about, each closed until somebody asks. */
export function explainedSection(explained: readonly ExplainedMetric[], place: Place): string {
  if (explained.length === 0) return '';
  const trees = explained.map(({ metric, tree }) => `<details class="explained"><summary><code>${escapeHtml(metric)}</code></summary>${explainTree(tree, { nodes: mostNodes })}</details>`);
  return section(place, 'How the numbers come about', paragraph('Formula, inputs, source and quality behind each; archsim explain prints all of it.', 'muted'), ...trees);
}
