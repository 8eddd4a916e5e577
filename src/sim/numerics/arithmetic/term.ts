/**
 * One cycle's worth of a bit-serial weight: (-1)^sign * 2^exp * man * 2^bsig, with one sign bit, two bits of exponent, one bit of
 * mantissa, and a bit significance shared by all lanes of a processing element (BitMoD, HPCA 2025, Sec. IV-A, Eq. 4).
 */
export interface Term {
  readonly sign: 0 | 1;
  readonly exp: number;
  readonly man: 0 | 1;
  readonly bsig: number;
}

/** The number that a term stands for. */
export function termValue(term: Term): number {
  if (term.man === 0) return 0;
  return (term.sign === 1 ? -1 : 1) * 2 ** (term.exp + term.bsig);
}

/** The number that the terms of a weight add up to. */
export function valueOfTerms(terms: readonly Term[]): number {
  return terms.reduce((sum, term) => sum + termValue(term), 0);
}
