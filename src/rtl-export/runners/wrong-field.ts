import type { RtlStream } from '../kit/design.js';
import { fieldPlaces } from '../kit/ports.js';

/** A part of a beat that is not what it should be. */
export interface WrongField {
  /** `sum[3]`, or `sum` where a beat has one of it; `padding` for the bits above the fields. */
  readonly name: string;
  /** Lowest and highest bit in tdata. */
  readonly low: number;
  readonly high: number;
  /** As an unsigned number. */
  readonly value: bigint;
  readonly expected: bigint;
}

/** The lowest part of a beat in which two values differ, or undefined where they are equal. */
export function firstWrongField(stream: RtlStream, data: bigint, expected: bigint): WrongField | undefined {
  const difference = data ^ expected;
  if (difference === 0n) return undefined;
  let top = 0;
  for (const { name, bits, count, low } of fieldPlaces(stream)) {
    for (let i = 0; i < count; i++) {
      const from = low + i * bits;
      const part = (value: bigint): bigint => BigInt.asUintN(bits, value >> BigInt(from));
      if (part(difference) !== 0n) return { name: count === 1 ? name : `${name}[${i}]`, low: from, high: from + bits - 1, value: part(data), expected: part(expected) };
    }
    top = low + count * bits;
  }
  return { name: 'padding', low: top, high: difference.toString(2).length - 1, value: data >> BigInt(top), expected: expected >> BigInt(top) };
}
