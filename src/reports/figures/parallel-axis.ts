import { numberText } from '../quantity-text.js';
import { isDrawable, numberAxis, type Tick } from './number-axis.js';

/** A line that values of one parameter or objective stand on. */
export interface ParallelAxis {
  readonly name: string;
  /** Pixels of a value; null for one that has no place. */
  readonly at: (value: unknown) => number | null;
  readonly ticks: readonly Tick[];
}

/** Values up to which numbers stand side by side, as far from each other as any two neighbours, like names. */
const mostOrdinal = 12;
/** Names that have a place of their own; others stand where the last one does. */
const mostNames = 24;

/** An axis of these values from pixel `from` to pixel `to`: few numbers and all names side by side, many numbers on a scale. */
export function parallelAxis(name: string, values: readonly unknown[], from: number, to: number, unit = ''): ParallelAxis {
  const distinct = [...new Set(values.filter((value) => value !== null && value !== undefined).map(key))];
  const numbers = values.filter((value) => value !== null && value !== undefined);
  if (numbers.length > 0 && numbers.every((value) => typeof value === 'number')) {
    const known = numbers.filter(isDrawable);
    if (distinct.length > mostOrdinal || known.length < numbers.length) {
      const axis = numberAxis(known, from, to, { unit, inset: 4, spacing: 66 });
      return { name: `${name}${axis.unit}`, ticks: axis.ticks, at: (value) => (isDrawable(value) ? axis.at(value) : null) };
    }
    const sorted = [...new Set(known)].sort((a, b) => a - b);
    return sideBySide(unit === '' ? name : `${name} (${unit})`, sorted, sorted.map((value) => numberText(value).replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '').replace('-', '−')), from, to);
  }
  const named = distinct.sort().slice(0, mostNames);
  return sideBySide(name, named, named, from, to, distinct.slice(mostNames));
}

function sideBySide(name: string, values: readonly (string | number)[], texts: readonly string[], from: number, to: number, last: readonly string[] = []): ParallelAxis {
  const inset = (to - from) / Math.max(2, values.length) / 2;
  const at = values.map((_, i) => (values.length === 1 ? (from + to) / 2 : from + inset + ((to - from - 2 * inset) * i) / (values.length - 1)));
  const places = new Map<string, number>([...values.map((value, i): [string, number] => [key(value), at[i]!]), ...last.map((value): [string, number] => [value, at.at(-1)!])]);
  return { name, at: (value) => places.get(key(value)) ?? null, ticks: texts.map((text, i) => ({ at: at[i]!, text })) };
}

function key(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value) ?? '';
}
