import type { Problem } from '../../sim/core/diagnostics.js';
import { missingKey, optionNotModelled, wrongKey } from './diagnostics.js';
import type { GgufContent, GgufValue } from './gguf-file.js';

/** Typed access to metadata that collects what is wrong instead of stopping at it. */
export interface Keys {
  readonly problems: Problem[];
  /** The whole number from 1 under the key, NaN where it is wrong, undefined where it is absent. A list with one number for each layer must have equal ones. */
  count(key: string): number | undefined;
  /** As `count`, and absence is a problem too. */
  needed(key: string): number;
  /** True where a number above 0 stands under the key: some writers say 0 for none. */
  isAboveZero(key: string): boolean;
  flag(key: string): boolean | undefined;
  text(key: string): string | undefined;
  /** The booleans of a list. */
  flags(key: string): readonly boolean[] | undefined;
}

export function keysOf({ name: file, metadata }: GgufContent): Keys {
  const problems: Problem[] = [];
  function wrong(key: string, rule: string, value: GgufValue): void {
    problems.push(wrongKey(file, key, rule, shown(value)));
  }

  function count(key: string): number | undefined {
    const value = metadata.get(key);
    if (value === undefined) return undefined;
    if (value.type === 'array' && value.items !== null && value.items.length > 0) {
      const numbers = value.items.map(wholeOf);
      const [first] = numbers;
      if (first !== undefined && numbers.every((n) => n === first)) return first;
      problems.push(optionNotModelled(file, key, shown(value), 'layers of different sizes are not'));
      return NaN;
    }
    const number = wholeOf(value);
    if (number === undefined) wrong(key, 'a whole number from 1 on', value);
    return number ?? NaN;
  }

  return {
    problems, count,
    needed(key) {
      const value = count(key);
      if (value === undefined) problems.push(missingKey(file, key));
      return value ?? NaN;
    },
    isAboveZero(key) {
      const value = metadata.get(key);
      return value !== undefined && value.type !== 'array' && Number(value.value) > 0;
    },
    flag(key) {
      const value = metadata.get(key);
      if (value?.type === 'bool') return value.value;
      if (value !== undefined) wrong(key, 'a boolean', value);
      return undefined;
    },
    text(key) {
      const value = metadata.get(key);
      if (value?.type === 'string' && value.value !== null) return value.value;
      if (value !== undefined) wrong(key, 'a short text', value);
      return undefined;
    },
    flags(key) {
      const value = metadata.get(key);
      if (value?.type !== 'array' || value.of !== 'bool' || value.items === null) return undefined;
      return value.items.map((item) => item.type === 'bool' && item.value);
    },
  };
}

function wholeOf(value: GgufValue): number | undefined {
  const number = value.type === 'array' || value.type === 'string' || value.type === 'bool' || value.type.startsWith('float') ? undefined : value.value;
  return typeof number === 'number' && number >= 1 ? number : undefined;
}

function shown(value: GgufValue): string {
  if (value.type !== 'array') return value.value === null ? 'a long text' : JSON.stringify(value.type === 'bool' || value.type === 'string' ? value.value : `${value.value}`).slice(0, 80);
  const items = (value.items ?? []).slice(0, 8).map((item) => (item.type === 'array' ? '[…]' : `${item.value}`));
  return `[${items.join(', ')}${value.length > items.length ? ', …' : ''}]`.slice(0, 80);
}
