import type { NetBit } from './netlist.js';
import type { StateLayout } from './state-layout.js';

/** Bits that come one after the other from one word, or one bit that is repeated. */
interface Run {
  readonly word: number;
  readonly from: number;
  length: number;
  /** Bit of the value at which the run begins. */
  readonly to: number;
  repeats: boolean;
}

/** JavaScript for one 32-bit limb of a value: an int32 whose bits above `bits` are 0, or copies of the highest where `signed`. */
export function gatherLimb(layout: StateLayout, bits: readonly NetBit[], signed: boolean, reads: Set<number>): string {
  const { runs, constant } = runsOf(layout, bits);
  for (const { word } of runs) reads.add(word);
  const free = 32 - bits.length;
  if (runs.length === 0) return String(signed && free > 0 ? (constant << free) >> free : constant);
  const extended = constant === 0 ? signExtension(runs, bits.length, signed) : undefined;
  if (extended !== undefined) return extended;
  const parts = runs.map((run) => runCode(layout, run));
  if (constant !== 0) parts.push(String(constant));
  const value = parts.length === 1 ? parts[0]! : `(${parts.join(' | ')})`;
  return signed && free > 0 ? `(${value} << ${free} >> ${free})` : value;
}

/** The two shifts that read a field of a word with its sign, where that is all the limb is; else undefined. */
function signExtension(runs: readonly Run[], length: number, signed: boolean): string | undefined {
  const [field, copies] = runs;
  if (field === undefined || field.repeats || field.to !== 0 || runs.length > 2) return undefined;
  if (copies !== undefined && !(copies.repeats && copies.word === field.word && copies.from === field.from + field.length - 1)) return undefined;
  // Bits that are constant 0 belong to no run: the field's highest bit is then not the sign.
  if (field.length + (copies?.length ?? 0) !== length) return undefined;
  if (copies === undefined && (!signed || length === 32)) return undefined;
  const value = `(v${field.word} << ${32 - field.from - field.length} >> ${32 - field.length})`;
  return signed || length === 32 ? value : `(${value} & ${mask(length)})`;
}

function runCode(layout: StateLayout, { word, from, length, to, repeats }: Run): string {
  const shifted = from === 0 ? `v${word}` : `v${word} >>> ${from}`;
  const width = repeats ? 1 : length;
  const field = from + width < layout.widthOf(word) ? `(${shifted} & ${mask(width)})` : from === 0 ? shifted : `(${shifted})`;
  if (repeats) return `((-${field} & ${mask(length)}) << ${to})`;
  return to === 0 ? field : `(${field} << ${to})`;
}

function runsOf(layout: StateLayout, bits: readonly NetBit[]): { readonly runs: readonly Run[]; readonly constant: number } {
  const runs: Run[] = [];
  let constant = 0;
  for (const [to, bit] of bits.entries()) {
    if (bit === '1') constant |= 1 << to;
    const place = typeof bit === 'number' ? layout.placeOf(bit) : undefined;
    if (place === undefined) continue;
    const [word, from] = [place >> 5, place & 31];
    const last = runs.at(-1);
    const follows = last !== undefined && last.word === word && last.to + last.length === to;
    if (follows && !last.repeats && last.from + last.length === from) last.length++;
    else if (follows && last.from === from && (last.repeats || last.length === 1)) {
      last.repeats = true;
      last.length++;
    } else runs.push({ word, from, length: 1, to, repeats: false });
  }
  return { runs, constant };
}

/** The int32 whose lowest `bits` bits are 1, 1 to 32. */
export function mask(bits: number): number {
  return bits >= 32 ? -1 : 2 ** bits - 1;
}
