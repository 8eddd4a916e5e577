import { tl1, tl2 } from '../../sim/numerics/arithmetic/ternary-tables.js';
import type { Lookup } from './spec.js';
import { keyBits, minimalAdders, tableEntries } from './table.js';

/** A way to look ternary weights up, as hardware sees it. */
export interface TableShape {
  /** Activations that share a table. */
  readonly group: number;
  /** Words of a table that are registers; zero and what is wired are not among them. */
  readonly entries: number;
  /** Adders that build it. */
  readonly adders: number;
  /** Bits that are stored for a group. */
  readonly keyBits: number;
}

/**
 * TL1 keeps all 9 combinations of a pair: 4 additions (a + b, a - b and their negatives), 2 negations and zero. TL2 keeps 14 of 27: those of the
 * symmetric table of a triple, and zero.
 */
export function shapeOf(lookup: Lookup): TableShape {
  switch (lookup.table) {
    case 'symmetric': return { group: lookup.group, entries: tableEntries(lookup.group), adders: minimalAdders(lookup.group), keyBits: keyBits(lookup.group) };
    case 'tl1': return { group: tl1.group, entries: tl1.entries, adders: 4 + 2, keyBits: tl1.bitsPerGroup };
    case 'tl2': return { group: tl2.group, entries: tl2.entries, adders: minimalAdders(tl2.group), keyBits: tl2.bitsPerGroup };
  }
}
