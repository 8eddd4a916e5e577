import type { Quality } from './estimate.js';

/** A number with how it came about: a formula over its inputs, or a leaf with its source. */
export interface Explained {
  /** An identifier, by which formulas refer to it. */
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Over the names of the inputs, in the syntax of mathjs; null for a leaf. */
  readonly formula: string | null;
  readonly inputs: readonly Explained[];
  /** Where a leaf is from, and how good it is. */
  readonly source: string | null;
  readonly quality: Quality | null;
}

/** A number that a formula makes of others. */
export function computed(name: string, value: number, unit: string, formula: string, inputs: readonly Explained[]): Explained {
  return { name, value, unit, formula, inputs, source: null, quality: null };
}

/** A number that is given. */
export function given(name: string, value: number, unit: string, source: string, quality: Quality = 'derived'): Explained {
  return { name, value, unit, formula: null, inputs: [], source, quality };
}

/** The sum of its inputs. */
export function summed(name: string, value: number, unit: string, inputs: readonly Explained[]): Explained {
  return computed(name, value, unit, inputs.length === 0 ? '0' : inputs.map((i) => i.name).join(' + '), inputs);
}

/** A text as an identifier: other characters become underscores. */
export function identifier(text: string): string {
  return text.replace(/[^A-Za-z0-9]+/g, '_').replace(/^(\d)/, '_$1');
}
