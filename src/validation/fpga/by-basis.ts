import type { JudgedSystem } from '../system.js';

/** What rows of one basis come to. */
export interface BasisErrors {
  readonly basis: string;
  readonly agree: number;
  readonly differ: number;
  /** Over rows that agree or differ; null where there are none. */
  readonly meanAbsoluteRelativeError: number | null;
}

/** Counts and mean error of a judged system, each basis (board, simulated, projected, ...) by itself. `basisOf` gives the basis of a row by its id. */
export function errorsByBasis(judged: JudgedSystem, basisOf: (id: string) => string): readonly BasisErrors[] {
  const bases = [...new Set(judged.rows.map(({ id }) => basisOf(id)))];
  return bases.map((basis) => {
    const rows = judged.rows.filter(({ id, verdict }) => basisOf(id) === basis && (verdict === 'agrees' || verdict === 'differs'));
    const agree = rows.filter(({ verdict }) => verdict === 'agrees').length;
    const sum = rows.reduce((total, { relativeError }) => total + (relativeError ?? 0), 0);
    return { basis, agree, differ: rows.length - agree, meanAbsoluteRelativeError: rows.length === 0 ? null : sum / rows.length };
  });
}
