import type { CoreShape } from '../cycles.js';
import { ceilLog2, entryBits } from '../table.js';

/** How weights are stored for a core: keys of its tables, or trits packed by 2 (TL1), 3 (TL2) or 5 (base 3). */
export type StoredFormat = 'keys' | 'tl1' | 'tl2' | 'pack5';

/** Formats by their number in the Verilog. */
export const storedFormats: readonly StoredFormat[] = ['keys', 'tl1', 'tl2', 'pack5'];

/** A core as the Verilog has it. */
export interface CoreParameters extends CoreShape {
  /** Width of an activation, 2 to 16. */
  readonly activationBits: number;
  /** Width of a result, which wraps. */
  readonly sumBits: number;
  readonly format: StoredFormat;
}

/** The largest group of the Verilog: its table has 121 entries. */
export const mostGroup = 5;

/** The most tables of the Verilog. */
export const mostTables = 4096;

/** Bits of the sum of the reads of all tables: of an entry, and ceil(log2 L). */
export function readSumBits({ group, tables, activationBits }: Pick<CoreParameters, 'group' | 'tables' | 'activationBits'>): number {
  return entryBits(group, activationBits) + ceilLog2(tables);
}

/** Throws a RangeError for what the Verilog refuses to elaborate. */
export function checkCore(p: CoreParameters): void {
  const whole = (name: string, value: number, least: number, most: number): void => {
    if (!(Number.isInteger(value) && value >= least && value <= most)) throw new RangeError(`${name} of a core is a whole number from ${least} to ${most}, not ${value}`);
  };
  whole('group', p.group, 1, mostGroup);
  whole('tables', p.tables, 1, mostTables);
  whole('reads', p.reads, 1, 2 ** 16);
  whole('activationBits', p.activationBits, 2, 16);
  whole('sumBits', p.sumBits, readSumBits(p) + 1, 48);
}
