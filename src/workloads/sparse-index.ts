import type { SparseIndex, Sparsity } from '../sim/model/quantization.js';

/** What a sparse tensor is, before its index is chosen. `none` is for models of tools that neglect the index. */
export interface SparsityChoice {
  readonly pattern: Sparsity['pattern'];
  readonly density: number;
  readonly span: number;
  readonly selectorBits: number;
  readonly index: SparseIndex | 'smallest' | 'none';
}

/**
 * Index bits for each original weight of the three layouts, at density d over spans of s positions:
 * bitmask 1; CSR d * ceil(log2 s), one in-span position for each kept value;
 * run length d * b + (escapes), b bits of gap for each kept value with b = ceil(log2(1/d)) + 1, a gap that does not fit costs an escape
 * value: d * (1-d)^(2^b - 1) more entries (geometric gaps). `block` keeps or drops `span` values with one bit.
 */
export function indexBitsOf(pattern: Sparsity['pattern'], density: number, span: number, index: SparseIndex): number {
  if (pattern === 'block') return 1 / span;
  switch (index) {
    case 'bitmask': return 1;
    case 'csr': return density * Math.ceil(Math.log2(span));
    case 'run-length': {
      const gapBits = Math.max(1, Math.ceil(Math.log2(1 / density)) + 1);
      const escapes = (1 - density) ** (2 ** gapBits - 1);
      return density * gapBits * (1 + escapes);
    }
  }
}

const layouts: readonly SparseIndex[] = ['bitmask', 'csr', 'run-length'];

/** The sparsity with its index chosen and priced: `smallest` takes the layout with the fewest bits. */
export function withIndex(choice: SparsityChoice): Sparsity {
  const { pattern, density, span, selectorBits } = choice;
  const selector = pattern === 'n-m' ? selectorBits / span : 0;
  const bits = (index: SparseIndex): number => indexBitsOf(pattern, density, span, index) + selector;
  if (choice.index === 'none') return { pattern, density, span, selectorBits: 0, index: 'bitmask', indexBitsPerWeight: 0 };
  const index = choice.index === 'smallest' ? layouts.reduce((best, next) => (bits(next) < bits(best) ? next : best)) : choice.index;
  return { pattern, density, span, selectorBits, index, indexBitsPerWeight: bits(index) };
}
