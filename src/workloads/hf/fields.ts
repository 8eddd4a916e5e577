import { isRecord } from '../../sim/core/is-record.js';
import type { Problem } from '../../sim/core/diagnostics.js';
import { conflictingFields, missingField, notAnIntegerFrom, tooLarge, wrongType } from './diagnostics.js';

/** The largest values that are taken for a real model. */
export const limits = { layers: 10_000, size: 2 ** 24, vocabulary: 2 ** 24, heads: 2 ** 16, experts: 2 ** 16 } as const;

/**
 * Typed access to a config.json that collects what is wrong instead of stopping at it.
 * A field may have several spellings, the family's own one first. `null` counts as absent, except for `state`.
 */
export interface Fields {
  /** Everything found wrong so far, in order of reading. */
  readonly problems: Problem[];
  state(names: readonly string[]): 'absent' | 'null' | 'given';
  /** The integer from `least` (1 unless given) to `limit` under one of the names, NaN where it is wrong, undefined where it is absent. */
  integer(names: readonly string[], limit: number, least?: number): number | undefined;
  /** As `integer`, but absence is a problem too. */
  needed(family: string, names: readonly string[], limit: number): number;
  flag(names: readonly string[], otherwise: boolean): boolean;
  /** A number above 0, at most 1; undefined where it is absent or wrong. */
  share(name: string): number | undefined;
  text(names: readonly string[]): string | undefined;
  /** True where the field has that very value. */
  equals(name: string, value: unknown): boolean;
  /** A list of numbers from 0, undefined where it is absent or wrong. */
  integers(name: string): readonly number[] | undefined;
  /** A list of pairs of numbers, undefined where it is absent or wrong. */
  pairs(name: string): readonly (readonly [number, number])[] | undefined;
  texts(name: string): readonly string[] | undefined;
  object(name: string): Readonly<Record<string, unknown>> | undefined;
}

export function fieldsOf(config: Readonly<Record<string, unknown>>): Fields {
  const problems: Problem[] = [];
  /** A field that decides two things is reported once. */
  const report = (found: Problem): void => {
    if (!problems.some((p) => p.code === found.code && p.pointer === found.pointer)) problems.push(found);
  };
  const valueOf = (name: string): unknown => (Object.hasOwn(config, name) ? config[name] : undefined);
  const given = (names: readonly string[]): readonly string[] => names.filter((name) => valueOf(name) !== undefined && valueOf(name) !== null);

  function integerOf(name: string, limit: number, least: number): number {
    const value = valueOf(name);
    if (typeof value !== 'number') report(wrongType(name, 'a number', value));
    else if (!Number.isInteger(value) || value < least) report(notAnIntegerFrom(least, name, value));
    else if (value > limit) report(tooLarge(name, value, limit));
    else return value;
    return NaN;
  }

  function integer(names: readonly string[], limit: number, least = 1): number | undefined {
    const [first, ...others] = given(names);
    if (first === undefined) return undefined;
    const value = integerOf(first, limit, least);
    for (const other of others) {
      const otherValue = integerOf(other, limit, least);
      if (!Number.isNaN(value) && !Number.isNaN(otherValue) && value !== otherValue) report(conflictingFields(first, value, other, otherValue));
    }
    return value;
  }

  return {
    problems,
    integer,
    state(names) {
      if (given(names).length > 0) return 'given';
      return names.some((name) => valueOf(name) === null) ? 'null' : 'absent';
    },
    needed(family, names, limit) {
      const value = integer(names, limit);
      if (value !== undefined) return value;
      const [own = '', ...others] = names;
      report(missingField(family, own, others));
      return NaN;
    },
    flag(names, otherwise) {
      const [name] = given(names);
      if (name === undefined) return otherwise;
      const value = valueOf(name);
      if (typeof value === 'boolean') return value;
      report(wrongType(name, 'true or false', value));
      return otherwise;
    },
    share(name) {
      if (given([name]).length === 0) return undefined;
      const value = valueOf(name);
      if (typeof value === 'number' && value > 0 && value <= 1) return value;
      report(wrongType(name, 'a number above 0, at most 1', value));
      return undefined;
    },
    text(names) {
      const [name] = given(names);
      if (name === undefined) return undefined;
      const value = valueOf(name);
      if (typeof value === 'string') return value;
      report(wrongType(name, 'a text', value));
      return undefined;
    },
    texts(name) {
      if (given([name]).length === 0) return undefined;
      const value = valueOf(name);
      if (Array.isArray(value) && value.every((entry) => typeof entry === 'string')) return value;
      report(wrongType(name, 'a list of texts', value));
      return undefined;
    },
    equals: (name, value) => valueOf(name) === value,
    integers(name) {
      if (given([name]).length === 0) return undefined;
      const value = valueOf(name);
      if (Array.isArray(value) && value.every(isCount)) return value;
      report(wrongType(name, 'a list of whole numbers', value));
      return undefined;
    },
    pairs(name) {
      if (given([name]).length === 0) return undefined;
      const value = valueOf(name);
      if (Array.isArray(value) && value.every(isPair)) return value;
      report(wrongType(name, 'a list of pairs of numbers', value));
      return undefined;
    },
    object(name) {
      const value = valueOf(name);
      return isRecord(value) ? value : undefined;
    },
  };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

function isPair(value: unknown): value is readonly [number, number] {
  return Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'number' && Number.isFinite(part));
}
