/** How the residuals of the fit part move when one constant does. */
export interface Sensitivity {
  /** Root mean square of the residuals' change over the relative change of the constant. */
  readonly size: number;
  /** Earlier constants whose changes, together, undo this one's; empty where it stands by itself. */
  readonly twins: readonly number[];
  /** The share of its effect that the earlier constants do not have, from 0 to 1. */
  readonly ownShare: number;
}

/**
 * The sensitivities of constants, from the change of each residual per relative change of each constant (`columns[constant][row]`): by Gram and Schmidt,
 * what is left of a column when the columns before it are taken out. Columns must not be all zero.
 */
export function sensitivities(columns: readonly (readonly number[])[]): Sensitivity[] {
  const basis: (readonly number[])[] = [];
  return columns.map((column, j) => {
    const size = norm(column);
    let rest = column.map((x) => x / size);
    for (const direction of basis) {
      const along = dot(rest, direction);
      rest = rest.map((x, i) => x - along * direction[i]!);
    }
    const ownShare = norm(rest);
    if (ownShare > 1e-12) basis.push(rest.map((x) => x / ownShare));
    const alike = columns.slice(0, j).flatMap((other, i) => (Math.abs(dot(column, other)) > 1e-3 * size * norm(other) ? [i] : []));
    return { size: size / Math.sqrt(column.length), twins: ownShare < loose ? alike : [], ownShare };
  });
}

/** Below this share of its own, a constant is told apart with difficulty. */
const loose = 0.05;
/** Below this share, what is left is the error of the difference quotients. */
export const noShare = 1e-4;

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, x, i) => sum + x * b[i]!, 0);
}

function norm(a: readonly number[]): number {
  return Math.sqrt(dot(a, a));
}
