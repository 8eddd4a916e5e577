import type { DataType } from '../../../sim/model/datatype.js';

/** Bits of whole numbers that FP16 holds exactly. */
export const fp16WholeBits = 11;

/** Bits of a whole number of that format; null for formats that are none. Ternary values are two bits. */
export function wholeBits(type: DataType): number | null {
  if (type.kind === 'ternary') return 2;
  return type.kind === 'integer' ? type.bits : null;
}

/** FP16, or whole numbers that it holds exactly. */
export function fitsFp16(type: DataType): boolean {
  return type.name === 'fp16' || (wholeBits(type) ?? Infinity) <= fp16WholeBits;
}

/** Why operands of a format are no whole numbers of at most that many bits, or null where they are. */
export function declinesWhole(what: string, type: DataType, bits: number): string | null {
  const width = wholeBits(type);
  if (width === null) return `${what} in ${type.name} are not whole numbers: the product without scales is defined for whole numbers`;
  return width <= bits ? null : `${what} of ${width} bits: the unit takes ${bits}`;
}
