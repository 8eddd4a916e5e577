import { reject } from '../../core/diagnostics.js';
import type { Term } from './term.js';

/**
 * The two terms of an FP3 or FP4 value or of a special value (BitMoD, HPCA 2025, Sec. IV-A and Fig. 4). The magnitude is 5-bit fixed point
 * I3 I2 I1 I0 . F0, at most 15.5. The first leading-one detector looks at I3..I0 (significance 0), the second at what is left in
 * I2 I1 I0 F0 (significance -1). A magnitude of three or more ones in a row is a difference, as 7 = 2^3 - 2^0: its second term has the other
 * sign. Throws an InputError for a value that has no two terms, such as 5.5 or 14.
 */
export function fpTerms(value: number): readonly [Term, Term] {
  const halves = Math.abs(value) * 2;
  const sign = value < 0 ? 1 : 0;
  if (!Number.isInteger(halves) || halves > 31) return notTwoTerms(value);
  const top = leadingOne(halves);
  const first: Term = top >= 1 ? { sign, exp: top - 1, man: 1, bsig: 0 } : { sign, exp: 0, man: 0, bsig: 0 };
  const rest = top >= 1 ? halves - 2 ** top : halves;
  if (rest === 0) return [first, { sign, exp: 0, man: 0, bsig: -1 }];
  if (isPowerOfTwo(rest)) return [first, { sign, exp: leadingOne(rest), man: 1, bsig: -1 }];
  const gap = 2 ** (top + 1) - halves;
  // The minuend is one place above the leading one and must still be I3 or below.
  if (top > 3 || !isPowerOfTwo(gap)) return notTwoTerms(value);
  return [{ sign, exp: top, man: 1, bsig: 0 }, { sign: sign === 1 ? 0 : 1, exp: leadingOne(gap), man: 1, bsig: -1 }];
}

/** Place of the highest one of a whole number below 32; -1 of 0. */
function leadingOne(n: number): number {
  return 31 - Math.clz32(n);
}

function isPowerOfTwo(n: number): boolean {
  return n === 2 ** leadingOne(n);
}

function notTwoTerms(value: number): never {
  reject('datatype/not-two-terms', `${value} is not the sum or difference of two powers of two from 0.5 to 8`, {
    remedy: 'choose a value such as 5, 6, 7 or 8, whose magnitude is 2^i, 2^i + 2^j or 2^i - 2^j',
  });
}
