import { limbsOf } from './cell-code.js';
import { bitNames } from './net-names.js';
import { bitsOfText, type NetBit, type NetlistModule } from './netlist.js';
import type { NetlistFrame } from './netlist-frame.js';

/** The state before the first edge. */
export interface PowerOn {
  readonly initial: Int32Array;
  /** Bits of `initial` that the source leaves unknown; they are 0 in it. */
  readonly unknown: Int32Array;
  /** What is taken as 0 although the source leaves it unknown, in plain words. */
  readonly notes: readonly string[];
}

/** Initial values of registers and memories, and notes about what has none. Call it when nothing will be added to the layout any more. */
export function powerOn(module: NetlistModule, { layout, registers, memories, combinational, codeOf }: NetlistFrame): PowerOn {
  const initial = new Int32Array(layout.size);
  const unknown = new Int32Array(layout.size);
  const place = (word: number, at: number, bit: NetBit | undefined): void => {
    const target = bit === '1' ? initial : bit === '0' ? undefined : unknown;
    if (target !== undefined) target[word + (at >> 5)]! |= 1 << (at & 31);
  };

  const given = new Map<NetBit, NetBit>();
  for (const { bits, init } of module.nets) {
    if (init === undefined) continue;
    const values = bitsOfText(init);
    for (const [i, bit] of bits.entries()) given.set(bit, values[i] ?? 'x');
  }
  for (const { cell, word } of registers) {
    for (const [i, bit] of codeOf(cell).bits('Q').entries()) place(word, i, given.get(bit));
  }
  for (const { cell, shape, word } of memories) {
    const content = codeOf(cell).constants('INIT');
    const limbs = limbsOf(shape.width);
    for (let i = 0; i < shape.size * shape.width; i++) {
      place(word + Math.floor(i / shape.width) * limbs, i % shape.width, content[i]);
    }
  }

  const notes: string[] = [];
  const bits = unknown.reduce((sum, word) => sum + ones(word), 0);
  if (bits > 0) notes.push(`${bits} bits of registers and memories have no initial value and begin with 0`);
  const constants = combinational.filter(({ connections }) => Object.values(connections).some((port) => port.includes('x') || port.includes('z'))).length;
  if (constants > 0) notes.push(`${constants} cells read constants with unknown bits, which are 0`);
  if (layout.undriven.size > 0) {
    const nameOf = bitNames(module);
    const names = [...new Set([...layout.undriven].map((bit) => nameOf([bit]) ?? `bit ${bit}`))];
    notes.push(`nothing drives ${names.slice(0, 5).join(', ')}${names.length > 5 ? ` and ${names.length - 5} other bits` : ''}: 0 is read`);
  }
  return { initial, unknown, notes };
}

function ones(word: number): number {
  let count = 0;
  for (let rest = word; rest !== 0; rest &= rest - 1) count++;
  return count;
}
