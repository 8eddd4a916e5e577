import { numberText } from '../quantity-text.js';
import { isDrawable } from './drawable.js';
import { numberAxis, valueText, type Tick } from './number-axis.js';

/** A line that the values of one parameter or objective stand on. Places on it are shares of its length: 0 at its left end, 1 at its right. */
export interface ParallelAxis {
  readonly name: string;
  /** Of its values; empty for those without one, and for names. */
  readonly unit: string;
  readonly scale: AxisScale;
}

export type AxisScale =
  /** Few numbers, or names, side by side from the left, each with as much room as any other; names beyond those stand where the last one does. */
  | { readonly kind: 'values'; readonly values: readonly (string | number)[]; readonly others: number }
  /** Many numbers: the values at both ends. */
  | { readonly kind: 'numbers'; readonly left: number; readonly right: number; readonly isLog: boolean };

/** Values up to which numbers stand side by side, as far from each other as any two neighbours, like names. */
const mostOrdinal = 12;
/** Names that have a place of their own. */
const mostNames = 24;
/** The length for which the ends of a scale are chosen, and how far the values keep from them. */
const [usualLength, inset] = [1000, 6];

/** An axis of these values: few numbers and all names side by side, many numbers on a scale; `falls` for one with the largest number at the left. It is the same at every width. */
export function parallelAxis(name: string, values: readonly unknown[], unit = '', falls = false): ParallelAxis {
  const distinct = distinctOf(values);
  if (distinct.length > 0 && distinct.every((value) => typeof value === 'number')) {
    const known = distinct.filter(isDrawable);
    if (distinct.length > mostOrdinal || known.length < distinct.length) {
      const { ends: [low, high], isLog } = numberAxis(known, 0, usualLength, { inset });
      return { name, unit, scale: { kind: 'numbers', left: falls ? high : low, right: falls ? low : high, isLog } };
    }
    return { name, unit, scale: { kind: 'values', values: known.sort((a, b) => (falls ? b - a : a - b)), others: 0 } };
  }
  const names = distinct.map(nameOf).sort();
  return { name, unit: '', scale: { kind: 'values', values: names.slice(0, mostNames), others: Math.max(0, names.length - mostNames) } };
}

/** Where values stand on an axis; null for one that has no place. */
export function sharesOn({ scale }: ParallelAxis): (value: unknown) => number | null {
  if (scale.kind === 'numbers') {
    const at = numberAxis([scale.left, scale.right], scale.left <= scale.right ? 0 : 1, scale.left <= scale.right ? 1 : 0, { scale: scale.isLog ? 'log' : 'linear' }).at;
    return (value) => (isDrawable(value) ? Math.min(1, Math.max(0, at(value))) : null);
  }
  const { values, others } = scale;
  const places = new Map(values.map((value, i) => [value, (i + 0.5) / values.length]));
  const last = others === 0 ? null : (values.length - 0.5) / values.length;
  return (value) => (value === null || value === undefined ? null : places.get(typeof value === 'number' ? value : nameOf(value)) ?? places.get(nameOf(value)) ?? last);
}

/** The marks of an axis that reaches from pixel `from` to pixel `to`, and the unit that stands with its name. */
export function ticksOf({ unit, scale }: ParallelAxis, from: number, to: number): { readonly ticks: readonly Tick[]; readonly unit: string } {
  if (scale.kind === 'numbers') {
    const [start, end] = scale.left <= scale.right ? [from, to] : [to, from];
    return numberAxis([scale.left, scale.right], start, end, { unit, scale: scale.isLog ? 'log' : 'linear', spacing: 66 });
  }
  const { values } = scale;
  return { ticks: values.map((value, i) => ({ at: from + ((to - from) * (i + 0.5)) / values.length, text: plainText(value) })), unit: unit === '' ? '' : ` (${unit})` };
}

/** A value of an axis with its unit. */
export function axisValueText({ unit }: ParallelAxis, value: string | number): string {
  return typeof value === 'number' ? (unit === '' ? plainText(value) : valueText(value, unit)) : value;
}

/** Digits without zeros at their end. */
function plainText(value: string | number): string {
  return typeof value === 'string' ? value : numberText(value).replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '').replace('-', '−');
}

/** Each value once, those of JSON that are no numbers or texts as their text; without those that are missing. */
function distinctOf(values: readonly unknown[]): unknown[] {
  return [...new Set(values.filter((value) => value !== null && value !== undefined).map((value) => (typeof value === 'number' ? value : nameOf(value))))];
}

export function nameOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value) ?? '';
}
