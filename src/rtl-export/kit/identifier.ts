import { digestOf } from '../../sim/core/digest.js';
import { keywords } from './keywords.js';

/** Longest identifier that is made: short enough for every tool and file system with a prefix and a suffix on top. */
const maxLength = 64;
const hashDigits = 8;

/** Whether a text is a plain (not escaped) identifier of Verilog-2001 and SystemVerilog, of at most 64 characters and without `$`. */
export function isIdentifier(text: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(text) && text.length <= maxLength && !keywords.has(text);
}

/**
 * A Verilog identifier for any name. An identifier stays as it is. Else runs of other characters become one `_`, a name that would begin with
 * a digit or be a keyword gets `n_` in front, and one that is empty or too long ends with eight digits of its SHA-256.
 */
export function identifierOf(name: string): string {
  if (isIdentifier(name)) return name;
  const plain = name.slice(0, 4 * maxLength).replace(/[^A-Za-z0-9_]+/g, '_').replace(/^_+|_+$/g, '');
  const leading = /^[A-Za-z]/.test(plain) && !keywords.has(plain) ? plain : `n_${plain}`;
  return plain === '' || leading.length > maxLength || name.length > 4 * maxLength ? withHash(leading, name, hashDigits) : leading;
}

/**
 * Identifiers for the names of a set, in their order: distinct names get identifiers that differ in more than letter case. Where names meet,
 * those that are not identifiers themselves end with digits of their SHA-256. The answer depends on the set, not on its order.
 */
export function identifiersOf(names: readonly string[]): string[] {
  return distinct(names, identifierOf);
}

const fileCharacters = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;
const deviceNames = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i;

/**
 * A name for a file or folder from any name, safe on common systems: letters, digits, `.`, `_` and `-`, begins with a letter or digit, does
 * not end with a dot, is no device name of Windows. Never has a path separator.
 */
export function fileNameOf(name: string): string {
  if (isFileName(name)) return name;
  const plain = name.slice(0, 4 * maxLength).replace(/[^A-Za-z0-9._-]+/g, '_').replace(/^[._-]+|[._-]+$/g, '');
  const leading = plain === '' || deviceNames.test(plain) ? `n_${plain}` : plain;
  return plain === '' || leading.length > maxLength || name.length > 4 * maxLength ? withHash(leading, name, hashDigits) : leading;
}

/** File names for the names of a set, as `identifiersOf`: no two meet on a file system that does not tell letter case apart. */
export function fileNamesOf(names: readonly string[]): string[] {
  return distinct(names, fileNameOf);
}

function isFileName(name: string): boolean {
  return fileCharacters.test(name) && name.length <= maxLength && !name.endsWith('.') && !deviceNames.test(name);
}

function withHash(text: string, name: string, digits: number): string {
  return `${text.slice(0, maxLength - digits - 1).replace(/[._-]+$/, '')}_${digestOf(name).slice(0, digits)}`;
}

/** A wish that one name has, or that is the name itself, is granted first; the others end with as many digits as it takes. */
function distinct(names: readonly string[], make: (name: string) => string): string[] {
  const all = [...new Set(names)].sort();
  const wishes = new Map<string, string[]>();
  for (const name of all) wishes.set(make(name).toLowerCase(), [...(wishes.get(make(name).toLowerCase()) ?? []), name]);
  const granted = new Map<string, string>();
  const taken = new Set<string>();
  const grant = (name: string, made: string): void => {
    granted.set(name, made);
    taken.add(made.toLowerCase());
  };
  for (const wishing of wishes.values()) {
    const first = wishing.length === 1 ? wishing[0] : wishing.find((name) => make(name) === name);
    if (first !== undefined) grant(first, make(first));
  }
  for (const name of all.filter((one) => !granted.has(one))) {
    let digits = hashDigits;
    while (taken.has(withHash(make(name), name, digits).toLowerCase())) digits++;
    grant(name, withHash(make(name), name, digits));
  }
  return names.map((name) => granted.get(name)!);
}
