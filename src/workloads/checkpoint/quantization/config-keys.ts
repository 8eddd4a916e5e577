import { isRecord } from '../../../sim/core/is-record.js';
import type { Problem } from '../../../sim/core/diagnostics.js';
import { childPointer } from '../../../sim/core/pointer.js';
import { notUnderstood, wrongValue } from '../diagnostics.js';

/** Problems and notes of one configuration, over all objects in it. */
export interface Findings {
  readonly problems: Problem[];
  readonly notes: string[];
}

/**
 * Typed access to an object of a configuration that remembers what was read, so that what nobody asked for can be named.
 * `null` counts as absent. What is wrong is collected, and the default taken.
 */
export interface Keys {
  readonly pointer: string;
  has(name: string): boolean;
  /** A whole number from `least` to `most`, or one of `others`. */
  integer(name: string, otherwise: number, range: { readonly least: number; readonly most: number; readonly others?: readonly number[] }): number;
  flag(name: string, otherwise: boolean): boolean;
  text(name: string): string | undefined;
  /** A list of texts; none where it is absent. */
  texts(name: string): readonly string[];
  numbers(name: string): readonly number[] | undefined;
  record(name: string): Keys | undefined;
  /** Every entry that is an object, by name. */
  records(): readonly (readonly [string, Keys])[];
  value(name: string): unknown;
  /** Read elsewhere, or of no weight for what is computed and stored. */
  skip(...names: readonly string[]): void;
  refuse(name: string, reason: string): void;
  /** A note for each key that nobody read. */
  finish(): void;
}

export function keysOf(object: Readonly<Record<string, unknown>>, pointer: string, findings: Findings): Keys {
  const read = new Set<string>();
  const value = (name: string): unknown => {
    read.add(name);
    const found = Object.hasOwn(object, name) ? object[name] : undefined;
    return found === null ? undefined : found;
  };
  const at = (name: string): string => childPointer(pointer, name);
  const wrong = (name: string, rule: string): void => { findings.problems.push(wrongValue(at(name), rule, object[name])); };
  const keys: Keys = {
    pointer, value,
    has: (name) => value(name) !== undefined,
    integer(name, otherwise, { least, most, others = [] }) {
      const given = value(name);
      if (given === undefined) return otherwise;
      if (typeof given === 'number' && Number.isInteger(given) && ((given >= least && given <= most) || others.includes(given))) return given;
      wrong(name, `a whole number from ${least} to ${most}${others.length > 0 ? ` or ${others.join(', ')}` : ''}`);
      return otherwise;
    },
    flag(name, otherwise) {
      const given = value(name);
      if (given === undefined || typeof given === 'boolean') return given ?? otherwise;
      wrong(name, 'true or false');
      return otherwise;
    },
    text(name) {
      const given = value(name);
      if (given === undefined || typeof given === 'string') return given;
      wrong(name, 'a text');
      return undefined;
    },
    texts(name) {
      const given = value(name);
      if (given === undefined) return [];
      if (Array.isArray(given) && given.every((entry) => typeof entry === 'string')) return given;
      wrong(name, 'a list of texts');
      return [];
    },
    numbers(name) {
      const given = value(name);
      if (given === undefined) return undefined;
      if (Array.isArray(given) && given.every((entry) => Number.isSafeInteger(entry))) return given as readonly number[];
      wrong(name, 'a list of whole numbers');
      return undefined;
    },
    record(name) {
      const given = value(name);
      if (given === undefined) return undefined;
      if (isRecord(given)) return keysOf(given, at(name), findings);
      wrong(name, 'an object');
      return undefined;
    },
    records: () => Object.entries(object).flatMap(([name, entry]) => {
      read.add(name);
      if (isRecord(entry)) return [[name, keysOf(entry, at(name), findings)] as const];
      wrong(name, 'an object');
      return [];
    }),
    skip(...names) { for (const name of names) read.add(name); },
    refuse(name, reason) {
      read.add(name);
      findings.problems.push(notUnderstood(at(name), object[name], reason));
    },
    finish() {
      for (const name of Object.keys(object)) {
        if (!read.has(name) && object[name] !== null) findings.notes.push(`${at(name)} is not understood, and is left out`);
      }
    },
  };
  return keys;
}
