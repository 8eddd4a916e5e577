import { highestOf, lowestOf } from '../../../sim/numerics/arithmetic/width.js';
import type { BeatField, RtlStream } from '../design.js';

/** What stands between the queue of weights and a core that takes whole numbers: codes of fewer bits become its weights. */
export interface Dequantizer {
  /** Bits of a code, 1 to those of the core's weights; 5 at most with a table. */
  readonly codeBits: number;
  /** The number that a code is: two's complement; unsigned, less a zero point; the entry of a table of the job. */
  readonly kind: 'sign' | 'offset' | 'table';
  /** Whether numbers are multiplied by whole numbers of 0 to 255 and saturated. */
  readonly scaled: boolean;
  /** Whether zero points and multipliers are those of a column and a group of beats, in `s_axis_grp`; else they are those of a job, in a register. */
  readonly grouped: boolean;
  /** Whether jobs may give weights as the core takes them, each beat in several. */
  readonly wide: boolean;
}

/** What a code is dequantised with. */
export interface CodeNumbers {
  /** From 0 to 2^codeBits - 1; default 0. */
  readonly zeroPoint?: number;
  /** From 0 to 255; default 1. */
  readonly multiplier?: number;
  /** Entries, by code, of a core's weight each. */
  readonly table?: readonly number[];
}

export const mostTableBits = 5;
/** Bits of a multiplier. */
export const multiplierBits = 8;
/** The name of the stream of zero points and multipliers. */
export const groupStreamName = 'grp';

/** Why there is no such dequantiser before weights of so many bits; null where there is one. */
export function dequantizerFault({ codeBits, kind, scaled, grouped }: Dequantizer, weightBits: number): string | null {
  if (!Number.isInteger(weightBits) || weightBits < 2 || weightBits > 8) return `weights of ${weightBits} bits, and it gives 2 to 8`;
  const most = kind === 'table' ? Math.min(weightBits, mostTableBits) : weightBits;
  if (!Number.isInteger(codeBits) || codeBits < 1 || codeBits > most) return `codes have 1 to ${most} bits, not ${codeBits}`;
  if (grouped && kind !== 'offset' && !scaled) return 'groups without zero points and multipliers';
  return null;
}

/** The weight of a code, bit for bit as the Verilog has it: (number - zero point) x multiplier, saturated to so many bits. */
export function dequantized({ codeBits, kind, scaled }: Dequantizer, weightBits: number, code: number, { zeroPoint = 0, multiplier = 1, table = [] }: CodeNumbers): number {
  const number = kind === 'table' ? table[code] ?? 0 : kind === 'offset' ? code - zeroPoint : code >= 2 ** (codeBits - 1) ? code - 2 ** codeBits : code;
  // Adding 0 turns -0 into 0.
  return Math.min(highestOf(weightBits), Math.max(lowestOf(weightBits), scaled ? number * multiplier : number)) + 0;
}

/** The least code of each weight that has one. */
export function codesOfWeights(dequantizer: Dequantizer, weightBits: number, numbers: CodeNumbers): ReadonlyMap<number, number> {
  const codes = new Map<number, number>();
  for (let code = 2 ** dequantizer.codeBits - 1; code >= 0; code--) codes.set(dequantized(dequantizer, weightBits, code, numbers), code);
  return codes;
}

/** Beats of codes that a beat of weights takes in a wide job: ceil(weightBits / codeBits). */
export function wideSteps({ codeBits }: Dequantizer, weightBits: number): number {
  return Math.ceil(weightBits / codeBits);
}

/** Edges from the one that takes codes to the one that can give their weights to the core. */
export function dequantizerStages({ scaled }: Dequantizer): number {
  return scaled ? 3 : 1;
}

/** Cycles behind the start of a job in which its table is read. */
export function tableCycles({ kind, codeBits }: Dequantizer): number {
  return kind === 'table' ? 2 ** codeBits : 0;
}

/** The field of weights of a core's stream, the first of its beats, and those that pass beside it. Throws a RangeError where there is none. */
export function weightField({ name, fields: [weights, ...beside] }: RtlStream): { readonly weights: BeatField; readonly beside: readonly BeatField[] } {
  if (weights === undefined) throw new RangeError(`beats of ${name} have no field`);
  return { weights, beside };
}

/** The stream of weights with codes in their place. */
export function codeStream(core: RtlStream, { codeBits }: Dequantizer): RtlStream {
  const { weights, beside } = weightField(core);
  return { ...core, fields: [{ name: 'code', bits: codeBits, count: weights.count, meaning: `codes of the weights: ${weights.meaning}` }, ...beside] };
}

/** The stream of zero points and multipliers: a beat for each group. Null where there are no groups. */
export function groupStream({ codeBits, kind, scaled, grouped }: Dequantizer, columns: number): RtlStream | null {
  if (!grouped) return null;
  return {
    name: groupStreamName, direction: 'in',
    fields: [
      ...(kind === 'offset' ? [{ name: 'zero_point', bits: codeBits, count: columns, meaning: 'for each column what is taken off its codes, unsigned' }] : []),
      ...(scaled ? [{ name: 'multiplier', bits: multiplierBits, count: columns, meaning: 'for each column what its numbers are multiplied by, unsigned' }] : []),
    ],
  };
}
