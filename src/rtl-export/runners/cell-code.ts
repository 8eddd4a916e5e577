import { InputError } from '../../sim/core/diagnostics.js';
import { badNetlist, unsupportedCell } from './diagnostics.js';
import { gatherLimb, mask } from './gather-code.js';
import { bitsOfText, type NetBit, type NetlistCell } from './netlist.js';
import type { StateLayout } from './state-layout.js';

/**
 * The JavaScript of one cell while it is written. Values are lists of limbs: expressions of 32-bit integers, lowest first. Word n of the
 * state is the variable `vn`, made once; the state itself is `s`.
 */
export class CellCode {
  readonly lines: string[] = [];
  /** Words whose variables the lines use. */
  readonly reads = new Set<number>();
  /** Words whose variables the lines make. */
  readonly writes: number[] = [];
  readonly cell: NetlistCell;
  readonly layout: StateLayout;
  readonly #prefix: string;
  #temporaries = 0;

  /** `index` tells the cells of a netlist apart, for the names of variables. */
  constructor(cell: NetlistCell, layout: StateLayout, index: number) {
    this.cell = cell;
    this.layout = layout;
    this.#prefix = `t${index}_`;
  }

  bits(port: string): readonly NetBit[] {
    const bits = this.cell.connections[port];
    if (bits === undefined) throw new InputError([badNetlist(`cell ${this.cell.name} (${this.cell.type}) has no port ${port}`)]);
    return bits;
  }

  width(port: string): number {
    return this.bits(port).length;
  }

  /** Whether a parameter that is one bit is 1. */
  flag(parameter: string): boolean {
    return this.#parameter(parameter).endsWith('1');
  }

  /** A parameter that is a number of at most 53 bits. */
  number(parameter: string): number {
    const text = this.#parameter(parameter);
    const value = Number.parseInt(text.replace(/[xz]/g, '0'), 2);
    // Offsets of memories may be negative: 32 bits, two's complement.
    return text.length === 32 && text.startsWith('1') ? value - 2 ** 32 : value;
  }

  /** A parameter's bits, lowest first, as constants of a net. */
  constants(parameter: string): readonly NetBit[] {
    return bitsOfText(this.#parameter(parameter));
  }

  #parameter(name: string): string {
    const text = this.cell.parameters[name];
    if (text === undefined || !/^[01xz]+$/.test(text)) throw new InputError([badNetlist(`cell ${this.cell.name} (${this.cell.type}) has no number ${name}`)]);
    return text;
  }

  /** Whether both operands are signed: Verilog makes an operation unsigned where one operand is. */
  get isSigned(): boolean {
    return this.flag('A_SIGNED') && this.flag('B_SIGNED');
  }

  /** `limbs` limbs of a port, extended by its sign or by zeros. */
  port(port: string, limbs: number, signed: boolean): string[] {
    return this.value(this.bits(port), limbs, signed);
  }

  /** `limbs` limbs of a list of bits, extended by the highest or by zeros. */
  value(bits: readonly NetBit[], limbs: number, signed: boolean): string[] {
    const value: string[] = [];
    for (let at = 0; at < bits.length && value.length < limbs; at += 32) {
      value.push(this.simple(gatherLimb(this.layout, bits.slice(at, at + 32), signed && at + 32 > bits.length, this.reads)));
    }
    if (value.length < limbs) {
      const fill = signed && bits.length > 0 ? this.simple(`(${value.at(-1)!} >> 31)`) : '0';
      while (value.length < limbs) value.push(fill);
    }
    return value;
  }

  /** An expression that is not 0 where the one bit of a port is the active level (1, or 0 where `activeHigh` is false). */
  condition(bits: readonly NetBit[], activeHigh = true): string {
    const [value] = this.value(bits.slice(0, 1), 1, false);
    return activeHigh ? value! : `(${value!} ^ 1)`;
  }

  /** A new variable for an expression; texts that are already a variable or a constant stay what they are. */
  simple(expression: string): string {
    return /^(-?\w+)$/.test(expression) ? expression : this.variable(expression);
  }

  variable(expression: string): string {
    const name = `${this.#prefix}${this.#temporaries++}`;
    this.lines.push(`const ${name} = ${expression};`);
    return name;
  }

  /** Writes limbs into the words of a driver of `width` bits from `first`, cut to its width. */
  write(first: number, width: number, value: readonly string[]): void {
    for (let limb = 0; limb * 32 < width; limb++) {
      const bits = Math.min(32, width - limb * 32);
      this.writeWord(first + limb, `(${value[limb] ?? '0'}) ${bits < 32 ? `& ${mask(bits)}` : '| 0'}`);
    }
  }

  /** First word of what a port drives. */
  firstWord(port: string): number {
    const [bit] = this.bits(port);
    const place = typeof bit === 'number' ? this.layout.placeOf(bit) : undefined;
    if (place === undefined) throw new InputError([badNetlist(`cell ${this.cell.name} (${this.cell.type}) drives nothing at ${port}`)]);
    return place >> 5;
  }

  /** Writes one word with an expression that is cut already. */
  writeWord(word: number, expression: string): void {
    this.lines.push(`const v${word} = ${expression};`);
    this.writes.push(word);
  }

  reject(why: string): never {
    throw new InputError([unsupportedCell(this.cell.name, this.cell.type, why)]);
  }
}

/** Limbs of a value of `bits` bits. */
export function limbsOf(bits: number): number {
  return Math.ceil(bits / 32);
}
