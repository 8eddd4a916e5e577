import { formatSi } from '../../sim/core/units.js';
import type { Explained } from '../../sim/core/explained.js';
import { escapeHtml } from '../html.js';
import { inputText, numberText, quantityText } from '../quantity-text.js';

/** How much of a tree is written. */
export interface TreeLimits {
  /** Levels below the root; 12 unless told. */
  readonly depth?: number;
  /** Nodes in all, nearest to the root first; 1500 unless told. */
  readonly nodes?: number;
}

interface Node {
  readonly of: Explained;
  readonly children: Node[];
}

/** Levels that are open from the start. */
const openLevels = 2;
const prefixed = new Set(['Hz', 'B', 'B/s', 's', 'W', 'J', 'OP/s']);

/** How a number came about, as lists that open and close: each value with its unit, its formula over its inputs, or its source and quality. What passes the limits is counted in its place. */
export function explainTree(root: Explained, { depth = 12, nodes = 1500 }: TreeLimits = {}): string {
  const { tree, written } = chosen(root, Math.max(0, depth), Math.max(1, nodes));
  const note = written.cut === 0 ? '' : `<p class="muted">${numberText(written.nodes)} numbers; where inputs are left out, it says how many.</p>`;
  return `<ul class="explain">${nodeMarkup(tree, 0)}</ul>${note}`;
}

/** The nodes that are written: level by level, so that a broad tree is not cut to its first branch. */
function chosen(root: Explained, depth: number, most: number): { readonly tree: Node; readonly written: { readonly nodes: number; readonly cut: number } } {
  const tree: Node = { of: root, children: [] };
  let [level, nodes, cut]: [Node[], number, number] = [[tree], 1, 0];
  for (let below = 0; level.length > 0; below++) {
    const next: Node[] = [];
    for (const node of level) {
      for (const input of node.of.inputs) {
        if (below >= depth || nodes >= most) {
          cut++;
          continue;
        }
        const child: Node = { of: input, children: [] };
        node.children.push(child);
        next.push(child);
        nodes++;
      }
    }
    level = next;
  }
  return { tree, written: { nodes, cut } };
}

function nodeMarkup({ of, children }: Node, level: number): string {
  const line = `<b>${escapeHtml(of.name)}</b> = ${valueMarkup(of)}${of.quality === null ? '' : ` <span class="muted">${escapeHtml(of.quality)}</span>`}`;
  const source = of.source === null ? '' : `<div class="muted">${escapeHtml(of.source)}</div>`;
  if (of.inputs.length === 0) return `<li>${line}${source}</li>`;
  const formula = of.formula === null ? '' : `<div><code>${escapeHtml(shortened(of.formula))}</code></div>`;
  const rest = of.inputs.length - children.length;
  const missing = rest === 0 ? '' : `<li class="muted">… ${numberText(rest)} ${rest === 1 ? 'input' : 'inputs'} more</li>`;
  const inputs = `<ul>${children.map((child) => nodeMarkup(child, level + 1)).join('')}${missing}</ul>`;
  return `<li><details${level < openLevels ? ' open' : ''}><summary>${line}</summary>${formula}${source}${inputs}</details></li>`;
}

/** The value as it is read, and all its digits for who looks for them. */
function valueMarkup({ value, unit }: Explained): string {
  const text = quantityText(value, (known) => (prefixed.has(unit) ? formatSi(known, unit) : `${inputText(known)} ${unit}`.trim()));
  return Number.isFinite(value) ? `<data value="${value}">${escapeHtml(text)}</data>` : escapeHtml(text);
}

/** A sum of hundreds of terms says no more than its first and last. */
function shortened(formula: string): string {
  const most = 600;
  return formula.length <= most ? formula : `${formula.slice(0, most / 2)} … ${formula.slice(-most / 2)}`;
}
