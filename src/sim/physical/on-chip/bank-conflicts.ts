import { completed, type OnChipBuffer } from './buffer.js';

/** Accesses that are made together: to the words first, first + stride, first + 2 stride, ... */
export interface AccessPattern {
  readonly kind: 'read' | 'write';
  /** How many. */
  readonly accesses: number;
  /** Words from one to the next; negative ones run down. */
  readonly stride: number;
}

/**
 * Cycles until a buffer has served parallel accesses, word i lying in bank i mod b. With g = gcd(stride, b) they fall on b / g banks in turn, so that the
 * fullest has ceil(n / (b / g)) of them and p ports take
 *
 *   ceil(ceil(n g / b) / p)
 *
 * cycles, wherever the first word lies. Reads of one word (stride 0) are one read. Throws a RangeError where the buffer has no port of that kind.
 */
export function accessCycles(asked: OnChipBuffer, { kind, accesses, stride }: AccessPattern): number {
  const { banks, ports } = completed(asked);
  const perCycle = kind === 'read' ? ports.reads : ports.writes;
  if (perCycle === 0) throw new RangeError(`a buffer without a port for a ${kind}`);
  if (!Number.isSafeInteger(accesses) || accesses < 0 || !Number.isSafeInteger(stride)) throw new RangeError(`${accesses} accesses at a stride of ${stride} words`);
  if (accesses === 0) return 0;
  if (stride === 0 && kind === 'read') return 1;
  const touched = banks / greatestCommonDivisor(Math.abs(stride), banks);
  return Math.ceil(Math.ceil(accesses / touched) / perCycle);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
